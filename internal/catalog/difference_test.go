package catalog_test

import (
	"slices"
	"testing"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
	"sqlbundle/internal/pgsql"
)

// A table that joins an extension is described in one catalog only, with all of
// its columns.
func TestDifferenceOfExtension(t *testing.T) {
	a := catalog.New(16)
	run := func(c *catalog.Catalog, sql string) {
		stmts, err := pgsql.Parse(sql)
		if err != nil {
			t.Fatal(err)
		}
		effects.Change(c, stmts[0].Stmt, 0)
	}
	run(a, "CREATE EXTENSION citext")
	run(a, "CREATE TABLE t (id int, a text)")
	b := a.Copy()
	run(b, "ALTER EXTENSION citext ADD TABLE t")
	run(b, "ALTER TABLE t ADD b int")
	gone, made := catalog.Difference(a, b)
	want := []string{"column public.t.a: #2 text", "column public.t.id: #1 integer", "relation public.t: table"}
	if !slices.Equal(gone, want) || len(made) > 0 {
		t.Errorf("gone %q, made %q", gone, made)
	}
	if made, gone = catalog.Difference(b, a); !slices.Equal(gone, want) || len(made) > 0 {
		t.Errorf("the other way: gone %q, made %q", gone, made)
	}
}
