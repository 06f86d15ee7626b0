package effects

import "testing"

func TestCreateIndexRefusals(t *testing.T) {
	const setup = `CREATE EXTENSION pg_trgm; CREATE EXTENSION citext; CREATE TYPE mood AS ENUM ('a');
		CREATE DOMAIN words AS text; CREATE TABLE t (a int, b text, js json, pt point, m mood, w words, ci citext, l int[],
		at timestamptz); CREATE VIEW v AS SELECT a FROM t; CREATE INDEX taken ON t (a)`
	checkStatements(t, []statementCase{
		{setup, "CREATE INDEX ON t (m, w, ci, l)", 15, "t Share"},
		{setup, "CREATE INDEX ON t USING gin (ci gin_trgm_ops)", 15, "t Share"},
		{setup, "CREATE INDEX ON t USING gin (a gin_trgm_ops)", 15, "42804"},
		{setup, "CREATE INDEX ON t USING gin (b)", 15, "42704"},
		{setup, "CREATE INDEX ON t (b nope_ops)", 15, "42704"},
		{setup, "CREATE INDEX ON t USING nope (b)", 15, "42704"},
		{setup, "CREATE INDEX ON t (js)", 15, "42704"},
		{setup, "CREATE INDEX ON t (pt)", 15, "42704"},
		{setup, "CREATE INDEX ON t USING gist (pt)", 15, "t Share"},
		{setup, "CREATE INDEX ON t USING hash (a, b)", 15, "0A000"},
		{setup, "CREATE INDEX ON t USING hash (a DESC)", 15, "0A000"},
		{setup, "CREATE UNIQUE INDEX ON t USING hash (a)", 15, "0A000"},
		{setup, "CREATE INDEX ON t USING spgist (b) INCLUDE (a)", 13, "0A000"},
		{setup, "CREATE INDEX ON t USING spgist (b) INCLUDE (a)", 15, "t Share"},
		{setup, "CREATE INDEX ON t (nope)", 15, "42703"},
		{setup, "CREATE INDEX ON t (ctid)", 15, "0A000"},
		{setup, "CREATE INDEX ON t ((row(a, b)))", 15, "42P16"},
		{setup, "CREATE INDEX ON t (a) WHERE at > now()", 15, "42P17"},
		{setup, "CREATE INDEX ON t ((at::date))", 15, "42P17"},
		{setup, "CREATE INDEX taken ON t (b)", 15, "42P07"},
		{setup, "CREATE INDEX IF NOT EXISTS taken ON t (b)", 15, "t Share"},
		{setup, "CREATE INDEX ON v (a)", 15, "42809"},
		{setup, "CREATE UNIQUE INDEX ON t (a) NULLS NOT DISTINCT", 13, "42601"},
		{setup, "DROP INDEX taken, nope", 15, "t AccessExclusive, nope AccessExclusive, taken AccessExclusive, unknown: " +
			"public.nope is not made by the history: taken to be there, unknown: on which table index nope is"},
		{setup, "DROP INDEX t", 15, "42809"},
		{setup, "CLUSTER t USING taken", 15, "t AccessExclusive, taken AccessExclusive, rewrites t"},
		{setup, "CLUSTER t", 15, "42704"},
		{setup, "CREATE STATISTICS s ON a, js FROM t", 15, "0A000"},
		{setup, "CREATE STATISTICS s ON a, a FROM t", 15, "42701"},
		{setup, "CREATE STATISTICS s ON a FROM t", 15, "42P17"},
	})
}

// TestIndexedFunctions is about what the planner makes of an expression before
// anybody asks how volatile it is.
func TestIndexedFunctions(t *testing.T) {
	const setup = `CREATE FUNCTION plain(x int) RETURNS int LANGUAGE sql STABLE AS 'SELECT x + 1'; CREATE TABLE t (a int);
		CREATE FUNCTION moody(int) RETURNS float8 LANGUAGE sql STABLE AS 'SELECT random()';
		CREATE FUNCTION opaque(int) RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END'`
	checkStatements(t, []statementCase{
		{setup, "CREATE INDEX ON t (plain(a))", 15, "t Share"},
		{setup, "CREATE INDEX ON t (a) WHERE plain(a) > 3", 15, "t Share"},
		{setup, "ALTER TABLE t ADD g int GENERATED ALWAYS AS (plain(a)) STORED", 15, "t AccessExclusive, rewrites t"},
		{setup, "CREATE TABLE p (a int) PARTITION BY RANGE (plain(a))", 15, ""},
		{setup, "CREATE INDEX ON t (moody(a))", 15, "42P17"},
		{setup, "CREATE INDEX ON t (opaque(a))", 15, "42P17"},
		{setup, "CREATE INDEX ON t (sum(a))", 15, "42803"},
		{setup, "CREATE INDEX ON t (generate_series(1, a))", 15, "0A000"},
		{setup, "ALTER TABLE t ADD CHECK (rank() OVER () > 0)", 15, "42P20"},
	})
}

func TestIndexesGoWithTheirColumns(t *testing.T) {
	const setup = `CREATE FUNCTION twice(int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS 'BEGIN RETURN $1 * 2; END';
		CREATE TABLE t (id int PRIMARY KEY, a int, b int, c int, d int); CREATE INDEX ka ON t (a);
		CREATE INDEX ib ON t (id) INCLUDE (b); CREATE INDEX ec ON t (twice(c)); CREATE INDEX wd ON t (id) WHERE d > 0`
	for _, c := range []struct{ column, index string }{{"a", "ka"}, {"b", "ib"}, {"c", "ec"}, {"d", "wd"}} {
		cat, e := behind(t, 15, setup+"; ALTER TABLE t DROP COLUMN "+c.column)
		if e.Refused != nil || cat.Relation("", c.index) != nil {
			t.Errorf("without column %s there is still index %s (%v)", c.column, c.index, e.Refused)
		}
	}
	checkStatements(t, []statementCase{
		{setup, "DROP FUNCTION twice(int)", 15, "2BP01"},
		{setup, "DROP FUNCTION twice(int) CASCADE", 15, "t AccessExclusive, ec AccessExclusive"},
		{setup, "DROP INDEX t_pkey", 15, "2BP01"},
		{setup, "DROP INDEX CONCURRENTLY ka, ib", 15, "0A000"},
		{setup, "DROP INDEX CONCURRENTLY ka CASCADE", 15, "0A000"},
		{setup, "DROP INDEX CONCURRENTLY ka", 15, "t ShareUpdateExclusive, ka ShareUpdateExclusive"},
	})
}
