package out

import (
	"fmt"
	"io"
	"strings"

	"sqlbundle/internal/term"
	"sqlbundle/lint"
)

// RuleText writes a rule's explanation for people.
func RuleText(w io.Writer, r *lint.Rule, style term.Style) error {
	var b strings.Builder
	severity := string(r.Severity)
	if r.OptIn {
		severity += ", where it is turned on"
	}
	fmt.Fprintf(&b, "%s: %s (%s)\n\n%s\n", style.Bold(r.ID), r.Title, severity, r.Doc)
	if len(r.Peers) > 0 {
		fmt.Fprintf(&b, "\nElsewhere: %s\n", strings.Join(r.Peers, ", "))
	}
	bad, good := r.Examples()
	if bad != "" {
		fmt.Fprintf(&b, "\nFound:\n\n%s", indentLines(bad))
	}
	if good != "" {
		fmt.Fprintf(&b, "\nNot found:\n\n%s", indentLines(good))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func indentLines(text string) string {
	return "  " + strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n  ") + "\n"
}
