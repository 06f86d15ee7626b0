package effects_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"sqlbundle/internal/oracle"
)

// answer is what servers of some versions did.
type answer struct {
	Versions []int `json:"versions"`
	oracle.Answer
}

// measured is a case of testdata/cases.json with the answers of all versions.
type measured struct {
	oracle.Case
	State   string   `json:"state"`
	Answers []answer `json:"answers"`
}

func measuredCases(t *testing.T) []measured {
	t.Helper()
	data, err := os.ReadFile("testdata/cases.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		States map[string]string `json:"states"`
		Cases  []measured        `json:"cases"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	for i, c := range file.Cases {
		if c.State != "" {
			file.Cases[i].Setup = file.States[c.State] + file.Cases[i].Setup
		}
	}
	return file.Cases
}

// TestCases compares predictions with what servers of each version did. What
// differs must be an exception, and each exception must differ.
func TestCases(t *testing.T) {
	good, all := 0, 0
	used := map[string]bool{}
	for _, c := range measuredCases(t) {
		for version := 13; version <= 18; version++ {
			at := slices.IndexFunc(c.Answers, func(a answer) bool { return slices.Contains(a.Versions, version) })
			if at < 0 {
				t.Errorf("%s: no answer of %d", c.ID, version)
				continue
			}
			all++
			found := differences(c.Case, predict(version, c.Case), c.Answers[at].Answer)
			if len(found) == 0 {
				good++
				continue
			}
			if exceptions[c.ID] != "" {
				used[c.ID] = true
				continue
			}
			t.Errorf("%s on %d: %s\n  %s", c.ID, version, c.Stmt, strings.Join(found, "\n  "))
		}
	}
	t.Logf("%d of %d answers agree, %d cases are exceptions", good, all, len(exceptions))
	for id := range exceptions {
		if !used[id] {
			t.Errorf("%s is no exception: it agrees on all versions", id)
		}
	}
}
