package config

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var (
	commentedKey     = regexp.MustCompile(`(?m)^# ([a-z_]+ = .*)$`)
	commentedExample = regexp.MustCompile(`(?m)^#   (\[.*\]|[a-z_-]+ = .*)$`)
)

func TestSampleIsDefault(t *testing.T) {
	if diff := cmp.Diff(Default(), mustLoad(t, Sample()), ignorePlaces); diff != "" {
		t.Errorf("as it is (-default +got):\n%s", diff)
	}
	c := mustLoad(t, commentedKey.ReplaceAllString(Sample(), "$1"))
	if diff := cmp.Diff(Default(), c, ignorePlaces); diff != "" {
		t.Errorf("with every key (-default +got):\n%s", diff)
	}
	for _, s := range settings(Default()) {
		if s.value != nil && !c.IsSet(s.name) {
			t.Errorf("%s is not in the sample", s.name)
		}
	}
}

func TestSampleExamples(t *testing.T) {
	c := mustLoad(t, commentedExample.ReplaceAllString(Sample(), "$1"))
	if c.Vars["app_role"] == "" {
		t.Errorf("the example of a variable does not work: %v", c.Vars)
	}
	if len(c.Lint.Names) != 1 {
		t.Errorf("the example of a pattern for names does not work: %+v", c.Lint.Names)
	}
	if len(c.Lint.Rules) != 1 || len(c.Lint.Paths) != 1 || len(c.Lint.Paths[0].Rules) != 1 {
		t.Errorf("the examples of rules do not work: %+v", c.Lint)
	}
	if len(c.Databases) != 1 || c.Databases[0].DBName == "" {
		t.Errorf("the example of a database does not work: %+v", c.Databases)
	}
}

// Nothing but text, headers and examples is left when the keys are taken out,
// so that a key with a typing error cannot hide as a comment.
func TestSampleHidesNothing(t *testing.T) {
	rest := commentedExample.ReplaceAllString(commentedKey.ReplaceAllString(Sample(), ""), "")
	for _, line := range strings.Split(rest, "\n") {
		if regexp.MustCompile(`\w = `).MatchString(line) {
			t.Errorf("not recognized as a key: %s", line)
		}
	}
}

const manual = "../../docs/configuration.md"

// Each key stands in the manual in a row of its own, with its type and default.
func TestManualHasEveryKey(t *testing.T) {
	text := readManual(t)
	for _, s := range settings(Default()) {
		if s.value == nil {
			if !strings.Contains(text, "# ["+s.name) {
				t.Errorf("[%s] is not in the manual", s.name)
			}
			continue
		}
		_, key, _ := strings.Cut(s.name, ".")
		row := fmt.Sprintf("| `%s` | %s | `%s` |", key, s.kind, literal(s.value()))
		if !strings.Contains(text, row) {
			t.Errorf("the manual has no row\n%s", row)
		}
	}
	for _, key := range append(databaseSettings(), NameKinds()...) {
		if !strings.Contains(text, "| `"+key+"` |") {
			t.Errorf("%s of a database is not in the manual", key)
		}
	}
}

// No row of the manual is about a key that does not exist.
func TestManualHasNoOtherKey(t *testing.T) {
	var known []string
	for _, s := range settings(Default()) {
		_, key, _ := strings.Cut(s.name, ".")
		known = append(known, key)
	}
	known = append(append(known, databaseSettings()...), NameKinds()...)
	rows := regexp.MustCompile("(?m)^\\| `([a-z_]+)` \\|").FindAllStringSubmatch(readManual(t), -1)
	if len(rows) < len(databaseSettings()) {
		t.Fatal("the manual has no rows of keys")
	}
	for _, row := range rows {
		if !slices.Contains(known, row[1]) {
			t.Errorf("the manual has a row for %s", row[1])
		}
	}
}

func TestManualExamples(t *testing.T) {
	blocks := regexp.MustCompile("(?s)```toml\n(.*?)```").FindAllStringSubmatch(readManual(t), -1)
	if len(blocks) == 0 {
		t.Fatal("the manual has no examples")
	}
	for _, block := range blocks {
		mustLoad(t, block[1])
	}
}

func TestManualNamesPlaceholdersAndSeverities(t *testing.T) {
	text := readManual(t)
	for _, name := range Placeholders() {
		if !strings.Contains(text, "`{"+name+"}`") {
			t.Errorf("{%s} is not in the manual", name)
		}
	}
	for _, s := range Severities() {
		if !strings.Contains(text, `"`+string(s)+`"`) {
			t.Errorf("%q is not in the manual", s)
		}
	}
}

func readManual(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(manual)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// literal is a value as it stands in the file.
func literal(v any) string {
	switch v := v.(type) {
	case []string:
		quoted := make([]string, len(v))
		for i, s := range v {
			quoted[i] = quote(s)
		}
		return "[" + strings.Join(quoted, ", ") + "]"
	case bool, int:
		return fmt.Sprint(v)
	}
	return quote(fmt.Sprint(v))
}
