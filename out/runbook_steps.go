package out

import (
	"fmt"
	"slices"
	"strings"

	"sqlbundle/compiler"
	"sqlbundle/internal/effects"
)

// steps tells of each step what a DBA has to know of it.
func (r *runbook) steps() {
	if len(r.up.Steps) == 0 {
		return
	}
	r.heading("Steps")
	r.line("How long a step takes depends on the server: moments where only the catalog changes, else on what is named. A lock")
	r.line("is held to the end of its transaction, and so are rows that were changed.")
	for i, step := range r.up.Steps {
		r.step(i+1, step)
		for _, segment := range step.Segments {
			if len(segment.Statements) > 0 {
				r.segment(i+1, segment, r.works[segment])
			}
		}
		r.tracked(step)
		r.stepBack(step)
		for _, f := range r.findings[step.ID()] {
			r.line("- Lint, %s, %s: %s (%s)", markdownText(f.Severity), markdownCode(f.Rule), markdownText(f.Message), markdownCode(fmt.Sprintf("%s:%d", f.File, f.Line)))
		}
	}
}

// step is the head of a step: whose it is, and what its author says.
func (r *runbook) step(n int, step *compiler.Step) {
	rev := step.Revision
	r.line("\n### Step %d: %s %s\n", n, markdownCode(rev.ID), markdownText(cut(rev.Message, 200)))
	for _, field := range rev.Meta {
		switch field.Key {
		case "duration":
			r.line("- Its author expects it to take %s", markdownCode(field.Value))
		case "author", "created":
		default:
			r.line("- %s %s", markdownText(field.Key), markdownCode(field.Value))
		}
	}
	r.queries(step.Require, "Requires, or nothing of it is done:")
}

// queries are the author's own conditions, to be asked by hand too.
func (r *runbook) queries(list []*compiler.Statement, what string) {
	if len(list) == 0 {
		return
	}
	r.line("- %s\n", what)
	for _, st := range list {
		at := st.File.Position(st.Span.Start)
		fenced := markdownFence("sql", "-- "+at.File+":"+fmt.Sprint(at.Line)+"\n"+st.SQL())
		for _, line := range strings.Split(strings.TrimRight(fenced, "\n"), "\n") {
			r.line("%s", strings.TrimRight("  "+line, " "))
		}
	}
	r.line("")
}

// segment tells of one segment, in the transaction that it is a part of.
func (r *runbook) segment(n int, segment *compiler.Segment, w work) {
	how := "in a transaction"
	if segment.Transaction == 0 {
		how = "outside of transactions"
	}
	if b := segment.Batch; b != nil {
		how = markdownText(batchWords(b)) + ", each committed by itself"
	}
	at := segment.Statements[0].File.Position(segment.Statements[0].Span.Start)
	r.line("- **%s**, %s, from %s on:", markdownText(kindWords(segment)), how, markdownCode(fmt.Sprintf("%s:%d", at.File, at.Line)))
	if first, last := w.statements[0].step, w.statements[len(w.statements)-1].step; first != last {
		r.line("  - shares its transaction with steps %d to %d: its locks last until that ends", first, last)
	}
	facts := &segmentFacts{}
	for _, l := range segment.Locks() {
		if l.Mode > effects.AccessShare && !w.makes(l.Touch) {
			facts.lock(l)
		}
	}
	long := false
	for _, st := range segment.Statements {
		if st.Effects == nil {
			continue
		}
		for _, job := range w.jobs(statement{st, segment, n}) {
			long = true
			facts.work.add(jobWords(job), 0)
		}
		for _, t := range st.Effects.Demands {
			if !w.makes(t) {
				facts.demands.add(markdownCode(t.Relation)+": "+markdownText(t.Why), 0)
			}
		}
		for _, t := range st.Effects.Lost {
			if !w.makes(t) {
				facts.lost.add(markdownCode(t.Relation)+": "+markdownText(t.Why), 0)
			}
		}
		facts.waits = facts.waits || st.Effects.Waits
		for _, caveat := range caveats(st) {
			long = true
			facts.unknown.add(markdownText(caveat), 0)
		}
	}
	r.facts(facts)
	switch {
	case segment.Again != nil && segment.Again.Unsure != "":
		r.line("  - if it is cut off here, a second run stops and asks: nobody can know whether %s", markdownText(segment.Again.Unsure))
	case segment.Transaction == 0 && segment.Again != nil && segment.Again.Build:
		r.line("  - if it is cut off here, an invalid index is left, which the next run removes; if it fails, nothing is left")
	}
	if !long && !facts.waits {
		r.line("  - takes moments")
	}
}

