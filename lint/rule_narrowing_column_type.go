package lint

import (
	"fmt"
	"slices"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
	"sqlbundle/internal/pgsql"
)

var narrowingColumnType = &Rule{
	ID: "narrowing-column-type", Title: "the new type cannot hold every value that the column may have", Group: GroupData, Severity: Error,
	Peers: []string{"mp MP044"},
	Doc: "A shorter text, fewer digits, a smaller integer or a type that text is parsed into: the statement fails in production " +
		"at the first value that does not fit, however well it went where there were few rows. Or it loses something without a " +
		"word: numeric and timestamps are rounded, and a cast in USING to varchar(n) cuts what is too long. Look at the " +
		"data first, and let a CHECK (NOT VALID, then validated) keep new rows within the bounds before the type " +
		"changes, or instead of that.",
	check: func(p *pass, s *statement) {
		for _, r := range s.retypes() {
			if !p.inUse(s, r.table) || r.table.Kind == catalog.CompositeType || !effects.Narrows(s.after(), r.from, r.to) {
				continue
			}
			p.reportAt(s, Finding{
				Span: r.span,
				Message: fmt.Sprintf("values of %s.%s that do not fit into %s (now %s) make the statement fail, or are rounded or cut",
					s.name(r.table), pgsql.QuoteIdent(r.cmd.Name), s.after().FormatType(r.to), s.after().FormatType(r.from)),
				Help: "make sure that no such value is there; a CHECK, added NOT VALID and validated later, keeps new ones out and may do instead of the new type",
				Fix:  s.lengthCheck(r),
			})
		}
	},
}

// lengthCheck is SQL that bounds the length of a text by a CHECK, in place of a
// shorter type; empty for other types.
func (s *statement) lengthCheck(r retype) string {
	text := func(t catalog.Type) bool { return !t.Array && slices.Contains(effects.StringTypes, t.Name) }
	if to := s.after().Bottom(r.to); !text(to) || len(to.Mods) == 0 || !text(s.Before.Bottom(r.from)) {
		return ""
	}
	table, column := s.name(r.table), pgsql.QuoteIdent(r.cmd.Name)
	check := pgsql.QuoteIdent(s.Before.ChooseConstraintName(r.table.Name, r.cmd.Name, "len", r.table.In))
	return s.instead(r.action, lines(
		fmt.Sprintf("ALTER TABLE %s ADD CONSTRAINT %s CHECK (length(%s) <= %d) NOT VALID;", table, check, column, s.after().Bottom(r.to).Mods[0]),
		s.boundary(),
		fmt.Sprintf("ALTER TABLE %s VALIDATE CONSTRAINT %s;", table, check),
	))
}
