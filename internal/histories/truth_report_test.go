package histories

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"sqlbundle/lint"
)

// tally gathers what came of all projects.
type tally struct {
	scores   []score
	mistakes []string
	rules    map[string]int
	said     []string
}

// score is what came of one project, or of all.
type score struct {
	name                  string
	revisions, statements int
	unknown               int // those that the server refused, and those that lint leaves alone
	right                 int // statements that make others wait
	ours, squawk          linter
}

// linter is what came of one linter.
type linter struct {
	found, missed, wrong, findings int
	took                           time.Duration
}

func (l *linter) count(stopped bool, rules []string) {
	switch fired := len(rules) > 0; {
	case stopped && fired:
		l.found++
	case stopped:
		l.missed++
	case fired:
		l.wrong++
	}
}

func (l *linter) add(other linter) {
	l.found, l.missed, l.wrong = l.found+other.found, l.missed+other.missed, l.wrong+other.wrong
	l.findings, l.took = l.findings+other.findings, l.took+other.took
}

func (l linter) row(s score) string {
	per := func(n, all int) float64 {
		if all == 0 {
			return 100
		}
		return 100 * float64(n) / float64(all)
	}
	return fmt.Sprintf("%5d %6d %5d   %6.2f %6.2f   %5d %6.2f %7.0f ms", l.found, l.missed, l.wrong,
		per(l.found, l.found+l.wrong), per(l.found, l.found+l.missed), l.findings, float64(l.findings)/float64(max(1, s.revisions)),
		float64(l.took.Microseconds())/1000)
}

// add counts a project.
func (a *tally) add(p *project) {
	s := score{
		name: p.name, revisions: len(p.revisions),
		ours:   linter{findings: len(p.findings), took: p.ours},
		squawk: linter{findings: p.noise, took: p.squawks},
	}
	for _, j := range p.statements {
		s.statements++
		if j.Untouched() {
			s.unknown++
			continue
		}
		if j.refused != "" {
			s.unknown++
			a.said = append(a.said, p.about(j, "refused: "+j.refused))
			continue
		}
		stopped := j.stopped != ""
		if stopped {
			s.right++
		}
		s.ours.count(stopped, j.found)
		s.squawk.count(stopped, j.squawk)
		if stopped != (len(j.found) > 0) {
			a.mistakes = append(a.mistakes, p.about(j, mistake(j.stopped, j.found)))
		}
		if stopped != (len(j.squawk) > 0) && *told == "squawk" {
			a.said = append(a.said, p.about(j, "squawk "+mistake(j.stopped, j.squawk)))
		}
	}
	a.scores = append(a.scores, s)
	if a.rules == nil {
		a.rules = map[string]int{}
	}
	for _, f := range p.findings {
		a.rules[string(f.Severity)+" "+f.Rule]++
		if *told == "all" || *told == f.Rule {
			a.said = append(a.said, describeFinding(p.name, f))
		}
	}
}

// about says something of a statement.
func (p *project) about(j *judged, what string) string {
	at := j.File.Position(j.Span.Start)
	return fmt.Sprintf("%s %s:%d (%s) %s\n  %s", p.name, at.File, at.Line, j.name, what, shorten(j.SQL(), 300))
}

// mistake says what a linter got wrong.
func mistake(stopped string, rules []string) string {
	if stopped == "" {
		return "false: " + strings.Join(rules, ", ")
	}
	return "missed: " + stopped
}

func describeFinding(project string, f lint.Finding) string {
	place, sql := "", ""
	if f.File != nil {
		at := f.File.Position(f.Span.Start)
		place, sql = fmt.Sprintf("%s:%d", at.File, at.Line), f.File.Slice(f.Span)
	}
	return fmt.Sprintf("%s %s %s %s: %s\n  %s", project, place, f.Severity, f.Rule, f.Message, shorten(sql, 200))
}

// wrong tells whether lint got anything wrong.
func (a *tally) wrong() bool { return len(a.mistakes) > 0 }

func (a *tally) sum() score {
	total := score{name: "all"}
	for _, s := range a.scores {
		total.revisions, total.statements = total.revisions+s.revisions, total.statements+s.statements
		total.unknown, total.right = total.unknown+s.unknown, total.right+s.right
		total.ours.add(s.ours)
		total.squawk.add(s.squawk)
	}
	return total
}

// log prints the mistakes, the rules that speak most, and the table.
func (a *tally) log(t *testing.T) {
	t.Helper()
	for _, line := range slices.Concat(a.said, a.mistakes) {
		t.Log(line)
	}
	var table strings.Builder
	rules := slices.SortedFunc(maps.Keys(a.rules), func(x, y string) int {
		return cmp.Or(cmp.Compare(a.rules[y], a.rules[x]), cmp.Compare(x, y))
	})
	for _, rule := range rules {
		fmt.Fprintf(&table, "%6d %s\n", a.rules[rule], rule)
	}
	heading := "found missed false  precis. recall    said a rev.       time"
	fmt.Fprintf(&table, "\n%-12s revs stmts  apart stop | lint: %s | squawk: %s\n", "project", heading, heading)
	for _, s := range append(a.scores, a.sum()) {
		fmt.Fprintf(&table, "%-12s %4d %5d %7d %4d |       %s |         %s\n", s.name, s.revisions, s.statements, s.unknown, s.right, s.ours.row(s), s.squawk.row(s))
	}
	t.Log("\n" + table.String())
}
