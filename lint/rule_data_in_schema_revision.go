package lint

import (
	"fmt"
	"strings"
)

var dataInSchemaRevision = &Rule{
	ID: "data-in-schema-revision", Title: "definitions and rows are changed in one revision",
	Group: GroupProcess, Severity: Notice, OptIn: true, RevisionsOnly: true,
	Peers: []string{"mp MP080"},
	Doc: "Definitions change in a moment and are the same everywhere; rows take their time and differ between databases. " +
		"In revisions of their own, the one can be reviewed and repeated without the other. Rows for a table that the " +
		"revision itself makes belong to it and are not reported.",
	checkSection: func(p *pass, x *section) {
		var definition *statement
		for _, s := range x.statements {
			if definition == nil && defines(s) {
				definition = s
			}
		}
		for _, s := range x.statements {
			for _, c := range s.rowChanges() {
				if definition != nil && c.what != "SELECT" && p.inUse(s, c.table) {
					p.reportAt(s, Finding{
						Message: fmt.Sprintf("rows of %s are changed in a revision that also has %s", s.name(c.table), definition.Kind),
						Help:    "give the rows a revision of their own",
					})
					return
				}
			}
		}
	},
}

// defines tells whether a statement changes definitions.
func defines(s *statement) bool {
	verb, _, _ := strings.Cut(s.Kind, " ")
	return verb == "CREATE" || verb == "ALTER" || verb == "DROP"
}
