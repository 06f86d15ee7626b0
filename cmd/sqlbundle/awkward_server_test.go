package main

import (
	"strings"
	"testing"

	"sqlbundle/internal/pgtest"
)

// TestAwkwardBuildInProgress holds that what somebody else builds just now is
// not taken for what a cut has left, though it looks the same.
func TestAwkwardBuildInProgress(t *testing.T) {
	s := pgtest.Shared(t, 0)
	for build, theirs := range map[string]string{
		"CREATE INDEX CONCURRENTLY ti ON t (a)": "CREATE INDEX CONCURRENTLY ti ON t (a)",
		"REINDEX TABLE CONCURRENTLY t":          "REINDEX TABLE CONCURRENTLY t",
	} {
		t.Run(build, func(t *testing.T) {
			t.Parallel()
			p := made(t, "",
				rev{id: "one", up: "CREATE TABLE t (a int);\nCREATE INDEX tj ON t (a);\nINSERT INTO t VALUES (1);"},
				rev{id: "two", up: build + ";"})
			upgrade, _ := p.scripts("head")
			db := s.Database(t)
			finished(t, db.PsqlFile(upgrade, "-v", "sqlbundle_stop_after=one"))
			cutWhile(t, db, upgrade, "LOCK TABLE t IN SHARE UPDATE EXCLUSIVE MODE", build)
			end := holding(t, db, "INSERT INTO t VALUES (2)")
			other := running(t, db, "-c", theirs)
			pid := await(t, db, "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'virtualxid' AND query LIKE '%CONCURRENTLY%'")
			got := db.PsqlFile(upgrade)
			stopped(t, got, "sqlbundle: another session builds an index on this table, pid "+pid, "Nothing has been dropped. Wait until that session has ended")
			end()
			if got := other(); got.Status != 0 {
				t.Errorf("the other session's build has failed\n%s", got.Stderr)
			}
			finished(t, db.PsqlFile(upgrade))
			same(t, "invalid indexes", db.Query("SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid"), [][]string{})
		})
	}
}

// TestAwkwardFailedReindex holds that a REINDEX that fails is cleaned up.
func TestAwkwardFailedReindex(t *testing.T) {
	p := made(t, "",
		rev{id: "one", up: "CREATE TABLE t (a int PRIMARY KEY);"},
		rev{id: "two", up: "SET lock_timeout = '300ms';\nREINDEX TABLE CONCURRENTLY t;"})
	upgrade, _ := p.scripts("head")
	db := pgtest.Shared(t, 0).Database(t)
	finished(t, db.PsqlFile(upgrade, "-v", "sqlbundle_stop_after=one"))
	end := holding(t, db, "INSERT INTO t VALUES (1)")
	run := running(t, db, "-f", upgrade)
	await(t, db, "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%DROP INDEX CONCURRENTLY%' AND wait_event_type = 'Lock' AND pid <> pg_backend_pid()")
	end()
	failed(t, run(), "canceling statement due to lock timeout", "failed, as told above; nothing of it is left")
	same(t, "invalid indexes", db.Query("SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid"), [][]string{})
	finished(t, db.PsqlFile(upgrade))
}

// TestAwkwardSessions holds that settings a caller brings along do not lead a
// script astray.
func TestAwkwardSessions(t *testing.T) {
	s, p := pgtest.Shared(t, 0), branched(t, "")
	upgrade, rollback := p.scripts("head")
	for _, options := range []string{
		"-c DateStyle=SQL,DMY -c TimeZone=Asia/Jakarta", "-c quote_all_identifiers=on", "-c default_transaction_isolation=serializable",
		"-c statement_timeout=20", "-c IntervalStyle=iso_8601 -c extra_float_digits=-15", "-c row_security=off",
	} {
		t.Run(options, func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			for _, script := range []string{upgrade, upgrade, rollback, rollback} {
				cmd := db.Command("-f", script)
				cmd.Env = append(cmd.Env, "PGOPTIONS="+options)
				finished(t, db.Run(cmd), "the database stands at ")
			}
		})
	}
	t.Run("one lock", func(t *testing.T) {
		t.Parallel()
		db := s.Database(t)
		finished(t, db.PsqlFile(upgrade, "-v", "sqlbundle_stop_after=aa"))
		end := snapshot(t, db)
		run := running(t, db, "-f", upgrade)
		await(t, db, waiting)
		cmd := db.Command("-f", upgrade)
		cmd.Env = append(cmd.Env, "PGOPTIONS=-c quote_all_identifiers=on")
		stopped(t, db.Run(cmd), "another run holds the lock")
		end()
		finished(t, run())
	})
}

