package oracle

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"sqlbundle/internal/pgtest"
)

// bench makes and drops the databases in which is measured.
type bench struct {
	server *pgtest.Server
	admin  link
	made   int
}

// role makes the role that cases speak of.
const role = `
DO $$BEGIN
  CREATE ROLE oracle_role;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END$$`

// newBench connects and makes the global objects where they are missing.
func newBench(ctx context.Context, server *pgtest.Server) (*bench, error) {
	admin, err := connect(ctx, server, "postgres")
	if err != nil {
		return nil, err
	}
	b := &bench{server: server, admin: admin}
	if err := b.makeGlobals(ctx); err != nil {
		admin.end(ctx)
		return nil, fmt.Errorf("making a role and a tablespace: %w", err)
	}
	return b, nil
}

// makeGlobals makes the role and the tablespace that cases speak of. One in
// place needs no folder of its own (since 13.8, 14.5 and 15; manual, section
// 20.17).
func (b *bench) makeGlobals(ctx context.Context) error {
	if _, err := b.admin.run(ctx, role); err != nil {
		return err
	}
	found, err := b.admin.run(ctx, "SELECT FROM pg_tablespace WHERE spcname = 'oracle_ts'")
	if err != nil || len(found[0].Rows) > 0 {
		return err
	}
	if _, err := b.admin.run(ctx, "SET allow_in_place_tablespaces = on"); err != nil {
		return err
	}
	a, failed, err := b.admin.try(ctx, "CREATE TABLESPACE oracle_ts LOCATION ''", "")
	if failed && a.SQLState != "42710" && a.SQLState != "23505" { // another process was first
		return fmt.Errorf("%s", a.Error)
	}
	return err
}

// copy makes a database like another one, to which nobody may be connected.
func (b *bench) copy(ctx context.Context, template string) (string, error) {
	b.made++
	name := fmt.Sprintf("oracle_%d_%d", b.admin.PID(), b.made)
	_, err := b.admin.run(ctx, "CREATE DATABASE "+quote(name)+" TEMPLATE "+quote(template))
	if err != nil {
		return "", fmt.Errorf("making a database: %w", err)
	}
	return name, nil
}

// prepare makes a database in which a setup ran. What the server has against
// the setup is an answer, and there is no database then.
func (b *bench) prepare(ctx context.Context, setup string) (name string, a Answer, failed bool, err error) {
	name, err = b.copy(ctx, "template0")
	if err != nil {
		return "", Answer{}, false, err
	}
	l, err := connect(ctx, b.server, name)
	if err == nil {
		a, failed, err = l.try(ctx, setup, "setup: ")
		l.end(ctx)
	}
	if failed || err != nil {
		b.drop(ctx, name)
	}
	return name, a, failed, err
}

// drop ends what sessions there are. What cannot be dropped goes with the server.
func (b *bench) drop(ctx context.Context, name string) {
	if name != "" {
		b.admin.run(ctx, "DROP DATABASE IF EXISTS "+quote(name)+" WITH (FORCE)")
	}
}

func (b *bench) close(ctx context.Context) { b.admin.end(ctx) }

func quote(name string) string { return pgx.Identifier{name}.Sanitize() }
