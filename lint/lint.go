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
	"regexp"
	"sort"
	"time"

	"sqlbundle/compiler"
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
	// Message says what happens, Help what to do. Fix is SQL that can be pasted
	// in place of the statement. Help and Fix may be empty.
	Message, Help, Fix string
	// Mechanical holds where Fix does what the statement does, and nothing that
	// a person would have to decide.
	Mechanical bool
}

// Group is what kind of harm a rule is about.
type Group string

// The groups.
const (
	GroupLocks         Group = "locks"
	GroupTransaction   Group = "transaction"
	GroupDestructive   Group = "destructive"
	GroupCompatibility Group = "compatibility"
	// GroupRefused is about what the server will reject, as the replayed
	// catalog proves.
	GroupRefused     Group = "refused"
	GroupHistory     Group = "history"
	GroupData        Group = "data"
	GroupPartition   Group = "partition"
	GroupSecurity    Group = "security"
	GroupReplication Group = "replication"
	GroupStyle       Group = "style"
	GroupProcess     Group = "process"
)

// Rule is one thing that lint looks for. Exactly one of the checks is set,
// none where loader or compiler find the problem, or another rule's check does.
type Rule struct {
	// ID is kebab-case; the rule's file is named after it.
	ID       string
	Title    string
	Group    Group
	Severity Severity
	// OptIn holds for a rule that is off unless it is configured.
	OptIn bool
	// RevisionsOnly holds for a rule that makes no sense for SQL that is no
	// revision: it asks for a history, a way back, or what runs again.
	RevisionsOnly bool
	// Peers are the names that other linters have for it: "squawk", "atlas PG101".
	Peers []string
	// Doc says what happens in production, then what to do.
	Doc string

	// check is asked about every statement, checkSection about every up and down
	// section, checkHistory once a database, checkRevision once a revision and
	// checkGraph once.
	check         func(*pass, *statement)
	checkSection  func(*pass, *section)
	checkHistory  func(*pass)
	checkRevision func(*pass, *revisions.Revision)
	checkGraph    func(*pass)
	// turn is when the rule is asked.
	turn turn
	// refused holds where all findings come from loader or compiler: none of
	// them can be silenced.
	refused bool
}

// turn is when a rule is asked: in its turn with all that need to know nothing of
// each other, behind those whose findings it must know, or when all is found.
type turn int

const (
	early turn = iota
	late
	last
)

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
	// SmallTable tells whether a table is small and quiet; nil for none. Harm
	// that grows with its rows is a notice there.
	SmallTable func(schema, name string) bool
	// RequireTwoReleaseDrop makes ban-drop-column an error unless a released
	// revision has called the column unused.
	RequireTwoReleaseDrop bool
	// TargetRelease is the exact release that the servers have, as "14.2"; empty
	// where only the major version is known.
	TargetRelease string
	// IndexColumns are the columns that an index may have before it counts as
	// wide; 0 for 3.
	IndexColumns int
	// ForbiddenTypes are those of forbidden-types, as SQL writes them.
	ForbiddenTypes []string
	// RequiredColumns are those that require-columns wants in every new table.
	RequiredColumns []string
	// Naming is what naming-convention wants names to match, by the kind of
	// object: "schema", "table", "column", "index", "foreign_key" and "check".
	Naming map[string]*regexp.Regexp
	// ExtensionVersions makes extension-version-change tell of a CREATE EXTENSION
	// that names no version.
	ExtensionVersions bool
	// MaxLockTimeout is the longest lock_timeout that ineffective-timeout-setting
	// takes for a limit; 0 for ten seconds. MinBuildTimeout is the shortest that
	// timeout-kills-concurrent-build leaves a concurrent build; 0 for an hour.
	MaxLockTimeout, MinBuildTimeout time.Duration
	// MaxLockedTables is how many tables one transaction may lock before
	// locks-many-tables speaks; 0 for two.
	MaxLockedTables int
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
	// Histories are what the revisions do, one for each database; none where
	// they cannot be followed.
	Histories []*compiler.History
	// Released are the ids of the revisions that have gone out; nil where
	// nothing says so: then each revision is judged as if all before it had.
	Released map[string]bool
	// Sum is what is recorded of the released revisions; nil for nothing.
	Sum *revisions.Sum
	// Plain holds for SQL that is no revision's: no script of ours runs it.
	Plain bool
	// Problems are what loader and compiler refused; each names its rule.
	Problems source.ErrorList
	// Whole holds where the range ends at the heads, so that rules about
	// heads apply.
	Whole  bool
	Config Config
	// Done is closed when nobody waits for the findings any more: the rest is
	// left out then. It may be nil.
	Done <-chan struct{}
}

// Run judges the input. Findings that are off or silenced are left out.
func Run(in Input) []Finding {
	findings, _ := RunAll(in)
	return findings
}

// RunAll is [Run], and tells too what nolint has silenced.
func RunAll(in Input) (findings, silenced []Finding) {
	p := &pass{
		in: in, rules: Rules(), seen: map[place]bool{},
		lines: &once[*lineage]{},
	}
	judged := map[*revisions.Revision]bool{}
	for _, rev := range in.Revisions {
		judged[rev] = true
	}
	for _, h := range in.Histories {
		p.histories = append(p.histories, newHistory(h, judged))
	}
	p.collectNolint()
	p.refusing = true
	for _, problem := range in.Problems {
		if p.rule = p.find(problem.Rule); p.rule != nil {
			p.report(problem.File, problem.Span, p.revisionOf(problem.File), problem.Msg, problem.Hint)
		}
	}
	p.refusing = false
	for now := early; now <= last; now++ {
		var onAll, onSections []*Rule
		for _, r := range p.rules {
			switch {
			case r.turn != now || !p.wanted(r):
			case r.check != nil || r.checkSection != nil:
				onSections = append(onSections, r)
			default:
				onAll = append(onAll, r)
			}
		}
		p.runRules(onAll, onSections)
	}
	for _, list := range [][]Finding{p.findings, p.quiet} {
		sort.SliceStable(list, func(i, j int) bool { return before(list[i], list[j]) })
	}
	return p.findings, p.quiet
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
