package compiler

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sqlbundle/internal/pgtest"
)

const (
	writer = "INSERT INTO app.t (id) VALUES (-1)"
	reader = "SELECT count(*) FROM app.t"
	old    = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SELECT 1"
)

// Names of 63 bytes, as many as fit.
var (
	long      = strings.Repeat("l", 60) + "üb"
	longIndex = strings.Repeat("l", 60) + "éi"
)

func TestAgainCreateIndexVersions(t *testing.T) {
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		db := ordinary(t, s, `CREATE TABLE t (id int, a text); CREATE SCHEMA "S.x ""y";
			CREATE TABLE "S.x ""y"."T.a ""b" ("C d" int); CREATE TABLE "S.x ""y"."`+long+`" ("`+long+`" int)`)
		const nowhere = "SET ROLE again_owner; SET search_path = pg_temp"
		for _, c := range []struct{ session, sql, drop string }{
			{asOrdinary, `CREATE INDEX CONCURRENTLY ix ON t (a)`, `DROP INDEX CONCURRENTLY app.ix`},
			{asOrdinary, `CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS ix ON t (id)`, `DROP INDEX CONCURRENTLY app.ix`},
			{nowhere, `CREATE INDEX CONCURRENTLY "I.x ""'%" ON "S.x ""y"."T.a ""b" ("C d")`, `DROP INDEX CONCURRENTLY "S.x ""y"."I.x ""'%"`},
			{
				nowhere, `CREATE INDEX CONCURRENTLY "` + longIndex + ` and more" ON "S.x ""y"."` + long + ` and more" ("` + long + `")`,
				`DROP INDEX CONCURRENTLY "S.x ""y"."` + longIndex + `"`,
			},
		} {
			for _, end := range ends {
				for _, holder := range []string{writer, old} {
					if holder == writer && c.session == nowhere {
						continue // it writes to another table
					}
					interruptedIndex(t, db, c.session, c.sql, c.drop, end, holder)
				}
			}
		}
	})
}

// interruptedIndex is a build that is interrupted, and then run again.
func interruptedIndex(t *testing.T, db *pgtest.DB, session, sql, drop, end, holder string) {
	t.Helper()
	r := rerunOf(t, db, session, sql)
	defer r.close()
	if r.before != "" {
		t.Fatalf("%s: %q is there already", sql, r.before)
	}
	r.is("fresh", "f", "f")
	r.ensures("fresh", "f")
	r.interrupt(end, holder)
	r.is("interrupted", "f", "f", drop)
	r.ensures("interrupted", "f")
	if !r.resume() {
		t.Errorf("%s was not run again", sql)
	}
	r.is("done", "t", "t")
	r.ensures("done", "t")
	r.run(drop)
	r.is("dropped", "f", "f")
}

// TestAgainIndexShapeVersions holds that each form is known for what was built.
func TestAgainIndexShapeVersions(t *testing.T) {
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		db := ordinary(t, s, `CREATE TABLE t (id int, a text, b text, "C" int[], p point, r int4range);
			CREATE MATERIALIZED VIEW mv AS SELECT * FROM t`)
		for _, c := range []struct {
			sql   string
			since int
		}{
			{`CREATE INDEX CONCURRENTLY ix ON t (a DESC, b NULLS FIRST, id DESC NULLS LAST)`, 0},
			{`CREATE INDEX CONCURRENTLY ix ON t (a ASC, a text_pattern_ops) INCLUDE (b, "C")`, 0},
			{`CREATE INDEX CONCURRENTLY ix ON t (id, lower(a), (b || 'x') DESC) INCLUDE (p)`, 0},
			{`CREATE INDEX CONCURRENTLY ix ON t ((a), (b COLLATE "C"), (a::text))`, 0},
			{`CREATE INDEX CONCURRENTLY ix ON t (a COLLATE "C" text_ops) WITH (fillfactor = 70) WHERE id > 0 AND b IS NOT NULL`, 0},
			{`CREATE UNIQUE INDEX CONCURRENTLY ix ON t (a, b)`, 0},
			{`CREATE UNIQUE INDEX CONCURRENTLY ix ON t (a, b) NULLS NOT DISTINCT`, 15},
			{`CREATE INDEX CONCURRENTLY ix ON t USING hash (a)`, 0},
			{`CREATE INDEX CONCURRENTLY ix ON t USING gin ("C")`, 0},
			{`CREATE INDEX CONCURRENTLY ix ON t USING gist (r, p)`, 0},
			{`CREATE INDEX CONCURRENTLY ix ON t USING rtree (p)`, 0},
			{`CREATE INDEX CONCURRENTLY ix ON t USING spgist (r)`, 0},
			{`CREATE INDEX CONCURRENTLY ix ON t USING brin (id, a)`, 0},
			{`CREATE INDEX CONCURRENTLY ix ON mv (id)`, 0},
		} {
			if s.Major < c.since {
				continue
			}
			r := rerunOf(t, db, asOrdinary, c.sql)
			r.is("fresh", "f", "f")
			r.run(c.sql)
			r.is("done", "t", "t")
			r.ensures("done", "t")
			r.run("DROP INDEX ix")
		}
	})
}

