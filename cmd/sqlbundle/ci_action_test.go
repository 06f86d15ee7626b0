package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// riskyBranch is a project in a repository, with a branch that adds a revision.
// What the server would do there is dangerous, and its text would like to be a
// command of GitHub's.
func riskyBranch(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	git := func(args ...string) {
		cmd := exec.Command("git", args...)
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "HOME="+dir, "GIT_CONFIG_NOSYSTEM=1",
			"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.org", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.org")
		if said, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %q: %v\n%s", args, err, said)
		}
	}
	git("init", "-q", "-b", "main")
	writeFile(t, dir, "db/sqlbundle.toml", "")
	writeFile(t, dir, "db/migrations/a.sql", revisionText("a", "base", "CREATE TABLE orders (id bigint, customer bigint);", "-- sqlbundle:down\nDROP TABLE orders;\n"))
	git("add", "-A")
	git("commit", "-q", "-m", "main")
	git("update-ref", "refs/remotes/origin/main", "HEAD")
	git("checkout", "-q", "-b", "work")
	writeFile(t, dir, "db/migrations/b.sql", revisionText("b", "a", "CREATE INDEX\n::error title=x::forged\n ON orders (customer);", "-- sqlbundle:down\nDROP INDEX CONCURRENTLY o;\n"))
	git("add", "-A")
	git("commit", "-q", "-m", "broken")
	return dir
}

// mended makes the revision of the branch one that PostgreSQL takes.
func mended(t *testing.T, dir, sql string) {
	writeFile(t, dir, "db/migrations/b.sql", revisionText("b", "a", sql, "-- sqlbundle:down\nDROP INDEX CONCURRENTLY o;\n"))
}

func writeFile(t *testing.T, dir, name, text string) {
	t.Helper()
	full := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

const (
	risky = "CREATE INDEX o ON orders (customer);"
	safe  = "CREATE INDEX CONCURRENTLY o ON orders (customer);"
)

// shell runs a script's text in a folder with an environment of its own.
func shell(t *testing.T, dir string, env map[string]string, interpreter ...string) (status int, stdout, stderr string) {
	t.Helper()
	cmd := exec.Command(interpreter[0], interpreter[1:]...)
	var stdoutText, stderrText bytes.Buffer
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, &stdoutText, &stderrText
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME"), "LC_ALL=C"}
	for _, name := range []string{"GOFLAGS", "GOCACHE", "GOMODCACHE", "GOPATH", "GOPROXY", "CGO_ENABLED"} {
		if value, set := os.LookupEnv(name); set {
			cmd.Env = append(cmd.Env, name+"="+value)
		}
	}
	for name, value := range env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	if err := cmd.Run(); cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), stdoutText.String(), stderrText.String()
}

// runAction does what GitHub does with the action: the steps in order, each in a
// shell, until one fails.
func runAction(t *testing.T, dir string, inputs, env map[string]string) (status int, stdout, stderr string) {
	t.Helper()
	action, temp := readAction(t), t.TempDir()
	absolute, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	value := func(expression string) string {
		m := regexp.MustCompile(`^\$\{\{ inputs\.([\w-]+) \}\}$`).FindStringSubmatch(expression)
		if m == nil {
			t.Fatalf("what is %q?", expression)
		}
		if given, ok := inputs[m[1]]; ok {
			return given
		}
		return strings.ReplaceAll(action.Inputs[m[1]].Default, "${{ github.token }}", "job-token-of-github")
	}
	for i, step := range action.Runs.Steps {
		switch {
		case step.If == "inputs.sqlbundle == ''" && inputs["sqlbundle"] != "":
			continue
		case step.If != "" && step.If != "inputs.sqlbundle == ''":
			t.Fatalf("what is %q?", step.If)
		}
		own := map[string]string{"GITHUB_ACTIONS": "true", "GITHUB_ACTION_PATH": absolute, "RUNNER_TEMP": temp}
		for name, value := range env {
			own[name] = value
		}
		for name, expression := range step.Env {
			own[name] = value(expression)
		}
		script := filepath.Join(temp, fmt.Sprint(i, ".sh"))
		writeFile(t, temp, filepath.Base(script), step.Run)
		var out, errs string
		status, out, errs = shell(t, dir, own, "bash", "--noprofile", "--norc", "-e", "-o", "pipefail", script)
		if stdout, stderr = stdout+out, stderr+errs; status != 0 {
			break
		}
	}
	return status, stdout, stderr
}

// heard are the lines that GitHub's runner would take for commands: those that
// begin with two colons, between blanks, and are not between stop-commands and
// its word.
func heard(output string) []string {
	var list []string
	stopped := ""
	for _, line := range strings.Split(output, "\n") {
		line = strings.TrimSpace(line)
		word, stop := strings.CutPrefix(line, "::stop-commands::")
		switch {
		case stopped != "":
			if line == "::"+stopped+"::" {
				stopped = ""
			}
		case stop:
			stopped = word
		case strings.HasPrefix(line, "::"):
			list = append(list, line)
		}
	}
	return list
}

