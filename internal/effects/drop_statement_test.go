package effects

import "testing"

func TestDropStatement(t *testing.T) {
	const setup = `CREATE SCHEMA s; CREATE FUNCTION fi(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1';
		CREATE FUNCTION ft(text) RETURNS text LANGUAGE sql AS 'SELECT $1'; CREATE FUNCTION ft(int) RETURNS text LANGUAGE sql AS 'SELECT $1::text';
		CREATE PROCEDURE pr() LANGUAGE sql AS ''; CREATE TYPE s.en AS ENUM ('a');
		CREATE TABLE t (id serial, k int GENERATED ALWAYS AS IDENTITY, a int DEFAULT fi(3), e s.en); CREATE VIEW v AS SELECT id FROM t;
		CREATE TABLE s.q (id int); CREATE POLICY po ON t USING (fi(a) > 0)`
	checkStatements(t, []statementCase{
		{setup, "DROP TABLE t", 0, "2BP01"},
		{setup, "DROP TABLE t, v", 0, "42809"},
		{setup, "DROP VIEW IF EXISTS t", 0, "42809"},
		{setup, "DROP TABLE IF EXISTS nope", 0, ""},
		{setup, "DROP VIEW v", 0, "v AccessExclusive"},
		{setup, "DROP TABLE t CASCADE", 0, "t AccessExclusive, t_id_seq AccessExclusive, t_k_seq AccessExclusive, v AccessExclusive"},
		{setup, "DROP SEQUENCE t_id_seq", 0, "2BP01"},
		{setup, "DROP SEQUENCE t_id_seq CASCADE", 0, "t AccessExclusive, t_id_seq AccessExclusive"},
		{setup, "DROP SEQUENCE t_k_seq CASCADE", 0, "2BP01"},
		{setup, "DROP FUNCTION fi(int)", 0, "2BP01"},
		{setup, "DROP FUNCTION fi CASCADE", 0, "t AccessExclusive"},
		{setup, "DROP FUNCTION ft", 0, "42725"},
		{setup, "DROP FUNCTION ft(int), ft(text)", 0, ""},
		{setup, "DROP FUNCTION pr()", 0, "42809"},
		{setup, "DROP ROUTINE pr()", 0, ""},
		{setup, "DROP TYPE t", 0, "2BP01"},
		{setup, "DROP TYPE s.en CASCADE", 0, "t AccessExclusive"},
		{setup, "DROP SCHEMA s", 0, "2BP01"},
		{setup, "DROP SCHEMA s CASCADE", 0, "t AccessExclusive, s.q AccessExclusive"},
		{setup, "DROP SCHEMA IF EXISTS nope", 0, ""},
		{setup, "DROP POLICY po ON t", 0, "t AccessExclusive"},
		{setup, "DROP POLICY nope ON t", 0, "42704"},
		{setup, "DROP POLICY IF EXISTS nope ON t", 0, ""},
		{setup, "DROP FUNCTION nope()", 0, "unknown: function nope is not made by the history: taken to be there"},
	})
}

func TestDropCollation(t *testing.T) {
	const setup = `CREATE SCHEMA s; CREATE COLLATION s.c FROM "C"; CREATE TABLE t (a text COLLATE s.c, b int)`
	checkStatements(t, []statementCase{
		{setup, "DROP COLLATION s.c", 15, "2BP01"},
		{setup, "DROP SCHEMA s CASCADE", 15, "t AccessExclusive"},
		{setup + "; ALTER TABLE t ALTER a TYPE text", "DROP COLLATION s.c", 15, ""},
		{"CREATE DOMAIN d AS int", "ALTER DOMAIN d SET SCHEMA pg_temp", 15, "0A000"},
		{"CREATE TABLE x (a int, b int, EXCLUDE USING btree (a WITH =) WHERE (b > 0))", "ALTER TABLE x DROP COLUMN b", 15, "2BP01"},
	})
}

func TestDropSchemaTakesAllOfIt(t *testing.T) {
	c, e := behind(t, 15, `CREATE SCHEMA s; CREATE TABLE s.t (id serial PRIMARY KEY, k int GENERATED ALWAYS AS IDENTITY);
		CREATE TYPE s.ct AS (a int); CREATE FUNCTION s.f() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE TYPE s.r AS RANGE (SUBTYPE = int);
		CREATE EXTENSION citext SCHEMA s; CREATE TABLE kept (c s.citext, i int); DROP SCHEMA s CASCADE`)
	if e.Refused != nil {
		t.Fatal(e.Refused)
	}
	if lines := c.Schema("s"); lines != nil {
		t.Errorf("the schema is there: %+v", lines)
	}
	if c.Relation("s", "t") != nil || c.Relation("public", "kept").Column("c") != nil || c.Relation("public", "kept").Column("i") == nil {
		t.Error("the wrong things are left")
	}
	if got := told(e); got != "kept AccessExclusive, s.ct AccessExclusive, s.t AccessExclusive, s.t_id_seq AccessExclusive, s.t_k_seq AccessExclusive, s.t_pkey AccessExclusive" {
		t.Errorf("locks are %s", got)
	}
}
