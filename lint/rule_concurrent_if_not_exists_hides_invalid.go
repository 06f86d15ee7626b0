package lint

import (
	"fmt"
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var concurrentIfNotExistsHidesInvalid = &Rule{
	ID: "concurrent-if-not-exists-hides-invalid", Title: "IF NOT EXISTS takes a failed index for a finished one",
	Group: GroupLocks, Severity: Warning,
	Doc: "A concurrent build that fails (a duplicate, a deadlock, a time limit) leaves an index under its name that is marked " +
		"invalid: no query uses it, a unique one guarantees nothing, and every write still pays for it. IF NOT EXISTS sees " +
		"only the name, says that it skips the index, and reports success. Drop the name first, with DROP INDEX CONCURRENTLY " +
		"IF EXISTS, and build without IF NOT EXISTS. What an interrupted run of its own has left, a sqlbundle script removes " +
		"by itself.",
	check: func(p *pass, s *statement) {
		n := s.node().GetIndexStmt()
		table := s.relation(n.GetRelation())
		if !n.GetConcurrent() || !n.IfNotExists || table == nil || table.Persistence == catalog.Temporary || s.Effects.Refused != nil {
			return
		}
		schema := s.schemaOf(table)
		if s.index > 0 && s.section.statements[s.index-1].dropsIndex(schema, n.Idxname) {
			return
		}
		name := pgsql.QuoteIdent(n.Idxname)
		if s.name(table) != pgsql.QuoteIdent(table.Name) {
			name = pgsql.QuoteIdent(schema) + "." + name
		}
		f := Finding{
			Message: fmt.Sprintf("if an earlier build of %s has failed, its invalid index is kept and reported as a success: no query will use it", name),
			Help:    "drop the name first, and build without IF NOT EXISTS",
		}
		if build := s.concurrentBuild(); build != "" {
			f.Fix = lines("DROP INDEX CONCURRENTLY IF EXISTS "+name+";", build)
			f.Mechanical = !s.Before.Incomplete && s.Before.Relation(schema, n.Idxname) == nil
		}
		p.reportAt(s, f)
	},
}

// schemaOf is the schema of a relation that was there before the statement, or
// that it takes to be there.
func (s *statement) schemaOf(rel *catalog.Relation) string {
	if schema := s.Before.SchemaOf(rel); schema != "" {
		return schema
	}
	return s.after().SchemaOf(rel)
}

// dropsIndex tells whether the statement drops an index under a name, if there is
// one.
func (s *statement) dropsIndex(schema, name string) bool {
	n := s.node().GetDropStmt()
	if n == nil || n.RemoveType != pg.ObjectType_OBJECT_INDEX {
		return false
	}
	return slices.ContainsFunc(n.Objects, func(o *pgsql.Node) bool {
		in, dropped := catalog.Split(o.GetList().GetItems())
		return dropped == name && (in == schema || in == "" && slices.Contains(s.Before.Session.Path, schema))
	})
}
