package out

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"sqlbundle/compiler"
	"sqlbundle/internal/effects"
	"sqlbundle/internal/term"
)

// Explain writes for people what each statement of a plan locks, rewrites and
// reads, and why; then, for each table, the strongest of it all.
func Explain(w io.Writer, plan *compiler.Plan, style term.Style) error {
	e := &explanation{style: style, at: map[string]int{}}
	for i, step := range plan.Steps {
		e.step(i, len(plan.Steps), step)
	}
	e.summary(plan)
	_, err := io.WriteString(w, e.b.String())
	return err
}

// explanation collects the text, and what is said of each table in the end.
type explanation struct {
	b      strings.Builder
	style  term.Style
	tables []touched
	at     map[string]int
}

// touched is a table in the summary.
type touched struct {
	name               string
	mode               effects.Mode
	revision           string
	rewritten, scanned bool
}

func (e *explanation) line(format string, args ...any) {
	e.b.WriteString(strings.TrimRight(fmt.Sprintf(format, args...), " ") + "\n")
}

func (e *explanation) step(i, n int, step *compiler.Step) {
	e.line("%s", e.style.Bold(fmt.Sprintf("step %d/%d  %s %s", i+1, n, step.Direction, step.ID()))+"  "+term.Sanitize(stepTitle(step)))
	if r := step.Revision; r != nil {
		e.line("  %s", e.style.Dim(term.Sanitize(r.File.Name)))
	}
	for _, segment := range step.Segments {
		e.segment(step, segment)
	}
	e.line("")
}

func (e *explanation) segment(step *compiler.Step, segment *compiler.Segment) {
	if len(segment.Statements) == 0 {
		return
	}
	where := fmt.Sprintf("transaction %d", segment.Transaction)
	if segment.Transaction == 0 {
		where = "outside of any transaction"
	}
	if b := segment.Batch; b != nil {
		where = term.Sanitize(batchWords(b)) + ", each committed by itself"
	}
	e.line("  segment %d/%d, %s: %s", segment.Number, len(step.Segments), where, e.strongest(segment))
	for _, st := range segment.Statements {
		e.statement(step, segment, st)
	}
}

// strongest is what a segment holds to its end, at its worst.
func (e *explanation) strongest(segment *compiler.Segment) string {
	var worst effects.Mode
	var names []string
	for _, l := range segment.Locks() {
		switch {
		case l.Mode <= effects.AccessShare || l.Mode < worst:
		case l.Mode > worst:
			worst, names = l.Mode, []string{l.Relation}
		default:
			names = append(names, l.Relation)
		}
	}
	if worst == effects.NoLock {
		return "locks nothing that was there before"
	}
	return e.mode(worst) + " on " + term.Sanitize(strings.Join(names, ", ")) + ", " + blocks(worst)
}

// mode is a lock's name, in a colour as strong as it is.
func (e *explanation) mode(m effects.Mode) string {
	switch {
	case m == effects.AccessExclusive:
		return e.style.Red(m.String())
	case m >= effects.Share:
		return e.style.Yellow(m.String())
	}
	return m.String()
}

func (e *explanation) statement(step *compiler.Step, segment *compiler.Segment, st *compiler.Statement) {
	at := st.File.Position(st.Span.Start)
	e.line("    %s  %s", e.style.Dim(fmt.Sprintf("%d:", at.Line)), firstLine(st.SQL()))
	if st.Effects == nil {
		return
	}
	if r := st.Effects.Refused; r != nil {
		e.line("      %s: %s (%s)", e.style.Red("the server refuses it"), term.Sanitize(r.Message), r.SQLState)
		return
	}
	for _, l := range st.Effects.Locks {
		if l.Mode > effects.AccessShare && !segment.Makes(l.OID) {
			e.line("      %s on %s: %s", e.mode(l.Mode), term.Sanitize(l.Relation), term.Sanitize(l.Why))
			e.touch(step, l.Relation, func(t *touched) {
				if l.Mode > t.mode {
					t.mode, t.revision = l.Mode, step.ID()
				}
			})
		}
	}
	e.work(step, segment, st)
	for _, what := range st.Effects.Unknown {
		e.line("      %s: %s", e.style.Yellow("unknown"), term.Sanitize(what))
	}
	if st.Effects.Section != "" {
		e.line("      %s", e.style.Dim("manual: "+st.Effects.Section))
	}
}

// work says what takes time in proportion to a table's size.
func (e *explanation) work(step *compiler.Step, segment *compiler.Segment, st *compiler.Statement) {
	for _, t := range st.Effects.Rewrites {
		if !segment.Makes(t.OID) {
			e.line("      %s %s: %s", e.style.Red("rewrites"), term.Sanitize(t.Relation), term.Sanitize(t.Why))
			e.touch(step, t.Relation, func(t *touched) { t.rewritten = true })
		}
	}
	for _, t := range st.Effects.RewrittenIndexes {
		if !segment.Makes(t.OID) {
			e.line("      %s %s: %s", e.style.Yellow("builds anew"), term.Sanitize(t.Relation), term.Sanitize(t.Why))
		}
	}
	if st.AboutRows() {
		return
	}
	for _, t := range st.Effects.Scans {
		rewritten := slices.ContainsFunc(st.Effects.Rewrites, func(r effects.Touch) bool { return r.OID == t.OID })
		if !segment.Makes(t.OID) && !rewritten {
			e.line("      %s %s: %s", e.style.Yellow("reads all of"), term.Sanitize(t.Relation), term.Sanitize(t.Why))
			e.touch(step, t.Relation, func(t *touched) { t.scanned = true })
		}
	}
	if st.Effects.Waits {
		e.line("      waits until all transactions that are older have ended")
	}
}

func (e *explanation) touch(step *compiler.Step, relation string, change func(*touched)) {
	i, known := e.at[relation]
	if !known {
		i = len(e.tables)
		e.at[relation] = i
		e.tables = append(e.tables, touched{name: relation, revision: step.ID()})
	}
	change(&e.tables[i])
}

// summary lists the tables, the worst first.
func (e *explanation) summary(plan *compiler.Plan) {
	if len(plan.Steps) == 0 {
		e.line("nothing to do")
		return
	}
	if len(e.tables) == 0 {
		e.line("No relation that was there before is locked.")
		return
	}
	slices.SortStableFunc(e.tables, func(a, b touched) int {
		if a.mode != b.mode {
			return int(b.mode) - int(a.mode)
		}
		return strings.Compare(a.name, b.name)
	})
	e.line("%s", e.style.Bold("Touched, the strongest locks first:"))
	width := 0
	for _, t := range e.tables {
		width = max(width, len([]rune(t.name)))
	}
	for _, t := range e.tables {
		text := fmt.Sprintf("  %s%s  %s, %s (%s)", term.Sanitize(t.name), strings.Repeat(" ", width-len([]rune(t.name))), e.mode(t.mode), blocks(t.mode), t.revision)
		if t.rewritten {
			text += "; " + e.style.Red("rewritten")
		}
		if t.scanned {
			text += "; read in full"
		}
		e.line("%s", text)
	}
}

// firstLine is a statement on one line of at most 100 characters.
func firstLine(sql string) string {
	words := []rune(term.Sanitize(strings.Join(strings.Fields(sql), " ")))
	if len(words) > 100 {
		words = append(words[:99], '…')
	}
	return string(words)
}
