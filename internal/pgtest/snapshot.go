package pgtest

import (
	"context"
	"fmt"
	"sort"
	"strings"

	"github.com/jackc/pgx/v5"
)

// Snapshot is the schema of the database as sorted lines, of which some hold
// line breaks: equal where two databases on servers of one version have the
// same schema. Object ids, the order of columns and of grants, and privileges
// written out that are the default play no part. Left out are the tool's own
// tables, which begin with sqlbundle_, and those of the names given.
func (db *DB) Snapshot(except ...string) []string {
	db.tb.Helper()
	return db.collect(except, schema)
}

// Data is every row of every table and materialized view as sorted lines: the
// table's name and the row as JSON. It leaves out the same tables as
// [DB.Snapshot], and the state of sequences.
func (db *DB) Data(except ...string) []string {
	db.tb.Helper()
	return db.collect(except, rows)
}

// collect runs a reader in one read-only transaction, in which names are
// printed with their schema and values in a fixed form.
func (db *DB) collect(except []string, read func(pgx.Tx, []string) ([]string, error)) []string {
	db.tb.Helper()
	if except == nil {
		except = []string{} // as an array: NULL would leave everything out
	}
	var lines []string
	err := db.readOnly(func(tx pgx.Tx) (err error) {
		lines, err = read(tx, except)
		return err
	})
	if err != nil {
		db.tb.Fatal(err)
	}
	sort.Strings(lines)
	return lines
}

func (db *DB) readOnly(read func(pgx.Tx) error) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	conn, err := pgx.Connect(ctx, db.URL())
	if err != nil {
		return fmt.Errorf("connecting to %s: %w", db.Name, err)
	}
	defer conn.Close(ctx)
	const fixed = `SET search_path = ''; SET TimeZone = 'UTC'; SET DateStyle = 'ISO';
		SET IntervalStyle = 'postgres'; SET bytea_output = 'hex'; SET extra_float_digits = 1;
		SET row_security = off; SET statement_timeout = 0; SET lock_timeout = 0; SET quote_all_identifiers = off`
	if _, err := conn.Exec(ctx, fixed); err != nil {
		return fmt.Errorf("preparing a session: %w", err)
	}
	options := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	return pgx.BeginTxFunc(ctx, conn, options, read)
}

// schema reads every part of the schema.
func schema(tx pgx.Tx, except []string) ([]string, error) {
	var all []string
	for _, part := range schemaParts {
		lines, err := column(tx, own+part.query, except)
		if err != nil {
			return nil, fmt.Errorf("reading the schema's %s: %w", part.name, err)
		}
		for _, line := range lines {
			all = append(all, part.name+" "+line)
		}
	}
	return all, nil
}

// rows reads all tables with one query.
func rows(tx pgx.Tx, except []string) ([]string, error) {
	tables, err := column(tx, own+`SELECT name FROM rel WHERE relkind = 'r' OR relkind = 'm' AND relispopulated`, except)
	if err != nil || len(tables) == 0 {
		return nil, err
	}
	parts := make([]string, len(tables))
	for i, table := range tables {
		parts[i] = fmt.Sprintf("SELECT %s || ' ' || to_jsonb(sqlbundle_row)::text FROM ONLY %s sqlbundle_row", literal(table), table)
	}
	lines, err := column(tx, strings.Join(parts, " UNION ALL "))
	if err != nil {
		return nil, fmt.Errorf("reading the tables' rows: %w", err)
	}
	return lines, nil
}

// column runs a query of one text column that is never null.
func column(tx pgx.Tx, query string, args ...any) ([]string, error) {
	result, err := tx.Query(context.Background(), query, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(result, pgx.RowTo[string])
}

// literal quotes a string for servers that have standard_conforming_strings on
// or off.
func literal(s string) string {
	quoted := strings.ReplaceAll(strings.ReplaceAll(s, `\`, `\\`), `'`, `''`)
	return ` E'` + quoted + `'`
}
