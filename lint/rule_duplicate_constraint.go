package lint

import (
	"fmt"
	"slices"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var duplicateConstraint = &Rule{
	ID: "duplicate-constraint", Title: "the table has the same constraint under another name", Group: GroupHistory, Severity: Warning,
	Doc: "Both are checked for every row that is written, and a second unique constraint has a second index to keep. Often the " +
		"one was to replace the other, which was not dropped. Nothing is reported where the older one is dropped later in the range.",
	check: func(p *pass, s *statement) {
		for _, k := range s.added() {
			rel, _ := s.after().Object(k.In).(*catalog.Relation)
			if rel == nil || s.section.restores(s.after(), k) {
				continue
			}
			for _, older := range s.after().Constraints(k.In) {
				if older.OID >= k.OID || !sameConstraint(k, older) || p.end(s).Object(older.OID) == nil || p.end(s).Object(k.OID) == nil {
					continue
				}
				p.reportAt(s, Finding{
					Message: fmt.Sprintf("%s already has the same constraint as %s: every row that is written is checked twice", pgsql.QuoteIdent(older.Name), s.name(rel)+"."+pgsql.QuoteIdent(k.Name)),
					Help:    "leave it out, or drop the older one: ALTER TABLE " + s.name(rel) + " DROP CONSTRAINT " + pgsql.QuoteIdent(older.Name),
				})
				break
			}
		}
	},
}

// sameConstraint tells whether two constraints of a table ask the same of its
// rows, and do the same where something is not as it should be. Whether they are
// valid or enforced does not count.
func sameConstraint(a, b *catalog.Constraint) bool {
	if a.Kind != b.Kind || a.Deferrable != b.Deferrable || a.Deferred != b.Deferred || a.Period != b.Period || b.Parent != 0 {
		return false
	}
	switch a.Kind {
	case catalog.Check:
		return a.NoInherit == b.NoInherit && a.Expr != nil && b.Expr != nil && sameExpr(a.Expr, b.Expr)
	case catalog.Unique:
		return sameColumns(a.Columns, b.Columns)
	case catalog.ForeignKey:
		return a.References == b.References && len(a.RefColumns) > 0 && a.OnDelete == b.OnDelete && a.OnUpdate == b.OnUpdate &&
			slices.Equal(pairs(a), pairs(b))
	}
	return false
}

// pairs are the columns of a foreign key with those that they reference, sorted.
func pairs(k *catalog.Constraint) []int32 {
	var list []int32
	for i, num := range k.RefColumns {
		list = append(list, int32(k.Columns[i])<<16|int32(num))
	}
	slices.Sort(list)
	return list
}
