package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// dropColumnAction is DROP COLUMN: the rows stay as they are, all that stands on
// the column goes (ATExecDropColumn, tablecmds.c).
func dropColumnAction(a *alteration, t *altered, cmd *pg.AlterTableCmd) {
	rel := t.relation(a)
	if t.child && rel.OfType == 0 {
		return // it goes with its parent's
	}
	if rel.OfType != 0 && !t.child {
		a.refuse("42809", "cannot drop column from typed table")
	}
	if rel.Column(cmd.Name) == nil && cmd.MissingOk {
		if rel.Unknown {
			a.unknown("whether %s has the column %s", a.QualifiedName(rel), pgsql.QuoteIdent(cmd.Name))
		}
		return
	}
	var targets []catalog.Address
	a.dropColumnFrom(t, cmd, &targets)
	a.drop(targets, cmd.Behavior, "a column of it goes")
}

// dropColumnFrom collects the column and those of the children that go with it.
// Children are locked even with ONLY: their column becomes one of their own.
func (a *alteration) dropColumnFrom(t *altered, cmd *pg.AlterTableCmd, targets *[]catalog.Address) {
	rel, col := t.relation(a), a.column(t, cmd.Name)
	if col.Inherited > 0 && !t.child {
		a.refuse("42P16", "cannot drop inherited column %q", col.Name)
	}
	for _, key := range rel.Key {
		if key.Num == col.Num || key.Expr != nil && key.Expr.Mentions(col.Num) {
			a.refuse("42P16", "cannot drop column %q because it is part of the partition key of relation %q", col.Name, rel.Name)
		}
	}
	children := a.Children(t.oid)
	if a.only && !t.child && len(children) > 0 && rel.Kind == catalog.Partitioned {
		a.refuse("42P16", "cannot drop column from only the partitioned table when partitions exist")
	}
	for _, c := range children {
		a.lock(c.OID, a.mode, "its column is the parent's")
		child := a.table(c.OID, true)
		own := a.column(child, cmd.Name)
		switch {
		case a.only:
			a.edit(child, own.Num, func(c *catalog.Column) { c.Inherited, c.Local = max(0, c.Inherited-1), true })
		case own.Inherited <= 1 && !own.Local:
			a.dropColumnFrom(child, cmd, targets)
		default:
			a.edit(child, own.Num, func(c *catalog.Column) { c.Inherited = max(0, c.Inherited-1) })
		}
	}
	*targets = append(*targets, catalog.Address{OID: t.oid, Sub: col.Num})
}
