package effects_test

import (
	"slices"
	"strings"
	"testing"

	"sqlbundle/internal/effects"
	"sqlbundle/internal/oracle"
)

// unlisted are setups, and statements that servers of all versions answer alike:
// a refusal, or locks stronger than AccessShare, with what is read.
var unlisted = []struct {
	setup string
	stmts [][2]string
}{
	{`CREATE TABLE p (id int NOT NULL, k int, v int) PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (100);
CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (100) TO (200);
CREATE TABLE q (a int) PARTITION BY LIST (a);
CREATE INDEX q_a ON q (a);`, [][2]string{
		{"ALTER TABLE p ALTER id SET NOT NULL", "p AccessExclusive"},
		{"ALTER TABLE p RENAME COLUMN ctid TO z", "0A000"},
		{"ALTER TABLE p ALTER ctid SET STATISTICS 3", "0A000"},
		{"UPDATE p SET id = 5 WHERE id = 150", "p RowExclusive, p1 RowExclusive, p2 RowExclusive"},
		{"UPDATE p SET (id, k) = (5, 6) WHERE id = 150", "p RowExclusive, p1 RowExclusive, p2 RowExclusive"},
		{"DELETE FROM ONLY q", "q RowExclusive, q_a RowExclusive"},
		{"ALTER TABLE p ADD CHECK (xmin IS NOT NULL)", "42P10"},
	}},
	{`CREATE TABLE src (id int PRIMARY KEY, n text, w int);
CREATE TABLE dst (id int PRIMARY KEY, src int REFERENCES src ON UPDATE CASCADE, n text);
CREATE TABLE log (id int, what text);
CREATE VIEW sv AS SELECT id, n FROM src;
CREATE VIEW joined AS SELECT src.id, log.what FROM src JOIN log USING (id);
CREATE RULE svi AS ON INSERT TO sv DO INSTEAD INSERT INTO log VALUES (new.id, new.n);
CREATE RULE ji AS ON INSERT TO joined DO INSTEAD INSERT INTO log VALUES (new.id, new.what);
CREATE RULE nodel AS ON DELETE TO dst DO INSTEAD NOTHING;
CREATE MATERIALIZED VIEW m0 AS SELECT id FROM src WITH NO DATA;
CREATE TYPE a AS (x int); CREATE TYPE b AS (x int); CREATE TABLE composite (c a);
CREATE FUNCTION vol() RETURNS int LANGUAGE plpgsql VOLATILE AS 'BEGIN UPDATE log SET id = 1; RETURN 1; END';`, [][2]string{
		{"UPDATE src s SET id = s.id, n = 'y' WHERE id = 3", "src RowExclusive, src_pkey RowExclusive"},
		{"UPDATE dst SET src = src, n = 'q' WHERE id = 3", "dst RowExclusive, dst_pkey RowExclusive"},
		{"INSERT INTO sv VALUES (100, 'x')", "log RowExclusive, sv RowExclusive"},
		{"UPDATE joined SET what = 'z'", "55000"},
		{"DELETE FROM dst", "dst RowExclusive"},
		{"CREATE VIEW v AS SELECT DISTINCT id FROM src WITH CHECK OPTION", "0A000"},
		{"CREATE VIEW v AS SELECT * INTO q FROM src", "0A000"},
		{"SELECT * FROM m0", "55000"},
		{"EXPLAIN SELECT * FROM m0", ""},
		{"SELECT * FROM m0 FOR UPDATE", "42809"},
		{"ALTER TABLE log DROP COLUMN what", "2BP01"},
		{"ALTER TABLE dst ADD COLUMN z dst[]", "42P16"},
		{"ALTER TABLE dst ADD COLUMN z unknown", "42P16"},
		{`ALTER TABLE dst ADD COLUMN z int COLLATE "C"`, "42804"},
		{"ALTER TABLE dst ADD CHECK (n)", "42804"},
		{"ALTER TABLE dst ADD CHECK (vol() > 0)", "dst AccessExclusive, log RowExclusive, reads dst, reads log"},
		{"ALTER TABLE composite ALTER c TYPE b", "42804"},
		{"ALTER TABLE src ALTER w SET STORAGE external", "0A000"},
		{"ALTER TABLE dst RENAME CONSTRAINT dst_src_fkey TO dst_pkey", "42710"},
		{"CREATE INDEX ON dst (xmin)", "42704"},
		{"CREATE POLICY po ON src FOR INSERT USING (true)", "42601"},
		{"GRANT SELECT (nope) ON src TO PUBLIC", "42703"},
	}},
	{`CREATE TABLE t (a int, g int GENERATED ALWAYS AS (a + 1) STORED, i int GENERATED ALWAYS AS IDENTITY);
CREATE TABLE holder (r t);
CREATE TABLE whole (a int) PARTITION BY LIST (a);
CREATE TABLE noted (a int);
CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER tt AFTER INSERT ON noted REFERENCING NEW TABLE AS q FOR EACH ROW EXECUTE FUNCTION tf();
ALTER TABLE noted ADD CHECK (false OR a IS NOT NULL);`, [][2]string{
		{"ALTER TABLE whole ATTACH PARTITION noted DEFAULT", "0A000"},
		{"ALTER TABLE noted ALTER a SET NOT NULL", "noted AccessExclusive"},
		{"INSERT INTO t (i) VALUES (1)", "428C9"},
		{"INSERT INTO t (i) OVERRIDING SYSTEM VALUE VALUES (1)", "t RowExclusive"},
		{"UPDATE t SET i = 3", "428C9"},
		{"CREATE TRIGGER q BEFORE UPDATE ON t FOR EACH ROW WHEN (NEW.g > 3) EXECUTE FUNCTION tf()", "42P17"},
	}},
}

