package fleet

import (
	"fmt"
	"strings"

	"sqlbundle/internal/executor"
	"sqlbundle/out"
)

// place follows where a database stands by what the scripts say.
type place struct {
	m        *out.Manifest
	rollback bool
	stands   *Stands
}

func newPlace(m *out.Manifest, rollback bool) *place { return &place{m: m, rollback: rollback} }

func (p *place) follow(e executor.Event) {
	if e.Script == out.VerifyFile {
		return // the database stands where the upgrade has left it
	}
	switch e.Event {
	case executor.Started:
		p.stands = nil
	case executor.SegmentBegun:
		p.segment(e)
	case executor.Said:
		p.words(strings.TrimPrefix(e.Message, "sqlbundle: "))
	case executor.Stands:
		if _, where, ok := strings.Cut(e.Message, "goes on: "); ok {
			p.words(where)
		}
	case executor.Checked:
		if e.Check == "position" && e.Status == "ok" {
			p.words(e.Detail)
		}
	}
}

// words reads what a script says of the place where it begins, or has ended.
func (p *place) words(text string) {
	if _, heads, ok := strings.Cut(text, "the database stands at "); ok {
		heads, _, _ = strings.Cut(heads, ", after step ")
		p.stands = &Stands{Heads: []string{}}
		if heads != "base" {
			for _, head := range strings.Split(heads, ",") {
				p.stands.Heads = append(p.stands.Heads, strings.TrimSpace(head))
			}
		}
		return
	}
	var step, of, segment int
	if n, _ := fmt.Sscanf(text, "beginning with step %d of %d", &step, &of); n == 2 {
		p.at(0)
	} else if n, _ := fmt.Sscanf(text, "going on after step %d of %d", &step, &of); n == 2 {
		p.at(step)
	} else if revision, ok := strings.CutPrefix(text, "going on inside "); ok {
		revision, rest, _ := strings.Cut(revision, ", at its segment ")
		if n, _ := fmt.Sscanf(rest, "%d", &segment); n == 1 {
			p.inside(revision, segment, 0)
		}
	}
}

// at is between two steps of the script, so many being done.
func (p *place) at(done int) {
	if p.rollback {
		done = len(p.m.Steps) - done
	}
	if done < 0 || done > len(p.m.Steps) {
		p.stands = nil
		return
	}
	heads := p.m.From
	if done > 0 {
		heads = p.m.Steps[done-1].HeadsAfter
	}
	p.stands = &Stands{Heads: append([]string{}, heads...)}
}

// inside is within a revision, before one of its segments.
func (p *place) inside(revision string, segment, segments int) {
	for i, s := range p.m.Steps {
		switch {
		case s.Revision != revision:
		case p.rollback:
			p.at(len(p.m.Steps) - i - 1)
			p.stands.Inside, p.stands.Segment, p.stands.Segments = revision, segment, segments
		default:
			p.at(i)
			p.stands.Inside, p.stands.Segment, p.stands.Segments = revision, segment, len(s.Segments)
		}
	}
}

// undo is a way back that takes back what an upgrade has done of a revision.
func (p *place) undo(e executor.Event) {
	for i, s := range p.m.Steps {
		if s.Revision == e.Revision {
			p.at(len(p.m.Steps) - i)
			p.stands.Inside, p.stands.Segment, p.stands.Segments = e.Revision, e.Segment, e.Segments
		}
	}
}

// segment takes the beginning of a segment. Those before it are done, but for
// those of the same transaction.
func (p *place) segment(e executor.Event) {
	step, segment := e.Step-1, e.Segment-1
	if p.rollback {
		p.back(e)
		return
	}
	if step < 0 || step >= len(p.m.Steps) || segment < 0 || segment >= len(p.m.Steps[step].Segments) {
		return
	}
	t := p.m.Steps[step].Segments[segment].Transaction
	for t != nil {
		s, g := step, segment-1
		if g < 0 {
			if s--; s < 0 {
				break
			}
			g = len(p.m.Steps[s].Segments) - 1
		}
		if before := p.m.Steps[s].Segments[g].Transaction; before == nil || *before != *t {
			break
		}
		step, segment = s, g
	}
	p.at(step)
	if segment > 0 || t == nil {
		p.inside(p.m.Steps[step].Revision, segment+1, 0)
	}
}

// back takes the beginning of a segment of the way back, whose transactions are
// not known here.
func (p *place) back(e executor.Event) {
	switch {
	case e.Direction == "undo":
		p.undo(e)
	case p.m.Settings.Transaction == "all":
	default:
		p.at(e.Step - 1)
		if e.Segment > 1 {
			p.inside(e.Revision, e.Segment, e.Segments)
		}
	}
}
