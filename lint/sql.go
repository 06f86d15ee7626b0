package lint

import (
	"strings"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// name is how a statement may write a relation where it stands: without the
// schema where the search_path finds it.
func (s *statement) name(rel *catalog.Relation) string {
	if s.Before.Object(rel.OID) == nil {
		return nameIn(s.after(), rel)
	}
	return nameIn(s.Before, rel)
}

// nameIn is how a statement may write a relation in the state of a catalog.
func nameIn(c *catalog.Catalog, rel *catalog.Relation) string {
	if found := c.Relation("", rel.Name); rel.In == 0 || found != nil && found.OID == rel.OID {
		return pgsql.QuoteIdent(rel.Name)
	}
	return c.QualifiedName(rel)
}

// names writes a list of names as SQL does.
func names(list []string) string {
	quoted := make([]string, len(list))
	for i, name := range list {
		quoted[i] = pgsql.QuoteIdent(name)
	}
	return strings.Join(quoted, ", ")
}

// expression writes an expression of the statement's tree as SQL; empty where
// that cannot be done.
func expression(node *pgsql.Node) string {
	text, err := pgsql.DeparseExpr(node)
	if err != nil {
		return ""
	}
	return text
}

// with is the statement's own text with an insertion behind the first token that
// spells a word; empty where there is no such token. It ends with a semicolon.
func (s *statement) with(word, insertion string) string {
	at := s.word(word)
	if at == s.Span {
		return ""
	}
	text := s.File.Text
	return text[s.Span.Start:at.End] + insertion + text[at.End:s.Span.End] + ";"
}

// nextTransaction stands between two statements of one revision that must not
// share a transaction.
const nextTransaction = "-- sqlbundle:commit"

// lines puts the statements of a safe way one below the other.
func lines(list ...string) string { return strings.Join(list, "\n") }