// TestAgainForeignIndexVersions holds that what somebody else made is neither
// dropped nor taken for the statement's own work.
func TestAgainForeignIndexVersions(t *testing.T) {
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		db := ordinary(t, s, `CREATE TABLE t (id int, a text, b text); CREATE TABLE other (id int, a text); CREATE SCHEMA far;
			CREATE TABLE far.t (id int, a text)`)
		const sql = `CREATE INDEX CONCURRENTLY ix ON t (a)`
		for _, foreign := range []string{
			`CREATE INDEX ix ON other (a)`,
			`CREATE UNIQUE INDEX ix ON t (a)`,
			`CREATE INDEX ix ON t (b)`,
			`CREATE INDEX ix ON t (a, b)`,
			`CREATE INDEX ix ON t (a) INCLUDE (b)`,
			`CREATE INDEX ix ON t (a DESC)`,
			`CREATE INDEX ix ON t (lower(a))`,
			`CREATE INDEX ix ON t (a) WHERE id > 0`,
			`CREATE INDEX ix ON t USING hash (a)`,
			`CREATE INDEX ix ON far.t (a)`,
			`CREATE TABLE ix ()`,
		} {
			r := rerunOf(t, db, asOrdinary, sql)
			r.run(foreign)
			r.is("beside "+foreign, "f", "f")
			db.Exec(`UPDATE pg_index SET indisvalid = false WHERE indexrelid IN (SELECT oid FROM pg_class WHERE relname = 'ix')`)
			r.is("beside an invalid one, "+foreign, "f", "f")
			r.run(dropOf(foreign))
		}
		for _, valid := range []string{"true", "false"} {
			db.Exec(asOrdinary + `; CREATE INDEX ix ON t (a)`)
			db.Exec(`UPDATE pg_index SET indisvalid = ` + valid + ` WHERE indexrelid = 'app.ix'::regclass`)
			r := rerunOf(t, db, asOrdinary, `CREATE INDEX CONCURRENTLY IF NOT EXISTS ix ON t (a)`)
			if r.before == "" {
				t.Error("what is there already is not seen")
			}
			r.is("with a twin that is valid: "+valid, "f", "f")
			r.run(r.sql)
			r.is("with a twin, run, valid: "+valid, "f", "f")
			r.ensures("with a twin, valid: "+valid, valid[:1])
			db.Exec(`DROP INDEX app.ix`)
		}
	})
}

func dropOf(create string) string {
	switch {
	case strings.HasPrefix(create, "CREATE TABLE"):
		return "DROP TABLE ix"
	case strings.Contains(create, "far.t"):
		return "DROP INDEX far.ix"
	}
	return "DROP INDEX ix"
}