// TestAwkwardHiddenRows holds that row-level security cannot make applied
// revisions look as if they were not.
func TestAwkwardHiddenRows(t *testing.T) {
	s := pgtest.Shared(t, 0)
	role(t, s, "hidden_from")
	db, p := s.Database(t), branched(t, "[bundle]\nrole = 'hidden_from'\n")
	upgrade, rollback := p.scripts("head")
	plain, _ := branched(t, "").scripts("head")
	finished(t, db.PsqlFile(plain))
	for _, table := range []string{"sqlbundle_version", "sqlbundle_log"} {
		db.Exec("GRANT ALL ON ALL TABLES IN SCHEMA public TO hidden_from; ALTER TABLE " + table + " ENABLE ROW LEVEL SECURITY")
		for _, script := range []string{upgrade, rollback} {
			got := db.PsqlFile(script)
			if got.Status != 3 || !strings.Contains(got.Stderr, "row-level security policy for table \""+table) || strings.Contains(got.Stdout, "sqlbundle: ") {
				t.Errorf("status %d\n%s%s", got.Status, got.Stdout, got.Stderr)
			}
		}
		db.Exec("ALTER TABLE " + table + " DISABLE ROW LEVEL SECURITY")
	}
}

// TestAwkwardUntouched holds that the way back changes nothing where the
// upgrade has never been.
func TestAwkwardUntouched(t *testing.T) {
	_, rollback := branched(t, "").scripts("head")
	db := pgtest.Shared(t, 0).Database(t)
	before := everything(db)
	finished(t, db.PsqlFile(rollback), "sqlbundle: nothing to do, the database stands at base\n")
	same(t, "afterwards", everything(db), before)
}

// TestAwkwardEncoding holds that reasons and names of files that a database's
// encoding does not know are no obstacle.
func TestAwkwardEncoding(t *testing.T) {
	s := pgtest.Shared(t, 0)
	p := made(t, "",
		rev{id: "one", up: "CREATE TABLE t (a int);", down: "DROP TABLE t;"},
		rev{id: "two", up: "CREATE TABLE u (a int);\n-- sqlbundle:commit\nINSERT INTO gate VALUES (1);", down: "\n"})
	p.edit("two", "-- sqlbundle:down\n", "-- sqlbundle:down irreversible the data is gone — restore Дамп\n")
	upgrade, rollback := p.scripts("head")
	admin := s.Database(t)
	name := admin.Name + "_latin"
	admin.Exec("CREATE DATABASE " + name + " ENCODING LATIN1 TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'")
	t.Cleanup(func() { admin.Exec("DROP DATABASE " + name + " WITH (FORCE)") })
	run := func(script string) pgtest.Result { return admin.Run(admin.Command("-d", name, "-f", script)) }
	stopped(t, run(upgrade), `relation "gate" does not exist`)
	// Once finished it could not be taken back: only what is done by hand can.
	got := run(rollback)
	stopped(t, got, "the upgrade stopped inside two", "It is irreversible: once finished, it stays.", "sqlbundle_abandon=two")
	if strings.Contains(got.Stderr, "stop_after") {
		t.Errorf("the way out closes the way back:\n%s", got.Stderr)
	}
	cmd := admin.Command("-d", name, "-c", "CREATE TABLE gate (n int)")
	if got := admin.Run(cmd); got.Status != 0 {
		t.Fatal(got.Stderr)
	}
	finished(t, run(upgrade))
	stopped(t, run(rollback), "revision two is irreversible: the data is gone {U+2014} restore {U+0414}", "There is no way back from here")
}

// TestAwkwardPath holds that a script without a fixed schema does not begin
// anew where another schema has come to be the first.
func TestAwkwardPath(t *testing.T) {
	p := made(t, "[tracking]\nschema = ''\n", rev{id: "one", up: "CREATE TABLE IF NOT EXISTS public.t (a int);\nINSERT INTO public.t VALUES (1);", down: "DROP TABLE public.t;"})
	upgrade, rollback := p.scripts("head")
	db := pgtest.Shared(t, 0).Database(t)
	finished(t, db.PsqlFile(upgrade))
	db.Exec("CREATE SCHEMA " + db.Query("SELECT quote_ident(current_user)")[0][0])
	for _, script := range []string{upgrade, rollback} {
		refuses(t, db, script, nil, "the tracking table stands in the schema public, and the first of the search_path is ")
	}
	same(t, "rows", db.Query("SELECT a FROM t"), [][]string{{"1"}})
}
