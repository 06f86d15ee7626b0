package out

import (
	"fmt"
	"slices"
	"strings"

	"sqlbundle/compiler"
	"sqlbundle/graph"
	"sqlbundle/revisions"
)

// header is what a person reads first and signs. It is a comment throughout.
func (s *script) header() {
	s.title(string(s.plan.Direction) + " script for psql")
	s.steps()
	s.usage()
	s.sign()
}

// title says what the script is: from where to where, and for what.
func (s *script) title(what string) {
	p := s.plan
	s.line("-- sqlbundle %s", what)
	s.line("--")
	if p.Change != "" {
		s.field("change", p.Change)
	}
	if p.Database != "" {
		s.field("database", p.Database)
	}
	s.field("from", Heads(p.From))
	s.field("to", Heads(p.To))
	s.field("servers", fmt.Sprintf("PostgreSQL %d and later", p.TargetVersion))
	s.field("tracking", trackingName(p))
	s.field("plan", "sha256 "+s.digest)
	s.line("--")
}

// sign has lines for signatures.
func (s *script) sign() {
	s.line("-- Reviewed by: ______________________________  Date: ____________________")
	s.line("-- Approved by: ______________________________  Date: ____________________")
	s.line("-- Executed by: ______________________________  Date: ____________________")
	s.line("")
}

func (s *script) field(name, value string) {
	s.text(sqlComment(fmt.Sprintf("%-9s %s", name, value)))
}

// steps lists the revisions in the order in which they run.
func (s *script) steps() {
	if len(s.plan.Steps) == 0 {
		s.line("-- Nothing to do.")
		s.line("--")
		return
	}
	s.line("-- Steps:")
	for i, step := range s.plan.Steps {
		s.text(sqlComment(fmt.Sprintf("  %d/%d  %s  %s", i+1, len(s.plan.Steps), step.ID(), stepTitle(step))))
		if r := step.Revision; r != nil {
			s.text(sqlComment("       " + r.File.Name + author(r) + ", sha256 " + r.Checksum))
		}
		if what := transactionWords(step); what != "" {
			s.text(sqlComment("       " + what))
		}
		for _, fact := range facts(step) {
			s.text(sqlComment("       " + fact))
		}
	}
	s.line("--")
}

// usage tells how to run, stop, go on and go back.
func (s *script) usage() {
	s.line("-- Run:       psql -X -f THIS_FILE \"$DATABASE_URL\"")
	s.line("--            exit status 0: done; 2: connection lost; 3: refused or failed, as the last line says")
	s.line("-- Look only: psql -X -v sqlbundle_check_only=1 -f THIS_FILE runs the checks and changes nothing")
	s.line("-- Stop:      Ctrl-C at any time. The open transaction is rolled back; what was committed stays.")
	after := "after that one"
	if s.plan.Direction == graph.Downgrade {
		after = "when that one is taken back"
	}
	s.line("--            -v sqlbundle_stop_after=REVISION ends %s", after)
	if looksAtIndexes(s.plan) {
		s.line("--            In a concurrent build, Ctrl-C leaves an invalid index: go on, or roll back, soon.")
	}
	s.line("-- Go on:     run this file again. It looks up where the database stands (%s, %s) and does the rest.", sqlInline(s.plan.Settings.Tracking.Table), sqlInline(s.plan.Settings.Tracking.LogTable))
	if s.plan.Direction == graph.Upgrade {
		s.line("-- Roll back: rollback.sql of the same bundle, from wherever this script stopped")
	}
	if s.takesBack() {
		s.line("-- Inside:    where the upgrade stopped inside a revision, what it has done of it is taken back first,")
		s.line("--            if that surely leads to where the revision began; else this file refuses before its first change")
	}
	s.irreversibles()
	s.unsures()
	if n := len(s.plan.Steps); n > 0 {
		s.line("-- Read:      what the revisions do begins at \"step 1/%d\"; before it stand psql's settings, the checks, and where to begin", n)
	}
	s.line("--")
}

// takesBack tells whether an upgrade may have stopped inside one of the
// revisions.
func (s *script) takesBack() bool {
	return slices.ContainsFunc(s.plan.Steps, func(step *compiler.Step) bool { return len(step.Up) > 1 })
}

// irreversibles names the revisions that stop a way back.
func (s *script) irreversibles() {
	for _, i := range s.plan.Irreversible {
		s.text(sqlComment("NOTE: revision " + i.Revision.ID + " is irreversible: " + i.Reason + ". Where it is applied, this script stops before its first change."))
	}
}

// unsures names the statements after which a stopped script cannot go on by
// itself.
func (s *script) unsures() {
	for _, u := range Unsure(s.plan) {
		s.text(sqlComment("NOTE: if the script is cut off in " + u.Statement + ", a second run stops there: nobody can know whether " + u.Why))
	}
}

// UnsureStatement is a statement that a second run cannot decide about.
type UnsureStatement struct {
	// Statement names it with its place, Why completes "nobody can know
	// whether".
	Statement, Why string
}

// Unsure lists the statements of a plan of which a second run cannot know
// whether they have had their effect.
func Unsure(plan *compiler.Plan) []UnsureStatement {
	var list []UnsureStatement
	for _, step := range plan.Steps {
		for _, segment := range step.Segments {
			if segment.Again != nil && segment.Again.Unsure != "" {
				list = append(list, UnsureStatement{segmentWords(segment), segment.Again.Unsure})
			}
		}
	}
	return list
}

// Heads is a set of heads in words.
func Heads(rows []string) string {
	if len(rows) == 0 {
		return "base"
	}
	return strings.Join(rows, ", ")
}

func trackingName(p *compiler.Plan) string {
	t := p.Settings.Tracking
	if t.Schema == "" {
		return t.Table + " in the first schema of the search_path"
	}
	return t.Schema + "." + t.Table
}

func stepTitle(step *compiler.Step) string {
	if step.Revision == nil {
		return "nothing is applied"
	}
	return step.Revision.Message
}

func author(r *revisions.Revision) string {
	for _, f := range r.Meta {
		if f.Key == "author" {
			return ", by " + f.Value
		}
	}
	return ""
}

// transactionWords says how a step's statements are committed, where that is
// not simply one transaction.
func transactionWords(step *compiler.Step) string {
	none, batches, transactions := 0, 0, map[int]bool{}
	for _, segment := range step.Segments {
		switch {
		case segment.Batch != nil:
			batches++
		case segment.Transaction == 0:
			none++
		default:
			transactions[segment.Transaction] = true
		}
	}
	if none+batches == 0 && len(transactions) < 2 {
		return ""
	}
	words := Count(len(transactions), "transaction")
	if none > 0 {
		words += ", " + Count(none, "statement") + " outside of any"
	}
	if batches > 0 {
		words += ", " + Count(batches, "statement") + " in batches"
	}
	return words
}

// Count is a number of things in words: 1 step, 2 steps.
func Count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
