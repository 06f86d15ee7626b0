package compiler

import (
	"strings"

	pg_query "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
)

// commits tells whether the body of a DO ends transactions: COMMIT or ROLLBACK
// where a PL/pgSQL statement begins (PostgreSQL 16, 43.8).
func commits(do *pg_query.DoStmt) bool {
	for _, arg := range do.Args {
		d := arg.GetDefElem()
		if d.GetDefname() != "as" {
			continue
		}
		body := d.GetArg().GetString_().GetSval()
		tokens, err := pgsql.Scan(body)
		if err != nil {
			continue
		}
		if endsTransaction(body, tokens) {
			return true
		}
	}
	return false
}

func endsTransaction(body string, tokens []pgsql.Token) bool {
	starts := true
	for _, t := range tokens {
		if t.Comment() {
			continue
		}
		if starts && (t.Kind == pg_query.Token_COMMIT || t.Kind == pg_query.Token_ROLLBACK) {
			return true
		}
		switch t.Kind {
		case pg_query.Token_ASCII_59, pg_query.Token_BEGIN_P, pg_query.Token_THEN, pg_query.Token_ELSE:
			starts = true
		default:
			// LOOP is no key word of SQL; a label ends with >>.
			text := body[t.Start:t.End]
			starts = text == ">>" || strings.EqualFold(text, "loop")
		}
	}
	return false
}
