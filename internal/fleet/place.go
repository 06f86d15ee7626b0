package fleet

import (
	"fmt"
	"strconv"
	"strings"

	"sqlbundle/internal/executor"
	"sqlbundle/out"
)

// place follows where a database stands by what the scripts say.
type place struct {
	m *out.Manifest
	// steps are those of the script, from the rows where they start.
	from   []string
	steps  []out.StepJSON
	stands *Stands
}

func newPlace(m *out.Manifest, rollback bool) *place {
	if rollback {
		return &place{m: m, from: m.To, steps: m.Rollback.Steps}
	}
	return &place{m: m, from: m.From, steps: m.Steps}
}

func (p *place) follow(e executor.Event) {
	if e.Script == out.VerifyFile {
		return // the database stands where the upgrade has left it
	}
	switch e.Event {
	case executor.Started:
		p.stands = nil
	case executor.SegmentBegun:
		p.segment(e)
	case executor.SegmentDone:
		p.done(e)
	case executor.Said:
		p.words(strings.TrimPrefix(e.Message, "sqlbundle: "))
	case executor.Stands, executor.Failed:
		message := strings.TrimPrefix(e.Message, "sqlbundle: ")
		if _, where, ok := strings.Cut(message, "goes on: "); ok {
			p.words(where)
		} else if marker, ok := strings.CutPrefix(message, "the database stands behind "); ok {
			p.behind(marker)
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
			p.inside(revision, segment)
		}
	}
}

// behind is where a script in the plain dialect says that it cannot begin: behind a
// revision's segment.
func (p *place) behind(text string) {
	marker, _, _ := strings.Cut(text, ",")
	revision, number, _ := strings.Cut(marker, "/")
	segment, err := strconv.Atoi(number)
	for i, s := range p.steps {
		switch {
		case s.Revision != revision || err != nil:
		case segment == len(s.Segments):
			p.at(i + 1)
		default:
			p.inside(revision, segment+1)
		}
	}
}

// at is between two steps of the script, so many being done.
func (p *place) at(done int) {
	if done < 0 || done > len(p.steps) {
		p.stands = nil
		return
	}
	heads := p.from
	if done > 0 {
		heads = p.steps[done-1].HeadsAfter
	}
	p.stands = &Stands{Heads: append([]string{}, heads...)}
}

// inside is within a revision, before one of its segments.
func (p *place) inside(revision string, segment int) {
	for i, s := range p.steps {
		if s.Revision == revision {
			p.at(i)
			p.stands.Inside, p.stands.Segment, p.stands.Segments = revision, segment, len(s.Segments)
		}
	}
}

// undo is a way back that takes back what an upgrade has done of a revision.
func (p *place) undo(e executor.Event) {
	up := newPlace(p.m, false)
	up.inside(e.Revision, e.Segment)
	p.stands = up.stands
}

// segment takes the beginning of a segment. Those before it are done, but for
// those of the same transaction.
func (p *place) segment(e executor.Event) {
	if e.Direction == "undo" {
		p.undo(e)
		return
	}
	step, segment := e.Step-1, e.Segment-1
	if step < 0 || step >= len(p.steps) || segment < 0 || segment >= len(p.steps[step].Segments) {
		return
	}
	t := p.steps[step].Segments[segment].Transaction
	for t != nil {
		s, g := step, segment-1
		if g < 0 {
			if s--; s < 0 {
				break
			}
			g = len(p.steps[s].Segments) - 1
		}
		if before := p.steps[s].Segments[g].Transaction; before == nil || *before != *t {
			break
		}
		step, segment = s, g
	}
	p.at(step)
	if segment > 0 || t == nil {
		p.inside(p.steps[step].Revision, segment+1)
	}
}

// done takes the end of a segment that is committed, and of those before it in
// its transaction: a run that was asked to stop begins no other.
func (p *place) done(e executor.Event) {
	switch {
	case e.Direction == "undo": // where it goes on, only the script knows
	case e.Segment == e.Segments:
		p.at(e.Step)
	default:
		p.at(e.Step - 1)
		p.inside(e.Revision, e.Segment+1)
	}
}
