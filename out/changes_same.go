package out

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// same tells whether the same will happen: the plans' digests are equal, both
// manifests say the same, and so do the scripts, where both have them. Where the
// digests are equal and that is not sure, doubts say why.
func (d *DatabaseChanges) same(a, b *Part) {
	digest := a.Manifest.PlanDigest == b.Manifest.PlanDigest
	if digest {
		d.doubt(a, b)
	}
	same := digest && len(d.Doubts) == 0
	d.SameDigest, d.SamePlan = &digest, &same
}

func (d *DatabaseChanges) doubt(a, b *Part) {
	add := func(doubt string) { d.Doubts = append(d.Doubts, doubt) }
	if planText(a.Manifest) != planText(b.Manifest) {
		add("the manifests have the same digest and say different things")
	}
	identical := false
	if len(a.Files) > 1 && len(b.Files) > 1 {
		identical = true
		names := a.scriptNames()
		for _, name := range b.scriptNames() {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
		placesA, placesB := a.places(), b.places()
		for _, name := range names {
			before, inA := a.file(name)
			after, inB := b.file(name)
			identical = identical && inA && inB && before == after
			switch {
			case !inA || !inB:
				add(quoted(name) + " is on one side only")
			case before != after && commands(before, placesA) != commands(after, placesB):
				add(quoted(name) + " runs something else")
			}
		}
	}
	// Scripts that are the same to the byte do the same, whatever their checksums.
	if !identical && len(a.Problems) > 0 {
		add("A is not as it was made")
	}
	if !identical && len(b.Problems) > 0 {
		add("B is not as it was made")
	}
}

func (p *Part) scriptNames() []string {
	var names []string
	for _, f := range p.Files {
		if strings.HasSuffix(f.Name, ".sql") {
			names = append(names, f.Name)
		}
	}
	return names
}

// planText is what of a manifest a plan's digest stands for.
func planText(m *Manifest) string {
	bare := func(list []StatementJSON) []StatementJSON {
		texts := make([]StatementJSON, len(list))
		for i, s := range list {
			texts[i].SQL = s.SQL
		}
		return texts
	}
	plan := Manifest{
		Database: m.Database, Direction: m.Direction, From: m.From, To: m.To, TargetVersion: m.TargetVersion, Settings: m.Settings,
		Steps: slices.Clone(m.Steps),
	}
	for i := range plan.Steps {
		step := &plan.Steps[i]
		step.HeadsAfter, step.Require, step.Verify = nil, bare(step.Require), bare(step.Verify)
		step.Segments = slices.Clone(step.Segments)
		for n := range step.Segments {
			step.Segments[n].Digest, step.Segments[n].Statements = "", bare(step.Segments[n].Statements)
		}
	}
	text, _ := json.Marshal(plan) // what was read from JSON can be written as such
	return string(text)
}

// misplaced says which statement does not stand in upgrade.sql where the manifest
// has it; empty where all do, or one of the two files is not there.
func (p *Part) misplaced() string {
	script, ok := p.file(UpgradeFile)
	if !ok || p.Manifest == nil {
		return ""
	}
	from := 0
	for _, step := range p.Manifest.Steps {
		for _, segment := range step.Segments {
			for i, s := range segment.Statements {
				if s.Offset == nil || s.Length == nil || *s.Offset < from || *s.Length < 0 ||
					*s.Offset > len(script) || *s.Length > len(script)-*s.Offset || script[*s.Offset:*s.Offset+*s.Length] != s.SQL {
					return fmt.Sprintf("statement %d of segment %d of %s is not what %s has at its place", i+1, segment.Number, quoted(step.Revision), UpgradeFile)
				}
				from = *s.Offset + *s.Length
			}
		}
	}
	return ""
}

// places are the files of which a part's scripts name lines.
type places struct {
	known map[string]bool
	// lengths are those of the names, the longest first.
	lengths []int
}

func (p *Part) places() places {
	all := places{known: map[string]bool{}}
	add := func(name string) {
		if name != "" && !all.known[name] {
			all.known[name] = true
			if !slices.Contains(all.lengths, len(name)) {
				all.lengths = append(all.lengths, len(name))
			}
		}
	}
	for _, r := range p.Manifest.Revisions {
		add(r.Path)
	}
	for _, step := range p.Manifest.Steps {
		lists := [][]StatementJSON{step.Require, step.Verify}
		for _, segment := range step.Segments {
			lists = append(lists, segment.Statements)
		}
		for _, list := range lists {
			for _, s := range list {
				add(s.File)
			}
		}
	}
	slices.Sort(all.lengths)
	slices.Reverse(all.lengths)
	return all
}

// fileLine is what follows a file's name, which may be quoted.
var fileLine = regexp.MustCompile(`'?:\d+`)

// without is a text without the places.
func (p places) without(text string) string {
	var b strings.Builder
	from := 0
	for _, at := range fileLine.FindAllStringIndex(text, -1) {
		for _, n := range p.lengths {
			if start := at[0] - n; start >= from && p.known[text[start:at[0]]] {
				b.WriteString(text[from:start] + "…")
				from = at[1]
				break
			}
		}
	}
	return b.String() + text[from:]
}

// commands are what a script does: without lines of comments and places of files,
// which change with what stands around a statement. A comment ends at a carriage
// return too.
func commands(script string, p places) string {
	var b strings.Builder
	for line := range strings.Lines(script) {
		if strings.HasPrefix(line, "--") && !strings.Contains(strings.TrimSuffix(line, "\n"), "\r") {
			continue
		}
		b.WriteString(line)
	}
	return p.without(b.String())
}
