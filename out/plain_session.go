package out

import (
	"fmt"

	"sqlbundle/graph"
)

// header is what a person reads first and signs.
func (p *plainScript) header() {
	p.title(string(p.plan.Direction) + " script, plain SQL for any client")
	p.steps()
	p.usage()
	p.sign()
}

// usage tells how to run, stop, go on and go back.
func (p *plainScript) usage() {
	p.line("-- Run:       statement by statement in autocommit, all in one session, straight to the server. Not as one string")
	p.line("--            (each statement has to be a command of its own), not in a transaction, without a savepoint around each")
	p.line("--            statement, without a new connection after an error. Stop at the first error if you can: what follows")
	p.line("--            one changes nothing. No replacing of :name, ? or ${name}, and no cutting at blank lines.")
	p.line("-- Done:      the last statement says so. An error that begins with \"sqlbundle:\" has a hint with what to do next.")
	p.line("-- Stop:      cancel the statement, or close the session. The open transaction is rolled back; what was committed stays.")
	if looksAtIndexes(p.plan) {
		p.line("--            In a concurrent build, that leaves an invalid index: go on soon.")
	}
	p.line("-- Go on:     run this file again, in a new session. It looks up where the database stands (%s, %s)", sqlInline(p.plan.Settings.Tracking.Table), sqlInline(p.plan.Settings.Tracking.LogTable))
	p.line("--            and refuses with the command that makes the rest; that has been reviewed with this: the plan is the same.")
	if p.plan.Direction == graph.Upgrade {
		p.line("-- Roll back: rollback.sql of the same bundle")
	}
	p.irreversibles()
	for _, step := range p.plan.Steps {
		for _, segment := range step.Segments {
			if segment.Again != nil && segment.Again.Done == "" {
				p.text(sqlComment(fmt.Sprintf("NOTE: behind %s this script stops: the server cannot tell whether it has succeeded, and you can.", segmentWords(segment))))
			}
		}
	}
	if p.begins() != start {
		p.text(sqlComment("NOTE: this is the rest of the plan, behind " + p.begins() + "."))
	}
	p.line("--")
}

// session makes sure that each statement is sent by itself, and makes the
// session's settings.
func (p *plainScript) session() {
	p.line("-- ======== is each statement a transaction of its own? A local setting ends with one.")
	p.line("SELECT pg_catalog.set_config('sqlbundle.probe', 'in', true), pg_catalog.set_config('sqlbundle.ready', 'probed', false);")
	p.block("", refuses("pg_catalog.current_setting('sqlbundle.probe', true) = 'in'", "'started inside a transaction, or sent as one string'",
		"'Nothing has been changed. Switch autocommit on, leave out BEGIN, and send each statement by itself.'"), p.ready("probed", "alone"))
	p.line("-- For clients that go on after that error: out of the transaction, and nothing may write.")
	p.line("BEGIN;")
	p.line("ROLLBACK;")
	p.line("SET default_transaction_read_only = on;")
	p.line("SELECT pg_catalog.set_config('sqlbundle.after', '', false), pg_catalog.set_config('sqlbundle.begun', '', false),")
	p.line("  pg_catalog.set_config('sqlbundle.ready', CASE pg_catalog.current_setting('sqlbundle.ready', true) WHEN 'alone' THEN 'clear' ELSE '' END, false);")
	forget := "  IF EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard') THEN DEALLOCATE sqlbundle_guard; END IF;"
	p.block("", append(lines(p.settings()), forget, p.ready("clear", "set"))...)
	p.line("")
}

// ready goes on from one part of the beginning to the next, within a block: so
// that a client which goes on after an error does not begin.
func (p *plainScript) ready(from, to string) string {
	return refuses("pg_catalog.current_setting('sqlbundle.ready', true) IS DISTINCT FROM '"+from+"'", "'an earlier statement has failed, so nothing is begun'", "'The first error says why.'") +
		"\n  PERFORM pg_catalog.set_config('sqlbundle.ready', '" + to + "', false);"
}
