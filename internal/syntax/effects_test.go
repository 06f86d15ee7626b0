package syntax

import (
	"context"
	"errors"
	"testing"

	pg "github.com/pganalyze/pg_query_go/v5"

	"github.com/jackc/pgx/v5/pgconn"

	"sqlbundle/internal/pgsql"
	"sqlbundle/internal/pgtest"
)

// statement is a parsed statement as the functions take it.
type statement struct {
	text   string
	tokens []pgsql.Token
	node   *pgsql.Node
}

func parse(t testing.TB, sql string) statement {
	t.Helper()
	stmts, err := pgsql.Parse(sql)
	if err != nil {
		t.Fatalf("parsing %s: %v", sql, err)
	}
	if len(stmts) != 1 {
		t.Fatalf("%s holds %d statements", sql, len(stmts))
	}
	return statement{sql, scan(t, sql), stmts[0].Stmt}
}

// scan gives the tokens without comments and semicolons.
func scan(t testing.TB, sql string) []pgsql.Token {
	t.Helper()
	all, err := pgsql.Scan(sql)
	if err != nil {
		t.Fatalf("scanning %s: %v", sql, err)
	}
	var tokens []pgsql.Token
	for _, token := range all {
		if !token.Comment() && token.Kind != pg.Token_ASCII_59 {
			tokens = append(tokens, token)
		}
	}
	return tokens
}

// setup makes what the statements of the tables work on.
const setup = `
CREATE TABLE t (id bigint PRIMARY KEY, a int, b text, j jsonb);
CREATE INDEX ti ON t (a);
CREATE TABLE u (id bigint PRIMARY KEY, a int);
CREATE TABLE m (d int) PARTITION BY RANGE (d);
CREATE TABLE m1 PARTITION OF m FOR VALUES FROM (0) TO (1);
CREATE VIEW v AS SELECT 1 AS a;
CREATE MATERIALIZED VIEW mv AS SELECT 1 AS a;
CREATE SEQUENCE s;
CREATE TYPE mood AS ENUM ('ok');
CREATE TYPE bt AS (a int);
CREATE DOMAIN dom AS int;
CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end';
CREATE FUNCTION etf() RETURNS event_trigger LANGUAGE plpgsql AS 'begin end';
CREATE FUNCTION fn(int) RETURNS int LANGUAGE sql AS 'select 1';
CREATE FUNCTION "json_array"(int) RETURNS int LANGUAGE sql AS 'select 1';
CREATE PROCEDURE pr() LANGUAGE sql AS 'select 1';
CREATE FUNCTION opf(t, t) RETURNS bool LANGUAGE sql IMMUTABLE AS 'select true';
CREATE OPERATOR === (LEFTARG = t, RIGHTARG = t, FUNCTION = opf);
CREATE TRIGGER tg BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION tf();
CREATE RULE ru AS ON DELETE TO u DO NOTHING;
CREATE POLICY po ON t;
CREATE STATISTICS st ON id, a FROM t;
CREATE COLLATION co FROM "C";
CREATE PUBLICATION pub;
CREATE FOREIGN DATA WRAPPER f;
CREATE SERVER sv FOREIGN DATA WRAPPER f;
CREATE FOREIGN TABLE ft (a int) SERVER sv;
CREATE SCHEMA app;
CREATE SUBSCRIPTION fxs CONNECTION 'dbname=nope' PUBLICATION p
  WITH (connect = false, slot_name = NONE);
`

// session is a connection to a database with what setup makes.
type session struct {
	t    *testing.T
	conn *pgconn.PgConn
}

// open makes the database. Roles belong to all databases of the server, which
// other tests do not use at the same time.
func open(t *testing.T, server *pgtest.Server) session {
	db := server.Database(t)
	s := session{t, db.Connect().PgConn()}
	s.must(`SET client_min_messages = error; DROP ROLE IF EXISTS syntax_a, effects_b;
		CREATE ROLE syntax_a; CREATE ROLE effects_b`)
	s.must(setup)
	t.Cleanup(func() {
		// A subscription keeps its database from being dropped.
		s.must("DROP SUBSCRIPTION IF EXISTS fxs")
		s.must("DROP OWNED BY syntax_a, effects_b; DROP ROLE syntax_a, effects_b")
	})
	return s
}

// run executes a statement and gives its command tag and SQLSTATE.
func (s session) run(sql string) (tag, sqlstate string) {
	results, err := s.conn.Exec(context.Background(), sql).ReadAll()
	var refused *pgconn.PgError
	if errors.As(err, &refused) {
		return "", refused.Code
	}
	if err != nil {
		s.t.Fatalf("%s: %v", sql, err)
	}
	return results[len(results)-1].CommandTag.String(), ""
}

func (s session) must(sql string) {
	s.t.Helper()
	if _, sqlstate := s.run(sql); sqlstate != "" {
		s.t.Fatalf("%s: %s", sql, sqlstate)
	}
}

// runInTransaction executes a statement in a transaction that is rolled back.
func (s session) runInTransaction(prepare, sql string) (tag, sqlstate string) {
	s.must("BEGIN; " + prepare)
	tag, sqlstate = s.run(sql)
	s.must("ROLLBACK")
	return tag, sqlstate
}

// query gives the one value of a query.
func (s session) query(sql string) string {
	s.t.Helper()
	results, err := s.conn.Exec(context.Background(), sql).ReadAll()
	if err != nil {
		s.t.Fatalf("%s: %v", sql, err)
	}
	return string(results[0].Rows[0][0])
}
