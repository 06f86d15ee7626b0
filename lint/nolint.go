package lint

import (
	"sqlbundle/internal/source"
	"sqlbundle/revisions"
)

// directive is one rule of a nolint directive, with what it covers.
type directive struct {
	nolint *revisions.Nolint
	rule   revisions.Ref
	rev    *revisions.Revision
	// whole covers the revision's file; else file and span.
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
			p.add(n, directive{rev: rev, whole: true, file: rev.File})
		}
		for _, section := range rev.Sections {
			for _, s := range section.Statements {
				for _, n := range s.Nolint {
					p.add(n, directive{rev: rev, file: s.File, span: s.Span})
				}
			}
		}
	}
}

// add takes one directive, rule by rule.
func (p *pass) add(n *revisions.Nolint, d directive) {
	for _, rule := range n.Rules {
		each := d
		each.nolint, each.rule = n, rule
		p.nolints[d.rev] = append(p.nolints[d.rev], &each)
		p.covering[d.file.Name] = append(p.covering[d.file.Name], &each)
	}
}

// silenced tells whether a directive covers the place for the current rule,
// and marks it as used.
func (p *pass) silenced(file *source.File, span source.Span) bool {
	if file == nil {
		return false
	}
	found := false
	for _, d := range p.covering[file.Name] {
		if d.rule.ID != p.rule.ID {
			continue
		}
		if d.whole || d.span.Start <= span.Start && span.Start < d.span.End {
			d.used, found = true, true
		}
	}
	return found
}
