package out

import (
	"fmt"
	"io"
	"strings"

	"sqlbundle/internal/term"
)

// maxChangedLines is how many lines of a text that changed are shown.
const maxChangedLines = 60

// ChangesJSON writes changes as an object.
func ChangesJSON(w io.Writer, c *Changes) error { return writeJSON(w, c) }

// ChangesText writes changes for people. Words that changed within a line are bold
// where there are colours. It fails only where w does.
func ChangesText(w io.Writer, c *Changes, style term.Style) error {
	t := &changesText{style: style}
	for _, warning := range c.Warnings {
		t.line("%s %s", style.Yellow("warning:"), warning)
	}
	if !c.Differ {
		t.line("no difference between %s and %s", term.Sanitize(c.A.Name), term.Sanitize(c.B.Name))
	} else {
		t.line("%s -> %s: %s", term.Sanitize(c.A.Name), term.Sanitize(c.B.Name), style.Bold(c.Summary()))
		for i := range c.Databases {
			t.database(&c.Databases[i], len(c.Databases) > 1)
		}
	}
	_, err := io.WriteString(w, t.b.String())
	return err
}

type changesText struct {
	b     strings.Builder
	style term.Style
}

func (t *changesText) line(format string, args ...any) {
	t.b.WriteString(strings.TrimRight(fmt.Sprintf(format, args...), " ") + "\n")
}

func (t *changesText) database(d *DatabaseChanges, named bool) {
	if named {
		t.line("\n%s", t.style.Bold("database "+term.Sanitize(d.Database)))
	}
	switch {
	case d.OnlyIn == "a":
		t.line("  %s", t.style.Red("only in the first"))
		return
	case d.OnlyIn == "b":
		t.line("  %s", t.style.Green("only in the second"))
		return
	case !d.differs():
		t.line("  no difference")
		return
	}
	if d.SamePlan != nil {
		switch {
		case *d.SamePlan:
			t.line("  plan: the same will happen, its digest is equal")
		case *d.SameDigest:
			t.line("  plan: %s", t.style.Yellow("its digest is equal, and something else may happen: "+strings.Join(d.Doubts, "; ")))
		default:
			t.line("  plan: something else will happen, its digest differs")
		}
	}
	t.fields(d.Header, "  ")
	if d.WayBack == "unknown" && d.SamePlan != nil {
		t.line("  way back: not compared, only bundles have one")
	}
	for i := range d.Revisions {
		t.revision(&d.Revisions[i])
	}
	t.findings(d)
	t.files(d)
}

// fields writes facts, one a line, lists with what goes and comes.
func (t *changesText) fields(list []FieldChange, indent string) {
	for _, f := range list {
		name := term.Sanitize(f.Field)
		if f.single() {
			t.line("%s%s: %s -> %s", indent, name, valueWords(f.A), valueWords(f.B))
			continue
		}
		changed := differences(f)
		if len(changed) == 0 {
			t.line("%s%s: %s -> %s", indent, name, valueWords(f.A), valueWords(f.B))
			continue
		}
		t.line("%s%s:", indent, name)
		for _, line := range paintedLines(changed, term.Style{}) {
			t.line("%s  %s", indent, t.signed(line[0], line))
		}
	}
}

// signed is text in the colour of its sign.
func (t *changesText) signed(sign byte, text string) string {
	switch sign {
	case '-':
		return t.style.Red(text)
	case '+':
		return t.style.Green(text)
	}
	return text
}

// signOf is the sign before a change.
func signOf(change string) byte {
	switch change {
	case "added":
		return '+'
	case "removed":
		return '-'
	}
	return '~'
}

func (t *changesText) revision(r *RevisionChange) {
	sign := signOf(r.Change)
	title := strings.TrimRight(fmt.Sprintf("%c %s  %s", sign, term.Sanitize(r.ID), term.Sanitize(r.Message)), " ")
	t.line("")
	t.line("%s%s", t.signed(sign, t.style.Bold(title)), dashed(r.kinds()))
	t.fields(r.Fields, "    ")
	for i := range r.Statements {
		t.statement(&r.Statements[i])
	}
	if r.WayBack != nil && r.Change == "changed" {
		t.line("    way back:")
		t.text(shownBack(r.WayBack))
	}
}

func dashed(text string) string {
	if text == "" {
		return ""
	}
	return ": " + text
}

// kinds say in words what changed of a revision.
func (r *RevisionChange) kinds() string {
	var list []string
	if r.Change != "changed" {
		list = append(list, r.Change)
	}
	if r.Was != "" {
		list = append(list, "was "+term.Sanitize(r.Was))
	}
	if r.Edited {
		list = append(list, "edited")
	}
	if r.Affected {
		list = append(list, "other effects")
	}
	if r.WayBack != nil && r.Change == "changed" {
		list = append(list, "another way back")
	}
	if r.Moved != nil {
		list = append(list, fmt.Sprintf("moved from step %d to %d", r.Moved.A, r.Moved.B))
	}
	if r.Renamed && r.Was == "" {
		list = append(list, "renamed")
	}
	if r.Reworded {
		list = append(list, "statements are the same, text around them is not")
	}
	return strings.Join(list, ", ")
}

