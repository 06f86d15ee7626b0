package effects_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
	"sqlbundle/internal/oracle"
	"sqlbundle/internal/pgsql"
)

// TestInverse holds that what takes a statement back leaves the catalog as it
// was, for every generated statement that can be taken back.
func TestInverse(t *testing.T) {
	reversible := 0
	for i, k := range oracle.Generate() {
		version := []int{13, 15, 18}[i%3]
		stmts, err := pgsql.Parse(k.Stmt)
		if err != nil || len(stmts) != 1 || testing.Short() && i%8 != 0 {
			continue
		}
		c := catalog.New(version)
		for _, part := range []string{k.Setup, k.Session, k.Before} {
			run(c, part, true)
		}
		before := c.Lines()
		e := effects.ApplyReversibly(c, stmts[0].Stmt, 0, c.Copy())
		if !e.Reversible {
			continue
		}
		reversible++
		for _, sql := range e.Inverse {
			if back := run(c, sql, true); back == nil || back.Refused != nil || back.Defect != "" {
				t.Errorf("%s on %d: %s is refused: %+v", k.ID, version, sql, back)
			}
		}
		if diff := cmp.Diff(before, c.Lines()); diff != "" {
			t.Errorf("%s on %d: %q does not lead back (-before +after):\n%s", k.ID, version, e.Inverse, diff)
		}
	}
	if reversible < 300 && !testing.Short() {
		t.Errorf("only %d statements can be taken back", reversible)
	}
}

func TestInverseTexts(t *testing.T) {
	const setup = `CREATE TABLE t (id int PRIMARY KEY, a int DEFAULT 7, "B c" text); CREATE TYPE m AS ENUM ('x')`
	for sql, want := range map[string][]string{
		`CREATE TABLE u (t int REFERENCES t, s serial)`:                   {`DROP TABLE public.u`},
		`CREATE INDEX CONCURRENTLY t_a ON t (a)`:                          {`DROP INDEX CONCURRENTLY public.t_a`},
		`ALTER TABLE t ADD COLUMN x m, ADD CONSTRAINT c CHECK (a > 0)`:    {`ALTER TABLE public.t DROP CONSTRAINT c`, `ALTER TABLE public.t DROP COLUMN x`},
		`ALTER TABLE t ALTER a SET DEFAULT 8`:                             {`ALTER TABLE public.t ALTER COLUMN a SET DEFAULT 7`},
		`ALTER TABLE t ALTER "B c" SET DEFAULT 'x'`:                       {`ALTER TABLE public.t ALTER COLUMN "B c" DROP DEFAULT`},
		`ALTER TABLE t ALTER a SET NOT NULL`:                              {`ALTER TABLE public.t ALTER COLUMN a DROP NOT NULL`},
		`ALTER TABLE t RENAME COLUMN a TO z`:                              {`ALTER TABLE public.t RENAME COLUMN z TO a`},
		`CREATE FUNCTION f(a int, b m[]) RETURNS int LANGUAGE sql AS '1'`: {`DROP FUNCTION public.f(integer, public.m[])`},
		`ALTER TABLE t ENABLE ROW LEVEL SECURITY`:                         {`ALTER TABLE public.t DISABLE ROW LEVEL SECURITY`},
		`CREATE TABLE IF NOT EXISTS t (id int)`:                           nil,
	} {
		c := catalog.New(15)
		run(c, setup, true)
		stmts, err := pgsql.Parse(sql)
		if err != nil {
			t.Fatal(err)
		}
		e := effects.ApplyReversibly(c, stmts[0].Stmt, 0, c.Copy())
		if !e.Reversible || !slices.Equal(e.Inverse, want) {
			t.Errorf("%s: %v %q, want %q (%v)", sql, e.Reversible, e.Inverse, want, e.Unknown)
		}
	}
	for _, sql := range []string{`UPDATE t SET a = 1`, `DROP TABLE t`, `ALTER TABLE t DROP COLUMN a`, `ALTER TABLE t ALTER a TYPE bigint`} {
		c := catalog.New(15)
		run(c, setup, true)
		stmts, _ := pgsql.Parse(sql)
		if e := effects.ApplyReversibly(c, stmts[0].Stmt, 0, c.Copy()); e.Reversible {
			t.Errorf("%s is taken back by %q", sql, e.Inverse)
		}
	}
}
