package lint

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/effects"
	"sqlbundle/internal/pgsql"
)

var addingDomainNotNull = &Rule{
	ID: "adding-domain-not-null", Title: "NOT NULL on a domain stops writes to every table that uses it",
	Group: GroupLocks, Severity: Error,
	Doc: "Every table with a column of the domain is read in full for a NULL, under SHARE on all of them until the last is " +
		"done: no row can be written anywhere, and the first NULL ends it with an error. There is no NOT VALID for it. A " +
		"CHECK (column IS NOT NULL) on each table can be added NOT VALID at once and validated while reads and writes go on.",
	check: func(p *pass, s *statement) {
		n, e := s.node().GetAlterDomainStmt(), s.Effects
		if s.node() == nil {
			n, e = s.addedNotNull()
		}
		if n.GetSubtype() != "O" {
			return
		}
		h := p.domainHarm(s, n, e)
		if h == nil {
			return
		}
		p.reportAt(s, Finding{
			Severity: h.severity, Message: h.message(s),
			Help: "add CHECK (column IS NOT NULL) to each table: NOT VALID first, validated in a transaction of its own",
			Fix: h.checks(s, func(column string) (string, string) {
				return "not_null", pgsql.QuoteIdent(column) + " IS NOT NULL"
			}),
		})
	},
}

// addedNotNull is ALTER DOMAIN … ADD NOT NULL of PostgreSQL 17, which the parser
// does not know, as SET NOT NULL; nil for other texts.
func (s *statement) addedNotNull() (*pg.AlterDomainStmt, *effects.Effects) {
	end := len(s.Tokens)
	if end < 6 || s.wordAt(0) != "alter" || s.wordAt(1) != "domain" || s.wordAt(end-2) != "not" || s.wordAt(end-1) != "null" {
		return nil, nil
	}
	add := 3
	for add < end && s.wordAt(add) != "add" {
		add++
	}
	if words := end - add; words != 3 && (words != 5 || s.wordAt(add+1) != "constraint") {
		return nil, nil
	}
	trees, err := pgsql.Parse(s.File.Text[s.Span.Start:s.Tokens[add].Start] + "SET NOT NULL")
	if err != nil || len(trees) != 1 {
		return nil, nil
	}
	return trees[0].Stmt.GetAlterDomainStmt(), effects.Apply(s.Before.Branch(), trees[0].Stmt, 0)
}
