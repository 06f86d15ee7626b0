package out

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"sqlbundle/compiler"
)

// Runbook writes a bundle's README.md: for whoever runs the change, first what
// fits on a screen, then the details. Up is the bundle's plan, back the way back,
// findings are lint's. It fails only where w does.
//
// Nothing in it depends on a clock, on a server, or on the bundle's digest, which
// depends on it.
func Runbook(w io.Writer, up, back *compiler.Plan, findings []FindingJSON) error {
	r := &runbook{
		up: up, back: back, outline: outlineOf(up), works: map[*compiler.Segment]work{},
		findings: map[string][]FindingJSON{}, backSteps: map[string]*compiler.Step{},
	}
	for _, f := range findings {
		r.findings[f.Revision] = append(r.findings[f.Revision], f)
	}
	for _, w := range works(up) {
		for _, st := range w.statements {
			r.works[st.segment] = w
		}
	}
	for _, step := range back.Steps {
		r.backSteps[step.ID()] = step
	}
	r.verdict()
	r.commands()
	r.questions()
	r.steps()
	r.watch()
	r.stopping()
	r.wayBack()
	r.givingUp()
	r.statuses()
	r.revisions()
	r.sign()
	if _, err := io.WriteString(w, r.b.String()); err != nil {
		return fmt.Errorf("writing the runbook: %w", err)
	}
	return nil
}

// runbook is the state of one writing.
type runbook struct {
	b        strings.Builder
	up, back *compiler.Plan
	outline  *outline
	// works are the transactions in which the segments of up stand.
	works map[*compiler.Segment]work
	// findings are those of each revision.
	findings map[string][]FindingJSON
	// backSteps are the steps of the way back by revision.
	backSteps map[string]*compiler.Step
}

// line writes a line; what comes from elsewhere is escaped by the caller.
func (r *runbook) line(format string, args ...any) {
	if len(args) > 0 {
		format = fmt.Sprintf(format, args...)
	}
	r.b.WriteString(format + "\n")
}

func (r *runbook) heading(text string) { r.line("\n## %s\n", text) }

// verdict says in a few lines what will happen.
func (r *runbook) verdict() {
	title, on := "Database change", ""
	if r.up.Database != "" {
		on = " of " + markdownCode(cut(r.up.Database, maxName))
	}
	if r.up.Change != "" {
		title = "Change: " + markdownText(cut(r.up.Change, 80))
	}
	r.line("# %s\n", title)
	if len(r.up.Steps) == 0 {
		r.line("Nothing to do: the database%s stands at %s already.", on, headCodes(r.up.To, maxName))
		return
	}
	r.wrapped("", Count(len(r.up.Steps), "revision")+on+":", "**"+headCodes(r.up.From, 20)+" → "+headCodes(r.up.To, 20)+"**")
	r.line("")
	r.noWayBack()
	r.blocked()
	o := r.outline
	r.bullet("**Rewrites** "+o.rewritten.words("no table", 30)+".", "**Reads in full** "+o.read.words("none", 30)+".")
	r.bullet("**Changes rows** of "+o.changed.words("no table", 30)+".", "**Concurrent builds**: "+stepWords(o.concurrent, "none")+".")
	if len(o.demanding) == 0 {
		r.bullet("**Can fail on the data**: no step checks the rows that are there.")
	} else {
		r.bullet("**Can fail on the data**: "+stepWords(o.demanding, ""), "(what rows must fulfil: [Steps](#steps)).")
	}
	if len(o.unknown) > 0 {
		r.bullet("**Not known**: something of what " + stepWords(o.unknown, "") + " may do. See [Steps](#steps).")
	}
	if lost := lostIn(r.up); lost != nil {
		r.bullet("**Throws away** "+lost.words("", 45)+":", "only a backup has it then.")
	}
	if lost := lostIn(r.back); lost != nil {
		r.bullet("**Going back loses** "+lost.words("", 45)+",", "with all that was written there.")
	}
}

// pageWidth is what the lines of the first screen keep to.
const pageWidth = 100

// bullet writes an item.
func (r *runbook) bullet(parts ...string) {
	r.wrapped("  ", append([]string{"- " + parts[0]}, parts[1:]...)...)
}

// wrapped writes parts, of which those that do not fit into their line begin
// another one. None may begin with what is markup there.
func (r *runbook) wrapped(indent string, parts ...string) {
	line := parts[0]
	for _, part := range parts[1:] {
		if len([]rune(line+" "+part)) > pageWidth {
			r.line("%s", line)
			line = indent + part
		} else {
			line += " " + part
		}
	}
	r.line("%s", line)
}

