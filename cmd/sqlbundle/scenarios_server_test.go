package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sqlbundle/internal/pgtest"
)

// says wants a text to hold each of the parts, in this order.
func says(t *testing.T, text string, parts ...string) {
	t.Helper()
	rest := text
	for _, part := range parts {
		_, after, found := strings.Cut(rest, part)
		if !found {
			t.Fatalf("%q is missing, or not in its place:\n%s", part, text)
		}
		rest = after
	}
}

// write fills the sections of a revision that a command has made.
func (p testProject) write(id, up, down string) {
	p.t.Helper()
	dir := filepath.Dir(p.config)
	name := filepath.Join(dir, p.load().Lookup(id).File.Name)
	text, err := os.ReadFile(name)
	if err != nil {
		p.t.Fatal(err)
	}
	filled := strings.Replace(strings.Replace(string(text), "sqlbundle:up\n", "sqlbundle:up\n"+up+"\n", 1),
		"sqlbundle:down\n", "sqlbundle:down\n"+down+"\n", 1)
	if err := os.WriteFile(name, []byte(filled), 0o666); err != nil {
		p.t.Fatal(err)
	}
}

// startedProject is a project as init and revision make it.
func startedProject(t *testing.T) testProject {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "project")
	call(t, 0, "init", dir)
	p := testProject{t, filepath.Join(dir, "sqlbundle.toml")}
	p.call("revision", "-m", "Create users and tickets", "--rev-id", "abc123", "--branch-label", "main")
	p.write("abc123", "CREATE TABLE users (id int PRIMARY KEY);\nCREATE TABLE tickets (id int PRIMARY KEY, user_id int REFERENCES users);",
		"DROP TABLE tickets;\nDROP TABLE users;")
	return p
}

func TestScenario01Start(t *testing.T) {
	p, db := startedProject(t), pgtest.Shared(t, 0).Database(t)
	apply(t, db, p.sql("upgrade", "head"))
	db.Exec("INSERT INTO users VALUES (1); INSERT INTO tickets VALUES (1, 1)")
	same(t, "rows", rowsOf(db, trackingTable), []string{"abc123"})
}

func TestScenario02AddressFromTheEnvironment(t *testing.T) {
	const secret = "hunter2"
	t.Setenv("DATABASE_URL", "postgres://deploy:"+secret+"@db.example.com/helpdesk")
	t.Setenv("ANALYTICS_URL", "postgres://deploy:"+secret+"@db.example.com/analytics")
	written := helpdesk(t, "${ANALYTICS_URL}", "postgres://deploy:"+secret+"@db.example.com/analytics")
	for _, p := range []testProject{helpdesk(t), written} {
		dir := p.bundle("head")
		var all strings.Builder
		all.WriteString(p.call("show", "head") + p.call("history", "-v") + p.call("inspect", dir) + p.sql("upgrade", "head"))
		all.WriteString(p.refuse("upgrade", "nosuch", "--sql"))
		for _, name := range []string{"main/upgrade.sql", "analytics/upgrade.sql", "main/manifest.json", "analytics/manifest.json", "main/rollback.sql"} {
			text, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			all.Write(text)
		}
		if strings.Contains(all.String(), secret) || strings.Contains(all.String(), "db.example.com") {
			t.Error("an address is in what the commands print or write")
		}
	}
}