// segmentFacts are lines of Markdown, those of a kind together.
type segmentFacts struct {
	locks                        [effects.AccessExclusive + 1][]string
	work, demands, lost, unknown relations
	waits                        bool
}

func (f *segmentFacts) lock(l effects.Lock) { f.locks[l.Mode] = append(f.locks[l.Mode], l.Relation) }

// facts writes what a segment does, the worst first.
func (r *runbook) facts(f *segmentFacts) {
	for m := effects.AccessExclusive; m > effects.AccessShare; m-- {
		if names := distinct(f.locks[m]); len(names) > 0 {
			list := relations{names: names}
			r.line("  - %s: %s (%s)", blocks(m), list.words("", 400), m)
		}
	}
	r.each("", &f.work)
	r.each("can fail on the data, ", &f.demands)
	r.each("throws away, in ", &f.lost)
	if f.waits {
		r.line("  - waits until all transactions that are older have ended, however long they last: [Watch](#watch)")
	}
	r.each("", &f.unknown)
}

// each writes the first lines of a list, and how many more there are.
func (r *runbook) each(head string, list *relations) {
	for i, text := range list.names {
		if i == maxRelations {
			r.line("  - %sand %d more", head, len(list.names)-i)
			return
		}
		r.line("  - %s%s", head, text)
	}
}

// jobWords say what takes long, and what that depends on.
func jobWords(j job) string {
	name := markdownCode(j.relation)
	switch j.long {
	case perRewrite:
		return "rewrites " + name + ": time and disk in proportion to its size"
	case perRead:
		if j.perhaps {
			return "reads " + name + ", perhaps all of it"
		}
		return "reads all of " + name + ": time in proportion to its size"
	}
	return "changes rows of " + name + ": time in proportion to their number"
}

// kindWords are the kinds of statements, each with its number.
func kindWords(segment *compiler.Segment) string {
	var kinds []string
	count := map[string]int{}
	for _, st := range segment.Statements {
		if count[st.Kind]++; count[st.Kind] == 1 {
			kinds = append(kinds, st.Kind)
		}
	}
	for i, kind := range kinds {
		if count[kind] > 1 {
			kinds[i] = fmt.Sprintf("%d %s", count[kind], kind)
		}
	}
	return strings.Join(kinds, ", ")
}

// tracked tells of a step without statements, and of the author's checks at the
// end.
func (r *runbook) tracked(step *compiler.Step) {
	if !slices.ContainsFunc(step.Segments, func(s *compiler.Segment) bool { return len(s.Statements) > 0 }) {
		r.line("- no statements: it is only recorded")
	}
	r.queries(step.Verify, "Verifies before it is recorded, or its last transaction is rolled back:")
}

// stepBack tells how a step is taken back.
func (r *runbook) stepBack(step *compiler.Step) {
	for _, i := range r.back.Irreversible {
		if i.Revision == step.Revision {
			r.line("- **No way back**: %s", markdownText(i.Reason))
			return
		}
	}
	var lost relations
	if back := r.backSteps[step.ID()]; back != nil {
		for _, name := range lostBy(back) {
			lost.add(name, 0)
		}
	}
	if len(lost.names) > 0 {
		r.line("- Going back loses %s, with what was written there", lost.words("", 400))
	}
}
