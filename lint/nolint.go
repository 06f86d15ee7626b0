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

func (p *pass) collectNolint() {
	for _, rev := range p.in.Revisions {
		for _, n := range rev.Nolint {
			for _, rule := range n.Rules {
				p.nolints = append(p.nolints, &directive{nolint: n, rule: rule, rev: rev, whole: true, file: rev.File})
			}
		}
		for _, section := range rev.Sections {
			for _, s := range section.Statements {
				for _, n := range s.Nolint {
					for _, rule := range n.Rules {
						p.nolints = append(p.nolints, &directive{nolint: n, rule: rule, rev: rev, file: s.File, span: s.Span})
					}
				}
			}
		}
	}
}

// silenced tells whether a directive covers the place for the current rule,
// and marks it as used.
func (p *pass) silenced(file *source.File, span source.Span) bool {
	found := false
	for _, d := range p.nolints {
		if d.rule.ID != p.rule.ID || file == nil || d.file.Name != file.Name {
			continue
		}
		if d.whole || d.span.Start <= span.Start && span.Start < d.span.End {
			d.used, found = true, true
		}
	}
	return found
}
