package out

import (
	"fmt"

	"sqlbundle/internal/pgsql"
)

// checks refuses a server, a session or a database that the script is not for,
// and takes the lock.
func (p *plainScript) checks() {
	t := p.plan.Settings.Tracking
	p.line("-- ======== is this the right place? Nothing has been changed so far.")
	p.line("DO $sqlbundle$ BEGIN")
	p.version()
	// What the session has set is this script's; what it would go back to is
	// not.
	p.script.refuse("pg_catalog.pg_is_in_recovery() OR (SELECT reset_val FROM pg_catalog.pg_settings WHERE name = 'default_transaction_read_only') = 'on'",
		"this server or session is read-only (a standby?)", "Connect to the primary, as a role and to a database that may write.")
	p.databaseName()
	p.line("  IF NOT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = %s) THEN %s END IF;", scriptLiteral(t.Schema),
		raises(scriptLiteral("there is no schema "+pgsql.QuoteIdent(t.Schema)+" for the tracking table"), "'Create it, or set [tracking] schema.'"))
	p.line("%s", p.ready("set", "checked"))
	p.line("END $sqlbundle$;")
	// It tries for a second and never waits, as the script for psql does.
	p.block("sqlbundle_holders text;",
		"  FOR i IN 1..10 LOOP IF "+p.held()+" OR pg_catalog.pg_try_advisory_lock("+p.lockKeys()+") THEN",
		"  "+p.ready("checked", "locked"),
		"    RETURN;",
		"  END IF; PERFORM pg_catalog.pg_sleep(0.1); END LOOP;",
		"  SELECT pg_catalog.string_agg(', pid ' || pid || coalesce(' (' || application_name || ', since ' || backend_start::timestamptz(0) || ')', '') || coalesce(': ' || query, ''), '')",
		"    INTO sqlbundle_holders FROM pg_catalog.pg_stat_activity WHERE pid IN ("+p.holders()+");",
		"  "+raises("'another run holds the lock' || coalesce(sqlbundle_holders, '')", "'Nothing has been changed. Wait until it has ended, and run this script again. If its client is gone: SELECT pg_terminate_backend(' || coalesce((SELECT pg_catalog.min(pid)::text FROM ("+p.holders()+") h), 'PID') || ');'"))
	p.line("")
}

// lockKeys are the two keys of the advisory lock.
func (p *plainScript) lockKeys() string {
	t := p.plan.Settings.Tracking
	return fmt.Sprintf("%d, pg_catalog.hashtext(pg_catalog.format('%%I.%%I', %s, %s))", LockKey, pgsql.QuoteLiteral(t.Schema), pgsql.QuoteLiteral(t.Table))
}

// holders is a query of the backends that hold the lock.
func (p *plainScript) holders() string {
	t := p.plan.Settings.Tracking
	return lockHolders(fmt.Sprintf("objid::bigint = pg_catalog.hashtext(pg_catalog.format('%%I.%%I', %s, %s))::bigint & 4294967295", pgsql.QuoteLiteral(t.Schema), pgsql.QuoteLiteral(t.Table)))
}

// held is the condition that this very backend holds the lock.
func (p *plainScript) held() string { return "pg_catalog.pg_backend_pid() IN (" + p.holders() + ")" }

// prepare makes the query that the guards ask: why, and what to do, where not
// all before a place has been done by this session, or before it. Of that
// sqlbundle.after tells, which is set in the transactions that do it, and
// sqlbundle.begun of a statement outside transactions that was let through.
func (p *plainScript) prepare() {
	p.line("-- What each part asks before it does anything: has this session done all that stands before it?")
	p.line("PREPARE sqlbundle_guard (text, text) AS")
	p.line("SELECT CASE WHEN at = '' THEN 'this session was refused at its beginning'")
	p.line("    WHEN NOT %s THEN 'this session has lost its lock (a pooler in transaction mode?)'", p.held())
	p.line("    WHEN pg_catalog.current_setting('transaction_read_only')::bool THEN 'this client puts a savepoint around each statement, or has left out the BEGIN'")
	p.line("    WHEN at <> $1 OR begun <> $2 AND $2 <> '' OR pg_catalog.current_setting('default_transaction_read_only') <> 'on' THEN 'an earlier statement has failed, so this one is not run' END AS why,")
	p.line("  CASE WHEN at = '' THEN 'The first error says why.'")
	p.line("    WHEN NOT %s THEN 'Connect to the server itself, and run this script again.'", p.held())
	p.line("    WHEN pg_catalog.current_setting('transaction_read_only')::bool THEN 'Switch that off: autosave in JDBC, ON_ERROR_ROLLBACK in psql.'")
	p.line("    ELSE %s END AS hint", p.way("pg_catalog.split_part(at, ' ', 1)"))
	p.line("FROM (SELECT coalesce(pg_catalog.current_setting('sqlbundle.after', true), '') AS at, coalesce(pg_catalog.current_setting('sqlbundle.begun', true), '') AS begun) s;")
	p.line("")
}

// guard refuses unless all before a place is done, and begun is the statement
// that was let through; empty for any.
func (p *plainScript) guard(marker, begun string) {
	p.block("sqlbundle_is record;",
		refuses("NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'sqlbundle_guard')", "'this is not the session in which the script began'", "'Run the script again, from its first line, in one session.'"),
		fmt.Sprintf("  EXECUTE $x$EXECUTE sqlbundle_guard('%s', '%s')$x$ INTO sqlbundle_is;", marker, begun),
		refuses("sqlbundle_is.why <> ''", "sqlbundle_is.why", "'Nothing is done here. ' || sqlbundle_is.hint"))
}

// way tells how to go on from a marker, an SQL expression, when what is in the
// way is mended.
func (p *plainScript) way(marker string) string {
	return "'Mend what the first error says. ' || CASE " + marker + " WHEN '" + p.begins() + "' THEN 'Then run this script again.' ELSE " + p.rest(marker) + " END"
}

// open begins a transaction that may write. SET TRANSACTION is refused in a
// savepoint, so a client that puts one around each statement, and would lose a
// failed one unseen, never writes.
func (p *plainScript) open(begin string) {
	p.line("%s;", begin)
	p.line("SET TRANSACTION READ WRITE;")
}
