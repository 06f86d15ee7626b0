package lint

import (
	"cmp"
	"fmt"

	"sqlbundle/internal/pgsql"
)

var indexTooWide = &Rule{
	ID: "index-too-wide", Title: "an index with many columns",
	Group: GroupStyle, Severity: Notice, OptIn: true,
	Peers: []string{"strong_migrations add_index_columns"},
	Doc: "Each further column of an index makes it larger and every write slower, while few queries ask for more than the " +
		"first two or three. Keep the columns that choose rows, most selective first; those that are only to be read go " +
		"into INCLUDE. Unique indexes are not reported: there the columns say what is unique.",
	check: func(p *pass, s *statement) {
		most := cmp.Or(p.in.Config.IndexColumns, 3)
		for _, m := range s.madeIndexes() {
			if s.section.restores(s.after(), m.index) {
				continue
			}
			if n := len(m.index.Index.Columns); n > most && !m.index.Index.Unique && m.index.Index.Constraint == 0 {
				p.reportAt(s, Finding{
					Message: fmt.Sprintf("index %s on %s has %d columns, which every write to the table pays for", pgsql.QuoteIdent(m.index.Name), s.name(m.table), n),
					Help:    fmt.Sprintf("keep the %d that choose the fewest rows; columns that are only read go into INCLUDE", most),
				})
			}
		}
	},
}
