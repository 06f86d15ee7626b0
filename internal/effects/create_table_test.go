package effects

import (
	"slices"
	"strings"
	"testing"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// replay runs statements, none of which may be refused but the last, whose
// effects it gives.
func replay(t *testing.T, version int, sql string) (*catalog.Catalog, *Effects) {
	t.Helper()
	stmts, err := pgsql.Parse(sql)
	if err != nil {
		t.Fatal(err)
	}
	c, last := catalog.New(version), (*Effects)(nil)
	for i, s := range stmts {
		last = Apply(c, s.Stmt, i)
		if last.Refused != nil && i < len(stmts)-1 {
			t.Fatalf("statement %d of %s: %v", i, sql, last.Refused)
		}
	}
	return c, last
}

func TestCreatedNames(t *testing.T) {
	for _, test := range []struct {
		version int
		sql     string
		names   string // relations and constraints of the table x, sorted
	}{
		{16, "CREATE TABLE x (id serial PRIMARY KEY, a int UNIQUE CHECK (a > 0))", "x x_a_check x_a_key x_id_seq x_pkey"},
		{18, "CREATE TABLE x (id serial PRIMARY KEY)", "x x_id_not_null x_id_seq x_pkey"},
		{16, "CREATE TABLE x (a int, b int, UNIQUE (a), UNIQUE (a, b), UNIQUE (a))", "x x_a_b_key x_a_key"},
		{
			16, "CREATE TABLE p (a int GENERATED ALWAYS AS IDENTITY, CONSTRAINT c CHECK (a > 0)); CREATE TABLE x (LIKE p INCLUDING ALL)",
			"c p x x_a_seq p_a_seq",
		},
		{16, "CREATE TABLE p (a int, CHECK (a > 0)); CREATE TABLE x () INHERITS (p)", "p p_a_check x"},
		{
			16, "CREATE TABLE p (a int PRIMARY KEY, b int) PARTITION BY RANGE (a); CREATE INDEX ON p (b); " +
				"CREATE TABLE x PARTITION OF p FOR VALUES FROM (1) TO (9)",
			"p p_pkey p_b_idx x x_b_idx x_pkey",
		},
	} {
		c, e := replay(t, test.version, test.sql)
		if e.Refused != nil || len(e.Unknown) > 0 {
			t.Fatal(test.sql, e.Refused, e.Unknown)
		}
		var got []string
		for _, o := range c.All(catalog.ClassRelation) {
			got = append(got, catalog.HeadOf(o).Name)
		}
		for _, k := range c.Constraints(c.Relation("", "x").OID) {
			got = append(got, k.Name)
		}
		slices.Sort(got)
		want := strings.Fields(test.names)
		slices.Sort(want)
		if got = slices.Compact(got); !slices.Equal(got, want) {
			t.Errorf("%s on %d: made %q, want %q", test.sql, test.version, got, want)
		}
	}
}

func TestRefusedTables(t *testing.T) {
	for sql, state := range map[string]string{
		"CREATE TABLE x (a int, a text)":                                                                                                                     "42701",
		"CREATE TABLE x (a int NULL NOT NULL)":                                                                                                               "42601",
		"CREATE TABLE x (a int GENERATED ALWAYS AS (random()) STORED)":                                                                                       "42P17",
		"CREATE TABLE x (a text GENERATED ALWAYS AS IDENTITY)":                                                                                               "22023",
		"CREATE TABLE x (a int DEFAULT (SELECT 1))":                                                                                                          "0A000",
		"CREATE TABLE x (a int) ON COMMIT DROP":                                                                                                              "42P16",
		"CREATE TABLE p (a int); CREATE TABLE x (a text) INHERITS (p)":                                                                                       "42804",
		"CREATE TABLE p (a int); CREATE TABLE x PARTITION OF p DEFAULT":                                                                                      "42P17",
		"CREATE TABLE p (a int DEFAULT 1); CREATE TABLE q (a int DEFAULT 2); CREATE TABLE x () INHERITS (p, q)":                                              "42611",
		"CREATE TABLE p (a int) PARTITION BY RANGE (a); CREATE TABLE x PARTITION OF p FOR VALUES FROM (5) TO (5)":                                            "42P17",
		"CREATE TABLE p (a int) PARTITION BY HASH (a); CREATE TABLE x PARTITION OF p DEFAULT":                                                                "42P16",
		"CREATE TABLE p (a int); CREATE TABLE x () INHERITS (p); ALTER TABLE x DROP COLUMN a":                                                                "42P16",
		"CREATE TABLE p (a int, b int GENERATED ALWAYS AS (a) STORED); ALTER TABLE p DROP COLUMN a":                                                          "2BP01",
		"CREATE TABLE p (a int); CREATE TABLE x (r p); ALTER TABLE p ADD COLUMN b int DEFAULT 1":                                                             "0A000",
		"CREATE SCHEMA s; CREATE TABLE s.p (a int); CREATE SEQUENCE q OWNED BY s.p.a":                                                                        "55000",
		"CREATE TABLE p (a int GENERATED ALWAYS AS IDENTITY); ALTER SEQUENCE p_a_seq OWNED BY NONE":                                                          "0A000",
		"CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1, 2); CREATE TABLE x PARTITION OF p FOR VALUES IN (2)": "42P17",
	} {
		if _, e := replay(t, 16, sql); e.Refused == nil || e.Refused.SQLState != state {
			t.Errorf("%s: got %v, want %s", sql, e.Refused, state)
		}
	}
}