func TestAgainUniqueIndexVersions(t *testing.T) {
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		db := ordinary(t, s, `CREATE TABLE t (id int, a text, gone boolean NOT NULL DEFAULT false);
			INSERT INTO t VALUES (1, 'x'), (1, 'X'), (2, NULL), (2, NULL), (3, 'y')`)
		for _, c := range []struct {
			name, rest string
			since      int
			want       [][]string
		}{
			{"ix", "(id)", 0, [][]string{{"1", "2"}, {"2", "2"}}},
			{"ix", "(id, lower(a)) WHERE NOT gone", 0, [][]string{{"1", "x", "2"}}},
			{"", "(lower(a))", 0, [][]string{{"x", "2"}}},
			{"ix", "(id, a) NULLS NOT DISTINCT", 15, [][]string{{"2", `\N`, "2"}}},
		} {
			if s.Major < c.since {
				continue
			}
			r := rerunOf(t, db, asOrdinary, "CREATE UNIQUE INDEX CONCURRENTLY "+c.name+" ON t "+c.rest)
			if err := execute(r.conn, r.sql); err == nil {
				t.Fatalf("%s: the server takes duplicates", r.sql)
			}
			clean := r.clean()
			if len(clean) != 1 {
				t.Fatalf("%s: what is to be cleaned: %q", r.sql, clean)
			}
			r.run(clean[0])
			if left := db.Query(`SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid`); len(left) > 0 {
				t.Errorf("%s: invalid indexes are left: %s", r.sql, left)
			}
			if diff := cmp.Diff(c.want, r.rowsOf("Duplicates", r.again.Duplicates)); diff != "" {
				t.Errorf("%s: %s", r.again.Duplicates, diff)
			}
		}
	})
}

func TestAgainUnnamedIndexVersions(t *testing.T) {
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		db := ordinary(t, s, `CREATE TABLE t (id int, a text); CREATE INDEX mine ON t (a)`)
		r := rerunOf(t, db, asOrdinary, `CREATE INDEX CONCURRENTLY ON t (a)`)
		r.interrupt("pg_cancel_backend", writer)
		if r.again.Unsure == "" {
			t.Error("an index without a name is no doubt")
		}
		r.is("interrupted", "t", "f", "DROP INDEX CONCURRENTLY app.t_a_idx")
		want := [][]string{
			{"mine", "t", "CREATE INDEX mine ON app.t USING btree (a)"},
			{"t_a_idx", "f", "CREATE INDEX t_a_idx ON app.t USING btree (a)"},
		}
		if diff := cmp.Diff(want, r.rowsOf("Inspect", r.again.Inspect)); diff != "" {
			t.Error(diff)
		}
		want = [][]string{{"app.t_a_idx", "app.t", "CREATE INDEX t_a_idx ON app.t USING btree (a)"}}
		if diff := cmp.Diff(want, db.Query(invalidIndexes)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestAgainDropIndexVersions(t *testing.T) {
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		db := ordinary(t, s, `CREATE TABLE t (id int, a text)`)
		for _, name := range []string{`ix`, `app."I.x ""'%"`, `app."` + long + `"`} {
			for _, end := range ends {
				db.Exec(asOrdinary + "; CREATE INDEX " + strings.TrimPrefix(name, "app.") + " ON t (a)")
				r := rerunOf(t, db, asOrdinary, `DROP INDEX CONCURRENTLY IF EXISTS `+name)
				r.is("fresh", "f", "f")
				r.interrupt(end, reader)
				r.is("interrupted", "t", "f")
				if !r.resume() {
					t.Error("it was not run again")
				}
				r.is("done", "t", "t")
				db.Exec(asOrdinary + "; CREATE INDEX " + strings.TrimPrefix(name, "app.") + " ON t (a)")
				r.is("another one made", "t", "t")
				db.Exec(asOrdinary + "; DROP INDEX " + name)
			}
			r := rerunOf(t, db, asOrdinary, `DROP INDEX CONCURRENTLY IF EXISTS `+name)
			if r.before != "" {
				t.Errorf("%q is there", r.before)
			}
			r.run(r.sql)
			r.is("never there", "f", "f")
		}
		// One that was invalid before has not been touched.
		db.Exec(asOrdinary + "; CREATE INDEX ix ON t (a)")
		db.Exec("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'app.ix'::regclass")
		r := rerunOf(t, db, asOrdinary, `DROP INDEX CONCURRENTLY ix`)
		r.is("invalid before", "f", "f")
		r.run(r.sql)
		r.is("dropped", "t", "t")
	})
}
