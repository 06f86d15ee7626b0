package compiler

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sqlbundle/internal/pgtest"
)

const reindexSetup = `CREATE TABLE t (id int, a int); CREATE INDEX ix ON t (id); CREATE INDEX ixx ON t (a);
	CREATE TABLE other (id int); CREATE INDEX other_ix ON other (id)`

// TestAgainReindexVersions interrupts before the new index is put in the old
// one's place, and after it.
func TestAgainReindexVersions(t *testing.T) {
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		db := ordinary(t, s, reindexSetup)
		db.Exec("ALTER DATABASE " + db.Name + " OWNER TO again_owner")
		for _, c := range []struct{ sql, left string }{
			{`REINDEX INDEX CONCURRENTLY ix`, `ix`},
			{`REINDEX TABLE CONCURRENTLY t`, `ix ixx`},
			{`REINDEX (VERBOSE) TABLE CONCURRENTLY app.t`, `ix ixx`},
			{`REINDEX SCHEMA CONCURRENTLY app`, `ix ixx`},
			{`REINDEX DATABASE CONCURRENTLY ` + db.Name, `ix ixx`},
		} {
			for _, end := range ends {
				interruptedReindex(t, db, c.sql, end, writer, "_ccnew", c.left)
				interruptedReindex(t, db, c.sql, end, reader, "_ccold", c.left)
			}
		}
	})
}

// interruptedReindex is one that is interrupted twice, the first time before
// sqlbundle looks: what that has left is another's.
func interruptedReindex(t *testing.T, db *pgtest.DB, sql, end, holder, suffix, left string) {
	t.Helper()
	first := rerunOf(t, db, asOrdinary, sql)
	defer first.close()
	first.is("fresh", "f", "f")
	first.interrupt(end, holder)
	r := rerunOf(t, db, asOrdinary, sql)
	defer r.close()
	r.is("after another's", "f", "f")
	if n := len(strings.Fields(left)); n != strings.Count(r.before, ",")+1 {
		t.Errorf("%s: %d are left, seen is %q", sql, n, r.before)
	}
	r.interrupt(end, holder)
	var theirs, ours []string
	for _, name := range strings.Fields(left) {
		theirs = append(theirs, "DROP INDEX CONCURRENTLY app."+name+suffix)
		ours = append(ours, "DROP INDEX CONCURRENTLY app."+name+suffix+"1")
	}
	if diff := cmp.Diff(ours, r.sortedClean()); diff != "" {
		t.Errorf("%s, interrupted, with %s: %s", sql, suffix, diff)
	}
	if !r.resume() {
		t.Errorf("%s was not run again", sql)
	}
	r.is("done", "f", "f")
	if diff := cmp.Diff(append(ours, theirs...)[len(ours):], first.sortedClean()); diff != "" {
		t.Errorf("%s: another's is gone: %s", sql, diff)
	}
	first.resume()
	first.is("all cleaned", "f", "f")
}

func (r *rerun) sortedClean() []string {
	r.t.Helper()
	return slices.Sorted(slices.Values(r.clean()))
}

