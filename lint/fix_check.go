package lint

import (
	"fmt"
	"strings"

	"sqlbundle/compiler"
	"sqlbundle/internal/catalog"
	"sqlbundle/internal/source"
)

// objection is why edits cannot stand, with the revision that it is about, if
// one is known: was is the state that they were made for, is the one behind
// them.
func objection(was, is judged, edits []edit) (revision, why string) {
	if e := newProblem(was.in.Problems, is.in.Problems); e != nil {
		return revisionOf(is.in, e.File), "it would not compile: " + e.Msg
	}
	compared := map[string]bool{}
	for _, e := range edits {
		if compared[e.Revision] {
			continue
		}
		compared[e.Revision] = true
		if why := unequal(was.in, is.in, e.Revision); why != "" {
			return e.Revision, why
		}
	}
	if f := graver(was.findings, is.findings); f != nil {
		return f.Revision, fmt.Sprintf("it would bring a new finding, %s: %s", f.Rule, f.Message)
	}
	for _, e := range edits {
		if still(was, is, e, edits) {
			return e.Revision, "the finding would stay"
		}
	}
	return "", ""
}

func revisionOf(in Input, file *source.File) string {
	for _, rev := range in.Revisions {
		if file != nil && rev.File.Name == file.Name {
			return rev.ID
		}
	}
	return ""
}

// newProblem is a problem that was not there before; nil for none.
func newProblem(was, is source.ErrorList) *source.Error {
	name := func(e *source.Error) string {
		if e.File == nil {
			return e.Msg
		}
		return e.File.Name + "\x00" + e.Msg
	}
	known := map[string]int{}
	for _, e := range was {
		known[name(e)]++
	}
	for _, e := range is {
		if known[name(e)]--; known[name(e)] < 0 {
			return e
		}
	}
	return nil
}

// unequal says how the schema behind a revision's sections differs between two
// states; empty where it does not.
func unequal(was, is Input, revision string) string {
	for i, h := range was.Histories {
		a, b := replayedOf(h, revision), replayedOf(is.Histories[i], revision)
		if a == nil || b == nil {
			if a != b {
				return "the revision would no longer be run"
			}
			continue
		}
		for _, pair := range [...][2]*compiler.Run{{a.Up, b.Up}, {a.Down, b.Down}} {
			if why := unlike(pair[0], pair[1]); why != "" {
				return why
			}
			if pair[0] == nil {
				continue
			}
			if subject := exposed(pair[0], pair[1]); subject != "" {
				return "between its transactions others would miss what is there in the end: " + subject
			}
		}
	}
	return ""
}

// unlike says what two runs of a section from the same state make of it that is
// not the same; empty for nothing. What a run changes is compared, not the whole
// schema behind it: of that there is too much.
func unlike(a, b *compiler.Run) string {
	if a == nil || b == nil {
		if a != b {
			return "the revision would lose a section"
		}
		return ""
	}
	lost, gained := catalog.Difference(a.Before, a.After)
	lostNow, gainedNow := catalog.Difference(b.Before, b.After)
	missing := append(catalog.Without(gained, gainedNow), catalog.Without(lostNow, lost)...)
	extra := append(catalog.Without(gainedNow, gained), catalog.Without(lost, lostNow)...)
	if len(missing)+len(extra) > 0 {
		return "the schema behind it would not be the same: " + differences(missing, extra)
	}
	return ""
}

func replayedOf(h *compiler.History, revision string) *compiler.Replayed {
	for _, r := range h.Revisions {
		if r.Revision.ID == revision {
			return r
		}
	}
	return nil
}

// graver is a finding that was not there before and may not come: an error, or
// that the down section no longer leads back; nil for none.
func graver(was, is []Finding) *Finding {
	counts := map[[2]string]int{}
	for _, f := range was {
		counts[[2]string{f.Rule, f.Revision}]++
	}
	for i, f := range is {
		if f.Severity != Error && f.Rule != downNotInverse.ID {
			continue
		}
		of := [2]string{f.Rule, f.Revision}
		if counts[of]--; counts[of] < 0 {
			return &is[i]
		}
	}
	return nil
}

// still tells whether the finding of an edit is there behind it: there are not
// fewer of its rule, and one is about what has been written.
func still(was, is judged, e edit, edits []edit) bool {
	mended := 0
	for _, other := range edits {
		if other.Rule == e.Rule && other.Revision == e.Revision {
			mended++
		}
	}
	before, after, here := 0, 0, false
	for _, f := range was.findings {
		if f.Rule == e.Rule && f.Revision == e.Revision {
			before++
		}
	}
	for _, f := range is.findings {
		if f.Rule == e.Rule && f.Revision == e.Revision {
			after++
			here = here || f.File != nil && strings.Contains(e.text, f.File.Slice(f.Span))
		}
	}
	return here && before-after < mended
}
