package out

import (
	"cmp"
	"slices"
	"strings"

	"sqlbundle/compiler"
	"sqlbundle/internal/effects"
)

// outline is what a plan does, all steps together.
type outline struct {
	// holds say who is blocked, the worst first; not on what the plan itself makes.
	holds []*hold
	// rewritten, read and changed are relations by what is done to all of them or
	// to some of their rows; those that the plan itself makes do not count.
	rewritten, read, changed relations
	// concurrent, demanding and unknown are the steps with a concurrent build, with
	// checks of rows that are there, and with what nobody can tell; unsure are those
	// in which a cut leaves a question.
	concurrent, demanding, unknown, unsure []int
}

// hold is some relations on which others have to wait equally long.
type hold struct {
	whom, until string
	long        length
	relations   relations
}

// outlineOf looks at all transactions of a plan.
func outlineOf(plan *compiler.Plan) *outline {
	o := &outline{}
	var all []blockage
	for _, w := range works(plan) {
		o.count(plan, w)
		all = append(all, w.blocked()...)
	}
	slices.SortStableFunc(all, func(a, b blockage) int {
		return cmp.Or(cmp.Compare(b.long, a.long), cmp.Compare(b.mode, a.mode))
	})
	holds, told := map[string]*hold{}, map[string]effects.Mode{}
	for _, b := range all {
		if told[b.Relation] >= b.mode || plan.Makes(b.OID) {
			continue // others have to wait as long already, or longer; or there are none
		}
		told[b.Relation] = b.mode
		h := holds[b.whom+b.until]
		if h == nil {
			h = &hold{whom: b.whom, until: b.until, long: b.long}
			holds[b.whom+b.until] = h
			o.holds = append(o.holds, h)
		}
		h.relations.add(b.Relation, b.step)
	}
	return o
}

// count notes what the statements of a transaction do.
func (o *outline) count(plan *compiler.Plan, w work) {
	for _, st := range w.statements {
		n, e := st.step, st.Effects
		if e == nil {
			continue
		}
		for _, job := range w.jobs(st) {
			if plan.Makes(job.oid) {
				continue
			}
			switch job.long {
			case perRewrite:
				o.rewritten.add(job.relation, n)
			case perRead:
				if !job.perhaps {
					o.read.add(job.relation, n)
				}
			case perRow:
				o.changed.add(job.relation, n)
			}
		}
		if a := st.segment.Again; a != nil && a.Unsure != "" {
			o.unsure = addStep(o.unsure, n)
		}
		if concurrentBuild(st) {
			o.concurrent = addStep(o.concurrent, n)
		}
		if slices.ContainsFunc(e.Demands, func(t effects.Touch) bool { return !w.makes(t) }) {
			o.demanding = addStep(o.demanding, n)
		}
		if len(e.Unknown) > 0 || e.Nothing && e.Refused == nil {
			o.unknown = addStep(o.unknown, n)
		}
	}
}

// forHow is how long the relations are blocked.
func (h *hold) forHow() string {
	if len(h.relations.names) < 2 {
		return h.until
	}
	return strings.NewReplacer("while it is", "while each is", "while its rows", "while their rows").Replace(h.until)
}
