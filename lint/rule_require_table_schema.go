package lint

import (
	"fmt"
	"sort"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var requireTableSchema = &Rule{
	ID: "require-table-schema", Title: "a table without its schema",
	Group: GroupStyle, Severity: Warning, OptIn: true,
	Doc: "Which table a name without a schema means, or where a new one is made, depends on the search_path of whoever runs " +
		"the script: a setting of the role or the database that nobody sees in the revision. Write schema.table in CREATE, " +
		"ALTER, DROP and TRUNCATE TABLE, CREATE INDEX and REFERENCES.",
	check: func(p *pass, s *statement) {
		var bare []*pg.RangeVar
		for _, n := range s.tableNames() {
			if rel := s.tableNamed(n); n.GetRelname() != "" && n.Schemaname == "" && (rel == nil || rel.Persistence != catalog.Temporary) {
				bare = append(bare, n)
			}
		}
		if len(bare) == 0 {
			return
		}
		list := make([]string, len(bare))
		for i, n := range bare {
			list[i] = n.Relname
		}
		p.reportAt(s, Finding{
			Span:    s.place(bare[0].Location),
			Message: fmt.Sprintf("which schema is meant by %s depends on the search_path of whoever runs the script", names(list)),
			Help:    "write the schema in front of the name",
			Fix:     s.qualified(bare),
		})
	},
}

// tableNamed is the table that a name means: before the statement, or behind it.
func (s *statement) tableNamed(n *pg.RangeVar) *catalog.Relation {
	if rel := s.relation(n); rel != nil {
		return rel
	}
	return s.after().RangeVar(n)
}

// tableNames are the names of tables that the statement makes, changes, drops or
// references. Those of DROP have no location.
func (s *statement) tableNames() []*pg.RangeVar {
	var found []*pg.RangeVar
	switch n := s.node().GetNode().(type) {
	case *pg.Node_CreateStmt:
		if n.CreateStmt.Relation.Relpersistence == "t" {
			return nil
		}
		found = append(found, n.CreateStmt.Relation)
		for _, parent := range n.CreateStmt.InhRelations {
			found = append(found, parent.GetRangeVar())
		}
	case *pg.Node_CreateTableAsStmt:
		if into := n.CreateTableAsStmt.Into.Rel; n.CreateTableAsStmt.Objtype == pg.ObjectType_OBJECT_TABLE && into.Relpersistence != "t" {
			found = append(found, into)
		}
	case *pg.Node_IndexStmt:
		found = append(found, n.IndexStmt.Relation)
	case *pg.Node_TruncateStmt:
		for _, node := range n.TruncateStmt.Relations {
			found = append(found, node.GetRangeVar())
		}
	case *pg.Node_DropStmt:
		for _, node := range n.DropStmt.Objects {
			schema, name := catalog.Split(node.GetList().GetItems())
			if n.DropStmt.RemoveType == pg.ObjectType_OBJECT_TABLE {
				found = append(found, &pg.RangeVar{Schemaname: schema, Relname: name})
			}
		}
	}
	for _, key := range s.foreignKeys() {
		found = append(found, key.def.Pktable)
	}
	return append(found, s.alteredTableNames()...)
}

// alteredTableNames are those in the statements that begin with ALTER TABLE.
func (s *statement) alteredTableNames() []*pg.RangeVar {
	var found []*pg.RangeVar
	switch n := s.node().GetNode().(type) {
	case *pg.Node_AlterTableStmt:
		if n.AlterTableStmt.Objtype == pg.ObjectType_OBJECT_TABLE {
			found = append(found, n.AlterTableStmt.Relation)
		}
		for _, a := range n.AlterTableStmt.Cmds {
			found = append(found, a.GetAlterTableCmd().GetDef().GetPartitionCmd().GetName())
		}
	case *pg.Node_RenameStmt:
		if n.RenameStmt.RenameType == pg.ObjectType_OBJECT_TABLE || n.RenameStmt.RelationType == pg.ObjectType_OBJECT_TABLE {
			found = append(found, n.RenameStmt.Relation)
		}
	case *pg.Node_AlterObjectSchemaStmt:
		if n.AlterObjectSchemaStmt.ObjectType == pg.ObjectType_OBJECT_TABLE {
			found = append(found, n.AlterObjectSchemaStmt.Relation)
		}
	}
	return found
}

// qualified is the statement with the schemas in front of names; empty where the
// catalog does not have one of them, and for a DROP.
func (s *statement) qualified(bare []*pg.RangeVar) string {
	bare = append([]*pg.RangeVar(nil), bare...)
	sort.Slice(bare, func(i, j int) bool { return bare[i].Location < bare[j].Location })
	var out strings.Builder
	from := s.Span.Start
	for _, n := range bare {
		rel, at := s.tableNamed(n), s.place(n.Location)
		if rel == nil || at == s.Span {
			return ""
		}
		schema := s.Before.SchemaOf(rel)
		if s.hasMade(rel.OID) {
			schema = s.after().SchemaOf(rel)
		}
		out.WriteString(s.File.Text[from:at.Start] + pgsql.QuoteIdent(schema) + ".")
		from = at.Start
	}
	return out.String() + s.File.Text[from:s.Span.End] + ";"
}
