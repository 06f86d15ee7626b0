package lint_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sqlbundle/lint"
)

// FuzzRun holds that no text makes a rule fail, wherever it stands: in an up or
// a down section on the tables of the examples, or alone.
func FuzzRun(f *testing.F) {
	files, err := filepath.Glob("examples/*/*.sql")
	if err != nil || len(files) == 0 {
		f.Fatal(err, len(files))
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	all := map[string]lint.Severity{}
	for _, r := range lint.Rules() {
		all[r.ID] = r.Severity
	}
	f.Fuzz(func(t *testing.T, text string) {
		e := parseExample(text)
		in, err := e.tryInput(lint.Config{Severities: all}, nil)
		if err != nil {
			return
		}
		for _, finding := range append(lint.Run(in), judgePlain(t, text)...) {
			if strings.Contains(finding.Message, "the rule failed") {
				t.Errorf("%s: %s", finding.Rule, finding.Message)
			}
		}
	})
}
