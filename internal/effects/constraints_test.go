package effects

import (
	"slices"
	"strings"
	"testing"
)

const plainTable = `CREATE TABLE t (id bigint PRIMARY KEY, a int, b text, n int NOT NULL)`

func TestAddConstraint(t *testing.T) {
	const usable = plainTable + `; CREATE UNIQUE INDEX u ON t (a); CREATE UNIQUE INDEX up ON t (b) WHERE a > 1;
		CREATE UNIQUE INDEX ue ON t ((a + 1)); CREATE UNIQUE INDEX uo ON t (b text_pattern_ops); CREATE INDEX i ON t (a);
		CREATE UNIQUE INDEX un ON t (a NULLS FIRST); CREATE TABLE o (a int); CREATE UNIQUE INDEX ou ON o (a)`
	checkStatements(t, []statementCase{
		{plainTable, "ALTER TABLE t ADD CHECK (a > (SELECT 1))", 15, "0A000"},
		{plainTable, "ALTER TABLE t ADD CHECK (nope > 1)", 15, "42703"},
		{plainTable, "ALTER TABLE t ADD CONSTRAINT t_pkey CHECK (a > 1)", 15, "42710"},
		{plainTable, "ALTER TABLE t ADD PRIMARY KEY (a)", 15, "42P16"},
		{plainTable, "ALTER TABLE t ADD UNIQUE (a, a)", 15, "42701"},
		{plainTable, "ALTER TABLE t ADD CONSTRAINT t_pkey UNIQUE (a)", 15, "42P07"},
		{plainTable, "ALTER TABLE t ADD UNIQUE NULLS NOT DISTINCT (a)", 14, "42601"},
		{usable, "ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX u", 15, "t AccessExclusive, u ShareUpdateExclusive"},
		{usable, "ALTER TABLE t ADD CONSTRAINT u UNIQUE USING INDEX u", 15, "t AccessExclusive"},
		{usable, "ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX i", 15, "42809"},
		{usable, "ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX up", 15, "42809"},
		{usable, "ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX ue", 15, "42809"},
		{usable, "ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX uo", 15, "42809"},
		{usable, "ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX un", 15, "42809"},
		{usable, "ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX ou", 15, "55000"},
		{usable, "ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX t_pkey", 15, "55000"},
		{usable, "ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX nope", 15, "42704"},
		{plainTable, "ALTER TABLE t VALIDATE CONSTRAINT t_pkey", 15, "42809"},
		{plainTable, "ALTER TABLE t ALTER CONSTRAINT t_pkey DEFERRABLE", 15, "42809"},
	})
}

func TestConstraintsOfChildren(t *testing.T) {
	const inherited = `CREATE TABLE p (id int, v int); CREATE TABLE c () INHERITS (p);
		ALTER TABLE p ADD CONSTRAINT a CHECK (v > 0), ADD CONSTRAINT nv CHECK (v > -1) NOT VALID`
	const parted = `CREATE TABLE m (d int NOT NULL, v int) PARTITION BY LIST (d);
		CREATE TABLE m1 PARTITION OF m FOR VALUES IN (1); ALTER TABLE m ADD CONSTRAINT ck CHECK (v > 0) NOT VALID`
	checkStatements(t, []statementCase{
		{inherited, "ALTER TABLE ONLY p ADD CHECK (v > 3)", 15, "42P16"},
		{inherited, "ALTER TABLE ONLY p ADD CHECK (v > 3) NO INHERIT", 15, "p AccessExclusive"},
		{inherited, "ALTER TABLE p ADD CHECK (v > 3) NO INHERIT", 18, "c AccessExclusive, p AccessExclusive"},
		{inherited, "ALTER TABLE p ADD PRIMARY KEY (id)", 15, "c AccessExclusive, p AccessExclusive"},
		{inherited, "ALTER TABLE p ADD UNIQUE (id)", 15, "p AccessExclusive"},
		{inherited, "ALTER TABLE p ADD UNIQUE (id)", 18, "c AccessExclusive, p AccessExclusive"},
		{inherited, "ALTER TABLE c DROP CONSTRAINT a", 15, "42P16"},
		{inherited, "ALTER TABLE p DROP CONSTRAINT a", 15, "c AccessExclusive, p AccessExclusive"},
		{inherited, "ALTER TABLE ONLY p VALIDATE CONSTRAINT nv", 15, "42P16"},
		{inherited, "ALTER TABLE p VALIDATE CONSTRAINT nv", 15, "c ShareUpdateExclusive, p ShareUpdateExclusive"},
		{inherited, "ALTER TABLE p VALIDATE CONSTRAINT a", 15, "p ShareUpdateExclusive"},
		{parted, "ALTER TABLE ONLY m DROP CONSTRAINT ck", 15, "42P16"},
		{parted, "ALTER TABLE ONLY m DROP CONSTRAINT ck", 18, "m AccessExclusive, m1 AccessExclusive"},
		{parted, "ALTER TABLE m ADD UNIQUE (d)", 15, "m AccessExclusive, m1 Share"},
		{parted, "ALTER TABLE m ADD UNIQUE (d)", 18, "m AccessExclusive, m1 AccessExclusive"},
		{parted, "ALTER TABLE m ADD UNIQUE (d) DEFERRABLE", 15, "m AccessExclusive, m1 ShareRowExclusive"},
		{parted, "ALTER TABLE m ADD UNIQUE (v)", 15, "0A000"},
	})
}