func TestScenario03ColumnAndIndex(t *testing.T) {
	p, db := helpdesk(t), pgtest.Shared(t, 0).Database(t)
	apply(t, db, p.sql("upgrade", "ae1027a6acf4"))
	script := p.sql("upgrade", "ae1027a6acf4:1975ea83b712")
	says(t, script, "segment 1/3", "\nBEGIN;", "ADD COLUMN priority", "\nCOMMIT;", "outside any transaction", "\nCREATE INDEX CONCURRENTLY", "\nBEGIN;", "\nUPDATE public.sqlbundle_version", "\nCOMMIT;")
	apply(t, db, script)
	same(t, "priorities", db.Query("SELECT DISTINCT priority FROM tickets"), [][]string{{"normal"}})
	same(t, "index", db.Query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'ix_tickets_priority'::regclass"), [][]string{{"t"}})
}

func TestScenario04TableWithForeignKeys(t *testing.T) {
	p, db := helpdesk(t), pgtest.Shared(t, 0).Database(t)
	if got := p.call("lint", "4d1a9c3e7b28"); !strings.Contains(got, "0 errors, 0 warnings") || strings.Contains(got, "index-") {
		t.Errorf("a false alarm:\n%s", got)
	}
	apply(t, db, p.sql("upgrade", "4d1a9c3e7b28"))
	before := db.Query("SELECT count(*) FROM customer_satisfaction")
	db.Exec("DELETE FROM tickets WHERE id = (SELECT min(ticket_id) FROM customer_satisfaction)")
	if after := db.Query("SELECT count(*) FROM customer_satisfaction"); after[0][0] == before[0][0] {
		t.Error("an answer stays without its ticket")
	}
}

func TestScenario06StatusMapping(t *testing.T) {
	p, db := helpdesk(t), pgtest.Shared(t, 0).Database(t)
	apply(t, db, p.sql("upgrade", "4d1a9c3e7b28"))
	const statuses = "SELECT id, status FROM tickets ORDER BY id"
	before := db.Query(statuses)
	mapped := map[string]string{"new": "open", "open": "in_progress", "pending": "waiting_on_customer", "solved": "resolved", "closed": "closed"}
	var want [][]string
	for _, row := range before {
		want = append(want, []string{row[0], mapped[row[1]]})
	}
	apply(t, db, p.sql("upgrade", "4d1a9c3e7b28:e83f5b20c946"))
	same(t, "after the way there", db.Query(statuses), want)
	if db.ExecError("UPDATE tickets SET status = NULL") == nil || db.ExecError("UPDATE tickets SET status = 'new'") == nil {
		t.Error("the new column takes NULL, or an old value")
	}
	apply(t, db, p.sql("downgrade", "e83f5b20c946:4d1a9c3e7b28"))
	same(t, "after the way back", db.Query(statuses), before)

	// A value that the mapping does not know stops the step, whole.
	db.Exec("ALTER TABLE tickets DROP CONSTRAINT ck_tickets_status; UPDATE tickets SET status = 'lost' WHERE id = 1")
	snapshot := stateOf(db, trackingTable)
	got := db.Psql(p.sql("upgrade", "4d1a9c3e7b28:e83f5b20c946"))
	if got.Status != 3 || !strings.Contains(got.Stderr, "no new value for status 'lost'") {
		t.Errorf("status %d\n%s", got.Status, got.Stderr)
	}
	same(t, "after the failed step", stateOf(db, trackingTable), snapshot)
}

func TestScenario08Upgrade(t *testing.T) {
	p, db := helpdesk(t), pgtest.Shared(t, 0).Database(t)
	for _, step := range []struct {
		target string
		want   []string
	}{
		{"main@+1", []string{"27c6a30d7c24"}},
		{"27c6a30d7c24:+1", []string{"8b1f04e9d3a5"}},
		{"8b1f04e9d3a5:8b1f04e9d3a5+2", []string{"ae1027a6acf4"}},
		{"ae1027a6acf4:1975", []string{"1975ea83b712"}},
		{"1975ea83b712:head", []string{"0b6f1e8c47d5"}},
		{"0b6f1e8c47d5:head", []string{"0b6f1e8c47d5"}},
	} {
		before := stateOf(db, trackingTable)
		script := p.sql("upgrade", step.target)
		same(t, "printing the SQL of "+step.target+" changes", stateOf(db, trackingTable), before)
		apply(t, db, script)
		same(t, "rows after "+step.target, rowsOf(db, trackingTable), step.want)
	}
}

func TestScenario09Downgrade(t *testing.T) {
	p, db := helpdesk(t), pgtest.Shared(t, 0).Database(t)
	apply(t, db, p.sql("upgrade", "head"))
	for _, step := range []struct {
		target string
		want   []string
	}{
		{"head:-1", []string{"64c1e70d2f9b"}},
		{"64c1e70d2f9b:f1c84b6e0d93", []string{"f1c84b6e0d93"}},
		{"f1c84b6e0d93:1975ea83b712", []string{"1975ea83b712", "rep002"}},
		{"1975ea83b712,rep002:main@base", []string{"rep002"}},
		{"rep002:base", nil},
	} {
		apply(t, db, p.sql("downgrade", step.target))
		same(t, "rows after "+step.target, rowsOf(db, trackingTable), step.want)
	}
	same(t, "what is left", stateOf(db, trackingTable).Data, []string{})
}

func TestScenario15Errors(t *testing.T) {
	cycle := func(a, b string) testProject {
		return newProject(t, map[string]string{
			"sqlbundle.toml":   "",
			"migrations/a.sql": "-- a\n-- sqlbundle:revision aaa\n-- sqlbundle:revises " + a + "\n-- sqlbundle:up\n",
			"migrations/b.sql": "-- b\n-- sqlbundle:revision bbb\n-- sqlbundle:revises base\n" + b + "-- sqlbundle:up\n",
		})
	}
	says(t, cycle("bbb", "-- sqlbundle:depends-on aaa\n").refuse("upgrade", "heads", "--sql"), "aaa", "bbb")
	two := cycle("base", "")
	says(t, two.refuse("upgrade", "head", "--sql"), `"head"`, "aaa, bbb", "aaa@head", "heads", "merge")
	says(t, two.refuse("upgrade", "ccc:heads", "--sql"), `"ccc"`)

	db := pgtest.Shared(t, 0).Database(t)
	db.Exec(table("ccc"))
	refused(t, db, []string{"the tracking table says ccc,", "ccc:TARGET"}, two.sql("upgrade", "heads"))
}

func TestScenario16Stamp(t *testing.T) {
	p, db := helpdesk(t), pgtest.Shared(t, 0).Database(t)
	db.Exec("CREATE TABLE users (id int)")
	before := stateOf(db, trackingTable)
	for _, step := range []struct {
		args, want []string
	}{
		{[]string{"1975ea83b712"}, []string{"1975ea83b712"}},
		{[]string{"1975ea83b712:head"}, []string{"0b6f1e8c47d5"}},
		{[]string{"rep002", "27c6a30d7c24", "--purge"}, []string{"27c6a30d7c24", "rep002"}},
		{[]string{"27c6a30d7c24,rep002:rep003"}, []string{"rep003"}},
		{[]string{"--purge", "base"}, nil},
		{[]string{"head"}, []string{"0b6f1e8c47d5"}},
	} {
		apply(t, db, p.sql(append([]string{"stamp"}, step.args...)...))
		after := stateOf(db, trackingTable)
		same(t, strings.Join(step.args, " "), after.Rows, step.want)
		after.Rows = nil
		same(t, "what a stamp has run", after, before)
	}
}

// TestScenario17HalfWay plays an upgrade that rows stop in the second of a
// revision's segments, and one whose connection is lost in a concurrent build.
func TestScenario17HalfWay(t *testing.T) {
	p, s := helpdesk(t), pgtest.Shared(t, 0)
	dir := p.bundle("head")
	upgrade, rollback := filepath.Join(dir, "main", "upgrade.sql"), filepath.Join(dir, "main", "rollback.sql")
	whole, db := s.Database(t), s.Database(t)
	finished(t, whole.PsqlFile(upgrade))

	finished(t, db.PsqlFile(upgrade, "-v", "sqlbundle_stop_after=2e6b8f41d0c7"))
	end := snapshot(t, db)
	run := running(t, db, "-f", upgrade)
	db.Exec("SELECT pg_terminate_backend(" + await(t, db, waiting+" AND query LIKE '%ticket_events_2025%'") + ")")
	if got := run(); got.Status != 2 {
		t.Errorf("psql ends with status %d\n%s", got.Status, got.Stderr)
	}
	end()
	same(t, "rows", rowsOf(db, trackingTable), []string{"2e6b8f41d0c7", "rep005"})
	got := db.PsqlFile(upgrade, "-v", "sqlbundle_stop_after=e4087bd2f6a3")
	finished(t, got, "going on inside 7fa1c3d96b84, at its segment 2")
	same(t, "invalid indexes", db.Query("SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid"), [][]string{})

	const spoil = "SET helpdesk.keep_updated_at = 'on'; UPDATE tickets SET resolved_at = "
	const of = " WHERE id = (SELECT min(id) FROM tickets WHERE status = 'in_progress')"
	db.Exec(spoil + "created_at" + of)
	stopped(t, db.PsqlFile(upgrade), `check constraint "ck_tickets_resolved_at" of relation "tickets" is violated`)
	same(t, "rows", rowsOf(db, trackingTable), []string{"e4087bd2f6a3", "rep005"})
	same(t, "progress", progressOf(db), []string{"d26f8a13c7e0 upgrade 1 done"})
	message := refuses(t, db, rollback, nil, "the upgrade stopped inside d26f8a13c7e0: done is segment 1 of 2, it stopped in 2, ALTER TABLE at migrations/d26f8a13c7e0_")
	db.Exec(spoil + "NULL" + of)
	finished(t, db.PsqlFile(upgrade, "-v", wayOut(t, message, "sqlbundle_stop_after")), "going on inside d26f8a13c7e0, at its segment 2", "the database stands at d26f8a13c7e0,rep005")
	finished(t, db.PsqlFile(upgrade), "going on after step 26 of 32")
	same(t, "at the end", stateOf(db, trackingTable), stateOf(whole, trackingTable))
	finished(t, db.PsqlFile(rollback), "the database stands at base")
	same(t, "what is left", stateOf(db, trackingTable).Data, []string{})
}

func TestScenario26ConcurrentlyInBegin(t *testing.T) {
	p := newProject(t, map[string]string{"sqlbundle.toml": "", "migrations/a.sql": "-- a\n-- sqlbundle:revision aaa\n-- sqlbundle:revises base\n" +
		"-- sqlbundle:up\nBEGIN;\nCREATE INDEX CONCURRENTLY ix ON t (a);\nCOMMIT;\n"})
	for _, args := range [][]string{{"upgrade", "head", "--sql"}, {"bundle", "head", "-o", t.TempDir()}} {
		says(t, p.refuse(args...), "migrations/a.sql:6:1: CREATE INDEX CONCURRENTLY cannot run inside BEGIN … COMMIT", "hint: move it behind the COMMIT")
	}
	stdout, _ := call(t, 1, "-c", p.config, "lint")
	says(t, stdout, "migrations/a.sql:6:1: error: CREATE INDEX CONCURRENTLY cannot run", "[ban-concurrent-index-creation-in-transaction]")
}

func TestScenario27HouseTemplate(t *testing.T) {
	p, db := helpdesk(t), pgtest.Shared(t, 0).Database(t)
	p.call("revision", "-m", "Let tickets be snoozed", "--rev-id", "4711aa")
	p.write("4711aa", "ALTER TABLE tickets ADD COLUMN snoozed_until timestamptz;", "ALTER TABLE tickets DROP COLUMN snoozed_until;")
	says(t, p.call("show", "4711aa"), "Let tickets be snoozed", "House rules")
	says(t, p.call("show", "4711aa", "--format", "json"), `"author": "Your Name <you@example.com>"`, `"ticket": "HELP-"`)
	apply(t, db, p.sql("upgrade", "head"))
	same(t, "rows", rowsOf(db, trackingTable), []string{"4711aa"})
	apply(t, db, p.sql("downgrade", "head:-1"))
}

func TestScenario28TwoDatabases(t *testing.T) {
	s, p := pgtest.Shared(t, 0), helpdesk(t)
	dir := p.bundle("head")
	tables := map[string]string{"main": "tickets", "analytics": "ticket_facts"}
	for database, mine := range tables {
		db := s.Database(t)
		applyFile(t, db, filepath.Join(dir, database, "upgrade.sql"))
		same(t, "rows of "+database, rowsOf(db, trackingTable), []string{"0b6f1e8c47d5"})
		for _, name := range tables {
			if there := db.Query("SELECT to_regclass('" + name + "') IS NOT NULL")[0][0] == "t"; there != (name == mine) {
				t.Errorf("%s has %s: %v", database, name, there)
			}
		}
	}
	_, stderr := call(t, 0, "-c", p.config, "upgrade", "head", "--sql")
	says(t, stderr, "for the database main; --database names another of: main, analytics")
}

func TestScenario30Transactions(t *testing.T) {
	s := pgtest.Shared(t, 0)
	begins := map[string]int{}
	for mode, kept := range map[string]string{"revision": "c8d14f9e6b02", "all": "7fa1c3d96b84"} {
		p := helpdesk(t, `transaction  = "revision"`, `transaction = "`+mode+`"`)
		script := p.sql("upgrade", "head")
		begins[mode] = strings.Count(script, "\nBEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL statement")

		// A failure takes back its transaction, and no more than that.
		db := s.Database(t)
		db.Exec("CREATE SCHEMA archive")
		if got := db.Psql(script); got.Status != 3 || !strings.Contains(got.Stderr, `schema "archive" already exists`) {
			t.Fatalf("status %d\n%s", got.Status, got.Stderr)
		}
		same(t, mode+": rows", rowsOf(db, trackingTable), []string{kept, "rep005"})
		if mode == "revision" {
			db.Exec("DROP SCHEMA archive")
			apply(t, db, p.sql("upgrade", kept+",rep005:head"))
			same(t, "rows at the end", rowsOf(db, trackingTable), []string{"0b6f1e8c47d5"})
		}
	}
	if begins["all"] >= begins["revision"]/2 {
		t.Errorf("all needs %d transactions, revision %d", begins["all"], begins["revision"])
	}
}
