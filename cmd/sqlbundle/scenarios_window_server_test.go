package main

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sqlbundle/internal/pgtest"
)

// TestScenario07Batches fills a column of many rows: committed per batch,
// pausing, and going on where it was stopped.
func TestScenario07Batches(t *testing.T) {
	p, db := helpdesk(t), pgtest.Shared(t, 0).Database(t)
	apply(t, db, p.sql("upgrade", "9e3d50b7a2c8", "--database", "main"))
	db.Exec(`INSERT INTO users (email, name, role) VALUES ('many@example.com', 'Many', 'customer');
		INSERT INTO tickets (requester_id, subject, status, created_at, resolved_at)
		SELECT (SELECT max(id) FROM users), 'no. ' || g, 'resolved', '2026-01-01Z', '2026-01-01Z'::timestamptz + g * interval '1 s' FROM generate_series(1, 4000) g`)
	upgrade := file(t, p.sql("upgrade", "9e3d50b7a2c8:64c1e70d2f9b", "--database", "main"))
	wait := running(t, db, "-X", "-f", upgrade)
	pid := await(t, db, "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep' AND application_name LIKE 'sqlbundle %'")
	db.Exec("SELECT pg_terminate_backend(" + pid + ")")
	if got := wait(); got.Status != 2 {
		t.Fatalf("status %d\n%s", got.Status, got.Stderr)
	}
	done := db.Query("SELECT rows_done, count(resolution_time_seconds) FROM sqlbundle_log, tickets WHERE open AND state = 'started' GROUP BY 1")
	if len(done) != 1 || done[0][0] != done[0][1] || done[0][0] == "0" {
		t.Errorf("rows that are done by the log, and in the table: %v", done)
	}
	got := db.PsqlFile(upgrade)
	finished(t, got, "going on inside 64c1e70d2f9b, at its segment 2")
	says(t, got.Stderr, "rows changed, ", " seen", "all batches done")
	same(t, "tickets that are wrong", db.Query("SELECT id FROM tickets WHERE resolution_time_seconds IS DISTINCT FROM extract(epoch FROM resolved_at - created_at)::bigint"), [][]string{})
}

// TestScenario20ZeroDowntime takes a column into use in phases, while others
// write, and none of them ever waits for long.
func TestScenario20ZeroDowntime(t *testing.T) {
	p, db := liveDesk(t), pgtest.Shared(t, 0).Database(t)
	p.file("sqlbundle.toml", "[bundle]\nlock_timeout = '500ms'\nlock_retries = 10\n")
	p.add("b01", "a01", "ALTER TABLE tickets ADD COLUMN priority text;\nALTER TABLE tickets ALTER COLUMN priority SET DEFAULT 'normal';", "ALTER TABLE tickets DROP COLUMN priority;")
	p.add("b02", "b01", "-- sqlbundle:batch key=id size=500 pause=2ms\nUPDATE tickets SET priority = coalesce(state, 'normal') WHERE priority IS NULL;", "-- nothing: the column goes with b01")
	p.add("b03", "b02", "ALTER TABLE tickets ADD CONSTRAINT priority_known CHECK (priority IS NOT NULL) NOT VALID;\n-- sqlbundle:commit\n"+
		"ALTER TABLE tickets VALIDATE CONSTRAINT priority_known;\n-- sqlbundle:commit\nALTER TABLE tickets ALTER COLUMN priority SET NOT NULL;\nALTER TABLE tickets DROP CONSTRAINT priority_known;",
		"ALTER TABLE tickets ALTER COLUMN priority DROP NOT NULL;")
	for _, id := range []string{"b01", "b02", "b03"} {
		if text := p.lint(0, id); strings.Contains(text, "[unbatched-backfill]") || strings.Contains(text, "[adding-not-nullable-field]") {
			t.Errorf("a false alarm:\n%s", text)
		}
	}
	p.call("release")
	p.file("migrations/c01.sql", revisionText("c01", "b03", "ALTER TABLE tickets DROP COLUMN state;", "-- sqlbundle:down irreversible nobody reads it any more\n"))
	says(t, p.lint(0, "c01"), "tickets.state", "[ban-drop-column]")

	apply(t, db, p.sql("upgrade", "a01"))
	db.Exec("INSERT INTO tickets SELECT g, 'no. ' || g, nullif('s' || g % 3, 's0') FROM generate_series(1, 5000) g")
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	type result struct {
		longest time.Duration
		err     error
	}
	results, conn := make(chan result, 1), db.Connect()
	go func() {
		var r result
		for i := 0; r.err == nil && ctx.Err() == nil; i++ {
			started := time.Now()
			_, r.err = conn.Exec(context.Background(), "UPDATE tickets SET subject = subject || '!' WHERE id = $1", 1+i*37%5000)
			r.longest = max(r.longest, time.Since(started))
		}
		results <- r
	}()
	apply(t, db, p.sql("upgrade", "a01:c01"))
	cancel()
	r := <-results
	if r.err != nil || r.longest > 5*time.Second {
		t.Errorf("a writer met %v, and waited up to %s", r.err, r.longest)
	}
	same(t, "rows", db.Query("SELECT priority, count(*) FROM tickets GROUP BY 1 ORDER BY 1"), [][]string{{"normal", "1666"}, {"s1", "1667"}, {"s2", "1667"}})
	same(t, "NOT NULL", db.Query("SELECT attnotnull FROM pg_attribute WHERE attrelid = 'tickets'::regclass AND attname = 'priority'"), [][]string{{"t"}})
}

