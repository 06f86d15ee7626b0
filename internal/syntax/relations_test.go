package syntax

import (
	"slices"
	"strings"
	"testing"
)

func TestTempTables(t *testing.T) {
	for sql, want := range map[string]string{
		`CREATE TEMP TABLE x (a int)`:                             "x",
		`CREATE TEMPORARY TABLE IF NOT EXISTS "X" (a int)`:        "X",
		`CREATE LOCAL TEMP TABLE x (a int) ON COMMIT DROP`:        "x",
		`CREATE GLOBAL TEMPORARY TABLE x (a int)`:                 "x",
		`CREATE TABLE pg_temp.x (a int)`:                          "x",
		`CREATE TABLE PG_TEMP.x AS SELECT 1`:                      "x",
		`CREATE TEMP TABLE x AS SELECT 1`:                         "x",
		`CREATE TEMP TABLE x AS EXECUTE p`:                        "x",
		`SELECT 1 AS a INTO TEMP x`:                               "x",
		`SELECT 1 AS a INTO pg_temp.x`:                            "x",
		`SELECT 1 AS a INTO TEMPORARY TABLE x UNION SELECT 2`:     "x",
		`WITH w AS (SELECT 1) SELECT * INTO LOCAL TEMP x FROM w`:  "x",
		`CREATE TEMP VIEW x AS SELECT 1`:                          "x",
		`CREATE OR REPLACE TEMP RECURSIVE VIEW x (a) AS SELECT 1`: "x",
		`CREATE TEMP SEQUENCE x`:                                  "x",
		`CREATE TEMP TABLE x PARTITION OF y DEFAULT`:              "x",
		`CREATE TABLE x (a int)`:                                  "",
		`CREATE UNLOGGED TABLE temp (a int)`:                      "",
		`CREATE TABLE app.pg_temp (a int)`:                        "",
		`CREATE TABLE x AS SELECT * FROM pg_temp.y`:               "",
		`SELECT 1 AS a INTO x`:                                    "",
		`SELECT 1`:                                                "",
		`DROP TABLE pg_temp.x`:                                    "",
		`INSERT INTO pg_temp.x VALUES (1)`:                        "",
	} {
		if got := strings.Join(TempTables(parse(t, sql).node), " "); got != want {
			t.Errorf("%s: got %q, want %q", sql, got, want)
		}
	}
	if got := TempTables(nil); got != nil {
		t.Errorf("nil: got %v", got)
	}
}

func TestRelations(t *testing.T) {
	for sql, want := range map[string]string{
		`SELECT * FROM a, b.c JOIN "D.e" ON (SELECT true FROM f)`:  ".a b.c .D.e .f",
		`SELECT a.b, c(d) FROM e AS f`:                             ".e",
		`SELECT * FROM a, a, x.a, a b`:                             ".a x.a",
		`WITH a AS (SELECT * FROM b) SELECT * FROM a, c`:           ".c .b",
		`WITH a AS (SELECT 1) SELECT * FROM a, x.a`:                "x.a",
		`WITH a AS (SELECT 1) INSERT INTO a SELECT * FROM a`:       ".a",
		`WITH a AS (SELECT 1) UPDATE a SET x = 1 FROM a AS b`:      ".a",
		`WITH a AS (SELECT 1), b AS (DELETE FROM c) SELECT FROM b`: ".c",
		`MERGE INTO a USING b ON true WHEN MATCHED THEN DELETE`:    ".a .b",
		`DELETE FROM a USING b WHERE EXISTS (SELECT FROM c)`:       ".a .b .c",
		`TRUNCATE a, b.c`:                       ".a b.c",
		`LOCK TABLE a, b`:                       ".a .b",
		`COPY a TO '/dev/null'`:                 ".a",
		`COPY (SELECT * FROM a) TO '/dev/null'`: ".a",
		`CREATE TABLE a (b int REFERENCES c.d, LIKE e) INHERITS (f)`:        ".a c.d .e .f",
		`CREATE TABLE a PARTITION OF b DEFAULT`:                             ".a .b",
		`CREATE TEMP TABLE a AS SELECT * FROM b`:                            ".b .a",
		`SELECT * INTO a FROM b`:                                            ".a .b",
		`ALTER TABLE a ATTACH PARTITION b.c DEFAULT`:                        ".a b.c",
		`ALTER TABLE a ADD FOREIGN KEY (x) REFERENCES b`:                    ".a .b",
		`ALTER TABLE a RENAME TO b`:                                         ".a",
		`ALTER INDEX a.b SET (fillfactor = 10)`:                             "a.b",
		`ALTER SEQUENCE a OWNED BY b.c.d`:                                   ".a b.c",
		`ALTER SEQUENCE a OWNED BY NONE`:                                    ".a",
		`CREATE INDEX x ON a (b)`:                                           ".a",
		`CREATE VIEW a AS SELECT * FROM b`:                                  ".a .b",
		`CREATE TRIGGER x AFTER INSERT ON a EXECUTE FUNCTION f()`:           ".a",
		`CREATE RULE x AS ON INSERT TO a DO ALSO DELETE FROM b`:             ".a .b",
		`CREATE POLICY x ON a USING (b IN (SELECT c FROM d))`:               ".a .d",
		`CREATE STATISTICS x ON b, c FROM a`:                                ".a",
		`CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT a FROM b; END`: ".b",
		`CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT a FROM b'`: "",
		`DROP TABLE a, b.c, d.e.f`:                                          ".a b.c e.f",
		`DROP VIEW a`:                                                       ".a",
		`DROP SEQUENCE a`:                                                   ".a",
		`DROP INDEX CONCURRENTLY a.b`:                                       "a.b",
		`DROP TRIGGER x ON a.b`:                                             "a.b",
		`DROP RULE x ON a`:                                                  ".a",
		`DROP POLICY x ON a`:                                                ".a",
		`DROP TYPE a`:                                                       "",
		`DROP FUNCTION a(int)`:                                              "",
		`COMMENT ON TABLE a.b IS 'x'`:                                       "a.b",
		`COMMENT ON COLUMN a.b.c IS 'x'`:                                    "a.b",
		`COMMENT ON COLUMN a.b IS 'x'`:                                      ".a",
		`COMMENT ON CONSTRAINT x ON a.b IS 'x'`:                             "a.b",
		`COMMENT ON TYPE a IS 'x'`:                                          "",
		`GRANT SELECT ON a, b.c TO x`:                                       ".a b.c",
		`VACUUM a, b (c)`:                                                   ".a .b",
		`REINDEX TABLE a`:                                                   ".a",
		`CLUSTER a USING b`:                                                 ".a",
		`REFRESH MATERIALIZED VIEW a`:                                       ".a",
		`CREATE PUBLICATION x FOR TABLE a, b.c`:                             ".a b.c",
		`ALTER EXTENSION x ADD TABLE a.b`:                                   "a.b",
		`EXPLAIN SELECT * FROM a`:                                           ".a",
		`DO 'begin delete from a; end'`:                                     "",
		`SELECT 1`:                                                          "",
	} {
		var got []string
		for _, r := range Relations(parse(t, sql).node) {
			got = append(got, r.Schema+"."+r.Name)
		}
		if !slices.Equal(got, strings.Fields(want)) {
			t.Errorf("%s: got %v, want %s", sql, got, want)
		}
	}
	if got := Relations(nil); got != nil {
		t.Errorf("nil: got %v", got)
	}
}
