package effects

import (
	"strings"
	"testing"
)

// TestOpenPartitions is about what may be there behind a statement that code has
// put together.
func TestOpenPartitions(t *testing.T) {
	for _, test := range []struct {
		dynamic          string
		open, incomplete bool
	}{
		{"format('CREATE TABLE %I PARTITION OF p FOR VALUES IN (3)', name)", true, true},
		{"'ALTER TABLE p ATTACH PARTITION ' || name || ' FOR VALUES IN (3)'", true, true},
		{"something", true, true},
		{"'CREATE INDEX ON ' || name || ' (a)'", false, true},
		{"'UPDATE ' || name || ' SET a = 1'", false, false},
		{"$x$ refresh materialized view $x$ || name", false, false},
	} {
		c := madeBy(t, 16, "CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TABLE t (a int)")
		Apply(c, parsed(t, "DO $$ DECLARE name text; something text; BEGIN EXECUTE "+test.dynamic+"; END $$"), 0)
		inBranch := madeBy(t, 16, "CREATE TABLE p (a int) PARTITION BY LIST (a)")
		Apply(inBranch, parsed(t, "DO $$ DECLARE name text; something text; BEGIN IF EXISTS (SELECT 1 FROM p) THEN EXECUTE "+test.dynamic+"; END IF; END $$"), 0)
		if p := inBranch.Relation("", "p"); p.OpenPartitions != test.open || p.Doubtful {
			t.Errorf("%s in a branch: open %v, doubtful %v", test.dynamic, p.OpenPartitions, p.Doubtful)
		}
		if c.Incomplete != test.incomplete {
			t.Errorf("%s: incomplete %v, want %v", test.dynamic, c.Incomplete, test.incomplete)
		}
		for table, open := range map[string]bool{"p": test.open, "t": false, "p1": false} {
			e := Apply(c.Copy(), parsed(t, "ALTER TABLE "+table+" ADD b int"), 0)
			if said := strings.Contains(strings.Join(e.Unknown, "; "), "which partitions public."+table); said != open {
				t.Errorf("%s: ALTER TABLE %s says that partitions are unknown: %v, want %v", test.dynamic, table, said, open)
			}
		}
	}
}

func TestDropOnCommit(t *testing.T) {
	c := madeBy(t, 16, "CREATE TEMP TABLE kept (a int PRIMARY KEY) ON COMMIT DELETE ROWS")
	for _, sql := range []string{
		"CREATE TEMP TABLE gone (a int PRIMARY KEY) ON COMMIT DROP", "CREATE TEMP VIEW v AS SELECT * FROM gone",
		"CREATE TEMP TABLE gone2 ON COMMIT DROP AS SELECT 1 AS a", "DROP TABLE gone2",
	} {
		if e := Apply(c, parsed(t, sql), 0); e.Refused != nil {
			t.Fatal(sql, e.Refused)
		}
	}
	if c.Relation("", "gone") == nil {
		t.Error("gone too early")
	}
	c.Commit()
	for name, there := range map[string]bool{"kept": true, "kept_pkey": true, "gone": false, "gone_pkey": false, "v": false} {
		if found := c.Relation("", name) != nil; found != there {
			t.Errorf("%s is there behind the transaction: %v", name, found)
		}
	}
}