func (t *changesText) statement(s *StatementChange) {
	t.line("    %s", t.style.Dim(s.title()))
	a, b := s.texts()
	t.text(a, b)
	t.fields(s.Fields, "      ")
	if s.A == nil || s.B == nil {
		for _, fact := range s.facts() {
			t.line("      %s", fact)
		}
	}
}

// title says which statement it is and what happened to it.
func (s *StatementChange) title() string {
	at := s.B
	if at == nil {
		at = s.A
	}
	what := "statement"
	switch s.Section {
	case "require", "verify":
		what = s.Section + " query"
	}
	where := ""
	if at.Segment > 0 {
		where = fmt.Sprintf(", segment %d", at.Segment)
	}
	change := s.Change
	if change == "affected" {
		change = "same text"
	}
	return fmt.Sprintf("%s %s%s, line %d", what, change, where, at.Line)
}

// texts are what is compared: of a statement that stays, itself.
func (s *StatementChange) texts() (a, b string) {
	if s.A != nil {
		a = s.A.SQL
	}
	if s.B != nil {
		b = s.B.SQL
	}
	return a, b
}

// facts are what a statement that is new or gone does.
func (s *StatementChange) facts() []string {
	at := s.B
	if at == nil {
		at = s.A
	}
	var list []string
	if at.Locks != nil {
		for _, lock := range lockFacts(*at.Locks) {
			list = append(list, term.Sanitize(lock))
		}
	}
	add := func(what string, names *[]string) {
		if names != nil && len(*names) > 0 {
			list = append(list, what+" "+term.Sanitize(some(*names)))
		}
	}
	add("rewrites", at.Rewrites)
	add("reads all of", at.Scans)
	return list
}

// text writes what two texts differ in; one that stays begins with its first line.
func (t *changesText) text(a, b string) {
	if a == b {
		t.line("        %s", firstLine(a))
		return
	}
	near, left := nearChanges(textLines(a, b), maxChangedLines)
	for _, line := range paintedLines(near, t.style) {
		t.line("      %s", line)
	}
	if left > 0 {
		t.line("      … %s more", Count(left, "line"))
	}
}

func (t *changesText) findings(d *DatabaseChanges) {
	list := func(title string, sign byte, findings []FindingJSON) {
		if len(findings) == 0 {
			return
		}
		t.line("\n  %s", title)
		for _, f := range findings {
			t.line("  %s", t.signed(sign, fmt.Sprintf("%c %s", sign, findingWords(f))))
		}
	}
	list("new findings", '+', d.NewFindings)
	list("findings gone", '-', d.GoneFindings)
}

// findingWords are a finding in one line.
func findingWords(f FindingJSON) string {
	where := ""
	if f.File != "" {
		where = fmt.Sprintf("%s:%d: ", f.File, f.Line)
	}
	return term.Sanitize(fmt.Sprintf("%s%s %s: %s", where, f.Severity, f.Rule, f.Message))
}

func (t *changesText) files(d *DatabaseChanges) {
	if len(d.Files) == 0 {
		return
	}
	t.line("\n  files: %s", fileWords(d.Files, term.Sanitize))
	for _, f := range d.Files {
		if f.before == f.after {
			continue
		}
		t.line("    %s:", term.Sanitize(f.Name))
		t.text(f.before, f.after)
	}
}

// fileWords are the names of files that differ, and on which side one is missing.
func fileWords(files []FileChange, name func(string) string) string {
	list := make([]string, len(files))
	for i, f := range files {
		switch {
		case f.A == "":
			list[i] = name(f.Name) + " is new"
		case f.B == "":
			list[i] = name(f.Name) + " is gone"
		default:
			list[i] = name(f.Name) + " differs"
		}
	}
	return strings.Join(list, ", ")
}

// ChangeReport is what the formats of changes write.
type ChangeReport struct {
	*Changes
	// Style is for people's eyes only.
	Style term.Style
}

// ChangeFormats are what diff's --format takes.
func ChangeFormats() []Format[ChangeReport] {
	return []Format[ChangeReport]{
		{"text", "for people", func(w io.Writer, r ChangeReport) error { return ChangesText(w, r.Changes, r.Style) }},
		{"markdown", "for a pull request", func(w io.Writer, r ChangeReport) error { return ChangesMarkdown(w, r.Changes) }},
		{"json", "an object", func(w io.Writer, r ChangeReport) error { return ChangesJSON(w, r.Changes) }},
	}
}
