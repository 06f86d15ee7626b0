package out

import (
	"fmt"
	"io"
	"strings"

	"sqlbundle/internal/source"
	"sqlbundle/internal/term"
	"sqlbundle/lint"
)

// FindingJSON is a finding as lint and the manifest write it. Lines and
// columns count from 1, columns in code points; 0 where there is no place.
type FindingJSON struct {
	Rule      string `json:"rule"`
	Severity  string `json:"severity"`
	File      string `json:"file"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"end_line"`
	EndColumn int    `json:"end_column"`
	Revision  string `json:"revision"`
	Message   string `json:"message"`
	Help      string `json:"help"`
}

// Findings is the wire form of findings, in order; never nil.
func Findings(list []lint.Finding) []FindingJSON {
	objects := make([]FindingJSON, len(list))
	for i, f := range list {
		objects[i] = FindingJSON{
			Rule: f.Rule, Severity: string(f.Severity), Revision: f.Revision, Message: f.Message, Help: f.Help,
		}
		if f.File != nil {
			start, end := f.File.Position(f.Span.Start), f.File.Position(f.Span.End)
			objects[i].File, objects[i].Line, objects[i].Column = start.File, start.Line, start.Column
			objects[i].EndLine, objects[i].EndColumn = end.Line, end.Column
		}
	}
	return objects
}

// FindingsJSON writes an object with the findings.
func FindingsJSON(w io.Writer, list []lint.Finding, _ term.Style) error {
	return writeJSON(w, struct {
		Findings []FindingJSON `json:"findings"`
	}{Findings(list)})
}

// FindingsText writes findings for people: place, severity and rule, the line
// with a caret, what to write instead; then a line that counts them.
func FindingsText(w io.Writer, list []lint.Finding, style term.Style) error {
	var b strings.Builder
	counts := map[lint.Severity]int{}
	for _, f := range list {
		counts[f.Severity]++
		writeProblem(&b, &source.Error{
			File: f.File, Span: f.Span, Hint: f.Help,
			Msg: fmt.Sprintf("%s: %s [%s]", f.Severity, f.Message, f.Rule),
		}, style)
		b.WriteString("\n")
	}
	if len(list) == 0 {
		b.WriteString("no findings\n")
	} else {
		fmt.Fprintf(&b, "%s, %s, %s\n", Count(counts[lint.Error], "error"), Count(counts[lint.Warning], "warning"), Count(counts[lint.Notice], "notice"))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// RuleText writes a rule's explanation for people.
func RuleText(w io.Writer, r *lint.Rule, style term.Style) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s (%s)\n\n%s\n", style.Bold(r.ID), r.Title, r.Severity, r.Doc)
	if r.Bad != "" {
		fmt.Fprintf(&b, "\nFound:\n\n%s", indentLines(r.Bad))
	}
	if r.Good != "" {
		fmt.Fprintf(&b, "\nNot found:\n\n%s", indentLines(r.Good))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func indentLines(text string) string {
	return "  " + strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n  ") + "\n"
}
