package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sqlbundle/internal/pgtest"
)

// root is the project's folder, seen from this package's tests.
const root = "../.."

// TestDocsConsole runs the console blocks of every page and compares what they
// print. The blocks of a page run in order in one shell, in a folder of their
// own that holds a copy of examples/; those of a page that calls psql have a
// database of their own. In the expected output `…` stands for any text
// within a line, and as a line for any lines.
func TestDocsConsole(t *testing.T) {
	ran := 0
	for _, page := range pages(t) {
		lines := strings.Split(read(t, page), "\n")
		list := consoleCommands(lines)
		if ran += len(list); len(list) > 0 {
			t.Run(page, func(t *testing.T) { runPage(t, page, lines, list) })
		}
	}
	if ran < 10 {
		t.Errorf("only %d commands were found", ran)
	}
}

func runPage(t *testing.T, page string, lines []string, list []consoleCommand) {
	outputs := runShell(t, list)
	changed := false
	for i := len(list) - 1; i >= 0; i-- {
		c, got := list[i], outputs[i]
		want := strings.Join(lines[c.from:c.to], "\n")
		if matches(want, got) {
			continue
		}
		if *update {
			lines = append(lines[:c.from:c.from], append(splitLines(got), lines[c.to:]...)...)
			changed = true
			continue
		}
		t.Errorf("%s:%d: $ %s\n(- the page, + the program)\n%s", page, c.from, c.text,
			cmp.Diff(splitLines(want), splitLines(got)))
	}
	if changed {
		if err := os.WriteFile(filepath.Join(root, page), []byte(strings.Join(lines, "\n")), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// consoleCommand is a `$ ` line of a console block, with the lines of its here-document;
// lines from up to to of the page are its output.
type consoleCommand struct {
	text     string
	from, to int
}

var hereDocument = regexp.MustCompile(`<<'(\w+)'`)

// consoleCommands finds the commands of a page.
func consoleCommands(lines []string) []consoleCommand {
	var list []consoleCommand
	inBlock, end := false, ""
	for i, line := range lines {
		last := len(list) - 1
		switch {
		case !inBlock:
			inBlock = line == "```console"
		case end != "":
			list[last].text += "\n" + line
			list[last].from, list[last].to = i+1, i+1
			if line == end {
				end = ""
			}
		case line == "```":
			inBlock = false
		case strings.HasPrefix(line, "$ "):
			list = append(list, consoleCommand{text: line[2:], from: i + 1, to: i + 1})
			if m := hereDocument.FindStringSubmatch(line); m != nil {
				end = m[1]
			}
		case last >= 0:
			list[last].to = i + 1
		}
	}
	return list
}

// endOfOutput parts the outputs of the commands in what the shell prints.
const endOfOutput = "\x1e"

// runShell runs commands in one shell and returns what each prints on either
// stream, without the last line break.
func runShell(t *testing.T, list []consoleCommand) []string {
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "examples"), os.DirFS(filepath.Join(root, "examples"))); err != nil {
		t.Fatal(err)
	}
	var script strings.Builder
	psql := false
	for _, c := range list {
		psql = psql || strings.Contains(c.text, "psql")
		fmt.Fprintf(&script, "{ %s\n} </dev/null\nstatus=$?; printf '%s\\n'; (exit $status)\n", c.text, `\036`)
	}
	file := filepath.Join(t.TempDir(), "script.sh")
	if err := os.WriteFile(file, []byte(script.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "sh", file)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "LC_ALL=C")
	if psql {
		db := pgtest.Shared(t, 0).Database(t)
		cmd.Env = append(db.Command().Env,
			"PATH="+filepath.Dir(db.Server.Psql)+string(filepath.ListSeparator)+os.Getenv("PATH"))
	}
	cmd.Env = append(cmd.Env, "SOURCE_DATE_EPOCH=1795168800") // 2026-11-20T10:00:00Z
	out, _ := cmd.CombinedOutput()
	outputs := strings.Split(string(out), endOfOutput+"\n")
	if len(outputs) != len(list)+1 {
		t.Fatalf("%d commands printed %d outputs:\n%s", len(list), len(outputs)-1, out)
	}
	for i := range outputs {
		outputs[i] = strings.TrimSuffix(outputs[i], "\n")
	}
	return outputs
}

// matches compares an output with what a page says of it.
func matches(want, got string) bool {
	var pattern strings.Builder
	for _, line := range splitLines(want) {
		if line == "…" {
			pattern.WriteString(`(?:.*\n)*?`)
			continue
		}
		pattern.WriteString(strings.ReplaceAll(regexp.QuoteMeta(line), "…", ".*") + `\n`)
	}
	if got != "" {
		got += "\n"
	}
	return regexp.MustCompile(`\A` + pattern.String() + `\z`).MatchString(got)
}

func splitLines(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

func TestMatches(t *testing.T) {
	tests := []struct {
		want, got string
		match     bool
	}{
		{"", "", true},
		{"", "a", false},
		{"a", "a", true},
		{"a", "", false},
		{"a.c", "abc", false},
		{"a…", "abc", true},
		{"a…", "abc\nd", false},
		{"a…c", "abc", true},
		{"a…c", "abcd", false},
		{"a\n…\nd", "a\nb\nc\nd", true},
		{"a\n…\nd", "a\nd", true},
		{"a\n…", "a\nb\nc", true},
		{"a\n…\nd", "a\nb", false},
	}
	for _, test := range tests {
		if matches(test.want, test.got) != test.match {
			t.Errorf("%q, %q: not %t", test.want, test.got, test.match)
		}
	}
}

func TestConsoleCommands(t *testing.T) {
	page := "text\n```sh\n$ no\n```\n```console\n$ one <<'END'\nin\nEND\nout\n$ two\n```\n```console\n$ three\na\nb\n```"
	want := []consoleCommand{{"one <<'END'\nin\nEND", 8, 9}, {"two", 10, 10}, {"three", 13, 15}}
	if d := cmp.Diff(want, consoleCommands(strings.Split(page, "\n")), cmp.AllowUnexported(consoleCommand{})); d != "" {
		t.Error(d)
	}
}
