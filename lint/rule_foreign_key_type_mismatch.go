package lint

import (
	"fmt"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var foreignKeyTypeMismatch = &Rule{
	ID: "foreign-key-type-mismatch", Title: "a foreign key's column has another type than the one it references", Group: GroupHistory, Severity: Warning,
	Doc: "PostgreSQL takes any two types that it can compare. But an integer that references a bigint ends at 2147483647, while " +
		"the keys go on; and a comparison of two types, or of two collations, may not be able to use the index. Give both " +
		"sides the same type. Lengths and varchar against text are not reported.",
	check: func(p *pass, s *statement) {
		for _, k := range s.added() {
			if k.Kind == catalog.ForeignKey && !s.section.restores(s.after(), k) {
				p.mismatch(s, k)
			}
		}
		for _, r := range s.retypes() {
			for _, k := range append(s.Before.Constraints(r.table.OID), s.Before.ReferencedBy(r.table.OID)...) {
				if k.Kind == catalog.ForeignKey && k.Parent == 0 && mismatched(s.Before, k) < 0 && mismatched(s.after(), k) >= 0 {
					p.mismatch(s, k)
				}
			}
		}
	},
}

// mismatch reports a foreign key whose types differ and go on doing so to the
// end.
func (p *pass) mismatch(s *statement, k *catalog.Constraint) {
	i := mismatched(s.after(), k)
	if end := constraintIn(p.end(s), k.OID); i < 0 || end == nil || mismatched(p.end(s), end) < 0 {
		return
	}
	c := s.after()
	rel, other := c.Object(k.In).(*catalog.Relation), c.Object(k.References).(*catalog.Relation)
	from, to := rel.Columns[k.Columns[i]-1], other.Columns[k.RefColumns[i]-1]
	p.reportAt(s, Finding{
		Message: fmt.Sprintf("%s.%s is %s and references %s.%s, which is %s: one side can hold values that the other cannot",
			s.name(rel), pgsql.QuoteIdent(from.Name), withCollation(c, from), s.name(other), pgsql.QuoteIdent(to.Name), withCollation(c, to)),
		Help: "give both columns the same type",
	})
}

// mismatched is the place of the first column of a foreign key that has another
// type than the one it references; negative for none.
func mismatched(c *catalog.Catalog, k *catalog.Constraint) int {
	rel, _ := c.Object(k.In).(*catalog.Relation)
	other, _ := c.Object(k.References).(*catalog.Relation)
	if rel == nil || other == nil || len(k.Columns) != len(k.RefColumns) {
		return -1
	}
	for i, num := range k.RefColumns {
		from, to := rel.Columns[k.Columns[i]-1], other.Columns[num-1]
		if !sameKeyType(c, from, to) {
			return i
		}
	}
	return -1
}

// sameKeyType tells whether the types of two columns are the same up to lengths,
// domains, and varchar against text. A type that nobody knows may be any.
func sameKeyType(c *catalog.Catalog, a, b *catalog.Column) bool {
	x, y := c.Bottom(a.Type), c.Bottom(b.Type)
	if x.Unknown() || y.Unknown() {
		return true
	}
	if x.Name == "varchar" {
		x.Name = "text"
	}
	if y.Name == "varchar" {
		y.Name = "text"
	}
	return x.Is(y) && a.Collation == b.Collation && a.CollationOID == b.CollationOID
}

// withCollation writes a column's type.
func withCollation(c *catalog.Catalog, col *catalog.Column) string {
	text := c.FormatType(col.Type)
	if col.Collation != "" {
		text += " COLLATE " + pgsql.QuoteIdent(col.Collation)
	}
	return text
}
