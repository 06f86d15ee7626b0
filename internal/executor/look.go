package executor

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/jackc/pgx/v5/pgconn"

	"sqlbundle/compiler"
	"sqlbundle/internal/pgsql"
	"sqlbundle/out"
)

// State is what a database's tracking table and log say.
type State struct {
	// Rows are the tracking table's, sorted; none where there is no such table.
	Rows []string
	// Unfinished are the revisions inside which a run has stopped, or is.
	Unfinished []out.Unfinished
	// Running is the backend that holds the lock of a run; 0 for none.
	Running int
}

// lookLimit is how long the server may take for each look, lookLock how long a
// look waits for whoever is just making or altering the tables.
const (
	lookLimit = "30s"
	lookLock  = "5s"
)

// Look reads where a database stands, in a read-only transaction, with the role
// and the search_path that a script would set. name is that which the database
// must have; empty for any. The error is a [Refused], which has not been told, or
// that of the context.
func Look(ctx context.Context, target Target, settings compiler.Settings, name string) (State, error) {
	l := looker{ctx: ctx, settings: settings, name: name}
	state, err := l.look(target)
	var refused *Refused
	var server *pgconn.PgError
	switch {
	case err == nil:
		return state, nil
	case ctx.Err() != nil:
		return state, ctx.Err()
	case errors.As(err, &refused):
	case errors.As(err, &server):
		refused = &Refused{Message: target.clean(errors.New(server.Message)), Hint: server.Hint, PG: server}
		if server.Code == "55P03" { // lock_not_available
			refused.Hint = "Another session holds the tracking table or the log. Ask again when it has ended."
		}
	default:
		refused = &Refused{Message: target.clean(err)}
	}
	return state, refused
}

// Event is what tells of the refusal.
func (e *Refused) Event() Event {
	event := Event{Event: Failed, Message: e.Message, Hint: e.Hint}
	if e.PG != nil {
		event.Severity, event.Code, event.Detail = e.PG.Severity, e.PG.Code, e.PG.Detail
	}
	return event
}

type looker struct {
	ctx      context.Context
	settings compiler.Settings
	name     string
	conn     *pgconn.PgConn
}

func (l *looker) look(target Target) (State, error) {
	conn, err := pgconn.ConnectConfig(l.ctx, target.config.Copy())
	if err != nil {
		return State{}, err
	}
	defer hangUp(conn)
	l.conn = conn
	if err := l.begin(); err != nil {
		return State{}, err
	}
	t := l.settings.Tracking
	schema, err := l.schema()
	if err != nil || schema == "" {
		return State{}, err
	}
	var state State
	table, log := qualified(schema, t.Table), qualified(schema, t.LogTable)
	if there, err := l.there(schema, t.Table); err != nil || !there {
		return state, err
	}
	rows, err := l.rows("SELECT version_num FROM " + table + ` ORDER BY version_num COLLATE "C"`)
	if err != nil {
		return state, err
	}
	for _, row := range rows {
		state.Rows = append(state.Rows, row[0])
	}
	if there, err := l.there(schema, t.LogTable); err == nil && there {
		state.Unfinished, err = l.unfinished(schema, log)
		if err != nil {
			return state, err
		}
	} else if err != nil {
		return state, err
	}
	state.Running, err = l.running(schema, t.Table)
	return state, err
}

// begin opens the transaction, whose settings end with it: a session may belong
// to a pooler.
func (l *looker) begin() error {
	sql := "BEGIN READ ONLY; SET LOCAL statement_timeout = '" + lookLimit + "'; SET LOCAL lock_timeout = '" + lookLock + "'; SET LOCAL client_encoding = 'UTF8';" +
		" SET LOCAL standard_conforming_strings = on; SET LOCAL row_security = off; SET LOCAL application_name = 'sqlbundle'"
	if _, err := l.rows(sql); err != nil {
		return err
	}
	// By themselves: a literal is read by what held before its text came.
	for _, own := range [...]struct{ name, value string }{{"role", l.settings.Role}, {"search_path", l.settings.SearchPath}} {
		if own.value != "" {
			if _, err := l.rows("SELECT pg_catalog.set_config('" + own.name + "', " + pgsql.QuoteLiteral(own.value) + ", true)"); err != nil {
				return err
			}
		}
	}
	current, err := l.rows("SELECT pg_catalog.current_database()")
	if err != nil {
		return err
	}
	if is := current[0][0]; l.name != "" && is != l.name {
		return &Refused{
			Message: fmt.Sprintf("sqlbundle: this is the database %s, the configuration has %s", is, l.name),
			Hint:    "Connect to that one, or set its name in the configuration.",
		}
	}
	return nil
}

