package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// createSchema is CREATE SCHEMA. What stands in the statement is made in the new
// schema, in this order: sequences, tables, views, indexes, triggers, grants
// (CreateSchemaCommand, schemacmds.c; transformCreateSchemaStmtElements,
// parse_utilcmd.c).
func (r *run) createSchema(n *pg.CreateSchemaStmt) {
	r.e.Section = "CREATE SCHEMA"
	name := n.Schemaname
	if name == "" {
		name = r.roleName(n.Authrole)
	}
	name = catalog.Truncate(name)
	if len(name) >= 3 && name[:3] == "pg_" {
		r.refuse("42939", "unacceptable schema name %s: the prefix \"pg_\" is reserved", pgsql.QuoteIdent(name))
	}
	if r.Schema(name) != nil || name == "information_schema" {
		if n.IfNotExists {
			return
		}
		r.refuse("42P06", "schema %s already exists", pgsql.QuoteIdent(name))
	}
	made(r, &catalog.Schema{Head: head(catalog.ClassSchema, 0, name)})
	r.schemaElements(name, n.SchemaElts)
}

// schemaElements runs the statements inside a CREATE SCHEMA, in which the new
// schema stands first in the search_path.
func (r *run) schemaElements(schema string, elements []*pgsql.Node) {
	path := r.Session.Path
	defer func() { r.Session.Path = path }()
	r.Session.Path = append([]string{schema}, path...)
	for _, fits := range []func(*pgsql.Node) bool{
		func(n *pgsql.Node) bool { return n.GetCreateSeqStmt() != nil },
		func(n *pgsql.Node) bool { return n.GetCreateStmt() != nil },
		func(n *pgsql.Node) bool { return n.GetViewStmt() != nil },
		func(n *pgsql.Node) bool { return n.GetIndexStmt() != nil },
		func(n *pgsql.Node) bool { return n.GetCreateTrigStmt() != nil },
		func(n *pgsql.Node) bool { return n.GetGrantStmt() != nil },
	} {
		for _, node := range elements {
			if fits(node) {
				r.statement(node)
			}
		}
	}
	r.e.Section = "CREATE SCHEMA"
}
