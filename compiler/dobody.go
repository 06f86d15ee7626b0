package compiler

import (
	"slices"
	"strings"

	pg_query "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
)

// commits tells whether the body of a DO ends transactions: COMMIT or ROLLBACK
// where a PL/pgSQL statement begins (PostgreSQL 16, 43.8).
func commits(do *pg_query.DoStmt) bool {
	return inBody(do, func(body string, tokens []pgsql.Token) bool {
		return tokens[0].Kind == pg_query.Token_COMMIT || tokens[0].Kind == pg_query.Token_ROLLBACK
	}, nil)
}

// setsSession tells whether the body of a DO plainly sets a parameter beyond
// its transaction: SET without LOCAL, or set_config whose last argument is not
// true.
func setsSession(do *pg_query.DoStmt) bool {
	return inBody(do, func(body string, tokens []pgsql.Token) bool {
		return tokens[0].Kind == pg_query.Token_SET && len(tokens) > 1 && tokens[1].Kind != pg_query.Token_LOCAL
	}, func(body string, tokens []pgsql.Token) bool {
		return strings.EqualFold(body[tokens[0].Start:tokens[0].End], "set_config") && !lastIsTrue(tokens[1:])
	})
}

// lastIsTrue tells whether the last argument of a call is TRUE.
func lastIsTrue(tokens []pgsql.Token) bool {
	depth := 0
	for i, t := range tokens {
		switch t.Kind {
		case pg_query.Token_ASCII_40:
			depth++
		case pg_query.Token_ASCII_41:
			if depth--; depth == 0 {
				return tokens[i-1].Kind == pg_query.Token_TRUE_P
			}
		}
	}
	return false
}

// inBody tells whether a test holds for the tokens from the beginning of any
// statement on, or another from any token on, in the body of a DO.
func inBody(do *pg_query.DoStmt, begins, anywhere func(body string, tokens []pgsql.Token) bool) bool {
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
		if inTokens(body, slices.DeleteFunc(tokens, pgsql.Token.Comment), begins, anywhere) {
			return true
		}
	}
	return false
}

func inTokens(body string, tokens []pgsql.Token, begins, anywhere func(string, []pgsql.Token) bool) bool {
	starts := true
	for i, t := range tokens {
		if starts && begins(body, tokens[i:]) || anywhere != nil && anywhere(body, tokens[i:]) {
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