func TestNotNullProof(t *testing.T) {
	tests := []struct {
		check string
		reads bool
	}{
		{"a IS NOT NULL", false},
		{"n > 0 AND (b <> '' AND a IS NOT NULL)", false},
		{"NOT (a IS NULL OR b IS NULL)", false},
		{"NOT (a IS NOT DISTINCT FROM NULL)", false},
		{"NULL IS DISTINCT FROM a", false},
		{"(a IS NOT NULL) = true", false},
		{"(a IS NULL) <> true", false},
		{"ROW(a, b) IS NOT NULL", false},
		{"a IS NOT NULL AND n > 0 OR a IS NOT NULL AND n < 0", false},
		{"a > 0", true},
		{"a IS NOT NULL OR n > 0", true},
		{"NOT (a IS NULL AND b IS NULL)", true},
		{"(a IS NOT NULL) IS TRUE", true},
		{"coalesce(a, 0) <> 0", true},
		{"b IS NOT NULL", true},
		{"NOT (a IS NOT NULL)", true},
	}
	for _, test := range tests {
		_, e := behind(t, 15, plainTable+"; ALTER TABLE t ADD CHECK ("+test.check+"); ALTER TABLE t ALTER a SET NOT NULL")
		if got := len(e.Scans) > 0; got != test.reads {
			t.Errorf("CHECK (%s): read %v", test.check, got)
		}
		_, e = behind(t, 15, plainTable+"; ALTER TABLE t ADD CHECK ("+test.check+") NOT VALID; ALTER TABLE t ALTER a SET NOT NULL")
		if len(e.Scans) == 0 {
			t.Errorf("CHECK (%s) NOT VALID proves something", test.check)
		}
	}
}

// TestConstraintNames compares names with those that servers gave.
func TestConstraintNames(t *testing.T) {
	const made = `CREATE TABLE pp (id int PRIMARY KEY) PARTITION BY RANGE (id);
		CREATE TABLE p1 PARTITION OF pp FOR VALUES FROM (0) TO (9);
		CREATE TABLE c (a int CHECK (a > 0), b int UNIQUE, CHECK (a > b), CHECK (a < 5), EXCLUDE USING btree ((a + 1) WITH =));
		ALTER TABLE c ADD UNIQUE (a) INCLUDE (b), ADD FOREIGN KEY (b) REFERENCES pp, ALTER a SET NOT NULL`
	common := []string{"c_a_b_key", "c_a_check", "c_a_check1", "c_b_fkey", "c_b_key", "c_check", "c_expr_excl"}
	for version, more := range map[int][]string{15: {"c_b_fkey1"}, 18: {"c_a_not_null", "c_b_fkey_1"}} {
		c, e := behind(t, version, made)
		if e.Refused != nil {
			t.Fatal(e.Refused)
		}
		var got []string
		for _, k := range c.Constraints(c.Relation("", "c").OID) {
			got = append(got, k.Name)
		}
		want := append(slices.Clone(common), more...)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%d: got %s, want %s", version, strings.Join(got, " "), strings.Join(want, " "))
		}
	}
}

// TestConstraintsOfUnknownTables: a table that the history has not made may have
// any constraint and any column.
func TestConstraintsOfUnknownTables(t *testing.T) {
	for _, stmt := range []string{
		"ALTER TABLE old DROP CONSTRAINT k", "ALTER TABLE old VALIDATE CONSTRAINT k",
		"ALTER TABLE old ADD PRIMARY KEY USING INDEX i", "ALTER TABLE old ALTER v TYPE text",
		"ALTER TABLE old ADD FOREIGN KEY (a) REFERENCES older (b)", "ALTER TABLE old ADD FOREIGN KEY (a) REFERENCES older",
		"ALTER TABLE old ADD CHECK (x > 0), ALTER x SET NOT NULL",
	} {
		c, e := behind(t, 15, stmt)
		if e.Refused != nil || len(e.Locks) == 0 || len(e.Unknown) == 0 || !c.Incomplete {
			t.Errorf("%s: %+v", stmt, e)
		}
	}
}

func TestDropConstraintTakesDependents(t *testing.T) {
	const setup = `CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (id int REFERENCES p)`
	c, e := behind(t, 15, setup+"; ALTER TABLE p DROP CONSTRAINT p_pkey")
	if told(e) != "2BP01" || c.Constraint(c.Relation("", "p").OID, "p_pkey") == nil {
		t.Errorf("got %q", told(e))
	}
	c, e = behind(t, 15, setup+"; ALTER TABLE p DROP CONSTRAINT p_pkey CASCADE")
	want := "c AccessExclusive, p AccessExclusive, p_pkey AccessExclusive"
	if told(e) != want || len(c.Constraints(c.Relation("", "c").OID)) != 0 || c.Relation("", "p_pkey") != nil {
		t.Errorf("got %q, want %q", told(e), want)
	}
	if col := c.Relation("", "p").Column("id"); !col.NotNull {
		t.Error("NOT NULL went with the key")
	}
}
