package out

import (
	"fmt"
	"strings"

	"sqlbundle/compiler"
	"sqlbundle/internal/pgsql"
	"sqlbundle/revisions"
)

// watch has the queries for a second session.
func (r *runbook) watch() {
	t := r.up.Settings.Tracking
	r.heading("Watch")
	r.line("The script prints a line for each event, which begins with `sqlbundle: `. In a second session, what it does, and")
	r.line("who blocks it (end such a session with `SELECT pg_terminate_backend(PID)`, if its owner agrees):\n")
	r.b.WriteString(markdownFence("sql", `SELECT a.pid, a.state, a.wait_event_type, now() - a.query_start AS since, a.query,
       b.pid AS blocked_by, b.usename, b.application_name, b.state, now() - b.xact_start AS its_transaction, b.query
FROM pg_stat_activity a LEFT JOIN pg_stat_activity b ON b.pid = ANY (pg_blocking_pids(a.pid))
WHERE a.application_name LIKE 'sqlbundle %';`))
	if len(r.outline.concurrent) > 0 {
		r.line("\nHow far a concurrent build is, and which transaction it waits for (`current_locker_pid`):\n")
		r.b.WriteString(markdownFence("sql", `SELECT p.phase, p.lockers_done, p.lockers_total, p.current_locker_pid,
       p.blocks_done, p.blocks_total, p.tuples_done, p.tuples_total, p.index_relid::regclass
FROM pg_stat_progress_create_index p JOIN pg_stat_activity a USING (pid)
WHERE a.application_name LIKE 'sqlbundle %';`))
	}
	r.line("\nWhere the database stands, and what is done of the revision that is under way:\n")
	r.line("- before: %s", headCodes(r.up.From, 400))
	r.line("- after: %s\n", headCodes(r.up.To, 400))
	r.b.WriteString(markdownFence("sql", `SELECT version_num FROM `+tableName(t, t.Table)+`;
SELECT revision, segment, segments, state, rows_done, attempts, started_at, done_at
FROM `+tableName(t, t.LogTable)+` WHERE open ORDER BY started_at;`))
}

// tableName is a table of the tool's for a query by hand.
func tableName(t compiler.Tracking, table string) string {
	if t.Schema == "" {
		return pgsql.QuoteIdent(table)
	}
	return pgsql.QuoteIdent(t.Schema) + "." + pgsql.QuoteIdent(table)
}

// stopping tells how the script is stopped and started again.
func (r *runbook) stopping() {
	if r.plain() {
		r.plainStopping()
		return
	}
	r.heading("Stop, run again")
	r.line("- Ctrl-C stops at once. `-v sqlbundle_stop_after=REVISION` stops behind a revision; each is a place to stop at.")
	r.line("- Run again: the same command, the same file. It begins where the last run stopped; when all is done, it does nothing.")
	r.line("- Look only: `psql -X -v sqlbundle_check_only=on -f upgrade.sql \"$DATABASE_URL\"` says where it would begin.")
	r.line("- Never `psql -1` or a `BEGIN` before it: the script opens its own transactions.")
	r.line("- Under `tee`, `set -o pipefail` keeps the exit status.")
	r.heading("Connection lost")
	r.line("Status 2. The server goes on with the statement until it notices, from PostgreSQL 14 on within 10 s, and keeps its")
	r.line("locks so long. The first query of [Watch](#watch) shows whether it is still there; on 13, or where nobody can wait,")
	r.line("end it with `SELECT pg_terminate_backend(PID)`. Then run the same command again: the script finds out whether the last")
	r.line("COMMIT came through. The same goes for a crash of the server or of the client.")
}

