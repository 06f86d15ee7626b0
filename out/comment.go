package out

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"sqlbundle/compiler"
	"sqlbundle/graph"
)

// Comment is what a reviewer of a change has to know, for a pull request.
type Comment struct {
	// Key tells the comments of one pull request apart.
	Key string
	// Program is how the program is called for this project: its name and the flags
	// that all commands have. Bundle is the command that makes the bundle, Folder where it stands then, Lint
	// the one that shows all findings. Since is the commit to which the change is
	// compared; empty for none.
	Program, Bundle, Folder, Lint, Since string
	// Up is the bundle's plan, Back the way back; nil where Problems keep them from
	// being made. Digest is the bundle's.
	Up, Back *compiler.Plan
	Digest   string
	Graph    *graph.Graph
	// Findings are lint's, of the plan's revisions and of what was edited besides.
	Findings []FindingJSON
	// Silenced are those of the plan's revisions that nolint silences.
	Silenced []FindingJSON
	// Problems are what keeps the change from being compiled.
	Problems []FindingJSON
	// Edited are the revisions that Since has as something else.
	Edited []string
	// Elsewhere are other databases that change too; of them the comment only has the
	// findings.
	Elsewhere []Elsewhere
	// Changes say what is other than in the last review; nil where nobody asked.
	Changes *Changes
	// MaxBytes is how long the comment may become.
	MaxBytes int
}

// Elsewhere is a database that a comment is not about: the numbers of the steps that
// change it, and the command that comments on it.
type Elsewhere struct {
	Database, Comment string
	Steps             []int
}

// MinCommentBytes is the least that MaxBytes may be: a verdict always fits.
const MinCommentBytes = 4000

// CommentMarker is the first line of a comment, by which it is found again. It
// cannot be seen.
func CommentMarker(key string) string { return "<!-- sqlbundle:" + key + " -->" }

// WriteComment writes a comment in the Markdown of GitHub and GitLab. It fails
// only where w does, or where MaxBytes leaves no room for a verdict.
func WriteComment(w io.Writer, c *Comment) error {
	d := &comment{c}
	head := d.head()
	parts := []*part{d.facts(), d.changes(), d.heads(), d.table(), d.findings(), d.notices(), d.drawing(), d.sql(), d.wayBack()}
	foot := d.foot()
	room := c.MaxBytes - len(head) - len(foot)
	body, ok := fit(parts, room)
	if !ok {
		return errors.New("there is no room for a verdict")
	}
	if _, err := io.WriteString(w, head+body+foot); err != nil {
		return fmt.Errorf("writing the comment: %w", err)
	}
	return nil
}

// comment is a comment that is being written.
type comment struct{ *Comment }

// weight counts findings by severity, problems as errors.
func (d *comment) weight() (errors, warnings, notices int) {
	for _, f := range d.Findings {
		switch f.Severity {
		case "error":
			errors++
		case "warning":
			warnings++
		default:
			notices++
		}
	}
	return errors + len(d.Problems), warnings, notices
}

// head is the marker, the verdict, and from where to where.
func (d *comment) head() string {
	var b strings.Builder
	b.WriteString(CommentMarker(d.Key) + "\n")
	if d.Calm() {
		b.WriteString("✅ No change of the database.\n")
		return b.String()
	}
	fmt.Fprintf(&b, "### %s\n\n", d.verdict())
	if d.Up == nil {
		return b.String()
	}
	fmt.Fprintf(&b, "%s → %s", headCodes(d.Up.From, 60), headCodes(d.Up.To, 60))
	if d.Up.Database != "" {
		fmt.Fprintf(&b, ", database %s", markdownCode(cut(d.Up.Database, maxName)))
	}
	fmt.Fprintf(&b, ", PostgreSQL %d and later", d.Up.TargetVersion)
	if d.Up.Change != "" {
		fmt.Fprintf(&b, ": %s", markdownText(cut(d.Up.Change, 80)))
	}
	b.WriteString("\n\n")
	return b.String()
}