// The action builds the program, comments, writes what it was asked for, and
// fails where lint finds an error.
func TestAction(t *testing.T) {
	dir := riskyBranch(t)
	forge := newFakeGitHub(t)
	inputs := map[string]string{"config": "db/sqlbundle.toml", "bundle": "out.tar.gz", "sarif": "lint.sarif", "key": "shop"}
	env := forge.environment(t, "acme/shop")
	program, err := exec.LookPath("sqlbundle")
	if err != nil {
		t.Fatal(err)
	}
	if testing.Short() {
		inputs["sqlbundle"] = program // else it is built, once
	}
	status, stdout, stderr := runAction(t, dir, inputs, env)
	list := heard(stdout + stderr)
	if status != 2 || len(list) != 1 || !strings.HasPrefix(list[0], "::error file=db/migrations/b.sql,") || strings.Contains(stdout+stderr, forge.token) {
		t.Errorf("broken: %d, %q\n%s\n%s", status, list, stdout, stderr)
	}
	if !strings.Contains(stdout+stderr, "::error title=x::forged") {
		t.Error("the revision's text is not in the output: nothing was tested")
	}

	mended(t, dir, risky)
	inputs["sqlbundle"] = program
	status, stdout, stderr = runAction(t, dir, inputs, env)
	if list := heard(stdout + stderr); status != 1 || len(list) == 0 || !strings.Contains(list[0], "require-concurrent-index-creation") {
		t.Errorf("risky: %d\n%s\n%s", status, stdout, stderr)
	}
	if len(forge.comments) != 1 || !strings.HasPrefix(forge.comments[0], "<!-- sqlbundle:shop -->\n") || !strings.Contains(forge.comments[0], "Not safe as it is") {
		t.Fatalf("%q", forge.comments)
	}
	var sarif struct{ Version string }
	if text, err := os.ReadFile(filepath.Join(dir, "lint.sarif")); err != nil || json.Unmarshal(text, &sarif) != nil || sarif.Version != "2.1.0" {
		t.Error(err)
	}
	if said, _ := call(t, 0, "inspect", filepath.Join(dir, "out.tar.gz")); !strings.Contains(said, "revision") {
		t.Error(said)
	}

	mended(t, dir, safe)
	inputs["bundle"], inputs["sarif"], inputs["since"] = "", "", "origin/main"
	status, stdout, stderr = runAction(t, dir, inputs, env)
	if list := heard(stdout + stderr); status != 0 || len(list) != 0 || len(forge.comments) != 1 || !strings.Contains(forge.comments[0], "Looks safe") || strings.Contains(stdout+stderr, forge.token) {
		t.Errorf("safe: %d, %q\n%s\n%s", status, forge.comments, stdout, stderr)
	}

	delete(env, "GITHUB_BASE_REF")
	inputs["since"], inputs["range"], inputs["comment"] = "", "a:heads", "false"
	asked := forge.asked
	if status, stdout, stderr = runAction(t, dir, inputs, env); status != 0 || forge.asked != asked {
		t.Errorf("a range: %d\n%s\n%s", status, stdout, stderr)
	}
	inputs["range"] = ""
	if status, stdout, stderr = runAction(t, dir, inputs, env); status != 2 || !strings.Contains(stderr, "this is no pull request") {
		t.Errorf("no pull request: %d\n%s\n%s", status, stdout, stderr)
	}
}

// No input can say more than its value.
func TestActionInputs(t *testing.T) {
	dir := riskyBranch(t)
	mended(t, dir, safe)
	program, err := exec.LookPath("sqlbundle")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"config", "since", "range", "bundle", "key", "max-bytes", "sarif", "lint", "comment"} {
		for _, value := range []string{"$(touch ran)", "`touch ran`", "'; touch ran; '", "--help"} {
			env := newFakeGitHub(t).environment(t, "acme/shop")
			runAction(t, dir, map[string]string{"sqlbundle": program, "config": "db/sqlbundle.toml", "lint": "false", "comment": "false", name: value}, env)
			if _, err := os.Stat(filepath.Join(dir, "ran")); err == nil {
				t.Fatalf("%s: %s is run", name, value)
			}
		}
	}
}

// A fork's token only reads: the comment stands in the job's summary, and the job
// goes on.
func TestActionFork(t *testing.T) {
	dir := riskyBranch(t)
	mended(t, dir, safe)
	program, err := exec.LookPath("sqlbundle")
	if err != nil {
		t.Fatal(err)
	}
	forge := newFakeGitHub(t)
	forge.readOnly = true
	inputs := map[string]string{"sqlbundle": program, "config": "db/sqlbundle.toml"}
	env := forge.environment(t, "stranger/shop")
	env["GITHUB_STEP_SUMMARY"] = filepath.Join(dir, "summary.md")
	status, stdout, stderr := runAction(t, dir, inputs, env)
	summary, err := os.ReadFile(env["GITHUB_STEP_SUMMARY"])
	if status != 0 || err != nil || !strings.HasPrefix(string(summary), "<!-- sqlbundle:") || len(forge.comments) > 0 {
		t.Errorf("%d, %v, %q\n%s\n%s", status, err, summary, stdout, stderr)
	}
	status, stdout, stderr = runAction(t, dir, inputs, forge.environment(t, "acme/shop"))
	if status != 2 || !strings.Contains(stdout, "pull-requests: write") || strings.Contains(stdout+stderr, forge.token) {
		t.Errorf("%d\n%s\n%s", status, stdout, stderr)
	}
}
