package compiler

import (
	"strings"

	pg_query "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
	"sqlbundle/internal/source"
	"sqlbundle/internal/syntax"
	"sqlbundle/revisions"
)

// joint says how a segment may be joined with its neighbours.
type joint int

const (
	open joint = iota
	// alone: written by hand, asked for by a directive, or holding what lasts
	// to the end of a transaction.
	alone
	// cutBefore: a boundary of its own revision stands before it.
	cutBefore
)

// cutter cuts the statements of one section into segments.
type cutter struct {
	target int
	errs   *source.ErrorList
	// replay follows what the statements do; nil where nobody asks.
	replay *replay
	// noTransaction holds where the section says so: its statements share no
	// transaction, except where its author opened one.
	noTransaction bool
	// plain holds for SQL that no script will run.
	plain bool

	segments []*Segment
	current  *Segment
	hand     *Statement // the BEGIN that is open
	lead     string     // comments before a boundary
	session  session
}

// run cuts a section; none is a section without statements.
func (c *cutter) run(section *revisions.Section) []*Segment {
	if section == nil {
		section = &revisions.Section{}
	}
	c.noTransaction, c.plain = section.NoTransaction, section.Plain
	for _, s := range section.Statements {
		node := s.Node
		if s.Raw {
			node = s.RawNode
		}
		c.add(&Statement{Statement: s, Kind: kind(s, node), Lead: c.lead + s.Lead, node: node})
	}
	if c.hand != nil {
		c.fail(c.hand, "ban-uncommitted-transaction", "BEGIN without a COMMIT in the same section", "write COMMIT after the transaction's last statement")
	}
	c.flush()
	if n := len(c.segments); n == 0 || c.segments[n-1].Begin == "" {
		c.segments = append(c.segments, &Segment{Begin: "BEGIN"})
	}
	for i, s := range c.segments {
		s.Number = i + 1
	}
	c.session.finish(c)
	return c.segments
}

// add puts a statement where it belongs.
func (c *cutter) add(s *Statement) {
	c.check(s)
	c.lead = ""
	if t := s.node.GetTransactionStmt(); t != nil && c.boundary(s, t) {
		c.lead = s.Lead
		return
	}
	ok, why := c.mayShare(s)
	if c.hand != nil {
		c.inHand(s, ok, why)
		return
	}
	if s.Commit {
		c.flush()
	}
	adds := syntax.AddsEnumValue(s.node)
	share := !s.NoTransaction && !c.noTransaction
	switch {
	case s.Statement.Batch != nil:
		c.single(s, "")
		c.segments[len(c.segments)-1].Batch = c.batch(s)
	case !ok:
		c.single(s, "")
	case !share && c.standsAlone(s):
		c.single(s, "")
	case !share:
		c.single(s, "BEGIN")
	default:
		if c.current != nil && c.current.addsValue() && !adds {
			c.flush()
		}
		c.append(s)
	}
}

// standsAlone tells whether `notransaction` keeps a statement out of any
// transaction, and not only out of a shared one: CALL and DO may commit, REINDEX
// and CLUSTER refuse a transaction where the table is partitioned, and of what
// the parser does not know nothing else can be said.
func (c *cutter) standsAlone(s *Statement) bool {
	switch s.Kind {
	case "CALL", "DO", "REINDEX", "CLUSTER":
		return true
	}
	return s.node == nil
}

// inHand takes a statement between BEGIN and COMMIT written by hand.
func (c *cutter) inHand(s *Statement, ok bool, why string) {
	switch {
	case !ok:
		rule := "no-transaction-statement-in-transaction"
		if concurrently(s) {
			rule = "ban-concurrent-index-creation-in-transaction"
		}
		c.fail(s, rule, why+" cannot run inside BEGIN … COMMIT", "move it behind the COMMIT; sqlbundle opens the transactions that are needed")
	case s.NoTransaction:
		c.fail(s, "", "`notransaction` inside BEGIN … COMMIT", "move the statement out of the transaction, or take out the directive")
	case s.Statement.Batch != nil:
		c.fail(s, "", "`batch` inside BEGIN … COMMIT: it commits after each batch", "move the statement out of the transaction, or take out the directive")
	case s.Commit:
		c.fail(s, "", "`commit` inside BEGIN … COMMIT", "write COMMIT and BEGIN, or take out the directive")
	}
	c.append(s)
}

// boundary takes transaction control; false for what stays a statement.
func (c *cutter) boundary(s *Statement, t *pg_query.TransactionStmt) bool {
	switch t.Kind {
	case pg_query.TransactionStmtKind_TRANS_STMT_BEGIN, pg_query.TransactionStmtKind_TRANS_STMT_START:
		c.begin(s, t)
	case pg_query.TransactionStmtKind_TRANS_STMT_COMMIT:
		c.commit(s, t)
	case pg_query.TransactionStmtKind_TRANS_STMT_SAVEPOINT, pg_query.TransactionStmtKind_TRANS_STMT_RELEASE,
		pg_query.TransactionStmtKind_TRANS_STMT_ROLLBACK_TO:
		if c.hand != nil {
			return false
		}
		c.fail(s, "", s.Kind+" outside a transaction written by hand", "write BEGIN before and COMMIT after")
	case pg_query.TransactionStmtKind_TRANS_STMT_ROLLBACK:
		if c.plain {
			c.hand = nil
			c.flush()
			return true
		}
		c.fail(s, "transaction-nesting", "ROLLBACK would undo what the script records as done", "take it out")
	default:
		c.fail(s, "ban-uncommitted-transaction", "a prepared transaction would outlive the script", "use BEGIN … COMMIT")
	}
	return true
}

