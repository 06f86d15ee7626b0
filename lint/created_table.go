package lint

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
)

// createdTable is a table that a CREATE TABLE makes, as it is behind the
// statement.
type createdTable struct {
	stmt  *pg.CreateStmt
	table *catalog.Relation
}

// createdTables are those that the statement defines: its own one, or those in a
// CREATE SCHEMA.
func (s *statement) createdTables() []createdTable {
	var found []createdTable
	add := func(n *pg.CreateStmt, schema string) {
		if n == nil {
			return
		}
		if n.Relation.GetSchemaname() != "" {
			schema = n.Relation.Schemaname
		}
		rel := s.after().Relation(schema, n.Relation.GetRelname())
		if rel != nil && s.hasMade(rel.OID) {
			found = append(found, createdTable{n, rel})
		}
	}
	add(s.node().GetCreateStmt(), "")
	schema := s.node().GetCreateSchemaStmt()
	for _, element := range schema.GetSchemaElts() {
		name := schema.Schemaname
		if name == "" {
			name = schema.Authrole.GetRolename()
		}
		add(element.GetCreateStmt(), name)
	}
	return found
}

// hasMade tells whether the statement makes an object.
func (s *statement) hasMade(oid catalog.OID) bool {
	return oid >= s.Before.Next() && s.after().Object(oid) != nil
}
