package lint

import (
	"slices"

	"sqlbundle/internal/source"
	"sqlbundle/revisions"
)

// directive is one name of a nolint directive, with what it covers.
type directive struct {
	nolint *revisions.Nolint
	// name is as written; rules are those that it stands for.
	name  revisions.Ref
	rules []*Rule
	rev   *revisions.Revision
	// whole covers the file; else its span.
	whole bool
	file  *source.File
	span  source.Span
	used  bool
}

// collectNolint gathers the directives by revision and by file.
func (p *pass) collectNolint() {
	p.nolints = map[*revisions.Revision][]*directive{}
	p.covering = map[string][]*directive{}
	for _, rev := range p.in.Revisions {
		for _, n := range rev.Nolint {
			p.cover(n, directive{rev: rev, whole: true, file: n.File})
		}
		for _, section := range rev.Sections {
			for _, s := range section.Statements {
				for _, n := range s.Nolint {
					p.cover(n, directive{rev: rev, file: s.File, span: s.Span})
				}
			}
		}
	}
}

// cover takes one directive, name by name.
func (p *pass) cover(n *revisions.Nolint, d directive) {
	d.nolint = n
	if n.Squawk && len(n.Rules) == 0 {
		d.name, d.rules = revisions.Ref{Span: n.Span}, p.rules
		p.keep(d)
	}
	for _, name := range n.Rules {
		d.name, d.rules = name, Named(name.ID)
		if n.Squawk {
			d.rules = squawkNamed(p.rules, name.ID)
		}
		p.keep(d)
	}
}

func (p *pass) keep(d directive) {
	p.nolints[d.rev] = append(p.nolints[d.rev], &d)
	p.covering[d.file.Name] = append(p.covering[d.file.Name], &d)
}

// silenced tells whether a directive covers the place for the current rule,
// and marks it as used.
func (p *pass) silenced(file *source.File, span source.Span) bool {
	if file == nil {
		return false
	}
	found := false
	for _, d := range p.covering[file.Name] {
		if !slices.Contains(d.rules, p.rule) {
			continue
		}
		if d.whole || d.span.Start <= span.Start && span.Start < d.span.End {
			d.used, found = true, true
		}
	}
	return found
}
