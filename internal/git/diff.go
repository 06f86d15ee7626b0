package git

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Diff is how a folder's files differ from what they were. Names are relative
// to the folder, with slashes.
type Diff struct {
	// Deleted are the files that are gone, by name.
	Deleted []string

	at   repository
	base string
	// was are the files that were there, modified those that are other now.
	was, modified map[string]bool
}

// Since compares the working tree's files below a folder with those of the merge
// base of HEAD and ref. What keeps git from telling comes as an [Error].
func Since(ctx context.Context, dir, ref string) (*Diff, error) {
	d := &Diff{at: repository{dir}, was: map[string]bool{}, modified: map[string]bool{}}
	var err error
	if d.base, err = d.at.mergeBase(ctx, ref); err != nil {
		return nil, err
	}
	tree, err := d.at.git(ctx, "", "ls-tree", "-r", "-z", "--name-only", d.base)
	if err != nil {
		return nil, explain(err)
	}
	for _, name := range fields(tree) {
		d.was[name] = true
	}
	changes, err := d.at.git(ctx, "", "diff", "--name-status", "--no-renames", "--no-ext-diff", "--relative", "-z", d.base, "--")
	if err != nil {
		return nil, explain(err)
	}
	list := fields(changes)
	for i := 0; i+1 < len(list); i += 2 {
		if list[i] == "D" {
			d.Deleted = append(d.Deleted, list[i+1])
		} else {
			d.modified[list[i+1]] = true
		}
	}
	return d, nil
}

// Changed tells whether a file of the folder is new or other than it was.
func (d *Diff) Changed(name string) bool { return d.modified[name] || !d.was[name] }

// Texts are the files of these names as they were; those that were not there are
// left out.
func (d *Diff) Texts(ctx context.Context, names []string) (map[string]string, error) {
	var ask strings.Builder
	var asked []string
	for _, name := range names {
		// One line is one question; no such file could be a revision's.
		if d.was[name] && !strings.ContainsAny(name, "\n\r") {
			fmt.Fprintf(&ask, "%s:./%s\n", d.base, name)
			asked = append(asked, name)
		}
	}
	if len(asked) == 0 {
		return nil, nil
	}
	answers, err := d.at.git(ctx, ask.String(), "cat-file", "--batch=%(objectsize)")
	if err != nil {
		return nil, explain(err)
	}
	texts := map[string]string{}
	for _, name := range asked {
		line, rest, _ := strings.Cut(answers, "\n")
		size, err := strconv.Atoi(line)
		if err != nil || size >= len(rest) {
			return nil, fmt.Errorf("reading %s from git: %q", strconv.Quote(name), line)
		}
		texts[name], answers = rest[:size], rest[size+1:]
	}
	return texts, nil
}

// mergeBase is the commit that HEAD and ref have in common.
func (r repository) mergeBase(ctx context.Context, ref string) (string, error) {
	if ref == "" || strings.HasPrefix(ref, "-") {
		return "", &Error{fmt.Sprintf("%q is not the name of a commit", ref), "name a branch, a tag or a commit, such as origin/main"}
	}
	if _, err := r.git(ctx, "", "rev-parse", "--is-inside-work-tree"); err != nil {
		return "", explain(err)
	}
	commits := make([]string, 0, 2)
	for _, name := range []string{ref, "HEAD"} {
		commit, err := r.git(ctx, "", "rev-parse", "--verify", "--quiet", name+"^{commit}")
		var no *failure
		switch {
		case errors.As(err, &no) && name == "HEAD":
			return "", &Error{"the repository has no commit yet", "commit something, or do without --since"}
		case errors.As(err, &no):
			return "", r.unknown(ctx, ref)
		case err != nil:
			return "", err
		}
		commits = append(commits, strings.TrimSpace(commit))
	}
	base, err := r.git(ctx, "", "merge-base", commits[0], commits[1])
	var no *failure
	switch {
	case errors.As(err, &no) && no.status == 1 && r.shallow(ctx):
		return "", &Error{
			fmt.Sprintf("this clone is too shallow to know where %q and HEAD part", ref),
			"fetch the history: `git fetch --unshallow`, in GitHub Actions `fetch-depth: 0` for actions/checkout, in GitLab CI `GIT_DEPTH: 0`",
		}
	case errors.As(err, &no) && no.status == 1:
		return "", &Error{fmt.Sprintf("%q and HEAD have no history in common", ref), "name a branch that HEAD comes from"}
	case err != nil:
		return "", explain(err)
	}
	return strings.TrimSpace(base), nil
}

// unknown is the error for a name that git does not know.
func (r repository) unknown(ctx context.Context, ref string) error {
	e := &Error{fmt.Sprintf("git knows no commit %q", ref), "fetch it first: `git fetch origin`, then for example origin/main; `git branch -a` lists the branches"}
	if r.shallow(ctx) {
		e.Hint = "this clone is shallow: `git fetch --unshallow`, in GitHub Actions `fetch-depth: 0` for actions/checkout, in GitLab CI `GIT_DEPTH: 0`; then for example origin/main"
	}
	return e
}

func (r repository) shallow(ctx context.Context) bool {
	answer, err := r.git(ctx, "", "rev-parse", "--is-shallow-repository")
	return err == nil && strings.TrimSpace(answer) == "true"
}

// explain turns git's refusal into an error that says what to do.
func explain(err error) error {
	var f *failure
	switch {
	case !errors.As(err, &f):
		return err
	case strings.Contains(f.said, "not a git repository"), strings.Contains(f.said, "must be run in a work tree"):
		return &Error{"the project is in no git repository", "do without --since; a RANGE can say the same"}
	}
	e := &Error{Msg: "git: " + strings.TrimPrefix(f.said, "fatal: ")}
	if strings.Contains(f.said, "dubious ownership") {
		e.Hint = "the folder belongs to another user; where you trust it: `git config --global --add safe.directory FOLDER`"
	}
	return e
}

// fields are the parts of a text that a NUL ends.
func fields(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(strings.TrimSuffix(text, "\x00"), "\x00")
}
