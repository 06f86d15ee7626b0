package lint

import (
	"fmt"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var leftoverNotNullCheck = &Rule{
	ID: "leftover-not-null-check", Title: "a CHECK says what NOT NULL already says", Group: GroupHistory, Severity: Notice,
	Doc: "A CHECK (column IS NOT NULL) is of use while it proves to SET NOT NULL that there is nothing to look for. Once the " +
		"column is NOT NULL it proves nothing more, and yet is evaluated for every row that is written. Drop it; that takes " +
		"a moment.",
	checkHistory: func(p *pass) {
		for _, o := range p.history.End.All(catalog.ClassConstraint) {
			k, ok := o.(*catalog.Constraint)
			if !ok || k.Inherited > 0 || !leftOver(p.history.End, k) {
				continue
			}
			s := p.since(k.In, func(c *catalog.Catalog) bool { return leftOver(c, constraintIn(c, k.OID)) })
			if s == nil {
				continue
			}
			rel := p.history.End.Object(k.In).(*catalog.Relation)
			p.reportAt(s, Finding{
				Message: fmt.Sprintf("%s.%s is NOT NULL, and %s still checks the same for every row that is written",
					s.name(rel), pgsql.QuoteIdent(columnNames(rel, k.Columns)[0]), pgsql.QuoteIdent(k.Name)),
				Help: "drop the check when the column is NOT NULL: ALTER TABLE " + s.name(rel) + " DROP CONSTRAINT " + pgsql.QuoteIdent(k.Name),
			})
		}
	},
}

// leftOver tells whether a constraint is a CHECK that says no more than the NOT
// NULL of its column does.
func leftOver(c *catalog.Catalog, k *catalog.Constraint) bool {
	if k == nil {
		return false
	}
	num := saysNotNull(k)
	rel, _ := c.Object(k.In).(*catalog.Relation)
	return num > 0 && rel != nil && int(num) <= len(rel.Columns) && rel.Columns[num-1].NotNull
}
