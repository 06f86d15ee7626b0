package compiler

import (
	"sqlbundle/internal/catalog"
)

// Fact is what the plan leaves behind, as far as the server's catalogs can tell,
// and the revision that made it so.
type Fact struct {
	catalog.Fact
	Revision string
}

// Facts are what follows from the whole plan by the catalog, in the order of its
// steps. What stands before a statement of which nobody knows all is left out:
// it may have changed anything.
func (p *Plan) Facts() []Fact {
	if len(p.Steps) == 0 {
		return nil
	}
	start, end := p.Steps[0].before, p.Steps[len(p.Steps)-1].after
	last := map[catalog.Fact]int{}
	for i, step := range p.Steps {
		from := step.before
		if c := step.opaque(); c != nil {
			start, from = c, c
		}
		for _, f := range catalog.Facts(from, step.after) {
			last[f.Key()] = i
		}
	}
	byStep := make([][]Fact, len(p.Steps))
	for _, f := range catalog.Facts(start, end) {
		if i, ok := last[f.Key()]; ok {
			byStep[i] = append(byStep[i], Fact{f, p.Steps[i].ID()})
		}
	}
	var facts []Fact
	for _, list := range byStep {
		facts = append(facts, list...)
	}
	return facts
}

// opaque is the catalog behind the last statement of the step that may have
// changed more than is known; nil where there is none.
func (s *Step) opaque() *catalog.Catalog {
	after := s.after
	for i := len(s.Segments) - 1; i >= 0; i-- {
		for j := len(s.Segments[i].Statements) - 1; j >= 0; j-- {
			st := s.Segments[i].Statements[j]
			if st.opaque() {
				return after
			}
			after = st.Before
		}
	}
	return nil
}

// opaque tells whether a statement may change objects in a way that nobody knows
// from its text: code that runs, what the parser does not know, what the server
// would refuse if the history is all that there is, and what is made in the first
// schema of a search_path which begins with one that the history has not made.
func (s *Statement) opaque() bool {
	e := s.Effects
	if e == nil || e.Nothing || e.Refused != nil || s.Before != nil && s.Before.HasForeignPath() {
		return true
	}
	switch s.Kind {
	case "DO", "CALL", "SELECT", "EXECUTE", "EXPLAIN", "IMPORT FOREIGN SCHEMA":
		return len(e.Unknown) > 0
	}
	return false
}

// CreationSchema is the schema in which the plan takes an object without one to
// be made at its start; empty where none of the search_path is known.
func (p *Plan) CreationSchema() string {
	if len(p.Steps) == 0 {
		return ""
	}
	if s := p.Steps[0].before.CreationSchema(); s != nil {
		return s.Name
	}
	return ""
}
