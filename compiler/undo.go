package compiler

import (
	pg_query "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/graph"
	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
	"sqlbundle/internal/pgsql"
	"sqlbundle/internal/source"
	"sqlbundle/revisions"
)

// Kept is why a segment's work cannot be taken back but by hand.
type Kept struct {
	// Statement is the one that nothing surely takes back.
	Statement *Statement
	// Why is a clause.
	Why string
}

// retraced is the upgrade of a revision that is to be taken back: its segments,
// with what takes each back, and the schema in which it began.
type retraced struct {
	segments []*Segment
	schema   string
}

// replayBack is a database at the start of a way back. The revisions that the
// steps take back are replayed last, in the order in which an upgrade would do
// them again, each in the state in which that would start; ups are the segments
// of their upgrades, with what takes each back.
func replayBack(g *graph.Graph, req Request, steps []graph.Step) (r *replay, ups map[*revisions.Revision]retraced, err error) {
	r = behindBaseline(req)
	applied, err := g.Applied(req.From)
	if err != nil {
		return nil, nil, err
	}
	ups = make(map[*revisions.Revision]retraced, len(steps))
	for _, s := range steps {
		ups[s.Revision] = retraced{}
	}
	for _, rev := range applied {
		if _, later := ups[rev]; !later {
			r.revision(rev)
		}
	}
	for i := len(steps) - 1; i >= 0; i-- {
		ups[steps[i].Revision] = r.retrace(steps[i].Revision)
	}
	return r, ups, nil
}

// retrace runs a revision that is applied already. There are no segments where
// its section cannot be compiled, which is an upgrade's to tell.
func (r *replay) retrace(rev *revisions.Revision) retraced {
	r.begin()
	schema := ""
	if s := r.catalog.CreationSchema(); s != nil {
		schema = s.Name
	}
	r.start = r.catalog.Copy()
	var errs source.ErrorList
	cut := &cutter{target: r.catalog.Version, errs: &errs, replay: r}
	segments := cut.run(Section(rev, graph.Upgrade, r.database))
	if len(errs) > 0 {
		r.start = nil
		return retraced{}
	}
	number(segments)
	r.prove(segments)
	r.start = nil
	return retraced{segments, schema}
}

// prove looks, for each segment with which an upgrade may have stopped, whether
// taking back that one and all before it leads to the catalog at the start of
// the revision. What statements propose is believed only then.
func (r *replay) prove(segments []*Segment) {
	if len(segments) < 2 {
		return // it is recorded with its only transaction
	}
	before, kept := r.start, (*Kept)(nil)
	for i, s := range segments[:len(segments)-1] {
		s.Undo, s.Kept = s.inverse()
		if s.Kept == nil {
			s.Kept = proof(r.start, before, segments[:i+1], kept)
		}
		before, kept = s.after, s.Kept
	}
	for _, s := range segments {
		s.after = nil
	}
}

// keep says of the segments of an irreversible revision, from the first on that
// has an effect, that they stay: its author says so.
func keep(up []*Segment) {
	begun := false
	for _, s := range up {
		for _, st := range s.Statements {
			if begun = begun || !st.OnlySets; begun {
				s.Kept = &Kept{st, "the revision is irreversible"}
				break
			}
		}
	}
}

// inverse puts together what takes the statements back, the last one first.
func (s *Segment) inverse() ([]string, *Kept) {
	var undo []string
	for i := len(s.Statements) - 1; i >= 0; i-- {
		st := s.Statements[i]
		switch {
		case st.OnlySets:
		case st.node == nil:
			return nil, &Kept{st, "the parser does not know it"}
		case st.node.GetTransactionStmt() != nil:
			return nil, &Kept{st, "what a savepoint has taken back is not looked at"}
		case st.Effects.Refused != nil:
			return nil, &Kept{st, "by what is known, the server refuses it"}
		case s.Again != nil && s.Again.Unsure != "":
			return nil, &Kept{st, "nobody can know whether " + s.Again.Unsure}
		case !st.Effects.Reversible:
			return nil, &Kept{st, st.Effects.Kept}
		}
		undo = append(undo, st.inverse()...)
	}
	for _, sql := range undo {
		if !isInert(sql) {
			return nil, &Kept{s.Statements[0], "psql would read what takes it back in a way of its own"}
		}
	}
	return undo, nil
}

func (s *Statement) inverse() []string {
	if s.OnlySets {
		return nil
	}
	return s.Effects.Inverse
}

// isInert tells whether psql passes a statement on as it stands: it replaces
// what follows a colon outside of quotes, where it has a variable of that name.
func isInert(sql string) bool {
	tokens, err := pgsql.Scan(sql)
	if err != nil {
		return false
	}
	for _, t := range tokens {
		if t.Kind == pg_query.Token_ASCII_58 {
			return false
		}
	}
	return true
}

// proof takes the last of the segments back, and where that does not lead to the
// catalog before it, those before as well: an index that a constraint has taken
// over goes with the constraint. Kept is what holds for the segments without the
// last one.
func proof(start, before *catalog.Catalog, segments []*Segment, kept *Kept) *Kept {
	last := segments[len(segments)-1]
	no := &Kept{last.Statements[0], "what takes it back does not surely lead to the schema of before"}
	c := last.after.Copy()
	if last.Undo = last.takenBack(c, true); last.Undo == nil {
		return no
	}
	if isSame(c, before) {
		return kept
	}
	for i := len(segments) - 2; i >= 0; i-- {
		s := segments[i]
		if s.Undo == nil {
			return s.Kept
		}
		c.Session = s.after.Session
		if s.takenBack(c, s.Again != nil) == nil {
			return no
		}
	}
	if !isSame(c, start) {
		return no
	}
	return nil
}

// takenBack runs what takes the segment back, and gives it; nil where it does
// not surely run. Where an object may be gone already, what fails is left out.
func (s *Segment) takenBack(c *catalog.Catalog, mayBeGone bool) []string {
	run := []string{}
	for _, sql := range s.Undo {
		stmts, err := pgsql.Parse(sql)
		if err != nil || len(stmts) != 1 {
			return nil
		}
		before := c.Copy()
		e := effects.Apply(c, stmts[0].Stmt, 0)
		// What is not there is refused, or taken to be there nevertheless.
		if fails := e.Refused != nil || len(e.Unknown) > 0 || e.Defect != ""; fails && !mayBeGone {
			return nil
		} else if fails {
			*c = *before
			continue
		}
		run = append(run, sql)
	}
	c.Commit()
	return run
}

func isSame(a, b *catalog.Catalog) bool {
	onlyA, onlyB := catalog.Difference(a, b)
	return len(onlyA) == 0 && len(onlyB) == 0
}

// Made are the statements that make the settings which hold when the segment has
// ended.
func (s *Segment) Made() []*Statement {
	made := append([]*Statement(nil), s.Earlier...)
	for _, st := range s.Statements {
		if st.OnlySets && lasts(st) {
			made = append(made, st)
		}
	}
	return made
}
