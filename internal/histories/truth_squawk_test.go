package histories

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// complaint is one of squawk's findings; lines count from 0.
type complaint struct {
	File string `json:"file"`
	Line int    `json:"line"`
	Rule string `json:"rule_name"`
}

// squawk asks the program that SQUAWK names, where it does, with each section as
// a file of its own.
func (p *project) squawk(t *testing.T, major int) {
	t.Helper()
	program := os.Getenv("SQUAWK")
	if program == "" {
		return
	}
	folder := t.TempDir()
	args := []string{"--reporter=json", fmt.Sprintf("--pg-version=%d.0", major)}
	sections := map[string][]*judged{}
	for _, s := range p.statements {
		file := filepath.Join(folder, s.name+".sql")
		if sections[file] == nil {
			args = append(args, file)
			if err := os.WriteFile(file, []byte(s.text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		sections[file] = append(sections[file], s)
	}
	cmd := exec.Command(program, args...)
	cmd.Stderr = os.Stderr
	start := time.Now()
	text, err := cmd.Output()
	p.squawks = time.Since(start)
	var status *exec.ExitError
	if err != nil && !errors.As(err, &status) { // it ends with 1 where it has found something
		t.Fatal(err)
	}
	var list []complaint
	if err := json.Unmarshal(text, &list); err != nil {
		t.Fatalf("%s: %v: %.200s", program, err, text)
	}
	p.noise = len(list)
	for _, c := range list {
		if s := statementAt(sections[c.File], c.Line+1); s != nil && slow[c.Rule] {
			s.squawk = append(s.squawk, c.Rule)
		}
	}
}

// statementAt is the one that a line belongs to; nil before the first.
func statementAt(list []*judged, line int) *judged {
	var found *judged
	for _, s := range list {
		if s.line <= line {
			found = s
		}
	}
	return found
}
