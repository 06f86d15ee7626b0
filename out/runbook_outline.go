package out

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"sqlbundle/compiler"
	"sqlbundle/internal/effects"
)

// outline is what a plan does, all steps together.
type outline struct {
	// holds say who is blocked, the worst first.
	holds []*hold
	// rewritten, read and changed are relations by what is done to all of them or
	// to some of their rows.
	rewritten, read, changed relations
	// concurrent, demanding and unknown are the steps with a concurrent build, with
	// checks of rows that are there, and with what nobody can tell; unsure are those
	// in which a cut leaves a question.
	concurrent, demanding, unknown, unsure []int
}

// hold is some relations on which others have to wait equally long.
type hold struct {
	whom, until string
	relations   relations
}

// length is how long something takes, as far as that can be told without a server.
type length int

const (
	moments length = iota
	perRow
	perRead
	perRewrite
	endless
)

// outlineOf looks at all transactions of a plan.
func outlineOf(plan *compiler.Plan) *outline {
	o := &outline{}
	var all []blockage
	for _, w := range works(plan) {
		o.count(w)
		all = append(all, w.blocked()...)
	}
	slices.SortStableFunc(all, func(a, b blockage) int {
		return cmp.Or(cmp.Compare(b.long, a.long), cmp.Compare(b.mode, a.mode))
	})
	holds, told := map[string]*hold{}, map[string]effects.Mode{}
	for _, b := range all {
		if told[b.relation] >= b.mode {
			continue // others have to wait as long already, or longer
		}
		told[b.relation] = b.mode
		h := holds[b.whom+b.until]
		if h == nil {
			h = &hold{whom: b.whom, until: b.until}
			holds[b.whom+b.until] = h
			o.holds = append(o.holds, h)
		}
		h.relations.add(b.relation, b.step)
	}
	return o
}

