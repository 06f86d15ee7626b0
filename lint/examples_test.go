package lint_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sqlbundle/lint"
)

// Each rule finds something in the examples that it is to find something in,
// and nothing in the others; each folder belongs to a rule.
func TestExamples(t *testing.T) {
	files, err := filepath.Glob("examples/*/*.sql")
	if err != nil || len(files) == 0 {
		t.Fatal(err, len(files))
	}
	has := map[string]bool{}
	for _, file := range files {
		id, kind := filepath.Base(filepath.Dir(file)), strings.SplitN(filepath.Base(file), ".", 2)[0]
		rule := lint.Find(id)
		if rule == nil {
			t.Errorf("%s: there is no rule %q", file, id)
			continue
		}
		has[id] = true
		t.Run(id+"/"+kind, func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			e := parseExample(string(text))
			config := lint.Config{TargetRelease: e.Settings["target"]}
			if rule.OptIn {
				config.Severities = map[string]lint.Severity{id: rule.Severity}
			}
			found := 0
			var others []string
			for _, f := range e.judge(t, config) {
				if strings.Contains(f.Message, "the rule failed") {
					t.Errorf("%s: %s", f.Rule, f.Message)
				}
				if f.Rule == id {
					found++
					t.Logf("%s: %s / %s / %s", f.Severity, f.Message, f.Help, f.Fix)
				} else {
					others = append(others, f.Rule+": "+f.Message)
				}
			}
			if want := strings.HasPrefix(kind, "fails"); want != (found > 0) {
				t.Errorf("%d findings; of other rules: %s\n%s", found, strings.Join(others, "\n\t"), text)
			}
		})
	}
	for _, rule := range lint.Rules() {
		if !has[rule.ID] && !noExamples[rule.ID] {
			t.Errorf("%s has no examples", rule.ID)
		}
	}
}

// noExamples are the rules that no SQL alone can show: it takes a configuration,
// or files.
var noExamples = map[string]bool{
	"forbidden-types": true, "naming-convention": true, "require-columns": true,
	"multiple-heads": true, "duplicate-revision-id": true, "non-linear-history": true, "revision-edited-after-release": true, "revision-removed-after-release": true,
	"conflicting-branches": true, "same-object-in-parallel-branches": true, "missing-revision-dependency": true,
}
