package lint

import "fmt"

var banTruncateCascade = &Rule{
	ID: "ban-truncate-cascade", Title: "TRUNCATE … CASCADE empties tables that it does not name",
	Group: GroupDestructive, Severity: Error,
	Peers: []string{"mp MP036"},
	Doc: "CASCADE empties every table that references one of those named, then those that reference these, and so on, " +
		"whatever ON DELETE says. One foreign key that nobody thought of is enough to lose the rows of half a schema. " +
		"Name all tables that are to be emptied and leave CASCADE out: the server refuses when one is missing.",
	check: func(p *pass, s *statement) {
		named, reached := p.truncated(s), p.reached(s)
		switch {
		case len(reached) > 0:
			p.reportAt(s, Finding{
				Message: fmt.Sprintf("CASCADE removes all rows of %s too, which the statement does not name", s.list(reached)),
				Help:    "name every table that is to be emptied, and leave CASCADE out",
			})
		case len(named) > 0 && s.reachesUnseen():
			p.reportAt(s, Finding{
				Message: fmt.Sprintf("CASCADE empties all tables that reference %s, and the history does not show which those are", s.list(named)),
				Help:    "name every table that is to be emptied, and leave CASCADE out",
			})
		}
	},
}