// schema finds where the tables stand; empty where nothing can.
func (l *looker) schema() (string, error) {
	t := l.settings.Tracking
	if t.Schema != "" {
		return t.Schema, nil
	}
	rows, err := l.rows("SELECT coalesce(pg_catalog.current_schema(), ''), coalesce((SELECT n.nspname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = relnamespace" +
		" WHERE relname = " + pgsql.QuoteLiteral(t.Table) + " AND nspname = ANY (pg_catalog.current_schemas(false)) ORDER BY pg_catalog.array_position(pg_catalog.current_schemas(false), nspname) LIMIT 1), '')")
	if err != nil {
		return "", err
	}
	first, found := rows[0][0], rows[0][1]
	if found != "" && found != first {
		return "", &Refused{
			Message: fmt.Sprintf("sqlbundle: the tracking table stands in the schema %s, and the first of the search_path is %s", found, first),
			Hint:    "Set [tracking] schema, or a search_path that begins with the right one.",
		}
	}
	return first, nil
}

// there tells whether a table exists, also where its schema may not be used:
// reading it is refused then.
func (l *looker) there(schema, table string) (bool, error) {
	rows, err := l.rows("SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = relnamespace WHERE nspname = " +
		pgsql.QuoteLiteral(schema) + " AND relname = " + pgsql.QuoteLiteral(table))
	return len(rows) > 0, err
}

// unfinishedQuery groups the progress in the log by revision.
const unfinishedQuery = `SELECT revision, direction, count(*) FILTER (WHERE state = 'done'), max(segments), coalesce(min(segment) FILTER (WHERE state = 'started'), 0),
 coalesce(sum(rows_done), 0), pg_catalog.to_char(min(started_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
 FROM %s WHERE open GROUP BY 1, 2 ORDER BY revision COLLATE "C", direction`

func (l *looker) unfinished(schema, log string) ([]out.Unfinished, error) {
	t := l.settings.Tracking
	fits, err := l.rows("SELECT FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = attrelid JOIN pg_catalog.pg_namespace n ON n.oid = relnamespace WHERE nspname = " +
		pgsql.QuoteLiteral(schema) + " AND relname = " + pgsql.QuoteLiteral(t.LogTable) + " AND attname IN ('revision', 'direction', 'segment', 'segments', 'state', 'open', 'rows_done', 'started_at') AND NOT attisdropped")
	if err != nil {
		return nil, err
	}
	if len(fits) < 8 {
		return nil, &Refused{
			Message: "sqlbundle: the log table " + log + " is of another version, or somebody else's",
			Hint:    "Rename that table, or name another: [tracking] log_table.",
		}
	}
	rows, err := l.rows(fmt.Sprintf(unfinishedQuery, log))
	if err != nil {
		return nil, err
	}
	var list []out.Unfinished
	for _, row := range rows {
		u := out.Unfinished{Revision: row[0], Direction: row[1], Since: row[6]}
		u.Done, _ = strconv.Atoi(row[2]) // the server writes its integers so
		u.Segments, _ = strconv.Atoi(row[3])
		u.Begun, _ = strconv.Atoi(row[4])
		u.Rows, _ = strconv.ParseInt(row[5], 10, 64)
		list = append(list, u)
	}
	return list, nil
}

// running finds who holds the lock that a script takes; see [out.LockKey].
func (l *looker) running(schema, table string) (int, error) {
	rows, err := l.rows(fmt.Sprintf("SELECT pid FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND granted AND classid = %d AND objsubid = 2"+
		" AND objid = (pg_catalog.hashtext(pg_catalog.format('%%I.%%I', %s, %s))::bigint & 4294967295)::oid"+
		" AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())", out.LockKey, pgsql.QuoteLiteral(schema), pgsql.QuoteLiteral(table)))
	if err != nil || len(rows) == 0 {
		return 0, err
	}
	return strconv.Atoi(rows[0][0])
}

func (l *looker) rows(sql string) ([][]string, error) {
	results, err := session{l.conn}.Exec(l.ctx, sql)
	if err != nil || len(results) == 0 {
		return nil, err
	}
	var rows [][]string
	for _, row := range results[len(results)-1].Rows {
		values := make([]string, len(row))
		for i, v := range row {
			values[i] = value(v)
		}
		rows = append(rows, values)
	}
	return rows, nil
}

func qualified(schema, table string) string {
	return pgsql.QuoteIdent(schema) + "." + pgsql.QuoteIdent(table)
}