// wayBack tells what rollback.sql does, and what it cannot do.
func (r *runbook) wayBack() {
	r.heading("Roll back")
	if r.plain() {
		r.line("`%s` leads back from where the upgrade ends, to %s. From elsewhere it refuses, and names the", RollbackFile, headCodes(r.up.From, 400))
		r.line("command that makes the right one. It does not begin inside a revision: finish that one first.\n")
	} else {
		r.line("`%s` leads back from wherever the upgrade stopped, to %s. It can itself be stopped and run again,", RollbackFile, headCodes(r.up.From, 400))
		r.line("and changes nothing where the upgrade has not begun. Of a revision that has stopped half-way it undoes what is done,")
		r.line("where that surely leads to the schema of before; else it refuses before any change, and names the ways out.\n")
	}
	for n, i := range r.back.Irreversible {
		r.line("- **No way back** behind %s: %s", markdownCode(i.Revision.ID), markdownText(i.Reason))
		if n == len(r.back.Irreversible)-1 {
			r.line("- It refuses before its first change once one of these has begun; `-v sqlbundle_stop_after=REVISION`, with the step")
			r.line("  behind it, goes back as far as that.")
		}
	}
	if lost := lostIn(r.back); lost != nil {
		r.line("- Lost, with what was written there since: %s", lost.words("", 2000))
	}
	if names := r.outline.changed; len(names.names) > 0 {
		r.line("- Rows that the upgrade has changed are as the `down` sections leave them, not as they were: %s", names.words("", 2000))
	}
	if gone := lostIn(r.up); gone != nil {
		r.line("- The upgrade itself throws away, and only a backup has it then: %s", gone.words("", 2000))
	}
	for _, h := range outlineOf(r.back).holds {
		r.line("- Blocks %s of %s %s", h.whom, h.relations.words("", 400), h.forHow())
	}
}

// givingUp says when to stop trying.
func (r *runbook) givingUp() {
	r.heading("When to give up")
	r.line("- Before it has begun: where the checksums differ, or the first check says stop. Nothing has happened then.")
	r.line("- `lock timeout` again and again: the first query of [Watch](#watch) names who is in the way. End that, or take")
	r.line("  another night. All that is done up to then may stay.")
	if len(r.outline.concurrent) > 0 {
		r.line("- A concurrent build that waits for an old transaction takes as long as that lasts: end it, or stop the script.")
	}
	if len(r.outline.demanding) > 0 {
		r.line("- Data that do not fulfil what a step demands: the step is rolled back. Mend the rows and run again, or go back.")
	}
	r.line("- When half of the window is over and no end is in sight: stop, and go back. The way back takes time too.")
}

// statuses are psql's (PostgreSQL 15, psql, Exit Status).
func (r *runbook) statuses() {
	if r.plain() {
		return
	}
	r.heading("Exit statuses")
	r.line("| status | means | then |")
	r.line("| --- | --- | --- |")
	r.line("| 0 | done, or nothing to do | run `verify.sql` |")
	r.line("| 1 | psql itself failed: no such file, out of memory | mend that, run again |")
	r.line("| 2 | no connection, or it was lost | [Connection lost](#connection-lost) |")
	r.line("| 3 | refused or failed | the last lines say why and what to do; the transaction is rolled back |")
}

// revisions are what was approved, with whose they are.
func (r *runbook) revisions() {
	if len(r.up.Steps) > 0 {
		r.heading("Revisions")
	}
	for _, rev := range r.up.Revisions() {
		r.line("- %s %s%s, sha256 `%s`", markdownCode(rev.ID), markdownCode(rev.File.Name), by(rev), rev.Checksum)
	}
	if len(r.up.Steps) > 0 {
		r.line("\nPostgreSQL %d and later, tracking table %s. Made by sqlbundle %s;", r.up.TargetVersion, markdownCode(trackingName(r.up)), Version)
		r.line("plan sha256 `%s`.", r.up.Digest())
	}
}

// by is a revision's author, behind a comma.
func by(rev *revisions.Revision) string {
	if name, ok := strings.CutPrefix(author(rev), ", by "); ok {
		return ", by " + markdownCode(name)
	}
	return ""
}

// sign has the lines to fill in by hand.
func (r *runbook) sign() {
	r.heading("To sign")
	r.line("The bundle's digest is the output of `sha256sum SHA256SUMS`: it stands for every file, this one too.\n")
	var text strings.Builder
	for _, what := range []string{"Digest", "Reviewed by", "Approved by", "Backup, restore tried", "Executed by", "Began, ended", "Outcome"} {
		fmt.Fprintf(&text, "%-22s %s\n", what+":", strings.Repeat("_", 60))
	}
	r.b.WriteString(markdownFence("text", text.String()))
}
