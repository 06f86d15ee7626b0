package lint

import (
	"fmt"
	"slices"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var renamingEnumValue = &Rule{
	ID: "renaming-enum-value", Title: "clients that use the old label fail",
	Group: GroupCompatibility, Severity: Error,
	Peers: []string{"strong_migrations rename_enum_value", "mp MP060"},
	Doc: "From the moment of the commit the old label is no value of the type any more: every query that sends it or " +
		"compares with it fails, and clients that read rows see a label that they do not know. Logical replicas keep the old " +
		"one and stop at the first row with the new one. Add the new label beside the old one, let the clients know both, " +
		"and rewrite the rows in batches; an unused label harms nobody.",
	check: func(p *pass, s *statement) {
		n := s.node().GetAlterEnumStmt()
		if n.GetOldVal() == "" || s.Effects.Refused != nil {
			return
		}
		enum := s.dataType(n.TypeName)
		if enum == nil || !p.oldLabel(s, enum, n.OldVal) {
			return
		}
		name, old, label := s.typeName(enum), pgsql.QuoteLiteral(n.OldVal), pgsql.QuoteLiteral(n.NewVal)
		p.reportAt(s, Finding{
			Message: fmt.Sprintf("every client that still sends or expects %s as %s fails as soon as this is committed", old, name),
			Help:    "add the new label beside the old one, teach it to the clients, then move the rows to it",
			Fix:     fmt.Sprintf("ALTER TYPE %s ADD VALUE %s AFTER %s;", name, label, old),
		})
	},
}

// oldLabel tells whether applications may be using a label of an enum.
func (p *pass) oldLabel(s *statement, enum *catalog.DataType, label string) bool {
	if enum.Kind != 'e' {
		return true // the history has not made it
	}
	base, ok := p.base(s).Object(enum.OID).(*catalog.DataType)
	return ok && slices.Contains(base.Labels, label)
}