// count notes what the statements of a transaction do.
func (o *outline) count(w work) {
	for _, st := range w.statements {
		n, e := st.step, st.Effects
		if e == nil {
			continue
		}
		for _, job := range w.jobs(st) {
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

// concurrentBuild tells whether a statement builds an index outside of
// transactions, while rows change.
func concurrentBuild(st statement) bool {
	return st.segment.Transaction == 0 && (st.Kind == "CREATE INDEX" || st.Kind == "REINDEX")
}

// work is a transaction, or a statement that stands in none.
type work struct{ statements []statement }

// statement is one of a plan, with its segment and the number of its step.
type statement struct {
	*compiler.Statement
	segment *compiler.Segment
	step    int
}

// works are the transactions of a plan, in order; those without statements are
// left out.
func works(plan *compiler.Plan) []work {
	var list []work
	last := -1
	for i, step := range plan.Steps {
		for _, segment := range step.Segments {
			if len(segment.Statements) == 0 {
				continue
			}
			if segment.Transaction == 0 || segment.Transaction != last {
				list = append(list, work{})
			}
			last = segment.Transaction
			w := &list[len(list)-1]
			for _, st := range segment.Statements {
				w.statements = append(w.statements, statement{st, segment, i + 1})
			}
		}
	}
	return list
}

// makes tells whether the transaction itself has made a relation: nobody else can
// see it yet.
func (w work) makes(t effects.Touch) bool { return w.statements[0].segment.Makes(t.OID) }

// job is what a statement does that takes long, on a relation that others can
// see.
type job struct {
	long     length
	relation string
	// perhaps holds where the planner decides whether it is all of it.
	perhaps bool
}

// jobs are those of a statement, the longest first.
func (w work) jobs(st statement) []job {
	var list []job
	add := func(long length, perhaps bool, touched []effects.Touch) {
		for _, t := range touched {
			known := slices.ContainsFunc(list, func(j job) bool { return j.relation == t.Relation })
			if !known && !w.makes(t) {
				list = append(list, job{long, t.Relation, perhaps})
			}
		}
	}
	e := st.Effects
	if e == nil || e.Refused != nil {
		return nil
	}
	if st.Kind != "TRUNCATE TABLE" {
		add(perRewrite, false, e.Rewrites)
	}
	switch {
	case st.AboutRows():
		add(perRow, false, changedRows(st))
		if st.Kind == "INSERT" {
			add(perRead, true, selectedFrom(st))
		}
	case st.Kind == "VACUUM":
		for _, l := range e.Locks {
			add(perRead, false, []effects.Touch{l.Touch})
		}
	case st.Kind == "CREATE TABLE AS", st.Kind == "REFRESH MATERIALIZED VIEW":
		add(perRead, true, e.Scans)
		add(perRead, true, e.MayScan)
	default:
		add(perRead, false, e.Scans)
	}
	return list
}

// changedRows are the tables of which a statement may change any number of rows.
func changedRows(st statement) []effects.Touch {
	if len(st.Statement.Statement.Node.GetInsertStmt().GetSelectStmt().GetSelectStmt().GetValuesLists()) > 0 {
		return nil // as many as are written there
	}
	return st.Effects.Changed
}

// selectedFrom are the relations that an INSERT only reads; nobody can tell how
// much of them.
func selectedFrom(st statement) []effects.Touch {
	var list []effects.Touch
	for _, l := range st.Effects.Locks {
		if l.Mode == effects.AccessShare {
			list = append(list, l.Touch)
		}
	}
	return list
}

// blockage is a relation on which readers or writers wait.
type blockage struct {
	whom, until, relation string
	long                  length
	mode                  effects.Mode
	step                  int
}

// blocked are the relations that a transaction keeps from readers or writers: from
// the statement that takes the lock to the transaction's end.
func (w work) blocked() []blockage {
	longest := make([]job, len(w.statements))
	var worst job
	for i := len(w.statements) - 1; i >= 0; i-- {
		if j := w.longest(w.statements[i]); j.long > worst.long {
			worst = j
		}
		longest[i] = worst
	}
	at := map[string]int{}
	var list []blockage
	for i, st := range w.statements {
		if st.Effects == nil {
			continue
		}
		for _, l := range st.Effects.Locks {
			whom := blockedBy(l.Mode)
			if whom == "" || w.makes(l.Touch) {
				continue
			}
			b := blockage{whom, longest[i].while(l.Relation), l.Relation, longest[i].long, l.Mode, st.step}
			if n, known := at[l.Relation]; !known {
				at[l.Relation] = len(list)
				list = append(list, b)
			} else if l.Mode == effects.AccessExclusive && list[n].mode < l.Mode {
				list[n] = b // from here on readers wait too
			}
		}
	}
	return list
}

// forHow is how long the relations are blocked.
func (h *hold) forHow() string {
	if len(h.relations.names) < 2 {
		return h.until
	}
	return strings.NewReplacer("while it is", "while each is", "while its rows", "while their rows").Replace(h.until)
}

// blockedBy says whom a lock keeps from a table (PostgreSQL 16, table 13.2); empty
// where reads and writes go on.
func blockedBy(m effects.Mode) string {
	switch {
	case m == effects.AccessExclusive:
		return "reads and writes"
	case m >= effects.Share:
		return "writes"
	}
	return ""
}

// longest is what a statement does that takes longest; nothing where it takes
// moments.
func (w work) longest(st statement) job {
	if e := st.Effects; e != nil && (e.Nothing || runsUnknown(st)) {
		return job{long: endless}
	}
	var worst job
	for _, j := range w.jobs(st) {
		if j.long > worst.long {
			worst = j
		}
	}
	return worst
}

// while says how long a relation is blocked, in words that follow its name.
func (j job) while(relation string) string {
	name, its := markdownCode(cut(j.relation, maxName))+" is", "rows of "+markdownCode(cut(j.relation, maxName))
	if relation == j.relation {
		name, its = "it is", "its rows"
	}
	switch j.long {
	case endless:
		return "while code runs that nobody can look into"
	case perRewrite:
		return "while " + name + " written anew"
	case perRead:
		if j.perhaps {
			return "while " + name + " read"
		}
		return "while " + name + " read in full"
	case perRow:
		return "while " + its + " change"
	}
	return "for moments"
}

// runsUnknown tells whether a statement runs code whose work nobody can tell.
func runsUnknown(st statement) bool {
	switch st.Kind {
	case "DO", "CALL", "SELECT", "EXECUTE":
		return len(st.Effects.Unknown) > 0
	}
	return false
}

// lostBy names the tables and columns that a step throws away.
func lostBy(step *compiler.Step) []string {
	var list []string
	for _, segment := range step.Segments {
		for _, st := range segment.Statements {
			if st.Effects == nil {
				continue
			}
			for _, t := range st.Effects.Lost {
				if !segment.Makes(t.OID) {
					list = append(list, lostName(t))
				}
			}
		}
	}
	return list
}

// lostName names a table, or a column with its table.
func lostName(t effects.Touch) string {
	if column, ok := strings.CutPrefix(t.Why, "column "); ok {
		return t.Relation + "." + column
	}
	return t.Relation
}

// relations are names in the order in which they come, with the steps that name
// them.
type relations struct {
	names []string
	steps map[string][]int
}

func (r *relations) add(name string, step int) {
	if r.steps == nil {
		r.steps = map[string][]int{}
	}
	if len(r.steps[name]) == 0 {
		r.names = append(r.names, name)
	}
	r.steps[name] = addStep(r.steps[name], step)
}

// all are the steps of all names, sorted.
func (r *relations) all() []int {
	var list []int
	for _, name := range r.names {
		list = append(list, r.steps[name]...)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// addStep adds a number to a sorted list, into which they come in order.
func addStep(list []int, n int) []int {
	if len(list) > 0 && list[len(list)-1] == n {
		return list
	}
	return append(list, n)
}

// maxName is how many characters of a name the first screen shows.
const maxName = 40

// words are the names as code, as far as there is room for so many characters; at
// least one.
func (r *relations) words(none string, room int) string {
	if len(r.names) == 0 {
		return none
	}
	var shown []string
	for _, name := range r.names {
		name = markdownCode(cut(name, maxName))
		if room -= len([]rune(name)); room < 0 && len(shown) > 0 {
			return fmt.Sprintf("%s and %d more", strings.Join(shown, ", "), len(r.names)-len(shown))
		}
		shown = append(shown, name)
	}
	return strings.Join(shown, ", ")
}

// maxSteps is how many steps the first screen names.
const maxSteps = 4

// stepWords name steps: "step 1", "steps 1, 2".
func stepWords(list []int, none string) string {
	if len(list) == 0 {
		return none
	}
	var words []string
	for _, n := range list[:min(len(list), maxSteps)] {
		words = append(words, fmt.Sprint(n))
	}
	more := ""
	if n := len(list) - maxSteps; n > 0 {
		more = fmt.Sprintf(" and %d more", n)
	}
	if len(list) == 1 {
		return "step " + words[0]
	}
	return "steps " + strings.Join(words, ", ") + more
}
