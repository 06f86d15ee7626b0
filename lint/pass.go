package lint

import (
	"fmt"

	"sqlbundle/internal/source"
	"sqlbundle/revisions"
)

// pass is one run over one input.
type pass struct {
	in       Input
	rule     *Rule
	findings []Finding
	// quiet are those that nolint silences.
	quiet    []Finding
	rules    []*Rule
	nolints  map[*revisions.Revision][]*directive
	covering map[string][]*directive // by the file that they stand for
	// histories are those of the input, one a database; history is the one
	// that is being judged.
	histories []*history
	lines     *once[*lineage] // see pass.lineage
	history   *history
	// section is the one that is being judged; nil for a rule about all.
	section *section
	// seen are the findings so far: with several databases, what two sections
	// share is said once.
	seen map[place]bool
	// refusing holds while the problems of loader and compiler are reported:
	// every command that compiles stops at them, so nothing silences them.
	refusing bool
	// gather holds for a fork, see [pass.runRules]; found is what it has found.
	gather bool
	found  []found
}

// place is where a rule has found what.
type place struct {
	rule, file, message string
	span                source.Span
}

// find is the rule of an id, or nil.
func (p *pass) find(id string) *Rule {
	for _, r := range p.rules {
		if r.ID == id {
			return r
		}
	}
	return nil
}

// wanted tells whether a rule can say anything: one that is off by default is not
// asked, nor one about revisions where there are none.
func (p *pass) wanted(r *Rule) bool {
	c := p.in.Config
	_, set := c.Severities[r.ID]
	for _, path := range c.PathSeverities {
		_, ok := path.Severities[r.ID]
		set = set || ok
	}
	if p.in.Plain && r.RevisionsOnly {
		return false
	}
	return !r.OptIn || set || c.RequireReason && r.ID == "ignore-without-reason"
}

// run asks one rule about all that is not a section or a statement; one that
// panics becomes a finding that says so.
func (p *pass) run(r *Rule) {
	defer func() {
		if v := recover(); v != nil {
			p.found = append(p.found, found{rule: r, finding: failure(r, nil, v), failed: true})
		}
	}()
	p.rule = r
	if r.checkGraph != nil && p.in.Graph != nil && p.in.Whole {
		r.checkGraph(p)
	}
	if r.checkRevision != nil {
		for _, rev := range p.in.Revisions {
			r.checkRevision(p, rev)
		}
	}
	if r.checkHistory != nil {
		for _, p.history = range p.histories {
			r.checkHistory(p)
		}
	}
}

// failure tells that a rule has panicked, at the statement where it did.
func failure(r *Rule, at *statement, why any) Finding {
	f := Finding{
		Rule: r.ID, Severity: Error, Message: fmt.Sprintf("the rule failed: %v", why),
		Help: "please report this, with the revisions that it was run on",
	}
	if at != nil {
		f.File, f.Span, f.Revision = at.File, at.Span, at.section.revision.ID
	}
	return f
}

// report adds a finding of the current rule about a place in a file, or about
// none.
func (p *pass) report(file *source.File, span source.Span, revision, msg, help string) {
	p.add(Finding{File: file, Span: span, Revision: revision, Message: msg, Help: help})
}

// reportAt adds a finding of the current rule about a statement: about all of
// it, unless the finding has a span; with the rule's severity, unless it has its
// own.
func (p *pass) reportAt(s *statement, f Finding) {
	// Other sections are judged meanwhile, and nobody asks what later rules have told.
	if p.rule.turn == early && s.section == p.section {
		p.note(s, f)
	}
	f.File, f.Revision = s.File, s.section.revision.ID
	if f.Span == (source.Span{}) {
		f.Span = s.Span
	}
	if f.Fix = s.keepSettings(f.Fix); f.Fix == "" {
		f.Mechanical = false
	}
	if s.do != nil {
		f = s.fromInside(f)
	}
	p.add(f)
}

// note keeps in mind that the current rule has told of a statement.
func (p *pass) note(s *statement, f Finding) {
	if s.told == nil {
		s.told = map[string]bool{}
	}
	s.told[p.rule.ID] = true
	// What is only worth knowing explains nothing, unless it is so for being small.
	if p.rule.Group == GroupLocks || p.rule.Group == GroupPartition {
		s.explained = s.explained || f.Severity != Notice || p.in.Config.SmallTable != nil
	}
}

// add adds a finding, unless it is off or silenced.
func (p *pass) add(f Finding) {
	if p.gather {
		p.found = append(p.found, found{rule: p.rule, finding: f})
		return
	}
	if p.in.Plain {
		f = plainly(f)
	}
	f.Rule, f.Severity = p.rule.ID, p.severityOf(p.rule, f.File, f.Severity)
	if f.Severity == Off {
		return
	}
	silenced := !p.refusing && p.silenced(f.File, f.Span)
	at := place{rule: f.Rule, message: f.Message, span: f.Span}
	if f.File != nil {
		at.file = f.File.Name
	}
	switch {
	case p.seen[at]:
	case silenced:
		p.quiet = append(p.quiet, f)
	default:
		p.findings = append(p.findings, f)
	}
	p.seen[at] = true
}

// severityOf is what a rule's finding weighs in a file: own is what the finding
// itself asks for, empty for what the rule says. The configuration has the last
// word.
func (p *pass) severityOf(r *Rule, file *source.File, own Severity) Severity {
	severity := r.Severity
	switch {
	case r.OptIn:
		severity = Off
	case own != "":
		severity = own
	}
	if s, ok := p.in.Config.Severities[r.ID]; ok {
		severity = s
	}
	if file != nil {
		for _, path := range p.in.Config.PathSeverities {
			if s, ok := path.Severities[r.ID]; ok && path.Match(file.Name) {
				severity = s
			}
		}
	}
	if p.refusing || p.in.Config.RequireReason && r.ID == "ignore-without-reason" {
		return Error
	}
	return severity
}

func (p *pass) revisionOf(file *source.File) string {
	for _, rev := range p.in.Revisions {
		if file != nil && rev.File.Name == file.Name {
			return rev.ID
		}
	}
	return ""
}
