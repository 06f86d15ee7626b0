package executor

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5/pgconn"

	"sqlbundle/internal/psql"
)

// keptRows is how many rows of a result are kept; more are counted.
const keptRows = 10000

// session is a [psql.Session] over one connection.
type session struct{ conn *pgconn.PgConn }

// serverError is an error of the server's whose message stands alone.
type serverError struct{ *pgconn.PgError }

func (e serverError) Unwrap() error   { return e.PgError }
func (e serverError) Primary() string { return e.Message }

// Exec sends a text by the simple protocol, as psql does.
func (s session) Exec(ctx context.Context, sql string) ([]psql.Result, error) {
	reader := s.conn.Exec(ctx, sql)
	var results []psql.Result
	for reader.NextResult() {
		results = append(results, read(reader.ResultReader()))
	}
	err := reader.Close()
	var refused *pgconn.PgError
	if errors.As(err, &refused) {
		return results, serverError{refused}
	}
	return results, err
}

func read(reader *pgconn.ResultReader) psql.Result {
	var r psql.Result
	for _, field := range reader.FieldDescriptions() {
		r.Columns = append(r.Columns, field.Name)
	}
	r.Tuples = reader.FieldDescriptions() != nil
	for reader.NextRow() {
		if len(r.Rows) == keptRows {
			r.More++
			continue
		}
		values := reader.Values()
		row := make([]*string, len(values))
		for i, value := range values {
			if value != nil {
				text := string(value)
				row[i] = &text
			}
		}
		r.Rows = append(r.Rows, row)
	}
	// An error comes again from the reader of all results.
	tag, _ := reader.Close()
	r.Affected = tag.RowsAffected()
	return r
}

// Parameter is what the server has last reported of a setting.
func (s session) Parameter(name string) string { return s.conn.ParameterStatus(name) }

// Lost tells whether the connection has ended.
func (s session) Lost() bool { return s.conn.IsClosed() }
