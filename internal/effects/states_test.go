package effects

import (
	"fmt"
	"slices"
	"testing"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// state is a catalog that is kept, with what it was when it was kept.
type state struct {
	c      *catalog.Catalog
	lines  []string
	doomed []catalog.Address
}

// TestStates holds that a state which was kept never changes when later ones, or
// others that go on from it, are made.
func TestStates(t *testing.T) {
	c := madeBy(t, 18, "CREATE SCHEMA app; CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE hub (id int PRIMARY KEY); "+
		"CREATE TABLE parts (id int, n int) PARTITION BY RANGE (n)")
	hub := c.Relation("", "hub").OID
	doomed := func(c *catalog.Catalog) []catalog.Address {
		found, err := c.Doomed([]catalog.Address{{OID: hub}}, true)
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	var kept []state
	for i := range 1_000 {
		apply(t, c, fmt.Sprintf(`CREATE TABLE t_%[1]d (id serial PRIMARY KEY, m mood DEFAULT 'sad', hub int REFERENCES hub CHECK (hub > 0));
			CREATE INDEX ON t_%[1]d (m); ALTER TABLE t_%[1]d ADD x text NOT NULL, ADD UNIQUE (x); CREATE TABLE hub (id int);
			CREATE TABLE p_%[1]d PARTITION OF parts FOR VALUES FROM (%[1]d) TO (%[1]d + 1)`, i))
		switch i % 5 {
		case 1:
			apply(t, c, fmt.Sprintf("ALTER TABLE t_%[1]d RENAME TO u_%[1]d; DROP TABLE p_%[1]d", i))
		case 2:
			apply(t, c, fmt.Sprintf("DROP TABLE t_%d", i/2))
		case 3:
			apply(t, c, fmt.Sprintf("ALTER TABLE t_%[1]d DROP COLUMN x; ALTER TABLE t_%[1]d SET SCHEMA app", i))
		}
		if i%50 == 0 {
			kept = append(kept, state{c.Copy(), c.Lines(), doomed(c)})
			apply(t, c.Copy(), "ALTER TABLE parts ADD y int; DROP TABLE hub CASCADE; DROP TYPE mood CASCADE")
		}
	}
	for i, s := range kept {
		if !slices.Equal(s.c.Lines(), s.lines) {
			t.Errorf("state %d is not what it was when it was kept", i)
		}
		if !slices.Equal(doomed(s.c), s.doomed) {
			t.Errorf("state %d: a DROP takes along other things than when it was kept", i)
		}
	}
}

// apply runs statements, of which some may be refused.
func apply(t *testing.T, c *catalog.Catalog, sql string) {
	t.Helper()
	stmts, err := pgsql.Parse(sql)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range stmts {
		Apply(c, s.Stmt, 0)
		c.Commit()
	}
}
