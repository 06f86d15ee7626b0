package lint

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// dataType is the type that a list of names means: one that was there before the
// statement, or that it takes to be there. It is nil where there is none.
func (s *statement) dataType(parts []*pgsql.Node) *catalog.DataType {
	for _, c := range []*catalog.Catalog{s.Before, s.after()} {
		if t, ok := c.ResolveType(&pg.TypeName{Names: parts}); ok {
			return c.DataType(t)
		}
	}
	return nil
}

// typeName is how a statement may write a type where it stands.
func (s *statement) typeName(d *catalog.DataType) string {
	c := s.Before
	if c.Object(d.OID) == nil {
		c = s.after()
	}
	if found, _ := c.Lookup(catalog.ClassType, "", d.Name).(*catalog.DataType); found != nil && found.OID == d.OID {
		return pgsql.QuoteIdent(d.Name)
	}
	return c.QualifiedName(d)
}
