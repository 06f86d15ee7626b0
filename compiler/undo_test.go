package compiler_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"sqlbundle/compiler"
	"sqlbundle/graph"
)

// undoBase is what the revisions of the tests stand on.
const undoBase = `CREATE TABLE t (id int PRIMARY KEY, a int DEFAULT 7, b text NOT NULL);
CREATE TABLE u (t int REFERENCES t ON UPDATE CASCADE);
CREATE TABLE watched (id int);
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.id := 1; RETURN NEW; END';
CREATE TRIGGER note BEFORE UPDATE ON watched FOR EACH ROW EXECUTE FUNCTION note();
CREATE FUNCTION work() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION pure(int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT $1';
CREATE SCHEMA app;
CREATE TYPE mood AS ENUM ('good');
CREATE VIEW v AS SELECT id FROM t;`

// undoOf are the segments of a revision's upgrade, as a way back has them, on
// top of undoBase; the last one is another revision's, so that the state in
// which the revision ran is not the one at the start of the way back.
func undoOf(t *testing.T, up, down, config string) []*compiler.Segment {
	t.Helper()
	files := fstest.MapFS{}
	for i, text := range []string{undoBase + "\n-- sqlbundle:down\n", up + "\n-- sqlbundle:down" + down + "\n", "DROP TABLE IF EXISTS t CASCADE;\n-- sqlbundle:down\n"} {
		parent := "base"
		if i > 0 {
			parent = fmt.Sprintf("r%d", i)
		}
		files[fmt.Sprintf("migrations/r%d.sql", i+1)] = &fstest.MapFile{
			Data: []byte(fmt.Sprintf("-- sqlbundle:revision r%d\n-- sqlbundle:revises %s\n-- sqlbundle:up\n%s", i+1, parent, text)),
		}
	}
	p, err := load(files, config)
	if err != nil {
		t.Fatal(err)
	}
	req, err := p.request("upgrade r1:head")
	if err != nil {
		t.Fatal(err)
	}
	plan, err := compiler.Compile(p.graph, req)
	if err != nil {
		t.Fatal(problems(err))
	}
	back, err := compiler.WayBack(p.graph, req, plan)
	if err != nil {
		t.Fatal(problems(err))
	}
	if id := back.Steps[1].ID(); id != "r2" || back.Direction != graph.Downgrade {
		t.Fatalf("the second step is %s", id)
	}
	return back.Steps[1].Up
}

const andMore = "\n-- sqlbundle:commit\nSELECT 1;"

