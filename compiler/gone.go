package compiler

import (
	pg_query "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
	"sqlbundle/revisions"
)

// Gone is a table or a column that a revision's up section has dropped.
type Gone struct {
	// Table is the qualified name of the table, TableOID its OID.
	Table    string
	TableOID catalog.OID
	// Column is empty for a table; Type is the column's type in words.
	Column, Type string
	Revision     *revisions.Revision
}

// noteGone remembers what a statement is about to drop.
func (r *replay) noteGone(node *pgsql.Node) {
	if r.revised == nil {
		return
	}
	switch n := node.GetNode().(type) {
	case *pg_query.Node_AlterTableStmt:
		rel := r.catalog.RangeVar(n.AlterTableStmt.Relation)
		for _, cmd := range n.AlterTableStmt.Cmds {
			c := cmd.GetAlterTableCmd()
			if rel == nil || c.GetSubtype() != pg_query.AlterTableType_AT_DropColumn {
				continue
			}
			if col := rel.Column(c.Name); col != nil {
				r.gone = append(r.gone, Gone{r.catalog.QualifiedName(rel), rel.OID, col.Name, r.catalog.FormatType(col.Type), r.revised})
			}
		}
	case *pg_query.Node_DropStmt:
		if n.DropStmt.RemoveType != pg_query.ObjectType_OBJECT_TABLE {
			return
		}
		for _, o := range n.DropStmt.Objects {
			name := pgsql.Names(o.GetList().GetItems())
			schema := ""
			if len(name) > 1 {
				schema = name[len(name)-2]
			}
			if rel := r.catalog.Relation(schema, name[len(name)-1]); rel != nil {
				r.gone = append(r.gone, Gone{Table: r.catalog.QualifiedName(rel), TableOID: rel.OID, Revision: r.revised})
			}
		}
	}
}
