package main

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"sqlbundle/graph"
	"sqlbundle/internal/git"
	"sqlbundle/internal/source"
	"sqlbundle/revisions"
)

// since is what has changed since a commit.
type since struct {
	diff *git.Diff
	// gone are the revisions that some file had and that it no longer has, sum
	// what was recorded as released.
	gone []goneFile
	sum  *revisions.Sum
}

// since asks git. Errors say what to do.
func (a *app) since(p *project, ref string) (*since, error) {
	diff, err := git.Since(a.ctx, p.dir, ref)
	if err != nil {
		return nil, gitError(err)
	}
	x := &since{diff: diff, sum: &revisions.Sum{}}
	if x.gone, err = a.goneFiles(p, diff); err != nil {
		return nil, gitError(err)
	}
	texts, err := diff.Texts(a.ctx, []string{revisions.SumName})
	if err != nil {
		return nil, gitError(err)
	}
	if sum, err := revisions.ParseSum(revisions.SumName, texts[revisions.SumName]); err == nil {
		x.sum = sum
	}
	return x, nil
}

// span is the revisions of which a file is not what it was. Where nothing
// records what has been released, all others have been. Revisions that are gone
// are problems, unless the record tells of them, or tells that they never went
// out.
func (x *since) span(p *project, g *graph.Graph, sum *revisions.Sum) (span, source.ErrorList) {
	s := span{rows: ids(g.RealHeads()), released: map[string]bool{}, whole: true}
	there := map[string]bool{}
	for _, rev := range g.Revisions() {
		there[rev.ID] = true
		if consistsOf(rev, func(name string) bool { return x.diff.Changed(name) && !x.moved(p, rev, name) }) {
			s.judged = append(s.judged, rev)
		} else {
			s.released[rev.ID] = true
		}
	}
	if sum.File != nil {
		s.released = nil
	}
	var problems source.ErrorList
	for _, old := range x.gone {
		_, listed := sum.Entry(old.id)
		_, was := x.sum.Entry(old.id)
		if there[old.id] || listed || sum.File != nil && !was {
			continue
		}
		problems.Add(&source.Error{
			Msg:  fmt.Sprintf("revision %s is gone: %s was deleted, and nothing says that it has not been released", old.id, old.name),
			Hint: "restore it; where no database has it, a sqlbundle.sum (`sqlbundle release`) that does not list it says so",
		})
	}
	return s, problems
}

// moved tells whether a revision's file only has another name than before. Line
// ends are as git has checked them out.
func (x *since) moved(p *project, rev *revisions.Revision, name string) bool {
	if name != rev.File.Name {
		return false
	}
	now, err := fs.ReadFile(p.fsys, name)
	unix := func(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }
	return err == nil && slices.ContainsFunc(x.gone, func(old goneFile) bool {
		return old.id == rev.ID && unix(old.text) == unix(string(now))
	})
}

// goneFile is a revision's file that is no longer there, and what it was.
type goneFile struct{ id, name, text string }

// goneFiles are the revisions' files that are gone, by name.
func (a *app) goneFiles(p *project, diff *git.Diff) ([]goneFile, error) {
	names := slices.DeleteFunc(slices.Clone(diff.Deleted), func(name string) bool {
		_, inside := location(p.config.Project.Migrations, path.Dir(name))
		return !inside || !strings.HasSuffix(name, ".sql")
	})
	texts, err := diff.Texts(a.ctx, names)
	if err != nil {
		return nil, err
	}
	var gone []goneFile
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		// What was wrong with a file that is gone matters to nobody.
		rev, _ := revisions.ReadAlone(p.fsys, name, []byte(texts[name]), a.options(p, true))
		if rev != nil && rev.ID != "" {
			gone = append(gone, goneFile{rev.ID, name, texts[name]})
		}
	}
	return gone, nil
}

// gitError makes what keeps git from telling an error with its hint.
func gitError(err error) error {
	var e *git.Error
	if errors.As(err, &e) {
		return usageError{err: errors.New("--since: " + e.Msg), help: e.Hint}
	}
	return err
}