// TestUndo holds what takes the segments of a revision back, the last one first:
// one line each, and why there is nothing.
func TestUndo(t *testing.T) {
	for _, test := range []struct{ up, want string }{
		{
			"ALTER TABLE t ADD COLUMN c text;\n-- sqlbundle:commit\nUPDATE t SET c = lower(b) FROM u WHERE u.t = id;\nCREATE UNIQUE INDEX CONCURRENTLY t_c ON t (c);\nALTER TABLE t ADD CONSTRAINT t_c UNIQUE USING INDEX t_c;" + andMore,
			"ALTER TABLE public.t DROP CONSTRAINT t_c / DROP INDEX CONCURRENTLY public.t_c / - / ALTER TABLE public.t DROP COLUMN c",
		},
		{
			"SET search_path = app, public;\nCREATE TABLE x (id serial);\n-- sqlbundle:commit\nINSERT INTO x SELECT id FROM t;\nDELETE FROM x WHERE id = 1;\nALTER TABLE x ALTER id TYPE bigint;\nCREATE INDEX ON x (id);\nCOMMENT ON COLUMN x.id IS 'x';\nGRANT SELECT ON x TO public;\nTRUNCATE x;" + andMore,
			"- / DROP TABLE app.x",
		},
		{"ALTER TABLE t ADD COLUMN c int, ADD CONSTRAINT k CHECK (a > 0) NOT VALID;\n-- sqlbundle:commit\nALTER TABLE t VALIDATE CONSTRAINT k;" + andMore, "- / ALTER TABLE public.t DROP CONSTRAINT k; ALTER TABLE public.t DROP COLUMN c"},
		{"ALTER TABLE t ALTER a SET DEFAULT 8, ALTER b DROP NOT NULL;\nALTER TABLE t RENAME a TO z;\nALTER TABLE t RENAME TO s;\nALTER TABLE s SET SCHEMA app;" + andMore, "ALTER TABLE app.s SET SCHEMA public; ALTER TABLE public.s RENAME TO t; ALTER TABLE public.t RENAME COLUMN z TO a; ALTER TABLE public.t ALTER COLUMN b SET NOT NULL; ALTER TABLE public.t ALTER COLUMN a SET DEFAULT 7"},
		{"CREATE TYPE kind AS ENUM ('a');\nALTER TYPE kind ADD VALUE 'b';\nALTER TABLE t ADD COLUMN k kind;" + andMore, "ALTER TABLE public.t DROP COLUMN k / DROP TYPE public.kind"},
		{"VACUUM t;\nREINDEX TABLE CONCURRENTLY t;\nSET lock_timeout = '1s';" + andMore, "- / - / -"},
		{"CREATE TABLE old_and_gone (a int);\nDROP TABLE old_and_gone;\nSELECT a FROM t;\nLOCK TABLE t;" + andMore, "-"},
		{"CREATE INDEX CONCURRENTLY IF NOT EXISTS t_a ON t (a);", "DROP INDEX CONCURRENTLY public.t_a"},
		{"CREATE TABLE p (id int) PARTITION BY LIST (id);\nCREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);\nINSERT INTO p VALUES (1);" + andMore, "DROP TABLE public.p1; DROP TABLE public.p"},
		{"ALTER TABLE t ADD COLUMN c int DEFAULT random(), ADD d uuid DEFAULT gen_random_uuid();\nUPDATE t SET c = pure(a), d = gen_random_uuid();" + andMore, "ALTER TABLE public.t DROP COLUMN d; ALTER TABLE public.t DROP COLUMN c"},
		{"ALTER TABLE watched ADD COLUMN c int;\n-- sqlbundle:commit\nUPDATE watched SET c = 1;" + andMore, "UPDATE: the trigger note of public.watched runs for it / ALTER TABLE public.watched DROP COLUMN c"},
		{"UPDATE t SET a = 1;" + andMore, "UPDATE: it changes rows of public.t that were there before, or may have been"},
		{"ALTER TABLE t ADD COLUMN c int;\n-- sqlbundle:commit\nUPDATE t SET c = 1, a = 2;" + andMore, "UPDATE: it changes rows of public.t that were there before, or may have been / ALTER TABLE public.t DROP COLUMN c"},
		{"WITH x AS (DELETE FROM u RETURNING *) SELECT * FROM x;" + andMore, "SELECT: it changes rows of public.u that were there before, or may have been"},
		{"CREATE TABLE x AS SELECT work();" + andMore, "CREATE TABLE AS: nobody knows how to take back what function work does"},
		{"SELECT setval('s', 1), pg_advisory_lock(1);" + andMore, "SELECT: nobody knows how to take back what function setval does"},
		{"ALTER TABLE t ADD COLUMN c int DEFAULT work();" + andMore, "ALTER TABLE: nobody knows how to take back what function work does"},
		{"CREATE TABLE x (id int, w int DEFAULT work());\nINSERT INTO x (id) VALUES (1);" + andMore, "INSERT: nobody knows how to take back what function work does"},
		{"CREATE TABLE IF NOT EXISTS x (id int);" + andMore, "CREATE TABLE: what it makes may have been there before: it says IF NOT EXISTS"},
		{"ALTER TABLE t ADD COLUMN IF NOT EXISTS c int;" + andMore, "ALTER TABLE: the column may have been there before: it says IF NOT EXISTS"},
		{"CREATE OR REPLACE VIEW w AS SELECT 1 AS one;" + andMore, "CREATE VIEW: what it makes may have been there before: it says OR REPLACE"},
		{"CREATE INDEX ON t (a);" + andMore, "CREATE INDEX: the server has chosen the index's name"},
		{"CREATE INDEX CONCURRENTLY ON t (a);", "CREATE INDEX: nobody can know whether an index without a name was built"},
		{"ALTER TABLE t ADD CHECK (a > 0);" + andMore, "ALTER TABLE: the server has chosen the constraint's name"},
		{"ALTER TABLE elsewhere ADD COLUMN c int;" + andMore, "ALTER TABLE: unknown: public.elsewhere is not made by the history: taken to be there"},
		{"ALTER TYPE mood ADD VALUE 'bad';\nSELECT 1;", "ALTER TYPE: nothing surely takes it back"},
		{"DROP VIEW v;" + andMore, "DROP VIEW: nothing surely takes it back"},
		{"ALTER TABLE t DROP COLUMN a;" + andMore, "ALTER TABLE: nothing surely takes it back"},
		{"ALTER TABLE t ALTER a TYPE bigint;" + andMore, "ALTER TABLE: nothing surely takes it back"},
		{"ALTER TABLE t ALTER a SET STATISTICS 5;" + andMore, "ALTER TABLE: nothing surely takes it back"},
		{"GRANT SELECT ON t TO public;" + andMore, "GRANT: nothing surely takes it back"},
		{"COMMENT ON TABLE t IS 'x';" + andMore, "COMMENT: nothing surely takes it back"},
		{"DO 'BEGIN END';" + andMore, "DO: nothing surely takes it back"},
		{"BEGIN;\nSAVEPOINT s;\nCREATE TABLE x ();\nROLLBACK TO s;\nCOMMIT;\nSELECT 1;", "ROLLBACK: what a savepoint has taken back is not looked at"},
		{"CREATE TABLE x (id int);\n-- sqlbundle:commit\nALTER TABLE x ADD CONSTRAINT k CHECK (id > 0);\n-- sqlbundle:commit\nDROP TABLE x;" + andMore, "DROP TABLE: what takes it back does not surely lead to the schema of before / - / DROP TABLE public.x"},
		// An index that stood before goes with the constraint.
		{"CREATE UNIQUE INDEX CONCURRENTLY t_a ON t (a);\nALTER TABLE t ADD CONSTRAINT t_a UNIQUE USING INDEX t_a;\n-- sqlbundle:commit\nALTER TABLE t ATTACH PARTITION u FOR VALUES IN (1);" + andMore, "ALTER TABLE: by what is known, the server refuses it / ALTER TABLE public.t DROP CONSTRAINT t_a / DROP INDEX CONCURRENTLY public.t_a"},
		{"CREATE TABLE p (t int) PARTITION BY LIST (t);\n-- sqlbundle:commit\nALTER TABLE p ATTACH PARTITION u FOR VALUES IN (1);" + andMore, "ALTER TABLE: what takes it back does not surely lead to the schema of before / DROP TABLE public.p"},
		// A cascade would carry it into a table that stays.
		{"CREATE TABLE x (id int PRIMARY KEY);\nALTER TABLE u ADD CONSTRAINT f FOREIGN KEY (t) REFERENCES x ON DELETE CASCADE;\n-- sqlbundle:commit\nDELETE FROM x;" + andMore, "DELETE: the foreign key f passes it on to another table / ALTER TABLE public.u DROP CONSTRAINT f; DROP TABLE public.x"},
	} {
		var got []string
		up := undoOf(t, test.up, "", "")
		for i := len(up) - 2; i >= 0; i-- {
			line := strings.Join(up[i].Undo, "; ")
			if k := up[i].Kept; k != nil {
				line = k.Statement.Kind + ": " + k.Why
			}
			if line == "" {
				line = "-"
			}
			got = append(got, line)
		}
		if line := strings.Join(got, " / "); line != test.want {
			t.Errorf("%s\ngot  %s\nwant %s", test.up, line, test.want)
		}
	}
}

// TestUndoIrreversible holds that a revision whose author says so stays, from
// its first effect on.
func TestUndoIrreversible(t *testing.T) {
	up := undoOf(t, "SET lock_timeout = '1s';\n-- sqlbundle:commit\nCREATE TABLE x ();"+andMore, " irreversible on purpose", "")
	if up[0].Kept != nil || up[1].Kept == nil || up[1].Kept.Why != "the revision is irreversible" {
		t.Errorf("kept are %+v and %+v", up[0].Kept, up[1].Kept)
	}
}
