package compiler

import (
	"strings"

	pg_query "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
)

// awkward are the parts of a literal that need escapes: what would end a line,
// what psql looks at, and what would be taken for [Before] or [Indexes].
var awkward = strings.NewReplacer(`\`, `\\`, "'", "''", "\n", `\n`, "\r", `\r`, "{", `\x7b`)

// literal is a string literal on one line.
func literal(s string) string {
	if strings.ContainsAny(s, "\\\n\r{") {
		return "E'" + awkward.Replace(s) + "'"
	}
	return pgsql.QuoteLiteral(s)
}

// literals is a list of literals, as in ARRAY[…].
func literals(list []string) string {
	quoted := make([]string, len(list))
	for i, s := range list {
		quoted[i] = literal(s)
	}
	return strings.Join(quoted, ", ")
}

// regclass finds a relation, or NULL where there is none: a constant of the
// type regclass would be an error then. Only the last two of the parts count;
// the first of three is the database's own name.
func regclass(parts ...string) string {
	if len(parts) > 2 {
		parts = parts[len(parts)-2:]
	}
	return "pg_catalog.to_regclass(" + literal(qualified(parts...)) + ")"
}

// qualified is a name of several parts; empty ones are left out.
func qualified(parts ...string) string {
	var quoted []string
	for _, part := range parts {
		if part != "" {
			quoted = append(quoted, pgsql.QuoteIdent(part))
		}
	}
	return strings.Join(quoted, ".")
}

func regclassOf(r *pg_query.RangeVar) string { return regclass(r.GetSchemaname(), r.GetRelname()) }

// textOr is the text that a query gives, or the empty one for no row.
func textOr(query string) string { return "coalesce((" + query + "), '')" }

// exists tells whether there is a row; from begins behind FROM.
func exists(from string) string { return "EXISTS (SELECT FROM " + from + ")" }

// gone tells whether there was a row before and there is none now.
func gone(from string) string { return "(" + Before + " <> '' AND NOT " + exists(from) + ")" }
