package lint

import (
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// concurrentBuild is a CREATE INDEX with CONCURRENTLY and without IF NOT EXISTS,
// which would pass over what a failed build has left; empty where the text does
// not show where to put the word.
func (s *statement) concurrentBuild() string {
	n, next := s.node().GetIndexStmt(), 0
	for i := range s.Tokens {
		if strings.EqualFold(s.token(i), "index") {
			next = i + 1
			break
		}
	}
	if n.GetConcurrent() {
		next++
	}
	if n.GetIfNotExists() {
		next += 3
	}
	if next == 0 || next >= len(s.Tokens) {
		return ""
	}
	head := "CREATE INDEX CONCURRENTLY "
	if n.Unique {
		head = "CREATE UNIQUE INDEX CONCURRENTLY "
	}
	return head + s.File.Text[s.Tokens[next].Start:s.Span.End] + ";"
}

// byHand tells whether the statement stands between a BEGIN and a COMMIT that its
// author has written.
func (s *statement) byHand() bool {
	open := false
	for _, other := range s.section.Section.Statements {
		if other == s.Statement.Statement {
			return open
		}
		switch other.Node.GetTransactionStmt().GetKind() {
		case pg.TransactionStmtKind_TRANS_STMT_BEGIN, pg.TransactionStmtKind_TRANS_STMT_START:
			open = true
		case pg.TransactionStmtKind_TRANS_STMT_COMMIT:
			open = false
		}
	}
	return false
}

// outside is SQL that must stand outside of any transaction, in place of the
// statement.
func (s *statement) outside(sql string) string {
	if sql == "" || !s.byHand() {
		return sql
	}
	return lines("COMMIT;", sql, "BEGIN;")
}

// madeByNone and runsOutside end messages and helps about revisions.
const (
	madeByNone  = " (no revision makes it: taken to be in use)"
	runsOutside = "; sqlbundle runs that outside of a transaction"
)

// unseen is what a message adds about a relation that no revision has made.
func unseen(rel *catalog.Relation) string {
	if rel == nil || rel.Unknown {
		return madeByNone
	}
	return ""
}

// isOn tells whether an option of a list is there and not switched off.
func isOn(options []*pgsql.Node, name string) bool {
	for _, option := range options {
		def := option.GetDefElem()
		if def.GetDefname() != name {
			continue
		}
		value := strings.ToLower(def.Arg.GetString_().GetSval())
		off := def.Arg.GetInteger() != nil && def.Arg.GetInteger().Ival == 0
		return !off && value != "false" && value != "off" && value != "0"
	}
	return false
}
