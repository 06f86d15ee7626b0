package lint

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"sqlbundle/internal/source"
	"sqlbundle/revisions"
)

// Judge loads the revisions anew with other texts for some of their files, by
// name, and says what is to be judged.
type Judge func(texts map[string]string) (Input, error)

// Fixed is what [Fix] leaves.
type Fixed struct {
	// Texts are the new texts of the files that change, by name, without a byte
	// order mark.
	Texts map[string]string
	// Taken are the findings that were mended, in that order; their places are
	// those before. Left are those that could not be.
	Taken []Finding
	Left  []Left
	// Findings are what remains, in the new texts.
	Findings []Finding
}

// Left is a finding that is mechanical and was left as it is.
type Left struct {
	Finding
	Why string
}

// mostRounds bounds how often a replacement is replaced again.
const mostRounds = 20

// Fix writes what mechanical findings give in place of their statements, as far
// as the outcome bears it: each revision leads to the same catalog as before, up
// and down, compiles, no longer has the finding and has no new one that is an
// error. Only revisions that are judged and have not gone out are touched, and
// nothing but their statements. An error is one of judge.
func Fix(judge Judge) (*Fixed, error) {
	f := &fixer{judge: judge, left: map[string]string{}, texts: map[string]string{}}
	var err error
	if f.now, err = f.look(nil); err != nil {
		return nil, err
	}
	for range mostRounds {
		list := f.candidates()
		if len(list) == 0 {
			break
		}
		if err := f.round(list); err != nil {
			return nil, err
		}
	}
	out := &Fixed{Texts: f.texts, Taken: f.done, Findings: f.now.findings}
	for _, finding := range f.now.findings {
		if why := f.left[key(finding)]; why != "" && finding.Mechanical {
			out.Left = append(out.Left, Left{finding, why})
		}
	}
	return out, nil
}

// fixer is one run of [Fix].
type fixer struct {
	judge Judge
	// now is the state that stands; texts are what makes it differ from the start,
	// done what was mended on the way.
	now   judged
	texts map[string]string
	done  []Finding
	// taken are the edits of the current round that stand.
	taken []edit
	// left says why a finding is left, by its key.
	left map[string]string
}

// judged is an input with its findings.
type judged struct {
	in       Input
	findings []Finding
}

func (f *fixer) look(texts map[string]string) (judged, error) {
	in, err := f.judge(texts)
	if err != nil {
		return judged{}, err
	}
	return judged{in, Run(in)}, nil
}

// edit is a statement that is to be replaced because of a finding.
type edit struct {
	Finding
	at   *statement
	text string
}

// key tells findings apart while the texts around them change.
func key(f Finding) string {
	text := ""
	if f.File != nil {
		text = f.File.Name + "\x00" + f.File.Slice(f.Span)
	}
	return strings.Join([]string{f.Rule, f.Revision, f.Message, text}, "\x00")
}

// candidates are the edits to be tried next: one a statement, that of the
// gravest finding first.
func (f *fixer) candidates() []edit {
	if f.now.in.Graph == nil || f.now.in.Plain {
		return nil
	}
	findings := slices.Clone(f.now.findings)
	weight := map[Severity]int{Error: 0, Warning: 1, Notice: 2}
	slices.SortStableFunc(findings, func(a, b Finding) int { return cmp.Compare(weight[a.Severity], weight[b.Severity]) })
	places := f.now.places()
	chosen := map[*revisions.Statement]bool{}
	var list []edit
	for _, finding := range findings {
		if !finding.Mechanical || finding.Fix == "" || f.now.in.Released[finding.Revision] || f.left[key(finding)] != "" {
			continue
		}
		s, why := places.find(finding)
		if s != nil && chosen[s.Statement.Statement] {
			continue
		}
		if why == "" {
			why = s.fixed(finding.Fix)
		}
		if why != "" {
			f.left[key(finding)] = why
			continue
		}
		chosen[s.Statement.Statement] = true
		list = append(list, edit{finding, s, s.replacement(finding.Fix)})
	}
	return list
}

// round tries edits of the state that stands.
func (f *fixer) round(list []edit) error {
	base := f.now
	f.taken = nil
	if err := f.try(base, list); err != nil {
		return err
	}
	for _, e := range f.taken {
		f.done = append(f.done, e.Finding)
	}
	return nil
}

// try takes as many of some edits as can stand beside those that were taken.
func (f *fixer) try(base judged, list []edit) error {
	if len(list) == 0 {
		return nil
	}
	all := append(slices.Clone(f.taken), list...)
	texts := f.write(all)
	is, err := f.look(texts)
	var broken source.ErrorList
	if err != nil && !errors.As(err, &broken) {
		return err
	}
	revision, why := "", ""
	if err != nil {
		why = "it would not be read: " + broken.Error()
	} else {
		revision, why = objection(base, is, all)
	}
	switch {
	case why == "":
		f.now, f.taken, f.texts = is, all, texts
		return nil
	case len(list) == 1:
		f.left[key(list[0].Finding)] = why
		return nil
	}
	rest, blamed := split(list, revision)
	if err := f.try(base, rest); err != nil {
		return err
	}
	return f.try(base, blamed)
}

// split parts edits from those of a revision; where that parts nothing, in the
// middle.
func split(list []edit, revision string) (rest, blamed []edit) {
	for _, e := range list {
		if e.Revision == revision {
			blamed = append(blamed, e)
		} else {
			rest = append(rest, e)
		}
	}
	if len(rest) == 0 || len(blamed) == 0 {
		return list[:len(list)/2], list[len(list)/2:]
	}
	return rest, blamed
}

// write makes the texts that edits of the round's base lead to.
func (f *fixer) write(list []edit) map[string]string {
	boundaries := map[*revisions.Statement]*statement{}
	for _, e := range list {
		if next := e.parted(); next != nil {
			boundaries[next.Statement.Statement] = next
		}
	}
	byFile := map[*source.File][]source.Replacement{}
	add := func(s *statement, end int, text string) {
		if boundaries[s.Statement.Statement] != nil {
			text = s.inPlace(nextTransaction + "\n" + text)
			delete(boundaries, s.Statement.Statement)
		}
		byFile[s.File] = append(byFile[s.File], source.Replacement{Span: source.Span{Start: s.Span.Start, End: end}, Text: text})
	}
	for _, e := range list {
		add(e.at, e.at.Span.End, e.text)
	}
	for _, s := range boundaries {
		add(s, s.Span.Start, "")
	}
	texts := map[string]string{}
	for name, text := range f.texts {
		texts[name] = text
	}
	for file, replacements := range byFile {
		slices.SortFunc(replacements, func(a, b source.Replacement) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
		texts[file.Name] = file.Replace(replacements)
	}
	return texts
}
