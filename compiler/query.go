package compiler

import (
	"fmt"

	pg_query "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
	"sqlbundle/internal/source"
	"sqlbundle/revisions"
)

// queriesOf is the revision's section of queries for a database, or nil.
func queriesOf(rev *revisions.Revision, kind revisions.Kind, database string) *revisions.Section {
	for _, s := range rev.Sections {
		if s.Kind == kind && s.Database == database {
			return s
		}
	}
	return nil
}

// queries compiles a section of queries; nil has none. What is wrong with them
// goes to errs.
func queries(section *revisions.Section, target int, errs *source.ErrorList) []*Statement {
	if section == nil {
		return nil
	}
	c := &cutter{target: target, errs: errs}
	list := make([]*Statement, len(section.Statements))
	for i, s := range section.Statements {
		list[i] = &Statement{Statement: s, Kind: kind(s, s.Node), Lead: s.Lead, node: s.Node}
		c.query(list[i], section.Kind)
	}
	return list
}

// query refuses what is no read-only query of one column. What did not parse,
// or stands in raw, the loader has refused.
func (c *cutter) query(s *Statement, section revisions.Kind) {
	if s.node == nil {
		return
	}
	if msg, hint := refusedQuery(s); msg != "" {
		c.fail(s, "", fmt.Sprintf("`%s` %s", section, msg), hint)
		return
	}
	c.check(s)
}

// refusedQuery tells why a statement cannot stand among queries, to follow the
// section's name, and what to do; both are empty where it can.
func refusedQuery(s *Statement) (msg, hint string) {
	query := s.node.GetSelectStmt()
	if query == nil {
		return "holds queries alone, and this is " + s.Kind,
			"write a SELECT that gives one boolean; what changes anything belongs in the `up` section"
	}
	if why := changes(s.node); why != "" {
		return "holds queries that change nothing, and " + why, "take it out; what changes anything belongs in the `up` section"
	}
	switch n, star := outputColumns(query); {
	case n > 1:
		return fmt.Sprintf("takes queries of one boolean column, and this one has %d", n), "join the conditions with AND, or write several queries"
	case n == 0 && !star:
		return "takes queries of one boolean column, and this one has none", "write SELECT EXISTS (…), for example"
	}
	return "", ""
}

// changes is what in a query changes the database, locks rows or sets something
// for the session; empty for nothing. What a function does inside is not seen.
func changes(node *pgsql.Node) string {
	found := ""
	pgsql.Walk(node, func(message any) bool {
		switch m := message.(type) {
		case *pg_query.InsertStmt:
			found = "INSERT in its WITH does"
		case *pg_query.UpdateStmt:
			found = "UPDATE in its WITH does"
		case *pg_query.DeleteStmt:
			found = "DELETE in its WITH does"
		case *pg_query.MergeStmt:
			found = "MERGE in its WITH does"
		case *pg_query.IntoClause:
			found = "SELECT INTO makes a table"
		case *pg_query.LockingClause:
			found = lockings[m.Strength] + " locks rows"
		case *pg_query.FuncCall:
			if callsSetConfig(m) {
				found = "set_config changes the session"
			}
		}
		return found == ""
	})
	return found
}

// lockings are the locking clauses as they are written.
var lockings = map[pg_query.LockClauseStrength]string{
	pg_query.LockClauseStrength_LCS_FORKEYSHARE:    "FOR KEY SHARE",
	pg_query.LockClauseStrength_LCS_FORSHARE:       "FOR SHARE",
	pg_query.LockClauseStrength_LCS_FORNOKEYUPDATE: "FOR NO KEY UPDATE",
	pg_query.LockClauseStrength_LCS_FORUPDATE:      "FOR UPDATE",
}

// callsSetConfig tells whether a call is one of PostgreSQL's set_config,
// whatever its arguments are.
func callsSetConfig(call *pg_query.FuncCall) bool {
	name := call.Funcname
	if len(name) == 2 && name[0].GetString_().GetSval() == "pg_catalog" {
		name = name[1:]
	}
	return len(name) == 1 && name[0].GetString_().GetSval() == "set_config"
}

// outputColumns counts the columns that the text of a query shows. A star is not
// counted, for it may stand for any number of them.
func outputColumns(q *pg_query.SelectStmt) (n int, star bool) {
	if q.Larg != nil && q.Rarg != nil {
		left, leftStar := outputColumns(q.Larg)
		right, rightStar := outputColumns(q.Rarg)
		return max(left, right), leftStar || rightStar
	}
	list := q.TargetList
	if len(q.ValuesLists) > 0 {
		list = q.ValuesLists[0].GetList().GetItems()
	}
	for _, target := range list {
		if isStar(target) {
			star = true
		} else {
			n++
		}
	}
	return n, star
}

// isStar holds for *, t.* and (row).* in a list of columns.
func isStar(target *pgsql.Node) bool {
	if result := target.GetResTarget(); result != nil {
		target = result.Val
	}
	parts := target.GetColumnRef().GetFields()
	if i := target.GetAIndirection(); i != nil {
		parts = i.Indirection
	}
	return len(parts) > 0 && parts[len(parts)-1].GetAStar() != nil
}
