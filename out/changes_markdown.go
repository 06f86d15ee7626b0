package out

import (
	"fmt"
	"io"
	"regexp"
	"strings"
)

// ChangesMarkdown writes changes in the Markdown of GitHub and GitLab: what changed
// in a line, a table of revisions, findings, and folded the statements. It fails
// only where w does.
func ChangesMarkdown(w io.Writer, c *Changes) error {
	_, err := io.WriteString(w, strings.Join(c.MarkdownParts(), "\n"))
	return err
}

// MarkdownParts are what ChangesMarkdown writes, in parts with a line between them.
// Each is whole by itself: any but the first can be left out where there is no
// room.
func (c *Changes) MarkdownParts() []string {
	var parts []string
	part := func(format string, args ...any) { parts = append(parts, fmt.Sprintf(format, args...)) }
	if !c.Differ {
		part("No difference between %s and %s.\n", markdownCode(c.A.Name), markdownCode(c.B.Name))
	} else {
		part("%s → %s: **%s**\n", markdownCode(c.A.Name), markdownCode(c.B.Name), c.Summary())
	}
	for _, warning := range c.Warnings {
		part("⚠️ %s\n", markdownText(warning))
	}
	if !c.Differ {
		return parts
	}
	for i := range c.Databases {
		d := &c.Databases[i]
		if len(c.Databases) > 1 {
			part("#### Database %s\n", markdownCode(d.Database))
		}
		parts = append(parts, d.markdown()...)
	}
	return parts
}

func (d *DatabaseChanges) markdown() []string {
	switch {
	case d.OnlyIn == "a":
		return []string{"Only in the first.\n"}
	case d.OnlyIn == "b":
		return []string{"Only in the second.\n"}
	case !d.differs():
		return []string{"No difference.\n"}
	}
	var parts []string
	add := func(text string) {
		if text != "" {
			parts = append(parts, text)
		}
	}
	plan := ""
	switch {
	case d.SamePlan == nil:
	case *d.SamePlan:
		plan = "- The same will happen: the plan's digest is equal.\n"
	case *d.SameDigest:
		plan = "- ⚠️ Something else may happen, though the plan's digest is equal: " + markdownText(strings.Join(d.Doubts, "; ")) + ".\n"
	default:
		plan = "- Something else will happen: the plan's digest differs.\n"
	}
	if d.SamePlan != nil && d.WayBack == "unknown" {
		plan += "- The ways back are not compared: only bundles have one.\n"
	}
	add(plan + markdownFields(d.Header))
	add(d.markdownTable())
	add(markdownFindings("New findings", d.NewFindings))
	add(markdownFindings("Findings gone", d.GoneFindings))
	for i := range d.Revisions {
		add(d.Revisions[i].markdown())
	}
	if len(d.Files) > 0 {
		add("Files: " + fileWords(d.Files, markdownCode) + "\n")
	}
	for _, f := range d.Files {
		if f.before != f.after {
			add("<details><summary>A file that differs</summary>\n\n" + markdownCode(f.Name) + "\n\n" + markdownDiff(f.before, f.after) + "\n</details>\n")
		}
	}
	return parts
}

// markdownFields are facts as a list; empty for none.
func markdownFields(fields []FieldChange) string {
	var b strings.Builder
	for _, f := range fields {
		if changed := differences(f); !f.single() && len(changed) > 0 {
			fmt.Fprintf(&b, "- %s:", markdownText(f.Field))
			for i, line := range changed {
				word := map[byte]string{'-': "no longer", '+': "now"}[line.sign]
				if i > 0 {
					b.WriteString(",")
				}
				fmt.Fprintf(&b, " %s %s", word, markdownCode(line.text))
			}
			b.WriteString("\n")
			continue
		}
		fmt.Fprintf(&b, "- %s: %s → %s\n", markdownText(f.Field), markdownCode(valueWords(f.A)), markdownCode(valueWords(f.B)))
	}
	return b.String()
}

func (d *DatabaseChanges) markdownTable() string {
	if len(d.Revisions) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("| | revision | message | what changed |\n|---|---|---|---|\n")
	for _, r := range d.Revisions {
		sign := map[byte]string{'+': "➕", '-': "➖", '~': "✏️"}[signOf(r.Change)]
		what := r.kinds()
		if what == "" {
			what = "facts about it"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", sign, markdownCell(r.ID), markdownText(cut(r.Message, 80)), markdownText(what))
	}
	return b.String()
}

func markdownFindings(title string, list []FindingJSON) string {
	if len(list) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("**" + title + "**\n\n")
	for _, f := range list {
		where := ""
		if f.File != "" {
			where = ", " + markdownCode(fmt.Sprintf("%s:%d", f.File, f.Line))
		}
		fmt.Fprintf(&b, "- %s %s%s: %s\n", markdownText(f.Severity), markdownCode(f.Rule), where, markdownText(f.Message))
	}
	return b.String()
}

// markdown is a revision, folded; empty where the table has said all.
func (r *RevisionChange) markdown() string {
	var b strings.Builder
	b.WriteString(markdownFields(r.Fields))
	for i := range r.Statements {
		s := &r.Statements[i]
		fmt.Fprintf(&b, "\n%s:\n\n", upperFirst(s.title()))
		if a, after := s.texts(); a != after {
			b.WriteString(markdownDiff(a, after))
		} else {
			b.WriteString(markdownFence("sql", a))
		}
		if facts := markdownFields(s.Fields); facts != "" {
			b.WriteString("\n" + facts)
		}
		if s.A == nil || s.B == nil {
			if facts := s.facts(); len(facts) > 0 {
				b.WriteString("\n")
				for _, fact := range facts {
					b.WriteString("- " + markdownCode(fact) + "\n")
				}
			}
		}
	}
	if r.WayBack != nil && r.Change == "changed" {
		b.WriteString("\nWay back:\n\n" + markdownDiff(shownBack(r.WayBack)))
	}
	if b.Len() == 0 {
		return ""
	}
	// The summary is HTML: only what is surely an id can stand in it.
	id := ""
	if plainID.MatchString(r.ID) {
		id = " <code>" + r.ID + "</code>"
	}
	return fmt.Sprintf("<details><summary>%s revision%s</summary>\n\n%s %s\n\n%s\n</details>\n",
		upperFirst(r.Change), id, markdownCode(r.ID), markdownText(r.Message), strings.TrimPrefix(b.String(), "\n"))
}

var plainID = regexp.MustCompile(`^[A-Za-z0-9_]+$`)

func upperFirst(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// markdownDiff is a fence with what changed.
func markdownDiff(a, b string) string {
	near, left := nearChanges(textLines(a, b), maxChangedLines)
	var text strings.Builder
	for _, line := range near {
		text.WriteString(string(line.sign) + " " + line.text + "\n")
	}
	if left > 0 {
		fmt.Fprintf(&text, "… %s more\n", Count(left, "line"))
	}
	return markdownFence("diff", text.String())
}
