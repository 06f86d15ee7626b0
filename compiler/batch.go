package compiler

import (
	"slices"
	"strings"

	pg_query "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
)

// Batch is how an UPDATE or DELETE is cut into batches: what the loop needs to
// put a range of keys into the statement and to find the next one.
type Batch struct {
	// Key are the columns of the key, as the catalog has their names. Types are
	// what those stand on that are of a domain, which may refuse a NULL; empty for
	// others.
	Key, Types []string
	// Size is how many rows a batch looks at, Pause the milliseconds between two.
	Size, Pause int
	// Table is the statement's table as it stands in statements, Name what its
	// columns are qualified with, Only holds where it is without its children.
	Table, Name string
	Only        bool
	// Where is the number of bytes of the statement up to and with its WHERE; 0
	// where it has none.
	Where int
}

// batch reads what a batch directive stands before, and refuses what cannot be
// cut into batches.
func (c *cutter) batch(s *Statement) *Batch {
	d := s.Statement.Batch
	var table *pg_query.RangeVar
	var set []*pgsql.Node
	var with *pg_query.WithClause
	var where *pgsql.Node
	returning := false
	switch n := s.node.GetNode().(type) {
	case *pg_query.Node_UpdateStmt:
		u := n.UpdateStmt
		table, set, with, where, returning = u.Relation, u.TargetList, u.WithClause, u.WhereClause, len(u.ReturningList) > 0
	case *pg_query.Node_DeleteStmt:
		d := n.DeleteStmt
		table, with, where, returning = d.Relation, d.WithClause, d.WhereClause, len(d.ReturningList) > 0
	default:
		c.fail(s, "", "`batch` stands before "+s.Kind+", and only an UPDATE or DELETE can be cut into batches", "take out the directive")
		return nil
	}
	switch {
	case s.Raw:
		c.fail(s, "", "`batch` inside raw", "move the statement out of raw")
	case where.GetCurrentOfExpr() != nil:
		c.fail(s, "", "`batch` before a statement with WHERE CURRENT OF", "write the condition out")
	case returning:
		c.fail(s, "", "`batch` before a statement with RETURNING: nobody would see the rows", "take out RETURNING")
	case changes(&pgsql.Node{Node: &pg_query.Node_SelectStmt{SelectStmt: &pg_query.SelectStmt{WithClause: with}}}) != "":
		c.fail(s, "", "`batch` before a statement that changes rows in its WITH, too: each batch would do so anew", "write a statement of its own for that")
	case hasParameter(s.node):
		c.fail(s, "", "a parameter ($1) has no value in a script", "write the value")
	}
	for _, target := range set {
		if name := target.GetResTarget().GetName(); slices.Contains(d.Key, name) {
			c.fail(s, "", "`batch` walks along "+name+", which this UPDATE changes: a row could be met twice, or never", "choose another key")
		}
	}
	if moved := c.generatedKey(table, d.Key); moved != "" && len(set) > 0 {
		c.fail(s, "", "`batch` walks along "+moved+", which is generated from other columns, and this UPDATE may change those: a row could be met twice, or never", "choose another key")
	}
	if t := s.Timeout; t != nil && t.Statement != "" && t.Statement != "0" {
		c.fail(s, "", "a statement timeout for a `batch` would hold for all of its batches together", "give `timeout lock=…` alone; to stop it, Ctrl-C: what is done stays done")
	}
	b := &Batch{Key: d.Key, Size: d.Size, Pause: d.Pause, Name: pgsql.QuoteIdent(table.Relname), Only: !table.Inh}
	b.Table = b.Name
	if table.Schemaname != "" {
		b.Table = pgsql.QuoteIdent(table.Schemaname) + "." + b.Name
	}
	if alias := table.Alias.GetAliasname(); alias != "" {
		b.Name = pgsql.QuoteIdent(alias)
	}
	if where != nil {
		b.Where = afterWhere(s)
	}
	for _, name := range b.Key {
		b.Types = append(b.Types, c.domainBase(table, name))
	}
	return b
}

// domainBase is the type that a column's domain stands on; empty where it is of
// none, or nobody knows.
func (c *cutter) domainBase(table *pg_query.RangeVar, name string) string {
	if c.replay == nil {
		return ""
	}
	rel := c.replay.catalog.RangeVar(table)
	if rel == nil || rel.Column(name) == nil || len(c.replay.catalog.Domains(rel.Column(name).Type)) == 0 {
		return ""
	}
	base := c.replay.catalog.FormatType(c.replay.catalog.Bottom(rel.Column(name).Type))
	if strings.Contains(base, "?") {
		return ""
	}
	return base
}

// generatedKey is a column of the key that the history has made a generated one;
// empty for none.
func (c *cutter) generatedKey(table *pg_query.RangeVar, key []string) string {
	if c.replay == nil {
		return ""
	}
	rel := c.replay.catalog.RangeVar(table)
	for _, name := range key {
		if rel != nil && rel.Column(name) != nil && rel.Column(name).Generated != 0 {
			return name
		}
	}
	return ""
}

// afterWhere is the number of bytes up to and with the statement's own WHERE:
// the only one outside of parentheses.
func afterWhere(s *Statement) int {
	depth, at := 0, 0
	for _, t := range s.Tokens {
		switch s.File.Text[t.Start] {
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth == 0 && t.Kind == pg_query.Token_WHERE {
			at = t.End - s.Span.Start
		}
	}
	return at
}

// hasParameter tells whether a statement has a parameter such as $1.
func hasParameter(node *pgsql.Node) bool {
	found := false
	pgsql.Walk(node, func(message any) bool {
		if _, is := message.(*pg_query.ParamRef); is {
			found = true
		}
		return !found
	})
	return found
}

// setsRole tells whether a statement changes who the session is.
func setsRole(s *Statement) bool {
	for _, set := range s.Settings {
		if set.Name == "role" || set.Name == "session_authorization" {
			return true
		}
	}
	return false
}

// Where the log is written within a batch, the role must be the script's own.
func (c *cutter) refuseRole(s *Statement) {
	c.fail(s, "", "a `batch` keeps its progress in the log, as the role that the script runs as: none may be set before it in its revision",
		"set the role in a revision of its own, or grant what is needed")
}
