// Package git asks the git program what has changed in a project since its
// history and another one were the same.
//
// In come a folder and the name of a commit or branch; out comes a [Diff]: the
// files of the folder that differ in the working tree from the merge base, those
// that are gone, and their texts as they were. It is the working tree that
// counts: what is not committed, not added or ignored differs like the rest.
//
// Invariants: git is run without a shell, and nothing is written; no name can
// become an option of it; what a hook has set for its own repository does not
// count, the folder alone says which one is meant; each error says what to do.
package git

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// Error is what keeps git from telling: Msg says what is wrong, Hint what to do.
type Error struct{ Msg, Hint string }

func (e *Error) Error() string { return e.Msg }

// repository is a folder in which git is run.
type repository struct{ dir string }

// failure is git's own exit with something other than 0.
type failure struct {
	status int
	// said is the first line of its standard error.
	said string
}

func (f *failure) Error() string { return f.said }

// git runs the program and gives what it writes to standard output.
func (r repository) git(ctx context.Context, input string, args ...string) (string, error) {
	// A file system monitor would be a program of the repository's choice.
	cmd := exec.CommandContext(ctx, "git", append([]string{"-c", "core.fsmonitor=false", "--no-pager"}, args...)...)
	cmd.Dir, cmd.Env, cmd.Stdin = r.dir, environment(os.Environ()), strings.NewReader(input)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return stdout.String(), nil
	case ctx.Err() != nil:
		return "", ctx.Err()
	case errors.Is(err, exec.ErrNotFound), errors.Is(err, exec.ErrDot):
		return "", &Error{"there is no git on PATH", "install it; without it, a RANGE can say the same"}
	case errors.As(err, &exit) && exit.Exited():
		return "", &failure{exit.ExitCode(), firstLine(stderr.String())}
	}
	return "", fmt.Errorf("running git: %w", err)
}

// environment is what git gets of ours: a hook's variables name the repository
// that it runs for, relative to another folder, and its temporary index.
func environment(ours []string) []string {
	var kept []string
	for _, pair := range ours {
		name, _, _ := strings.Cut(pair, "=")
		if !repositoryVariable(name) {
			kept = append(kept, pair)
		}
	}
	return append(kept, "LC_ALL=C", "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0")
}

// repositoryVariable tells whether a variable is about one repository: those that
// `git rev-parse --local-env-vars` lists, without settings such as safe.directory.
func repositoryVariable(name string) bool {
	switch name {
	case "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_CONFIG",
		"GIT_OBJECT_DIRECTORY", "GIT_DIR", "GIT_WORK_TREE", "GIT_IMPLICIT_WORK_TREE", "GIT_GRAFT_FILE",
		"GIT_INDEX_FILE", "GIT_NO_REPLACE_OBJECTS", "GIT_REPLACE_REF_BASE", "GIT_PREFIX",
		"GIT_SHALLOW_FILE", "GIT_COMMON_DIR", "GIT_NAMESPACE":
		return true
	}
	return false
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line
}