// Calm tells whether there is nothing to say.
func (c *Comment) Calm() bool {
	return c.Up != nil && len(c.Up.Steps)+len(c.Edited)+len(c.Findings) == 0 && (c.Changes == nil || !c.Changes.Differ)
}

// verdict says in a line whether the change is safe.
func (d *comment) verdict() string {
	errors, warnings, _ := d.weight()
	var counts []string
	if errors > 0 {
		counts = append(counts, Count(errors, "error"))
	}
	if warnings > 0 {
		counts = append(counts, Count(warnings, "warning"))
	}
	found := strings.Join(counts, ", ")
	switch {
	case d.Up == nil:
		return "❌ Cannot be bundled: " + found
	case len(d.Up.Steps) == 0:
		return d.mark() + " No new revisions, but " + cmp.Or(found, "edited ones")
	}
	what := Count(len(d.Up.Steps), "revision")
	switch {
	case errors > 0:
		return "❌ Not safe as it is: " + found + " in " + what
	case warnings > 0:
		return "⚠️ Look closely: " + found + " in " + what
	case len(d.Back.Irreversible) > 0:
		return "⚠️ Look closely: " + what + ", without a way back"
	case len(d.Edited) > 0:
		return "⚠️ Look closely: " + what + ", and older ones were edited"
	}
	o := outlineOf(d.Up)
	switch {
	case slices.ContainsFunc(o.holds, func(h *hold) bool { return h.long > moments }):
		return "⚠️ Look closely: " + what + ", and others may have to wait long"
	case lostIn(d.Up) != nil:
		return "⚠️ Look closely: " + what + ", and data are thrown away"
	case len(o.changed.names) > 0:
		return "⚠️ Look closely: " + what + ", and rows that are there are changed or deleted"
	case d.silenced().names != nil:
		return "⚠️ Look closely: " + what + ", and findings that are silenced"
	case len(o.unknown) > 0:
		return "⚠️ Look closely: " + what + ", and not all that they do is known"
	}
	if len(d.Elsewhere) > 0 {
		return "⚠️ Look closely: " + what + ", and another database changes"
	}
	return "✅ Looks safe: " + what + ", nothing found"
}

// mark is the sign for the worst finding.
func (d *comment) mark() string {
	if errors, _, _ := d.weight(); errors > 0 {
		return "❌"
	}
	return "⚠️"
}

// facts are what the change does, all revisions together; only what there is.
func (d *comment) facts() *part {
	p := &part{tail: "\n", share: 100}
	if d.Up == nil || len(d.Up.Steps) == 0 && len(d.Edited) == 0 {
		return p
	}
	item := func(format string, args ...any) { p.items = append(p.items, "- "+fmt.Sprintf(format, args...)+"\n") }
	o := outlineOf(d.Up)
	for i, h := range o.holds {
		if i == maxBlocked {
			item("**Blocks** more, for shorter: see the table")
			break
		}
		item("**Blocks %s** of %s %s (%s)", h.whom, h.relations.words("", 60), h.forHow(), stepWords(h.relations.all(), ""))
	}
	if len(o.holds) == 0 && len(d.Up.Steps) > 0 {
		item("**Blocks** no reads and no writes")
	}
	for _, list := range []struct {
		what string
		*relations
	}{{"Rewrites", &o.rewritten}, {"Reads in full", &o.read}, {"Changes rows of", &o.changed}, {"Throws away", lostIn(d.Up)}, {"Going back loses", lostIn(d.Back)}} {
		if list.relations != nil && len(list.names) > 0 {
			item("**%s** %s", list.what, list.words("", 80))
		}
	}
	if len(o.demanding) > 0 {
		item("**Can fail on the data**: %s", stepWords(o.demanding, ""))
	}
	if len(o.unknown) > 0 {
		item("**Not known**: something of what %s may do", stepWords(o.unknown, ""))
	}
	if rules := d.silenced(); len(rules.names) > 0 {
		item("**Silenced** by nolint: %s (%s)", rules.words("", 80), stepWords(rules.all(), ""))
	}
	if len(d.Back.Irreversible) > 0 {
		ids := relations{}
		for _, i := range slices.Backward(d.Back.Irreversible) {
			ids.add(i.Revision.ID, 0)
		}
		item("**No way back** behind %s", ids.words("", 80))
	}
	for _, e := range d.Elsewhere {
		item("**Not about** the database %s, which changes too (%s): of it only the findings are here; %s tells the rest",
			markdownCode(e.Database), stepWords(e.Steps, ""), markdownCode(cut(e.Comment, 200)))
	}
	if len(d.Edited) > 0 {
		edited := relations{names: d.Edited}
		item("**Edited**: %s, which %s has otherwise; a database that has it keeps what it was", edited.words("", 80), markdownCode(cut(d.Since, 80)))
	}
	return p
}

