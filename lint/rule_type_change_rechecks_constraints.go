package lint

import (
	"fmt"
	"slices"
	"strings"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var typeChangeRechecksConstraints = &Rule{
	ID: "type-change-rechecks-constraints", Title: "the new type makes PostgreSQL check a constraint anew under ACCESS EXCLUSIVE", Group: GroupLocks, Severity: Warning,
	Peers: []string{"strong_migrations change_column_constraint"},
	Doc: "The rows can stay as they are, but a valid CHECK that names the column is checked for every row again, even if the " +
		"new type only is a longer varchar; a foreign key is where it has to compare in another way, on both sides. Until " +
		"that is done nobody can read or write the table. A constraint that is NOT VALID costs nothing: drop the check, change " +
		"the type, add the check NOT VALID in the same transaction, and validate it in the next one.",
	check: func(p *pass, s *statement) {
		for _, r := range s.retypes() {
			if p.reads(s, r.action) == nil || p.rewrites(s, r.action) != nil || r.column == nil {
				continue
			}
			again := s.rechecked(r)
			if len(again) == 0 {
				continue
			}
			list := make([]string, len(again))
			for i, k := range again {
				list[i] = pgsql.QuoteIdent(k.Name)
			}
			fix := s.checkApart(r, again)
			p.reportAt(s, Finding{
				Severity: p.weigh(s, r.table), Span: r.span, Fix: fix, Mechanical: fix != "",
				Message: fmt.Sprintf("nobody can read or write %s while every row is checked again for %s", s.name(r.table), strings.Join(list, ", ")),
				Help:    "drop the constraint, change the type, add the constraint NOT VALID in the same transaction, and validate it in the next one",
			})
		}
	},
}

// rechecked are the valid constraints on a column whose type changes that its
// rows are read for: its CHECKs, or where an index is no reason either, the
// foreign keys on both sides.
func (s *statement) rechecked(r retype) []*catalog.Constraint {
	var found []*catalog.Constraint
	for _, k := range s.Before.Constraints(r.table.OID) {
		if k.Kind == catalog.Check && k.Validated && slices.Contains(k.Columns, r.column.Num) {
			found = append(found, k)
		}
	}
	if len(found) > 0 || len(s.Effects.RewrittenIndexes) > 0 {
		return found
	}
	for _, k := range append(s.Before.Constraints(r.table.OID), s.Before.ReferencedBy(r.table.OID)...) {
		if k.Kind != catalog.ForeignKey || !k.Validated || k.Parent != 0 || !s.scans(k.In) {
			continue
		}
		if k.In == r.table.OID && slices.Contains(k.Columns, r.column.Num) || k.References == r.table.OID && slices.Contains(k.RefColumns, r.column.Num) {
			found = append(found, k)
		}
	}
	return found
}

// checkApart is the statement with each check dropped before and added NOT VALID
// behind it; empty for other constraints and for what a parent brings.
func (s *statement) checkApart(r retype, checks []*catalog.Constraint) string {
	table := "ALTER TABLE " + s.name(r.table)
	var drop, add, validate []string
	for _, k := range checks {
		words := ""
		if k.Kind == catalog.Check && k.Inherited == 0 && !k.NoInherit {
			words = expression(k.Expr.Current(r.table))
		}
		if words == "" {
			return ""
		}
		name := pgsql.QuoteIdent(k.Name)
		drop = append(drop, table+" DROP CONSTRAINT "+name+";")
		add = append(add, table+" ADD CONSTRAINT "+name+" CHECK ("+words+") NOT VALID;")
		validate = append(validate, table+" VALIDATE CONSTRAINT "+name+";")
	}
	steps := append(append(append(drop, s.text()), add...), s.boundary())
	return lines(append(steps, validate...)...)
}
