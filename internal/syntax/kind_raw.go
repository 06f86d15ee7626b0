package syntax

import (
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
)

// RawKind is [Kind] for text that the parser does not know, from its tokens
// without comments. A statement that no version up to 16 has goes by its first
// word.
func RawKind(text string, tokens []pgsql.Token) string {
	w := words{text, tokens}
	first := w.word(0)
	switch w.kind(0) {
	case pg.Token_NUL:
		return unknown
	case pg.Token_CREATE, pg.Token_ALTER, pg.Token_DROP:
		return w.objectKind()
	case pg.Token_WITH, openParen:
		return w.queryKind()
	case pg.Token_SELECT, pg.Token_VALUES, pg.Token_TABLE:
		if w.kind(0) == pg.Token_SELECT && w.selectsInto(0) {
			return "SELECT INTO"
		}
		return "SELECT"
	case pg.Token_GRANT, pg.Token_REVOKE:
		if w.find(pg.Token_ON) < 0 {
			return strings.ToUpper(first) + " ROLE"
		}
	case pg.Token_DISCARD:
		return "DISCARD " + strings.ToUpper(strings.TrimSuffix(w.word(1), "orary"))
	case pg.Token_COMMIT, pg.Token_END_P, pg.Token_ROLLBACK, pg.Token_ABORT_P, pg.Token_PREPARE:
		return w.transactionKind()
	case pg.Token_DEALLOCATE:
		return allOrOne("DEALLOCATE", w.find(pg.Token_ALL) > 0)
	case pg.Token_CLOSE:
		return allOrOne("CLOSE CURSOR", w.kind(1) == pg.Token_ALL)
	case pg.Token_SET:
		if w.kind(1) == pg.Token_CONSTRAINTS {
			return "SET CONSTRAINTS"
		}
	}
	if kind := rawKinds[first]; kind != "" {
		return kind
	}
	if first == "" {
		return unknown
	}
	return strings.ToUpper(first)
}

// rawKinds are the statements whose tag is more than, or other than, their
// first word.
var rawKinds = map[string]string{
	"analyse":  "ANALYZE",
	"declare":  "DECLARE CURSOR",
	"import":   "IMPORT FOREIGN SCHEMA",
	"lock":     "LOCK TABLE",
	"reassign": "REASSIGN OWNED",
	"refresh":  "REFRESH MATERIALIZED VIEW",
	"security": "SECURITY LABEL",
	"start":    "START TRANSACTION",
	"truncate": "TRUNCATE TABLE",
}

func allOrOne(kind string, all bool) string {
	if all {
		return kind + " ALL"
	}
	return kind
}

func (w words) transactionKind() string {
	prepared := w.kind(1) == pg.Token_PREPARED
	switch w.kind(0) {
	case pg.Token_PREPARE:
		if w.kind(1) == pg.Token_TRANSACTION {
			return "PREPARE TRANSACTION"
		}
		return "PREPARE"
	case pg.Token_ROLLBACK, pg.Token_ABORT_P:
		if prepared {
			return "ROLLBACK PREPARED"
		}
		return "ROLLBACK"
	}
	if prepared {
		return "COMMIT PREPARED"
	}
	return "COMMIT"
}

// queryKind is the tag of a query that begins with WITH or a parenthesis: that
// of the first verb behind the common table expressions.
func (w words) queryKind() string {
	depth := 0
	for i := range w.tokens {
		kind := w.kind(i)
		switch kind {
		case openParen:
			depth++
		case closeParen:
			depth--
		case pg.Token_SELECT, pg.Token_VALUES:
			if depth == 0 || w.kind(0) == openParen {
				return allInto("SELECT", kind == pg.Token_SELECT && w.selectsInto(i))
			}
		case pg.Token_INSERT, pg.Token_UPDATE, pg.Token_DELETE_P, pg.Token_MERGE:
			if depth == 0 {
				return strings.ToUpper(w.word(i))
			}
		}
	}
	return "SELECT"
}

func allInto(kind string, into bool) string {
	if into {
		return kind + " INTO"
	}
	return kind
}

// selectsInto tells whether the SELECT at a place has an INTO of its own.
func (w words) selectsInto(i int) bool {
	depth := 0
	for ; i < len(w.tokens) && depth >= 0; i++ {
		switch w.kind(i) {
		case openParen:
			depth++
		case closeParen:
			depth--
		case pg.Token_INTO:
			if depth == 0 {
				return true
			}
		case pg.Token_FROM:
			if depth == 0 {
				return false
			}
		}
	}
	return false
}
