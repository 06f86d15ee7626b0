package oracle

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"sqlbundle/internal/pgtest"
)

// link is a connection that speaks the simple protocol: what is written is what
// the server runs, and a case's DISCARD ALL takes no prepared statement away.
type link struct{ *pgconn.PgConn }

// steady are settings with which a statement is measured. They are the
// session's defaults, so that RESET ALL leaves them as they are. Workers of a
// parallel plan count their scans elsewhere.
var steady = map[string]string{
	"statement_timeout":                "60s",
	"max_parallel_maintenance_workers": "0",
	"max_parallel_workers_per_gather":  "0",
	"jit":                              "off",
	"client_min_messages":              "warning",
}

// connect opens a session with the steady settings.
func connect(ctx context.Context, server *pgtest.Server, database string) (link, error) {
	config, err := pgconn.ParseConfig(server.URL(database))
	if err != nil {
		return link{}, fmt.Errorf("reading the server's address: %w", err)
	}
	for name, value := range steady {
		config.RuntimeParams[name] = value
	}
	conn, err := pgconn.ConnectConfig(ctx, config)
	if err != nil {
		return link{}, fmt.Errorf("connecting to %s: %w", database, err)
	}
	return link{conn}, nil
}

// run executes a text of any number of statements and gives their results.
func (l link) run(ctx context.Context, sql string) ([]*pgconn.Result, error) {
	results, err := l.Exec(ctx, sql).ReadAll()
	if err != nil {
		return nil, err
	}
	for _, r := range results {
		if r.Err != nil {
			return nil, r.Err
		}
	}
	return results, nil
}

// try executes a case's text. What the server has against it becomes the answer,
// with a word before it; failed says that there is one.
func (l link) try(ctx context.Context, sql, word string) (a Answer, failed bool, err error) {
	if strings.TrimSpace(sql) == "" {
		return Answer{}, false, nil
	}
	_, err = l.run(ctx, sql)
	return refusal(err, word)
}

// refusal tells what the server said from trouble with the connection.
func refusal(err error, word string) (Answer, bool, error) {
	var pgErr *pgconn.PgError
	if err == nil || !errors.As(err, &pgErr) || pgErr.Severity == "FATAL" {
		return Answer{}, false, err
	}
	line, _, _ := strings.Cut(pgErr.Message, "\n")
	return Answer{Error: word + line, SQLState: pgErr.Code}, true, nil
}

// end closes a connection and waits until the server has let go of it.
func (l link) end(ctx context.Context) {
	if l.PgConn != nil {
		l.Close(ctx)
	}
}
