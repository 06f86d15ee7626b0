package lint

import "fmt"

var deleteWithoutWhere = &Rule{
	ID: "delete-without-where", Title: "all rows of a table are deleted",
	Group: GroupDestructive, Severity: Error,
	Peers: []string{"mp MP067"},
	Doc: "A DELETE without a condition empties the table. That is rarely meant for one that applications use, and no down " +
		"section brings the rows back. Where it is meant, it also locks each row until COMMIT and leaves the table at its " +
		"size.",
	check: func(p *pass, s *statement) {
		for _, c := range s.rowChanges() {
			if c.what == "DELETE" && len(c.where) == 0 && p.inUse(s, c.table) {
				p.reportAt(s, Finding{
					Message: fmt.Sprintf("every row of %s is deleted", s.name(c.table)),
					Help:    "say in WHERE which rows are meant; if all of them are, silence the rule with the reason",
				})
				return
			}
		}
	},
}