// TestScenario21RenameOnServer renames a column in phases with programs of both
// names at work: each sees the other's rows.
func TestScenario21RenameOnServer(t *testing.T) {
	p, db := liveDesk(t), pgtest.Shared(t, 0).Database(t)
	p.add("b01", "a01", "ALTER TABLE tickets ADD COLUMN title text;\n"+
		"CREATE FUNCTION copy_title() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n"+
		"  IF TG_OP = 'INSERT' THEN NEW.title := coalesce(NEW.title, NEW.subject); NEW.subject := NEW.title;\n"+
		"  ELSIF NEW.title IS DISTINCT FROM OLD.title THEN NEW.subject := NEW.title;\n  ELSE NEW.title := NEW.subject; END IF;\n  RETURN NEW;\nEND $$;\n"+
		"CREATE TRIGGER copy_title BEFORE INSERT OR UPDATE ON tickets FOR EACH ROW EXECUTE FUNCTION copy_title();",
		"DROP TRIGGER copy_title ON tickets;\nDROP FUNCTION copy_title;\nALTER TABLE tickets DROP COLUMN title;")
	p.add("b02", "b01", "-- sqlbundle:batch key=id size=100\nUPDATE tickets SET title = subject WHERE title IS NULL;", "-- nothing: the column goes with b01")
	p.file("migrations/b03.sql", revisionText("b03", "b02", "DROP TRIGGER copy_title ON tickets;\nDROP FUNCTION copy_title;\nALTER TABLE tickets DROP COLUMN subject;",
		"-- sqlbundle:down irreversible the programs use title\n"))
	upgrade, _ := p.scripts("head")
	finished(t, db.PsqlFile(upgrade, "-v", "sqlbundle_stop_after=a01"))
	db.Exec("INSERT INTO tickets (id, subject) SELECT g, 'old ' || g FROM generate_series(1, 250) g")
	finished(t, db.PsqlFile(upgrade, "-v", "sqlbundle_stop_after=b01"))
	db.Exec("INSERT INTO tickets (id, subject) VALUES (1001, 'by the old program'); INSERT INTO tickets (id, title) VALUES (1002, 'by the new one'); UPDATE tickets SET subject = 'changed' WHERE id = 7")
	finished(t, db.PsqlFile(upgrade, "-v", "sqlbundle_stop_after=b02"))
	same(t, "rows that differ", db.Query("SELECT id FROM tickets WHERE title IS DISTINCT FROM subject"), [][]string{})
	finished(t, db.PsqlFile(upgrade))
	same(t, "titles", db.Query("SELECT count(*), count(title) FROM tickets"), [][]string{{"252", "252"}})
}

