// Package lint judges revisions: rules in, findings out.
//
// A [Rule] is a declared value with its explanation and examples; [Rules] is
// the one list of them. [Run] walks the revisions of a range, asks each rule,
// applies nolint directives and configured severities, and reports directives
// that silence nothing.
//
// What loader and compiler refuse (broken syntax, CONCURRENTLY inside BEGIN, a
// form that the servers do not have) arrives as problems that name their rule,
// and leaves as findings like all others, except that nothing silences them:
// every command that compiles stops at them.
//
// Invariants: rules have no state; findings are sorted by file and place; the
// same input gives the same findings.
package lint

import (
	"fmt"
	"sort"

	"sqlbundle/graph"
	"sqlbundle/internal/source"
	"sqlbundle/revisions"
)

// Severity is how much a finding weighs.
type Severity string

// The severities, as configuration and output spell them.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Notice  Severity = "notice"
	Off     Severity = "off"
)

// Finding is one thing that a rule has found.
type Finding struct {
	Rule     string
	Severity Severity
	// File and Span are the place; a finding about no file has none.
	File *source.File
	Span source.Span
	// Revision is the id of the revision; may be empty.
	Revision string
	// Message says what happens, Help what to write instead.
	Message, Help string
}

// Rule is one thing that lint looks for. Exactly one of the checks is set,
// none where loader or compiler find the problem.
type Rule struct {
	// ID is kebab-case; the rule's file is named after it.
	ID       string
	Title    string
	Severity Severity
	// Doc says what happens in production, then what to do.
	Doc string
	// Bad and Good are revision files; the first has a finding of this rule,
	// the second has none.
	Bad, Good string

	checkRevision func(*pass, *revisions.Revision)
	checkGraph    func(*pass)
	// refused holds where the server would refuse the statement: such a
	// finding cannot be silenced.
	refused bool
}

// Rules are all rules, sorted by id.
func Rules() []*Rule {
	return []*Rule{
		concurrentInTransaction,
		emptyRevision,
		ignoreWithoutReason,
		multipleHeads,
		newerSyntax,
		noTransactionStatement,
		psqlOnlySyntax,
		syntaxErrorRule,
		unusedIgnore,
	}
}

// Find is the rule of an id, or nil.
func Find(id string) *Rule {
	for _, r := range Rules() {
		if r.ID == id {
			return r
		}
	}
	return nil
}

// Config is what the user set.
type Config struct {
	// Severities override the rules' own, by id.
	Severities map[string]Severity
	// PathSeverities do so for files that match, the last match winning.
	PathSeverities []PathSeverities
	// RequireReason turns on ignore-without-reason.
	RequireReason bool
}

// PathSeverities are the severities for files that Match says yes to.
type PathSeverities struct {
	Match      func(path string) bool
	Severities map[string]Severity
}

// Input is what is judged.
type Input struct {
	// Graph is the whole history; nil where it cannot be built.
	Graph *graph.Graph
	// Revisions are the ones to be judged, in load order.
	Revisions []*revisions.Revision
	// Problems are what loader and compiler refused; each names its rule.
	Problems source.ErrorList
	// Whole holds where the range ends at the heads, so that rules about
	// heads apply.
	Whole  bool
	Config Config
}

// pass is one run over one input.
type pass struct {
	in       Input
	rule     *Rule
	findings []Finding
	rules    []*Rule
	nolints  map[*revisions.Revision][]*directive
	covering map[string][]*directive // by the file that they stand for
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

// Run judges the input. Findings that are off or silenced are left out.
func Run(in Input) []Finding {
	p := &pass{in: in, rules: Rules()}
	p.collectNolint()
	for _, problem := range in.Problems {
		if p.rule = p.find(problem.Rule); p.rule != nil {
			p.report(problem.File, problem.Span, p.revisionOf(problem.File), problem.Msg, problem.Hint)
		}
	}
	for _, r := range p.rules {
		p.run(r)
	}
	sort.SliceStable(p.findings, func(i, j int) bool { return before(p.findings[i], p.findings[j]) })
	return p.findings
}

// run asks one rule; one that panics becomes a finding that says so.
func (p *pass) run(r *Rule) {
	defer func() {
		if v := recover(); v != nil {
			p.findings = append(p.findings, Finding{
				Rule: r.ID, Severity: Error, Message: fmt.Sprintf("the rule failed: %v", v),
				Help: "please report this, with the revisions that it was run on",
			})
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
}

// report adds a finding of the current rule, unless it is off or silenced.
func (p *pass) report(file *source.File, span source.Span, revision, msg, help string) {
	severity := p.severity(file)
	if severity == Off || !p.rule.refused && p.silenced(file, span) {
		return
	}
	p.findings = append(p.findings, Finding{
		Rule: p.rule.ID, Severity: severity, File: file, Span: span,
		Revision: revision, Message: msg, Help: help,
	})
}

func (p *pass) severity(file *source.File) Severity {
	severity := p.rule.Severity
	if s, ok := p.in.Config.Severities[p.rule.ID]; ok {
		severity = s
	}
	if file != nil {
		for _, path := range p.in.Config.PathSeverities {
			if s, ok := path.Severities[p.rule.ID]; ok && path.Match(file.Name) {
				severity = s
			}
		}
	}
	if p.rule.refused || p.in.Config.RequireReason && p.rule.ID == "ignore-without-reason" {
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

func before(a, b Finding) bool {
	name := func(f Finding) string {
		if f.File == nil {
			return ""
		}
		return f.File.Name
	}
	switch {
	case name(a) != name(b):
		return name(a) < name(b)
	case a.Span.Start != b.Span.Start:
		return a.Span.Start < b.Span.Start
	}
	return a.Rule < b.Rule
}