func TestUnlistedStatements(t *testing.T) {
	for _, s := range unlisted {
		for _, c := range s.stmts {
			for _, version := range []int{13, 15, 17} {
				e := predict(version, oracle.Case{Setup: s.setup, Stmt: c[0]})
				if got := inShort(e); got != c[1] || len(e.Unknown) > 0 {
					t.Errorf("%s on %d: got %q, want %q, unknown %v", c[0], version, got, c[1], e.Unknown)
				}
			}
		}
	}
}

// inShort is a refusal's code, or the locks that readers might notice and what is
// read to define something.
func inShort(e *effects.Effects) string {
	if e.Refused != nil {
		return e.Refused.SQLState
	}
	var parts []string
	for _, l := range slices.Concat(e.Locks, e.IndexLocks) {
		if l.Mode > effects.AccessShare {
			parts = append(parts, strings.TrimPrefix(l.Relation, "public.")+" "+strings.TrimSuffix(l.Mode.String(), "Lock"))
		}
	}
	slices.Sort(parts)
	for _, s := range e.Scans {
		if e.Section == "ALTER TABLE" {
			parts = append(parts, "reads "+strings.TrimPrefix(s.Relation, "public."))
		}
	}
	return strings.Join(parts, ", ")
}

// TestDetachFromReferencing: since 15 the foreign key of a detached partition
// references each partition of the other table by itself.
func TestDetachFromReferencing(t *testing.T) {
	setup := `CREATE TABLE r (id int PRIMARY KEY) PARTITION BY RANGE (id);
CREATE TABLE r1 PARTITION OF r DEFAULT;
CREATE TABLE p (id int REFERENCES r) PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF p DEFAULT;`
	for version, want := range map[int]string{
		14: "p AccessExclusive, p1 AccessExclusive",
		15: "p AccessExclusive, p1 AccessExclusive, r ShareRowExclusive, r1 ShareRowExclusive",
	} {
		if got := inShort(predict(version, oracle.Case{Setup: setup, Stmt: "ALTER TABLE p DETACH PARTITION p1"})); got != want {
			t.Errorf("%d: got %s, want %s", version, got, want)
		}
	}
}
