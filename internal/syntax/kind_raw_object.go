package syntax

import (
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"
)

// objectKind is the tag of CREATE, ALTER or DROP: the verb, and the name of
// the type of object that follows it and its modifiers.
func (w words) objectKind() string {
	verb := strings.ToUpper(w.word(0))
	i := 1
	for rawModifiers[w.word(i)] && !w.at(i, pg.Token_DEFAULT, pg.Token_PRIVILEGES) {
		i++
	}
	object, pair := w.word(i), w.word(i)+" "+w.word(i+1)
	switch {
	case object == "":
		return verb
	case pair == "text search":
		return verb + " TEXT SEARCH " + strings.ToUpper(w.word(i+2))
	case verb == "CREATE" && object == "table" && w.createsTableAs(i):
		return "CREATE TABLE AS"
	}
	for _, name := range [...]string{pair, object} {
		if full := rawObjects[name]; full != "" {
			return verb + " " + full
		}
	}
	return verb + " " + strings.ToUpper(object)
}

// rawModifiers stand between CREATE and the type of object.
var rawModifiers = map[string]bool{
	"or": true, "replace": true, "temp": true, "temporary": true, "local": true,
	"global": true, "unlogged": true, "unique": true, "recursive": true,
	"trusted": true, "procedural": true, "constraint": true, "default": true,
}

// rawObjects are the words, one or two, whose object has another name in the
// tag, or a longer one.
var rawObjects = map[string]string{
	"access method":      "ACCESS METHOD",
	"default privileges": "DEFAULT PRIVILEGES",
	"event trigger":      "EVENT TRIGGER",
	"foreign data":       "FOREIGN DATA WRAPPER",
	"foreign table":      "FOREIGN TABLE",
	"group":              "ROLE",
	"large object":       "LARGE OBJECT",
	"materialized view":  "MATERIALIZED VIEW",
	"operator class":     "OPERATOR CLASS",
	"operator family":    "OPERATOR FAMILY",
	"user":               "ROLE",
	"user mapping":       "USER MAPPING",
}

// createsTableAs tells whether CREATE TABLE, with TABLE at a place, takes its
// columns from a query: AS follows the name, its column names and its storage.
func (w words) createsTableAs(i int) bool {
	depth := 0
	for ; i < len(w.tokens); i++ {
		switch w.kind(i) {
		case openParen:
			depth++
		case closeParen:
			depth--
		case pg.Token_AS:
			if depth == 0 {
				return true
			}
		}
	}
	return false
}