func (c *cutter) begin(s *Statement, t *pg_query.TransactionStmt) {
	if c.hand != nil {
		c.fail(s, "transaction-nesting", "BEGIN inside a transaction", "write COMMIT first")
		return
	}
	c.flush()
	begin := "BEGIN"
	if len(t.Options) > 0 {
		begin = s.SQL()
	}
	c.hand = s
	c.current = &Segment{Begin: begin, joint: alone}
}

func (c *cutter) commit(s *Statement, t *pg_query.TransactionStmt) {
	switch {
	case t.Chain:
		c.fail(s, "transaction-nesting", "COMMIT AND CHAIN opens a transaction that the script does not know of", "write COMMIT, then BEGIN")
	case c.hand == nil:
		c.fail(s, "transaction-nesting", "COMMIT without a BEGIN in the same section",
			"take it out (sqlbundle opens the transactions that are needed), or use `-- sqlbundle:commit` for a boundary")
	}
	if s.Commit {
		c.fail(s, "", "`commit` before a COMMIT, which is a boundary itself", "take out the directive")
	}
	c.hand = nil
	c.flush()
}

// mayShare tells whether the statement may stand in a transaction block.
func (c *cutter) mayShare(s *Statement) (bool, string) {
	if s.node == nil {
		return syntax.RawInTransaction(s.File.Text, s.Tokens)
	}
	if do := s.node.GetDoStmt(); do != nil && commits(do) {
		return false, "DO with a COMMIT or ROLLBACK in its body"
	}
	if ok, why := syntax.InTransaction(s.node, c.target); !ok {
		return ok, why
	}
	return c.replay.mayShare(s.node), s.Kind + " of a partitioned table"
}

func (c *cutter) append(s *Statement) {
	if c.current == nil {
		c.current = &Segment{Begin: "BEGIN"}
		if len(c.segments) > 0 {
			c.current.joint = cutBefore
		}
	}
	if lastsToCommit(s) {
		c.current.joint = alone
	}
	c.put(s)
}

// put adds a statement to the open segment.
func (c *cutter) put(s *Statement) {
	if c.replay != nil {
		if len(c.current.Statements) == 0 {
			c.current.next = c.replay.catalog.Next()
		}
		if c.replay.keep {
			s.Before = c.replay.catalog.Copy()
		}
		s.Effects = c.replay.apply(s.node, s.SQL())
	}
	c.current.Statements = append(c.current.Statements, s)
	c.session.add(c, s)
}

// single makes a segment of one statement; without begin it stands in no
// transaction.
func (c *cutter) single(s *Statement, begin string) {
	c.flush()
	c.current = &Segment{Begin: begin, joint: alone}
	if begin == "" {
		c.current.Again = again(s)
	}
	c.put(s)
	c.flush()
}

func (c *cutter) flush() {
	if c.current != nil && len(c.current.Statements) > 0 {
		c.segments = append(c.segments, c.current)
		if c.replay != nil && c.plain {
			c.replay.catalog.Commit() // what is temporary stays until the session ends
		} else {
			c.replay.commit()
		}
		if c.replay != nil && c.replay.start != nil {
			c.current.after = c.replay.catalog.Copy()
		}
	}
	c.current = nil
}

// fail reports what is wrong with a statement. What only harms the script's own
// session has no rule, and is no problem of SQL that no script runs.
func (c *cutter) fail(s *Statement, rule, msg, hint string) {
	if c.plain && rule == "" {
		return
	}
	c.errs.Add(&source.Error{File: s.File, Span: s.Span, Msg: msg, Hint: hint, Rule: rule})
}

// addsValue tells whether the segment ends with ALTER TYPE … ADD VALUE. A use
// of the new value before the commit is refused (PostgreSQL 16, ALTER TYPE,
// Notes), and not each use can be seen.
func (s *Segment) addsValue() bool {
	n := len(s.Statements)
	return n > 0 && syntax.AddsEnumValue(s.Statements[n-1].node)
}

// lastsToCommit holds for what would reach into a joined neighbour.
func lastsToCommit(s *Statement) bool {
	for _, set := range s.Settings {
		if strings.HasPrefix(set.Name, "transaction") || set.Name == "constraints" {
			return true
		}
	}
	return false
}

func concurrently(s *Statement) bool {
	for _, t := range s.Tokens {
		if t.Kind == pg_query.Token_CONCURRENTLY {
			return true
		}
	}
	return false
}

func kind(s *revisions.Statement, node *pgsql.Node) string {
	if node == nil {
		return syntax.RawKind(s.File.Text, s.Tokens)
	}
	return syntax.Kind(node)
}
