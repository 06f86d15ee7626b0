package main

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// actionFile is what action.yml may hold (GitHub's manual, "Metadata syntax").
type actionFile struct {
	Name, Description string
	Branding          map[string]string
	Inputs            map[string]struct{ Description, Default string }
	Runs              struct {
		Using string
		Steps []actionStep
	}
}

type actionStep struct {
	Name, If, Shell, Run string
	Env                  map[string]string
}

func readYAML(t *testing.T, text string, into any) {
	t.Helper()
	decoder := yaml.NewDecoder(strings.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(into); err != nil {
		t.Fatal(err)
	}
}

func readAction(t *testing.T) actionFile {
	t.Helper()
	var action actionFile
	readYAML(t, read(t, "action.yml"), &action)
	return action
}

// Inputs reach scripts by the environment alone, and the manual knows each.
func TestActionFile(t *testing.T) {
	action, page := readAction(t), read(t, "docs/ci.md")
	used := map[string]bool{}
	for _, step := range action.Runs.Steps {
		if strings.Contains(step.Run, "${{") || step.Shell != "bash" {
			t.Errorf("%s: an expression in a script, or another shell", step.Name)
		}
		for _, m := range regexp.MustCompile(`inputs\.([\w-]+)`).FindAllStringSubmatch(step.If+fmt.Sprint(step.Env), -1) {
			used[m[1]] = true
		}
	}
	for name, input := range action.Inputs {
		if !used[name] || !strings.Contains(page, "| `"+name+"` |") || input.Description == "" {
			t.Errorf("the input %s is not used or not in docs/ci.md", name)
		}
		delete(used, name)
	}
	if len(used) > 0 || action.Runs.Using != "composite" || len(action.Inputs) < 5 {
		t.Errorf("%v, %s", used, action.Runs.Using)
	}
}

// The manual's samples are YAML, use inputs that there are, and include what there
// is.
func TestDocsWorkflows(t *testing.T) {
	action, found := readAction(t), 0
	for _, page := range []string{"docs/ci.md", "docs/lint.md"} {
		for _, m := range regexp.MustCompile("(?s)\n```yaml\n(.*?)\n```\n").FindAllStringSubmatch(read(t, page), -1) {
			var whole map[string]any
			if readYAML(t, m[1], &whole); len(whole) == 0 {
				t.Errorf("%s: nothing in\n%s", page, m[1])
			}
			var workflow struct {
				Jobs map[string]struct {
					Steps []struct {
						Uses string
						With map[string]any
					}
				}
			}
			if err := yaml.Unmarshal([]byte(m[1]), &workflow); err != nil {
				t.Error(err)
			}
			for _, step := range workflow.Jobs["sqlbundle"].Steps {
				for name := range step.With {
					if _, ok := action.Inputs[name]; strings.Contains(step.Uses, "/sqlbundle@") {
						if found++; !ok {
							t.Errorf("%s: there is no input %s", page, name)
						}
					}
				}
			}
		}
	}
	if found == 0 {
		t.Error("no sample uses the action")
	}
}
