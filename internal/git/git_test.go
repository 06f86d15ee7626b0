package git

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// place is a repository for a test, and a folder in it that is the project.
type place struct {
	t   *testing.T
	dir string
}

func newPlace(t *testing.T) place {
	t.Helper()
	p := place{t, t.TempDir()}
	t.Setenv("HOME", t.TempDir())
	t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	for _, who := range []string{"AUTHOR", "COMMITTER"} {
		t.Setenv("GIT_"+who+"_NAME", "somebody")
		t.Setenv("GIT_"+who+"_EMAIL", "somebody@example.org")
	}
	p.git("init", "-q", "-b", "main")
	return p
}

func (p place) git(args ...string) string {
	p.t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir, cmd.Env = p.dir, environment(os.Environ())
	out, err := cmd.CombinedOutput()
	if err != nil {
		p.t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

func (p place) write(name, text string) {
	p.t.Helper()
	full := filepath.Join(p.dir, name)
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
		p.t.Fatal(err)
	}
}

func (p place) remove(name string) {
	p.t.Helper()
	if err := os.Remove(filepath.Join(p.dir, name)); err != nil {
		p.t.Fatal(err)
	}
}

func (p place) commit() string {
	p.t.Helper()
	p.git("add", "-A")
	p.git("commit", "-q", "-m", "x")
	return p.git("rev-parse", "HEAD")
}

// started has a commit on main with files inside and outside of the project, and
// stands on a branch.
func started(t *testing.T) place {
	t.Helper()
	p := newPlace(t)
	for _, name := range []string{"same.sql", "edited.sql", "staged.sql", "committed.sql", "gone.sql", "moved.sql", "sub/ü b\".sql"} {
		p.write("db/"+name, "old "+name)
	}
	p.write("outside.sql", "old")
	p.commit()
	p.git("checkout", "-q", "-b", "work")
	return p
}

func since(t *testing.T, dir, ref string) *Diff {
	t.Helper()
	d, err := Since(context.Background(), dir, ref)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// What is not as it was is told, committed or not; what main has done since is
// no change.
func TestSince(t *testing.T) {
	p := started(t)
	p.write("db/committed.sql", "new")
	p.commit()
	p.git("checkout", "-q", "main")
	p.write("db/same.sql", "main has gone on")
	p.commit()
	p.git("checkout", "-q", "work")
	p.write("db/edited.sql", "new")
	p.write("db/staged.sql", "new")
	p.git("add", "db/staged.sql")
	p.write("db/untracked.sql", "new")
	p.write("db/ignored.sql", "new")
	p.write(".gitignore", "ignored.sql\n")
	p.remove("db/gone.sql")
	p.git("mv", "db/moved.sql", "db/sub/moved.sql")
	p.write("outside.sql", "new")
	d := since(t, filepath.Join(p.dir, "db"), "main")
	for name, want := range map[string]bool{
		"same.sql": false, "sub/ü b\".sql": false, "committed.sql": true, "edited.sql": true, "staged.sql": true,
		"untracked.sql": true, "ignored.sql": true, "sub/moved.sql": true,
	} {
		if d.Changed(name) != want {
			t.Errorf("Changed(%q) is not %v", name, want)
		}
	}
	if want := []string{"gone.sql", "moved.sql"}; !slices.Equal(d.Deleted, want) {
		t.Errorf("deleted: %q, not %q", d.Deleted, want)
	}
	texts, err := d.Texts(context.Background(), []string{"gone.sql", "sub/ü b\".sql", "untracked.sql", "committed.sql"})
	want := map[string]string{"gone.sql": "old gone.sql", "sub/ü b\".sql": "old sub/ü b\".sql", "committed.sql": "old committed.sql"}
	if diff := cmp.Diff(want, texts); diff != "" || err != nil {
		t.Errorf("texts: %v (-want +got)\n%s", err, diff)
	}
}

// A folder that was not there, and a repository in which nothing has changed.
func TestSinceEdges(t *testing.T) {
	p := started(t)
	p.write("new/a.sql", "x")
	if d := since(t, filepath.Join(p.dir, "new"), "main"); !d.Changed("a.sql") || len(d.Deleted) > 0 {
		t.Error("a file of a new folder is no change")
	}
	d := since(t, filepath.Join(p.dir, "db"), "HEAD")
	if d.Changed("same.sql") || len(d.Deleted) > 0 {
		t.Error("nothing has changed, and something is said to have")
	}
	if texts, err := d.Texts(context.Background(), nil); err != nil || len(texts) > 0 {
		t.Error(texts, err)
	}
}

// A hook's variables are about the repository that it runs for, seen from its
// folder; the settings of a repository run no program.
func TestEnvironmentOfHooks(t *testing.T) {
	p, other := started(t), newPlace(t)
	p.write("db/edited.sql", "new")
	p.git("config", "core.fsmonitor", "touch "+filepath.Join(p.dir, "ran"))
	p.git("config", "diff.external", "touch "+filepath.Join(p.dir, "ran"))
	t.Setenv("GIT_DIR", filepath.Join(other.dir, ".git"))
	t.Setenv("GIT_WORK_TREE", other.dir)
	t.Setenv("GIT_INDEX_FILE", filepath.Join(other.dir, "none"))
	t.Setenv("GIT_PREFIX", "db/")
	d := since(t, filepath.Join(p.dir, "db"), "main")
	if !d.Changed("edited.sql") || d.Changed("same.sql") {
		t.Error("another repository was asked")
	}
	if _, err := os.Stat(filepath.Join(p.dir, "ran")); err == nil {
		t.Error("a program of the repository's choice has run")
	}
}

// Whatever keeps git from telling is said in words, with the way out.
func TestErrors(t *testing.T) {
	p := started(t)
	shallow := func(t *testing.T, branch string) string {
		p.write("db/edited.sql", t.Name())
		p.commit()
		clone := filepath.Join(t.TempDir(), "clone")
		p.git("clone", "-q", "--depth", "1", "--no-single-branch", "-b", branch, "file://"+p.dir, clone)
		return clone
	}
	for name, test := range map[string]struct {
		dir       func(*testing.T) string
		ref       string
		msg, hint string
	}{
		"empty":         {nil, "", `"" is not the name of a commit`, "origin/main"},
		"option":        {nil, "--output=x", `"--output=x" is not the name of a commit`, "origin/main"},
		"unknown":       {nil, "nosuch", `git knows no commit "nosuch"`, "git fetch origin"},
		"range":         {nil, "main..work", `git knows no commit "main..work"`, ""},
		"file":          {nil, "HEAD:db/same.sql", `git knows no commit "HEAD:db/same.sql"`, ""},
		"no repository": {func(t *testing.T) string { return t.TempDir() }, "main", "the project is in no git repository", "without --since"},
		"no commit": {func(t *testing.T) string {
			cmd := exec.Command("git", "init", "-q", "-b", "other")
			cmd.Dir, cmd.Env = t.TempDir(), environment(os.Environ())
			if err := cmd.Run(); err != nil {
				t.Fatal(err)
			}
			return cmd.Dir
		}, "HEAD", "the repository has no commit yet", "commit"},
		"unrelated": {func(*testing.T) string {
			p.git("checkout", "-q", "--orphan", "island")
			p.write("island.sql", "new")
			p.commit()
			p.git("checkout", "-q", "work")
			return p.dir
		}, "island", `"island" and HEAD have no history in common`, "branch"},
		"shallow":          {func(t *testing.T) string { return shallow(t, "work") }, "origin/main", "too shallow", "git fetch --unshallow"},
		"shallow, unknown": {func(t *testing.T) string { return shallow(t, "work") }, "origin/nosuch", "knows no commit", "fetch-depth: 0"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := p.dir
			if test.dir != nil {
				dir = test.dir(t)
			}
			_, err := Since(context.Background(), dir, test.ref)
			var e *Error
			if !errors.As(err, &e) || !strings.Contains(e.Msg, test.msg) || !strings.Contains(e.Hint, test.hint) {
				t.Errorf("%#v", err)
			}
		})
	}
}

func TestNoGit(t *testing.T) {
	p := started(t)
	t.Setenv("PATH", t.TempDir())
	_, err := Since(context.Background(), p.dir, "main")
	var e *Error
	if !errors.As(err, &e) || e.Msg != "there is no git on PATH" {
		t.Errorf("%#v", err)
	}
}

func TestInterrupted(t *testing.T) {
	p := started(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Since(ctx, p.dir, "main"); !errors.Is(err, context.Canceled) {
		t.Errorf("%#v", err)
	}
}
