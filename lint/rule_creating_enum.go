package lint

import "fmt"

var creatingEnum = &Rule{
	ID: "creating-enum", Title: "labels that can never be removed",
	Group: GroupStyle, Severity: Notice, OptIn: true,
	Peers: []string{"eugene W13"},
	Doc: "Labels of an enum can be added and renamed, but neither removed nor put into another order; whoever has to, makes " +
		"a new type and rewrites every table that uses the old one. A table of codes with a foreign key, or a text with a " +
		"CHECK, changes as easily as other data.",
	check: func(p *pass, s *statement) {
		n := s.node().GetCreateEnumStmt()
		if n == nil {
			return
		}
		p.reportAt(s, Finding{
			Message: fmt.Sprintf("labels of %s can never be removed: that would take a new type and a rewrite of every table that uses this one", spelled(n.TypeName)),
			Help:    "make a table of codes and reference it, or use text with a CHECK, where the list may change",
		})
	},
}
