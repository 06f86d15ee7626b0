package effects

import (
	"strings"
	"testing"
)

const modifySchema = `
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE p (id int PRIMARY KEY, code text UNIQUE, x int);
CREATE TABLE t (id serial PRIMARY KEY, p_id int REFERENCES p, m mood, n int);
CREATE TABLE cc (id int PRIMARY KEY, t_id int REFERENCES t ON DELETE CASCADE);
CREATE TABLE dd (id int, p_id int REFERENCES p DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE log (what text);
CREATE TABLE audited (a int, b int);
CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO log VALUES (TG_OP); RETURN NULL; END';
CREATE TRIGGER audit AFTER INSERT OR UPDATE OF a ON audited FOR EACH ROW EXECUTE FUNCTION audit();
CREATE TABLE m (id int, d date) PARTITION BY RANGE (d);
CREATE TABLE m1 PARTITION OF m FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE m2 PARTITION OF m FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE par (a int);
CREATE TABLE kid () INHERITS (par);
CREATE VIEW vt AS SELECT id, n AS num FROM t WHERE n > 0;
CREATE VIEW vj AS SELECT t.id FROM t JOIN p ON p.id = t.p_id;
CREATE PROCEDURE pr(k int) LANGUAGE plpgsql AS 'BEGIN DELETE FROM log WHERE what = k::text; END';`

// TestModifyLocks has what servers answer, without ACCESS SHARE; what is refused
// has a state instead.
func TestModifyLocks(t *testing.T) {
	for _, test := range []struct{ stmt, want string }{
		{"INSERT INTO t (n) VALUES (1)", "t=RowExclusive t_id_seq=RowExclusive"},
		{"INSERT INTO t (id, p_id) VALUES (1, 1)", "p=RowShare t=RowExclusive"},
		{"UPDATE t SET n = 1", "t=RowExclusive"},
		{"UPDATE t SET p_id = 1", "p=RowShare t=RowExclusive"},
		{"UPDATE t SET p_id = NULL", "t=RowExclusive"},
		{"DELETE FROM t", "cc=RowExclusive t=RowExclusive"},
		{"DELETE FROM p", "p=RowExclusive t=RowShare"},
		{"UPDATE p SET x = 1", "p=RowExclusive"},
		{"UPDATE audited SET a = 1", "audited=RowExclusive log=RowExclusive"},
		{"UPDATE audited SET b = 1", "audited=RowExclusive"},
		{"INSERT INTO m VALUES (1, '2025-05-05')", "m=RowExclusive m2=RowExclusive"},
		{"UPDATE m SET id = 1 WHERE d >= '2025-01-01'", "m=RowExclusive m2=RowExclusive"},
		{"DELETE FROM ONLY par", "par=RowExclusive"},
		{"DELETE FROM par", "kid=RowExclusive par=RowExclusive"},
		{"UPDATE vt SET num = 1", "t=RowExclusive vt=RowExclusive"},
		{"DELETE FROM vj", "55000"},
		{"WITH d AS (DELETE FROM log RETURNING what) SELECT * FROM d", "log=RowExclusive"},
		{"SELECT * FROM vj FOR UPDATE", "p=RowShare t=RowShare vj=RowShare"},
		{"SELECT nextval('t_id_seq')", "t_id_seq=RowExclusive"},
		{"TRUNCATE p", "0A000"},
		{"TRUNCATE t CASCADE", "cc=AccessExclusive t=AccessExclusive"},
		{"TRUNCATE cc, t RESTART IDENTITY", "cc=AccessExclusive t=AccessExclusive t_id_seq=AccessExclusive"},
		{"TRUNCATE ONLY m", "42809"},
		{"LOCK TABLE vj IN SHARE MODE", "p=Share t=Share vj=Share"},
		{"COPY t (p_id) FROM '/x'", "p=RowShare t=RowExclusive t_id_seq=RowExclusive"},
		{"EXPLAIN UPDATE t SET p_id = 1", "t=RowExclusive"},
		{"CALL pr(1)", "log=RowExclusive"},
		{"INSERT INTO t (m) VALUES ('nope')", "22P02"},
		{"DO $$ BEGIN ALTER TABLE log ADD z int; UPDATE log SET z = 1; END $$", "log=AccessExclusive"},
		{"DO $$ BEGIN EXECUTE 'DROP TABLE log'; END $$", "log=AccessExclusive"},
	} {
		c := madeBy(t, 16, modifySchema)
		e := Apply(c, parsed(t, test.stmt), 0)
		var got []string
		for _, l := range e.Locks {
			if l.Mode != AccessShare {
				got = append(got, strings.TrimPrefix(l.Relation, "public.")+"="+strings.TrimSuffix(l.Mode.String(), "Lock"))
			}
		}
		if e.Refused != nil {
			got = []string{e.Refused.SQLState}
		}
		if text := strings.Join(got, " "); text != test.want {
			t.Errorf("%s\n got %s %v %q\nwant %s", test.stmt, text, e.Refused, e.Unknown, test.want)
		}
	}
}

// TestPending is about deferred checks, which refuse ALTER TABLE only where it is
// certain that there are some.
func TestPending(t *testing.T) {
	for before, want := range map[string]string{
		"INSERT INTO dd VALUES (1, 1)":                                "55006",
		"INSERT INTO dd SELECT id, id FROM p":                         "unknown",
		"INSERT INTO dd VALUES (1, 1); SET CONSTRAINTS ALL IMMEDIATE": "",
		"INSERT INTO t (p_id) VALUES (1)":                             "",
	} {
		c := madeBy(t, 16, modifySchema)
		for _, text := range strings.Split(before, ";") {
			Apply(c, parsed(t, text), 0)
		}
		e := Apply(c, parsed(t, "ALTER TABLE dd ADD z int"), 0)
		got := ""
		switch {
		case e.Refused != nil:
			got = e.Refused.SQLState
		case len(e.Unknown) > 0:
			got = "unknown"
		}
		if got != want {
			t.Errorf("after %s: %q, want %q", before, got, want)
		}
	}
}

func TestUncommittedEnumValue(t *testing.T) {
	for _, test := range []struct{ stmt, want string }{
		{"INSERT INTO t (m) VALUES ('new')", "55P04"},
		{"UPDATE t SET n = 1 WHERE m IN ('ok', 'new')", "55P04"},
		{"ALTER TABLE t ALTER m SET DEFAULT 'new'", "55P04"},
		{"INSERT INTO t (m) VALUES ('ok')", ""},
	} {
		c := madeBy(t, 16, modifySchema)
		Apply(c, parsed(t, "ALTER TYPE mood ADD VALUE 'new'"), 0)
		got := ""
		if e := Apply(c, parsed(t, test.stmt), 0); e.Refused != nil {
			got = e.Refused.SQLState
		}
		if got != test.want {
			t.Errorf("%s: %q, want %q", test.stmt, got, test.want)
		}
	}
}