// TestAgainReindexScopeVersions holds that only what the statement is about is
// dropped: invalid indexes are made with the names of leftovers.
func TestAgainReindexScopeVersions(t *testing.T) {
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		db := ordinary(t, s, reindexSetup+`;
			CREATE TABLE p (id int) PARTITION BY LIST (id); CREATE INDEX p_ix ON p (id);
			CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
			CREATE INDEX p1_id_idx_ccnew ON p1 (id);
			CREATE INDEX ix_ccold2 ON t (id); CREATE INDEX ixx_ccnew ON t (id); CREATE INDEX ix_cc ON t (id); CREATE INDEX ixccnew ON t (id);
			CREATE INDEX other_ix_ccnew ON other (id);
			CREATE SCHEMA "F.ar"; CREATE TABLE "F.ar".t (id int); CREATE INDEX "I" ON "F.ar".t (id); CREATE INDEX "I_ccnew" ON "F.ar".t (id);
			CREATE TABLE "F.ar".u (id int); CREATE INDEX "`+long+`" ON "F.ar".u (id); CREATE INDEX "`+long[:57]+`_ccnew" ON "F.ar".u (id)`)
		db.Exec("CREATE TABLE alien (id int); CREATE INDEX alien_ccnew ON alien (id)")
		var runs []*rerun
		cases := []struct{ sql, want string }{
			{`REINDEX INDEX CONCURRENTLY ix`, `app.ix_ccold2`},
			{`REINDEX INDEX CONCURRENTLY app.ixx`, `app.ixx_ccnew`},
			{`REINDEX INDEX CONCURRENTLY ix_cc`, ``},
			{`REINDEX INDEX CONCURRENTLY nope`, ``},
			{`REINDEX TABLE CONCURRENTLY t`, `app.ix_ccold2 app.ixx_ccnew`},
			{`REINDEX TABLE CONCURRENTLY nope.t`, ``},
			{`REINDEX TABLE CONCURRENTLY p`, `app.p1_id_idx_ccnew`},
			{`REINDEX TABLE CONCURRENTLY p1`, `app.p1_id_idx_ccnew`},
			{`REINDEX INDEX CONCURRENTLY p_ix`, `app.p1_id_idx_ccnew`},
			{`REINDEX TABLE CONCURRENTLY "F.ar".t`, `"F.ar"."I_ccnew"`},
			{`REINDEX INDEX CONCURRENTLY "F.ar"."` + long + `"`, `"F.ar".` + long[:57] + `_ccnew`},
			{`REINDEX SCHEMA CONCURRENTLY "F.ar"`, `"F.ar"."I_ccnew" "F.ar".` + long[:57] + `_ccnew`},
			{`REINDEX SCHEMA CONCURRENTLY nope`, ``},
			{`REINDEX SCHEMA CONCURRENTLY public`, ``}, // another role's
		}
		for _, c := range cases {
			runs = append(runs, rerunOf(t, db, asOrdinary, c.sql))
			runs[len(runs)-1].before = ""
		}
		for i, c := range cases {
			if got := runs[i].clean(); len(got) > 0 {
				t.Errorf("%s: valid ones are to be dropped: %q", c.sql, got)
			}
		}
		db.Exec(`UPDATE pg_index SET indisvalid = false WHERE indexrelid IN (SELECT oid FROM pg_class WHERE relname ~ 'cc(new|old)')`)
		for i, c := range cases {
			got := strings.ReplaceAll(strings.Join(runs[i].sortedClean(), " "), "DROP INDEX CONCURRENTLY ", "")
			if got != c.want {
				t.Errorf("%s: got %s, want %s", c.sql, got, c.want)
			}
		}
	})
}

// TestAgainReindexToastVersions is about the index of a TOAST table. Only who
// may use the schema pg_toast can drop what is left of it.
func TestAgainReindexToastVersions(t *testing.T) {
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		for _, holder := range []string{writer, reader} {
			db := ordinary(t, s, `CREATE TABLE t (id int, a text)`)
			r := rerunOf(t, db, asOrdinary, `REINDEX TABLE CONCURRENTLY t`)
			r.interrupt("pg_terminate_backend", holder)
			r.is("interrupted, ordinary role", "f", "f")
			super := rerunOf(t, db, "SET search_path = app", r.sql)
			if super.before == "" {
				t.Error("the TOAST table's index is not seen")
			}
			if !r.resume() {
				t.Error("it was not run again")
			}
			super.before = ""
			clean := super.clean()
			if len(clean) != 1 || !strings.HasPrefix(clean[0], "DROP INDEX CONCURRENTLY pg_toast.pg_toast_") {
				t.Errorf("what is to be cleaned: %q", clean)
			}
			super.resume()
			super.is("cleaned", "f", "f")
		}
	})
}