// noWayBack names the revisions that cannot be undone.
func (r *runbook) noWayBack() {
	n := len(r.back.Irreversible)
	if n == 0 {
		return
	}
	var ids relations
	for _, i := range slices.Backward(r.back.Irreversible) {
		ids.add(i.Revision.ID, 0)
	}
	r.bullet("**No way back** once one of these has begun:", ids.words("", 50)+".", "[Roll back](#roll-back)")
}

// maxBlocked is how many lines of the first screen tell who is blocked.
const maxBlocked = 3

// blocked says who has to wait, and for how long.
func (r *runbook) blocked() {
	holds := r.outline.holds
	if len(holds) == 0 {
		r.bullet("**Blocks** no reads and no writes.")
		return
	}
	for i, h := range holds {
		if i == maxBlocked {
			r.bullet("**Blocks** more, for shorter: [Steps](#steps).")
			break
		}
		r.bullet("**Blocks "+h.whom+"** of "+h.relations.words("", 40), h.forHow()+" ("+stepWords(h.relations.all(), "")+")")
	}
	wait := "without limit."
	if limit := r.up.Settings.LockTimeout; limit != "0" && limit != "" {
		wait = "at most " + markdownCode(limit) + ", then stops: run it again."
		if retries := r.up.Settings.LockRetries; retries > 0 {
			wait = "at most " + markdownCode(limit) + ", in " + Count(retries+1, "attempt") + "; then it stops: run it again."
		}
	}
	r.bullet("**Waits for locks** "+wait, "Others queue behind it meanwhile.")
}

// commands are what is typed, in order.
func (r *runbook) commands() {
	r.line("")
	if r.plain() {
		r.plainCommands()
		return
	}
	var text strings.Builder
	command := func(call, what string) { fmt.Fprintf(&text, "%-42s  # %s\n", call, what) }
	text.WriteString("# psql 15 or later, straight to the primary, no pooler; in this folder:\n")
	command("sha256sum -c "+SumsFile, "are these the files that were approved?")
	command(psql(PreflightFile), "may it begin? changes nothing")
	command(psql(UpgradeFile), "the change; run it again to go on")
	command(psql(VerifyFile), "did it work? changes nothing")
	command(psql(RollbackFile), "only to go back")
	r.b.WriteString(markdownFence("sh", text.String()))
}

func psql(file string) string { return `psql -X -f ` + file + ` "$DATABASE_URL"` }

// questions are what is asked at night, with the short answers.
func (r *runbook) questions() {
	r.line("")
	if r.plain() {
		r.plainQuestions()
		return
	}
	r.bullet("**May I stop it?** Yes, at any time: Ctrl-C. What is committed stays, the rest is undone.")
	if len(r.outline.concurrent) > 0 {
		r.line("  In a concurrent build an invalid index may be left: run again, or go back, soon.")
	}
	if len(r.outline.unsure) > 0 {
		r.line("  Better not in %s: a second run cannot know what was done, and asks.", stepWords(r.outline.unsure, ""))
	}
	r.bullet("**It stopped, what now?** The last lines say why, and what to do. Then run `" + UpgradeFile + "` again:")
	r.line("  it finds out where the database stands and does the rest. Nothing is done twice.")
	price := ": [Roll back](#roll-back)"
	if len(r.back.Irreversible) > 0 || len(r.outline.changed.names) > 0 || lostIn(r.up) != nil || lostIn(r.back) != nil {
		price = ", but at a price" + price
	}
	r.bullet("**How do I go back?** `" + RollbackFile + "`, wherever it stopped" + price)
	r.bullet("**Did it work?** Exit status 0, a last line `sqlbundle: done …`, and `" + VerifyFile + "` ends with 0.")
	r.bullet("**How far is it? Who blocks it?** In a second session: [Watch](#watch)")
	r.bullet("**Connection lost** (status 2)? It may still be at work: [Connection lost](#connection-lost)")
	r.bullet("**Give up?** [When to give up](#when-to-give-up)")
	r.bullet("**Another status?** [Exit statuses](#exit-statuses)")
}

// lostIn is what a plan throws away; nil for nothing.
func lostIn(plan *compiler.Plan) *relations {
	var lost relations
	for _, step := range plan.Steps {
		for _, name := range lostBy(step) {
			lost.add(name, 0)
		}
	}
	if len(lost.names) == 0 {
		return nil
	}
	return &lost
}
