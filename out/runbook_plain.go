package out

import (
	"fmt"
	"strings"

	"sqlbundle/compiler"
)

// plain tells whether the scripts are for any client, not for psql.
func (r *runbook) plain() bool { return r.up.Settings.Dialect == compiler.Plain }

// plainCommands say how the scripts are run in any client.
func (r *runbook) plainCommands() {
	r.line("The scripts are plain SQL. Your client must send each statement by itself, in autocommit, all in one session, straight")
	r.line("to the primary; best it stops at the first error. In this order, after `sha256sum -c %s`:\n", SumsFile)
	var text strings.Builder
	file := func(name, what string) { fmt.Fprintf(&text, "%-15s # %s\n", name, what) }
	file(PreflightFile, "may it begin? changes nothing; where a row says stop: no")
	file(UpgradeFile, "the change")
	file(VerifyFile, "did it work? changes nothing; an error for what is not so")
	file(RollbackFile, "only to go back")
	r.b.WriteString(markdownFence("sh", text.String()))
}

// plainQuestions are those of [runbook.questions] for any client.
func (r *runbook) plainQuestions() {
	r.bullet("**May I stop it?** Yes, at any time: cancel the statement, or close the session. What is committed stays.")
	if len(r.outline.concurrent) > 0 {
		r.line("  In a concurrent build an invalid index may be left: go on, or go back, soon.")
	}
	r.bullet("**It stopped, what now?** The first error says why. Run `" + UpgradeFile + "` again in a new session: it changes nothing,")
	r.line("  and its message has the command that makes the rest.")
	r.bullet("**How do I go back?** `" + RollbackFile + "`: [Roll back](#roll-back)")
	r.bullet("**Did it work?** No error, a last row `sqlbundle: done`, and `" + VerifyFile + "` shows no error.")
	r.bullet("**How far is it? Who blocks it?** In a second session: [Watch](#watch)")
	r.bullet("**Connection lost?** It may still be at work: [Connection lost](#connection-lost)")
	r.bullet("**Give up?** [When to give up](#when-to-give-up)")
}

// plainStopping is [runbook.stopping] for any client.
func (r *runbook) plainStopping() {
	r.heading("Stop, run again")
	r.line("- Cancel the statement, or close the session. The open transaction is rolled back, what was committed stays.")
	r.line("- What follows an error changes nothing, in a client that goes on as well: the session is read-only.")
	r.line("- Run again, in a new session: the script refuses with the command that makes the rest, `sqlbundle upgrade … --after …`.")
	r.line("- Not inside a transaction, not as one string, no savepoint around each statement, no new connection on an error.")
	r.heading("Connection lost")
	r.line("The server goes on with the statement until it notices, from PostgreSQL 14 on within 10 s, and keeps its locks so long.")
	r.line("The first query of [Watch](#watch) shows whether it is still there. Then run the script again in a new session.")
}
