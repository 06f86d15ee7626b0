package lint_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sqlbundle/lint"
)

var update = flag.Bool("update", false, "write the fixed examples anew")

// failing is an example that a rule is to find something in.
type failing struct {
	example
	File   string
	Rule   *lint.Rule
	Config lint.Config
}

// failingExamples are all of them.
func failingExamples(t *testing.T) []failing {
	t.Helper()
	files, err := filepath.Glob("examples/*/fails*.sql")
	if err != nil || len(files) == 0 {
		t.Fatal(err, len(files))
	}
	var list []failing
	for _, file := range files {
		text, err := os.ReadFile(file)
		rule := lint.Find(filepath.Base(filepath.Dir(file)))
		if err != nil || rule == nil {
			t.Fatal(file, err)
		}
		e := failing{example: parseExample(string(text)), File: file, Rule: rule}
		e.Config.TargetRelease = e.Settings["target"]
		if rule.OptIn {
			e.Config.Severities = map[string]lint.Severity{rule.ID: rule.Severity}
		}
		list = append(list, e)
	}
	return list
}

// fix fixes an example, some of whose files may have other texts to begin with.
func (e failing) fix(t *testing.T, start map[string]string) *lint.Fixed {
	t.Helper()
	fixed, err := lint.Fix(func(texts map[string]string) (lint.Input, error) {
		all := maps.Clone(start)
		if all == nil {
			all = map[string]string{}
		}
		maps.Copy(all, texts)
		return e.input(t, e.Config, all), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return fixed
}

// Each failing example with a mechanical safe way becomes what stands in the file
// beside it, and has no more of its finding than what is said to be left.
func TestFixExamples(t *testing.T) {
	fixes := 0
	for _, e := range failingExamples(t) {
		t.Run(strings.TrimPrefix(e.File, "examples/"), func(t *testing.T) {
			fixed := e.fix(t, nil)
			fixes += len(fixed.Taken)
			var left []lint.Finding
			var got strings.Builder
			for _, name := range slices.Sorted(maps.Keys(fixed.Texts)) {
				fmt.Fprintf(&got, "%s", fixed.Texts[name])
			}
			for _, l := range fixed.Left {
				left = append(left, l.Finding)
				fmt.Fprintf(&got, "-- %s is left: %s\n", l.Rule, l.Why)
			}
			for _, f := range fixed.Findings {
				if f.Mechanical && !slices.ContainsFunc(left, func(l lint.Finding) bool { return l == f }) {
					t.Errorf("%s stays: %s\n%s", f.Rule, f.Message, &got)
				}
			}
			compareFixed(t, e.File+".fixed", got.String())
		})
	}
	if fixes < 100 {
		t.Errorf("only %d findings are mended", fixes)
	}
}

// compareFixed compares a text with a file, which -update writes; an empty text
// with none.
func compareFixed(t *testing.T, name, got string) {
	t.Helper()
	want, err := os.ReadFile(name)
	switch {
	case *update && got != "":
		err = os.WriteFile(name, []byte(got), 0o644)
	case *update && err == nil:
		err = os.Remove(name)
	case os.IsNotExist(err) && got == "":
		return
	default:
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s differs (-want +got); write it with go test ./lint -run TestFixExamples -update\n%s", name, diff)
		}
	}
	if err != nil && !(*update && os.IsNotExist(err)) {
		t.Error(err)
	}
}