// silenced are the rules of errors and warnings that nolint silences.
func (d *comment) silenced() *relations {
	rules, steps := &relations{}, d.stepNumbers()
	for _, f := range d.Silenced {
		if f.Severity != "notice" {
			rules.add(f.Rule, steps[f.Revision])
		}
	}
	return rules
}

// stepNumbers are the places of the revisions in the plan, counted from 1.
func (d *comment) stepNumbers() map[string]int {
	steps := map[string]int{}
	if d.Up != nil {
		for i, step := range d.Up.Steps {
			steps[step.ID()] = i + 1
		}
	}
	return steps
}

// changes are what is other than in the last review.
func (d *comment) changes() *part {
	p := &part{rank: 3, share: 20, left: func(int) string { return "Not all that has changed since the last review is shown.\n\n" }}
	if d.Changes == nil {
		return p
	}
	p.head = "#### Changed since the last review: " + d.Changes.Summary() + "\n\n"
	for _, item := range d.Changes.MarkdownParts()[1:] {
		p.items = append(p.items, item+"\n")
	}
	if len(p.items) == 0 {
		p.items = []string{"\n"}
	}
	return p
}

// heads warn of more than one head, with the command that joins them.
func (d *comment) heads() *part {
	p := &part{share: 100}
	if d.Graph == nil || !slices.ContainsFunc(d.Findings, func(f FindingJSON) bool { return f.Rule == multipleHeads }) {
		return p
	}
	ids := relations{}
	for _, h := range d.Graph.RealHeads() {
		ids.add(h.ID, 0)
	}
	names, message := "heads", "merge branches"
	if len(ids.names) <= maxMerged {
		names = strings.Join(ids.names, " ")
		message = "merge " + strings.Join(ids.names, ", ")
	}
	p.items = []string{
		fmt.Sprintf("⚠️ **%d heads**: %s. `upgrade head` does not know where to go until they are joined:\n\n", len(ids.names), ids.words("", 200)) +
			markdownFence("sh", fmt.Sprintf("%s merge -m %q %s", d.Program, message, names)) + "\n",
	}
	return p
}

// multipleHeads is the rule that finds a second head.
const multipleHeads = "multiple-heads"

// maxMerged is how many heads a command names.
const maxMerged = 8

// foot has what the bundle is known by, and how it is applied.
func (d *comment) foot() string {
	if d.Up == nil || len(d.Up.Steps) == 0 {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "**Digest** `%s`\n\n", d.Digest)
	b.WriteString("<details><summary>How to apply</summary>\n\n")
	var text strings.Builder
	fmt.Fprintf(&text, "%s\nsqlbundle inspect %s   # its digest is the one above\ncd %[2]s\n", d.Bundle, shellWord(d.Folder))
	if d.Up.Settings.Dialect == compiler.Plain {
		text.WriteString("# with any client, statement by statement: " + strings.Join([]string{PreflightFile, UpgradeFile, VerifyFile}, ", ") + "\n")
	} else {
		for _, file := range []string{PreflightFile, UpgradeFile, VerifyFile} {
			text.WriteString(psql(file) + "\n")
		}
		text.WriteString("# back again, from wherever it stopped: " + RollbackFile + "\n")
	}
	b.WriteString(markdownFence("sh", text.String()))
	fmt.Fprintf(&b, "\nThe plan's digest, which scripts and log show, is `%s`.\n\n</details>\n", d.Up.Digest())
	return b.String()
}
