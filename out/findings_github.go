package out

import (
	"fmt"
	"io"
	"strings"

	"sqlbundle/internal/term"
	"sqlbundle/lint"
)

// maxAnnotations is how many annotations of one kind GitHub shows of a step; the
// rest it drops without a word.
const maxAnnotations = 10

// findingsGitHub writes workflow commands: a line a finding, errors first, at
// most ten of a kind, of which the last one counts those that are left out.
func findingsGitHub(w io.Writer, r FindingReport) error {
	var b strings.Builder
	for _, severity := range [...]lint.Severity{lint.Error, lint.Warning, lint.Notice} {
		var list []lint.Finding
		for _, f := range r.Findings {
			if f.Severity == severity {
				list = append(list, f)
			}
		}
		shown := list
		if len(list) > maxAnnotations {
			shown = list[:maxAnnotations-1]
		}
		for _, f := range shown {
			b.WriteString(r.annotation(f))
		}
		if more := len(list) - len(shown); more > 0 {
			fmt.Fprintf(&b, "::%s title=sqlbundle lint::%d more of severity %s, which GitHub would not show\n", severity, more, severity)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// annotation is the workflow command of one finding.
func (r FindingReport) annotation(f lint.Finding) string {
	var at string
	if f.File != nil {
		start, end := place(f)
		at = fmt.Sprintf("file=%s,line=%d,endLine=%d,", escapeProperty(term.Sanitize(r.path(f))), start.Line, end.Line)
		if start.Line == end.Line {
			at += fmt.Sprintf("col=%d,endColumn=%d,", start.Column, end.Column)
		}
	}
	return fmt.Sprintf("::%s %stitle=%s::%s\n", f.Severity, at, escapeProperty(f.Rule), escapeCommand(fullText(f)))
}

// escapeCommand makes a text safe behind the second :: of a workflow command.
func escapeCommand(text string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(text)
}

// escapeProperty makes a text safe as a property of one.
func escapeProperty(text string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(text)
}
