package main

import (
	"strings"
	"testing"
	"time"

	"sqlbundle/internal/pgtest"
)

// TestQueriesOwnSettings holds that queries run with the bundle's own settings,
// whatever the revisions set, and that what a query sets is seen by nobody.
func TestQueriesOwnSettings(t *testing.T) {
	s := pgtest.Shared(t, 0)
	const (
		owner, other = "queries_owner", "queries_other"
		clean        = "SELECT current_setting('search_path') = 'app, public' AND current_user = '" + owner + "' AND current_setting('work_mem') <> '77MB'" +
			" AND coalesce(current_setting('app.secret', true), '') = '';\n"
		dirty = "SET work_mem = '77MB';\nSET search_path = pg_catalog;\nSELECT pg_catalog.set_config('app.secret', 'x', false);\nSET ROLE " + other + ";\n"
		sly   = "CREATE FUNCTION app.sly()" + byPlpgsql + "'BEGIN PERFORM set_config(''work_mem'', ''66MB'', false), set_config(''search_path'', ''pg_catalog'', false); RETURN true; END';"
		notes = "INSERT INTO app.notes SELECT %, current_setting('work_mem'), current_setting('search_path'), current_user;\n"
	)
	role(t, s, owner)
	role(t, s, other)
	for _, mode := range []string{"revision", "all"} {
		t.Run(mode, func(t *testing.T) {
			db := s.Database(t)
			db.Exec("CREATE SCHEMA app; GRANT ALL ON SCHEMA app, public TO " + owner + ", " + other + ";" + sly +
				"CREATE TABLE app.notes (id text, mem text, path text, who text); GRANT ALL ON app.notes TO PUBLIC; GRANT " + other + " TO " + owner)
			note := func(id string) string { return strings.ReplaceAll(notes, "%", "'"+id+"'") }
			sections := "-- sqlbundle:require\n" + clean + "\n-- sqlbundle:verify\n" + clean
			slySections := "-- sqlbundle:require\nSELECT app.sly();\n-- sqlbundle:verify\nSELECT app.sly();\n" + clean
			slyFirst := strings.Replace(slySections, clean, "", 1)
			b := made(t, "[bundle]\ntransaction = '"+mode+"'\nrole = '"+owner+"'\nsearch_path = 'app, public'\n",
				rev{id: "aa", sections: sections, up: dirty, down: "-- nothing"},
				rev{id: "bb", sections: sections, up: "SET LOCAL work_mem = '77MB';\nSET LOCAL search_path = pg_catalog;\nSET LOCAL ROLE " + other + ";", down: "-- nothing"},
				rev{id: "cc", sections: slyFirst, up: note("cc"), down: "-- nothing"},
				rev{id: "dd", sections: sections, up: note("dd"), down: "-- nothing"},
				rev{id: "ee", sections: "-- sqlbundle:verify\nSELECT app.sly();\n", up: "CREATE TABLE app.ee ();", down: "DROP TABLE app.ee;"},
				rev{id: "ff", up: note("ff"), down: "-- nothing"},
			).bundled(t, db, "head")
			finished(t, db.PsqlFile(b.upgrade), "the database stands at ff")
			b.stands("ff")
			for _, row := range db.Query("SELECT id, mem, path, who FROM app.notes ORDER BY id") {
				if row[1] == "66MB" || row[2] != "app, public" || row[3] != owner {
					t.Errorf("revision %s sees what a query has set: %s", row[0], row[1:])
				}
			}
			finished(t, db.PsqlFile(b.verify), "verified")
		})
	}
}

// TestQueriesTimeLimits holds that a limit is that of its query alone, and that
// a query that asks for none waits no longer for a lock than statements do.
func TestQueriesTimeLimits(t *testing.T) {
	s := pgtest.Shared(t, 0)
	const slow = "SELECT pg_sleep(0.3) IS NOT NULL;\n"
	for _, kind := range []string{"require", "verify"} {
		t.Run(kind+"/its own", func(t *testing.T) {
			t.Parallel()
			b := asked(t, "", "aa", "-- sqlbundle:"+kind+"\n-- sqlbundle:timeout statement=20ms\n"+slow).bundled(t, s.Database(t), "aa")
			stopped(t, b.db.PsqlFile(b.upgrade), "statement timeout")
			b.stands()
		})
		t.Run(kind+"/the next one's", func(t *testing.T) {
			t.Parallel()
			b := asked(t, "", "aa", "-- sqlbundle:"+kind+"\n-- sqlbundle:timeout statement=100ms\nSELECT true;\n"+slow).bundled(t, s.Database(t), "aa")
			finished(t, b.db.PsqlFile(b.upgrade))
			finished(t, b.db.PsqlFile(b.verify))
			b.stands("aa")
		})
		t.Run(kind+"/a lock", func(t *testing.T) {
			t.Parallel()
			b := asked(t, "[bundle]\nlock_timeout = '100ms'\n", "aa", querySection(kind, probe)+";").bundled(t, s.Database(t), "aa")
			b.db.Exec(queryTables + makeTrue)
			holder := b.db.Connect()
			if _, err := holder.Exec(t.Context(), "BEGIN; LOCK TABLE probe"); err != nil {
				t.Fatal(err)
			}
			end := time.AfterFunc(2*time.Second, func() { _ = holder.PgConn().Conn().Close() })
			defer end.Stop()
			stopped(t, b.db.PsqlFile(b.upgrade), "lock timeout")
		})
	}
}
