package oracle

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"

	"github.com/jackc/pgx/v5/pgconn"
)

// missingStatement is the SQLSTATE of EXECUTE without PREPARE.
const missingStatement = "26000"

// planned is for how many queries a plan is kept: it was made for the catalogs
// of its time, which grow.
const planned = 16

// Query gives the first column of a query's rows as text. The session is as
// before when it ends, but for the prepared query: planning one over the system
// catalogs takes longer than running it. Names in the result come with their
// schemas, as search_path is empty for the query.
func (s *Session) Query(ctx context.Context, query string) ([]string, error) {
	hash := fnv.New64a()
	hash.Write([]byte(query))
	s.asked++
	name := fmt.Sprintf("query_%x_%d", hash.Sum64(), s.asked/planned)
	column, err := s.query(ctx, "EXECUTE "+name)
	var missing *pgconn.PgError
	if errors.As(err, &missing) && missing.Code == missingStatement {
		column, err = s.query(ctx, "PREPARE "+name+" AS "+query+";EXECUTE "+name)
	}
	return column, err
}

// query runs statements of which the last gives rows, and rolls back.
func (s *Session) query(ctx context.Context, sql string) ([]string, error) {
	if _, err := s.link.run(ctx, "BEGIN; SET LOCAL search_path = ''"); err != nil {
		return nil, fmt.Errorf("preparing a query: %w", err)
	}
	results, err := s.link.run(ctx, sql)
	if _, failed := s.link.run(ctx, "ROLLBACK"); failed != nil && err == nil {
		err = failed
	}
	if err != nil {
		return nil, fmt.Errorf("asking the server: %w", err)
	}
	var column []string
	for _, row := range results[len(results)-1].Rows {
		column = append(column, string(row[0]))
	}
	return column, nil
}
