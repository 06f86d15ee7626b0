package out

import (
	"fmt"
	"sort"

	"sqlbundle/internal/pgsql"
)

// reasons keeps the reasons in variables, for a database of another encoding
// than UTF8 may not know their characters.
func (s *script) reasons() {
	if len(s.irreversible) > 0 {
		s.line(`SELECT pg_catalog.current_setting('server_encoding') IN ('UTF8', 'SQL_ASCII') AS sqlbundle_utf8 \gset`)
	}
	for _, n := range s.irreversibleSteps() {
		reason := sqlInline(s.irreversible[n])
		s.line(`\set sqlbundle_reason_%d %s \if :sqlbundle_utf8 \else \set sqlbundle_reason_%d %s \endif`, n, psqlQuote(reason), n, psqlQuote(ascii(reason)))
	}
}

func (s *script) irreversibleSteps() []int {
	numbers := make([]int, 0, len(s.irreversible))
	for n := range s.irreversible {
		numbers = append(numbers, n)
	}
	sort.Ints(numbers)
	return numbers
}

func (s *script) irreversibleRows() {
	s.text("  (0, '', '', '')")
	for _, n := range s.irreversibleSteps() {
		last := ""
		if n > 1 {
			last = s.plan.Steps[n-2].ID()
		}
		s.text(fmt.Sprintf(",\n  (%d, %s, :'sqlbundle_reason_%d', %s)", n, pgsql.QuoteLiteral(s.plan.Steps[n-1].ID()), n, pgsql.QuoteLiteral(last)))
	}
	s.text("\n")
}
