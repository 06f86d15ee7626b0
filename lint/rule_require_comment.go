package lint

import (
	"fmt"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var requireComment = &Rule{
	ID: "require-comment", Title: "a new table or column that nobody explains",
	Group: GroupStyle, Severity: Notice, OptIn: true,
	Doc: "A comment is kept in the database beside what it is about, and every client can show it. A table that a revision " +
		"creates, and a column that it adds to an older table, has one by the revision's end. Partitions are explained by " +
		"their table.",
	checkSection: func(p *pass, x *section) {
		commented := x.commented()
		for _, c := range x.creations() {
			table, ok := c.object.(*catalog.Relation)
			if ok && isPlainTable(table) && !table.Partition && !commented[catalog.Address{OID: table.OID}] {
				p.reportAt(c.by, uncommented("TABLE", x.name(table)))
			}
		}
		for _, c := range x.addedColumns() {
			if isPlainTable(c.table) && !commented[catalog.Address{OID: c.table.OID, Sub: c.column.Num}] {
				f := uncommented("COLUMN", x.name(c.table)+"."+pgsql.QuoteIdent(c.column.Name))
				f.Span = c.action.span
				p.reportAt(c.by, f)
			}
		}
	},
}

func uncommented(kind, name string) Finding {
	return Finding{
		Message: fmt.Sprintf("%s has no comment: nobody who looks at the database learns what it is for", name),
		Help:    fmt.Sprintf("add COMMENT ON %s %s IS '…' to the revision", kind, name),
	}
}

// commented are the relations and columns that a section leaves with a comment
// of its own.
func (x *section) commented() map[catalog.Address]bool {
	found := map[catalog.Address]bool{}
	for _, s := range x.statements {
		n := s.node().GetCommentStmt()
		parts := n.GetObject().GetList().GetItems()
		column := ""
		switch {
		case len(parts) == 0:
			continue
		case n.Objtype == pg.ObjectType_OBJECT_COLUMN:
			column = parts[len(parts)-1].GetString_().GetSval()
			parts = parts[:len(parts)-1]
		case n.Objtype != pg.ObjectType_OBJECT_TABLE:
			continue
		}
		schema, name := catalog.Split(parts)
		rel := s.relation(&pg.RangeVar{Schemaname: schema, Relname: name})
		if rel == nil {
			continue
		}
		at := catalog.Address{OID: rel.OID}
		if column != "" {
			col := rel.Column(column)
			if col == nil {
				continue
			}
			at.Sub = col.Num
		}
		found[at] = n.Comment != ""
	}
	return found
}