// TestScenario29TimeLimits holds that the limits of the bundle, of a section and
// of a statement are those that the server has when the statement runs.
func TestScenario29TimeLimits(t *testing.T) {
	db := pgtest.Shared(t, 0).Database(t)
	const note = "INSERT INTO notes VALUES (current_setting('lock_timeout') || ' ' || current_setting('statement_timeout'));\n"
	p := made(t, "[bundle]\nlock_timeout = '4s'\nstatement_timeout = '20min'\n",
		rev{id: "aa", up: "CREATE TABLE notes (n text, id int GENERATED ALWAYS AS IDENTITY);\n" + note, down: "DROP TABLE notes;"},
		rev{id: "bb", sections: "-- sqlbundle:timeout lock=2s", up: note + "-- sqlbundle:timeout statement=1min\n" + note + note, down: "SELECT 1;"},
		rev{id: "cc", up: "ALTER TABLE notes ADD COLUMN x int;\n-- sqlbundle:timeout statement=300ms\nSELECT pg_sleep(10);", down: "SELECT 1;"})
	upgrade, _ := p.scripts("head")
	got := db.PsqlFile(upgrade)
	if got.Status != 3 || !strings.Contains(got.Stderr, "canceling statement due to statement timeout") {
		t.Errorf("status %d\n%s", got.Status, got.Stderr)
	}
	same(t, "limits", db.Query("SELECT n FROM notes ORDER BY id"), [][]string{{"4s 20min"}, {"2s 20min"}, {"2s 1min"}, {"2s 20min"}})
	same(t, "rows", rowsOf(db, trackingTable), []string{"bb"})

	holder := db.Connect()
	if _, err := holder.Exec(context.Background(), "BEGIN; LOCK TABLE notes"); err != nil {
		t.Fatal(err)
	}
	started := time.Now()
	got = db.PsqlFile(upgrade)
	if took := time.Since(started); got.Status != 3 || !strings.Contains(got.Stderr, "lock timeout") || took < 3*time.Second {
		t.Errorf("status %d after %s\n%s", got.Status, took, got.Stderr)
	}
}

// TestScenario19DeploymentScript goes through a change window as a deployment
// script does: what is in the runbook, in its order, by exit statuses alone.
func TestScenario19DeploymentScript(t *testing.T) {
	db := pgtest.Shared(t, 0).Database(t)
	p := newProject(t, map[string]string{"sqlbundle.toml": "[project]\ntarget_version = 13\nmetadata = ['duration']\n[bundle]\nlock_timeout = '2s'\nstatement_timeout = '5min'\n"})
	p.file("migrations/a1.sql", revisionText("a1", "base", "CREATE TABLE tickets (id bigint PRIMARY KEY, subject text);\nINSERT INTO tickets SELECT g, 'no. ' || g FROM generate_series(1, 100) g;", "-- sqlbundle:down\nDROP TABLE tickets;\n"))
	p.file("migrations/b2.sql", strings.Replace(revisionText("b2", "a1", "ALTER TABLE tickets ADD COLUMN priority text NOT NULL DEFAULT 'normal';\nCREATE INDEX CONCURRENTLY ix_tickets_priority ON tickets (priority);",
		"-- sqlbundle:down\nDROP INDEX CONCURRENTLY ix_tickets_priority;\nALTER TABLE tickets DROP COLUMN priority;\n"), "-- sqlbundle:up", "-- sqlbundle:duration 2 min on a copy\n-- sqlbundle:up", 1))
	dir := p.bundle("a1:head", "--change", "CHG-19")
	applyFile(t, db, file(t, p.sql("upgrade", "a1")))
	before := stateOf(db, trackingTable)

	says(t, runbook(t, dir), "CHG-19", "sha256sum -c SHA256SUMS", "preflight.sql", "upgrade.sql", "verify.sql", "rollback.sql", "2 min on a copy", "Backup, restore tried:")
	step := func(name string, status int, parts ...string) {
		t.Helper()
		got := db.PsqlFile(filepath.Join(dir, name))
		if got.Status != status {
			t.Fatalf("%s ends with %d, not %d\n%s%s", name, got.Status, status, got.Stdout, got.Stderr)
		}
		says(t, got.Stdout+got.Stderr, parts...)
	}
	step("verify.sql", 3, "the tracking table says a1, not b2")
	holder := holds(t, db, "public.sqlbundle_version")
	step("preflight.sql", 3, "another run holds the lock", "this is not the moment: stop says other run")
	if err := holder.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	step("preflight.sql", 0, "sqlbundle: preflight: 0 stop")
	end := blocked(t, db, "tickets")
	step("upgrade.sql", 3, "canceling statement due to lock timeout")
	end()
	step("upgrade.sql", 0, "the database stands at b2")
	step("verify.sql", 0, "sqlbundle: verified")
	step("upgrade.sql", 0, "nothing to do, the database stands at b2")
	step("rollback.sql", 0, "the database stands at a1")
	same(t, "after the way back", stateOf(db, trackingTable), before)
	step("preflight.sql", 0, "sqlbundle: preflight: 0 stop")
}
