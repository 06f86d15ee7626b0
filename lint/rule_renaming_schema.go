package lint

import (
	"fmt"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var renamingSchema = &Rule{
	ID: "renaming-schema", Title: "every name in the schema changes at once",
	Group: GroupCompatibility, Severity: Error,
	Peers: []string{"strong_migrations rename_schema"},
	Doc: "With the schema all qualified names in it change, and every search_path that names it leads nowhere: clients, " +
		"function bodies and settings of roles and databases fail from the commit on. There is no alias for a schema. " +
		"Make a new one and move the objects step by step, with views under the old names.",
	check: func(p *pass, s *statement) {
		n := s.node().GetRenameStmt()
		if n == nil || n.RenameType != pg.ObjectType_OBJECT_SCHEMA || s.Effects.Refused != nil {
			return
		}
		schema := s.Before.Schema(n.Subname)
		if schema != nil && !p.loses(s, schema) || schema == nil && s.after().Find(catalog.ClassSchema, 0, n.Newname) != nil {
			return
		}
		p.reportAt(s, Finding{
			Message: fmt.Sprintf("every name in schema %s changes: code and search_path settings that use it fail at once", pgsql.QuoteIdent(n.Subname)),
			Help:    "create the new schema, move the objects one by one, and leave views under the old names",
		})
	},
}
