package out

import (
	"fmt"
	"io"
	"strings"

	"sqlbundle/internal/source"
	"sqlbundle/internal/term"
	"sqlbundle/lint"
)

// findingsText writes findings for people, by file: place, severity and rule,
// the line with a caret, what to do, the SQL to write instead; then a line that
// counts them.
func findingsText(w io.Writer, r FindingReport) error {
	var b strings.Builder
	b.Grow(len(r.Findings) * usualFinding)
	perFile := map[string]int{}
	for _, f := range r.Findings {
		perFile[fileName(f)]++
	}
	last := ""
	for _, f := range r.Findings {
		if name := fileName(f); name != last && len(perFile) > 1 {
			fmt.Fprintf(&b, "%s %s\n\n", r.Style.Bold(term.Sanitize(name)), r.Style.Dim("("+Count(perFile[name], "finding")+")"))
			last = name
		}
		writeFinding(&b, f, r.Style)
	}
	b.WriteString(findingsLine(r.Findings))
	_, err := io.WriteString(w, b.String())
	return err
}

// usualFinding is about how long a finding is, in bytes.
const usualFinding = 600

// fileName is empty for a finding about no file.
func fileName(f lint.Finding) string {
	if f.File == nil {
		return ""
	}
	return f.File.Name
}

// findingsLine counts findings, in a line.
func findingsLine(list []lint.Finding) string {
	if len(list) == 0 {
		return "no findings\n"
	}
	counts := countFindings(list)
	return fmt.Sprintf("%s, %s, %s\n", Count(counts[lint.Error], "error"), Count(counts[lint.Warning], "warning"), Count(counts[lint.Notice], "notice"))
}

func writeFinding(b *strings.Builder, f lint.Finding, style term.Style) {
	write := func(parts ...string) {
		for _, part := range parts {
			b.WriteString(part)
		}
	}
	start, _ := place(f)
	if f.File != nil {
		write(style.Bold(term.Sanitize(start.String())+":"), " ")
	}
	write(severityWord(f.Severity, style), " ", message(f.Message), " ", style.Dim("["+f.Rule+"]"), "\n")
	if f.File != nil {
		excerpt(b, &source.Error{File: f.File, Span: f.Span}, start, style)
	}
	if f.Help != "" {
		write("  ", style.Cyan("hint:"), " ", message(f.Help), "\n")
	}
	if f.Fix != "" {
		write("  ", style.Cyan("instead:"), "\n")
		for line := range strings.SplitSeq(strings.TrimRight(f.Fix, "\n"), "\n") {
			write("    ", term.Sanitize(line), "\n")
		}
	}
	write("\n")
}

// severityWord is a severity as it stands before a message.
func severityWord(s lint.Severity, style term.Style) string {
	word := string(s) + ":"
	switch s {
	case lint.Error:
		return style.Red(word)
	case lint.Warning:
		return style.Yellow(word)
	}
	return word
}
