package effects

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestRows holds what is said of rows: which of them make a statement fail, which are
// gone behind it, and of which tables rows are changed.
func TestRows(t *testing.T) {
	const setup = `CREATE TABLE u (id int PRIMARY KEY); CREATE DOMAIN d AS text;
		CREATE TABLE t (id int, email text, n bigint, u int, w d, short varchar(5));
		ALTER TABLE t ADD CONSTRAINT late CHECK (n > 0) NOT VALID;
		CREATE TABLE p (at date, n int) PARTITION BY RANGE (at);
		CREATE TABLE p_rest PARTITION OF p DEFAULT; CREATE TABLE p_new (at date, n int);
		CREATE TABLE parent (a int); CREATE TABLE child () INHERITS (parent)`
	tests := []struct {
		sql          string
		demand, lost []string
	}{
		{"CREATE INDEX ON t (email)", nil, nil},
		{"CREATE UNIQUE INDEX CONCURRENTLY ON t (email, lower(w))", []string{"public.t: no two rows may have the same email, expression"}, nil},
		{"ALTER TABLE t ADD PRIMARY KEY (id)", []string{
			"public.t: no two rows may have the same id", "public.t: every row is checked for NULL in column id",
		}, nil},
		{"ALTER TABLE t ALTER email SET NOT NULL, ADD CHECK (n > 1)", []string{
			"public.t: every row is checked for NULL in column email", "public.t: every row is checked against the new constraint t_n_check",
		}, nil},
		{"ALTER TABLE t ADD CHECK (n > 1) NOT VALID", nil, nil},
		{"ALTER TABLE t VALIDATE CONSTRAINT late", []string{"public.t: every row is checked against constraint late"}, nil},
		{"ALTER TABLE t ADD FOREIGN KEY (u) REFERENCES u", []string{"public.t: every row must have its key in public.u"}, nil},
		{"ALTER TABLE t ADD FOREIGN KEY (u) REFERENCES u NOT VALID", nil, nil},
		{"ALTER TABLE t ADD required int NOT NULL", []string{"public.t: no row may be there: the column is NOT NULL and has no default"}, nil},
		{"ALTER TABLE t ADD filled int NOT NULL DEFAULT 1", nil, nil},
		{"ALTER TABLE t ALTER n TYPE int", []string{"public.t: every value of n must fit into integer"}, nil},
		{"ALTER TABLE t ALTER id TYPE bigint", nil, nil},
		{"ALTER TABLE t ALTER short TYPE varchar(9)", nil, nil},
		{"ALTER TABLE t ALTER email TYPE int USING email::int", []string{"public.t: every value of email must fit into integer"}, nil},
		{"ALTER DOMAIN d ADD CHECK (VALUE <> '')", []string{"public.t: its columns of the domain are checked against the new constraint"}, nil},
		{"ALTER TABLE p ATTACH PARTITION p_new FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')", []string{
			"public.p_new: each row must be within the bounds of the new partition", "public.p_rest: no row of it may belong to the new partition",
		}, nil},
		{"CREATE TABLE p_2 PARTITION OF p FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')", []string{
			"public.p_rest: no row of it may belong to the new partition",
		}, nil},
		{"ALTER TABLE t DROP email, DROP IF EXISTS nope", nil, []string{"public.t: column email"}},
		{"ALTER TABLE parent DROP a", nil, []string{"public.parent: column a"}},
		{"ALTER TABLE t RENAME email TO mail", nil, nil},
		{"DROP TABLE p, u", nil, []string{"public.p: the table and all of its rows", "public.u: the table and all of its rows"}},
		{"TRUNCATE t", nil, []string{"public.t: all of its rows"}},
		{"DROP DOMAIN d CASCADE", nil, []string{"public.t: column w"}},
	}
	for _, test := range tests {
		_, e := behind(t, 15, setup+";"+test.sql)
		if e.Refused != nil {
			t.Errorf("%s: %v", test.sql, e.Refused)
		}
		words := func(list []Touch) []string {
			var words []string
			for _, t := range list {
				words = append(words, t.Relation+": "+t.Why)
			}
			return words
		}
		if diff := cmp.Diff(strings.Join(test.demand, "\n"), strings.Join(words(e.Demands), "\n")); diff != "" {
			t.Errorf("%s: demands (-want +got)\n%s", test.sql, diff)
		}
		if diff := cmp.Diff(strings.Join(test.lost, "\n"), strings.Join(words(e.Lost), "\n")); diff != "" {
			t.Errorf("%s: loses (-want +got)\n%s", test.sql, diff)
		}
	}
	for sql, want := range map[string]string{
		"UPDATE t SET n = 1":                      "public.t: its rows are changed",
		"INSERT INTO parent VALUES (1)":           "public.parent: rows are put into it",
		"DELETE FROM u WHERE id = 1":              "public.u: its rows are deleted\npublic.v: its rows go or change with what they reference, by foreign key v_u_fkey",
		"INSERT INTO s DEFAULT VALUES":            "public.s: rows are put into it",
		"SELECT * FROM t FOR UPDATE":              "",
		"CREATE TABLE n (a int); DELETE FROM n":   "public.n: its rows are deleted",
		"ALTER TABLE t ADD again int DEFAULT 1":   "",
		"CREATE TABLE copy_of_t AS SELECT 1 AS a": "",
	} {
		_, e := behind(t, 15, setup+"; CREATE TABLE v (u int REFERENCES u ON DELETE CASCADE); CREATE TABLE s (id serial);"+sql)
		var got []string
		for _, t := range e.Changed {
			got = append(got, t.Relation+": "+t.Why)
		}
		if diff := cmp.Diff(want, strings.Join(got, "\n")); diff != "" {
			t.Errorf("%s: changes (-want +got)\n%s", sql, diff)
		}
	}
}
