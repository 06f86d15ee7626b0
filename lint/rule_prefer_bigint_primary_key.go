package lint

import (
	"fmt"
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var preferBigintPrimaryKey = &Rule{
	ID: "prefer-bigint-primary-key", Title: "a key that runs out of numbers",
	Group: GroupStyle, Severity: Warning,
	Peers: []string{"mp MP038", "mp MP068"},
	Doc: "Numbers from a sequence are never used twice, also those of rows that were rolled back or deleted: a key of type " +
		"int ends at 2,147,483,647, a smallint at 32,767, and from then on every INSERT fails. A key can then only be " +
		"widened by rewriting its table and all tables that reference it. Make it a bigint from the start. A column that " +
		"references a bigint has to be one too. A narrow key that references a narrow one is left alone: both would have " +
		"to change.",
	check: checkTypes(func(p *pass, s *statement, t typing) typeVerdict {
		// A key may be made one later, and may be widened before it goes out.
		end, ok := p.end(s).Object(t.table.OID).(*catalog.Relation)
		if !ok || !isNarrow(t.element) || t.column.Type.Array {
			return typeVerdict{}
		}
		col := end.Columns[t.column.Num-1]
		why := narrowKey(p.end(s), end, col)
		if col.Dropped || !isNarrow(bottom(p.end(s), col.Type)) || why == "" {
			return typeVerdict{}
		}
		most := map[string]int{"int2": 32767, "int4": 2147483647}[t.element.Name]
		return typeVerdict{
			message: fmt.Sprintf("%s %s, and ends at %d: after that every INSERT with a larger number fails", s.label(t), why, most),
			help:    "use bigint now: a key in use can only be widened by rewriting its table and those that reference it",
			to:      t.wide(),
		}
	}),
}

// narrowKey says why a column of narrow numbers may run out of them; empty where
// it does not, or where it takes them from a column that is as narrow.
func narrowKey(c *catalog.Catalog, rel *catalog.Relation, col *catalog.Column) string {
	if col.Identity != 0 || fedBySequence(c, col) {
		return "takes its numbers from a sequence"
	}
	why := ""
	for _, k := range c.Constraints(rel.OID) {
		switch i := slices.Index(k.Columns, col.Num); {
		case i < 0:
		case k.Kind == catalog.PrimaryKey && len(k.Columns) == 1:
			why = "is the primary key"
		case k.Kind == catalog.ForeignKey:
			target, ok := c.Object(k.References).(*catalog.Relation)
			if !ok || i >= len(k.RefColumns) || int(k.RefColumns[i]) > len(target.Columns) {
				continue
			}
			if bottom(c, target.Columns[k.RefColumns[i]-1].Type).Name == "int8" {
				return "references a bigint"
			}
			return ""
		}
	}
	return why
}

// fedBySequence tells whether a column's default takes the next number of a
// sequence.
func fedBySequence(c *catalog.Catalog, col *catalog.Column) bool {
	d, ok := c.Object(col.Default).(*catalog.Default)
	if !ok || d.Expr == nil {
		return false
	}
	found := false
	pgsql.Walk(d.Expr.Node, func(message any) bool {
		if call, ok := message.(*pg.FuncCall); ok {
			_, name := catalog.Split(call.Funcname)
			found = found || name == "nextval"
		}
		return !found
	})
	return found
}
