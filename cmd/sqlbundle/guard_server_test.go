package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sqlbundle/compiler"
	"sqlbundle/graph"
	"sqlbundle/internal/pgtest"
	"sqlbundle/out"
)

// table makes the tracking table with these rows.
func table(rows ...string) string {
	sql := "CREATE TABLE sqlbundle_version (version_num text CONSTRAINT sqlbundle_version_pkc PRIMARY KEY);"
	for _, row := range rows {
		sql += "INSERT INTO sqlbundle_version VALUES ('" + row + "');"
	}
	return sql
}

// refused runs a script that has to stop with status 3 before it has changed
// anything, and to say each of the texts.
func refused(t *testing.T, db *pgtest.DB, says []string, script string, args ...string) {
	t.Helper()
	before := everything(db)
	got := db.PsqlFile(file(t, script), args...)
	stopped(t, got, says...)
	if strings.Contains(got.Stdout, "sqlbundle: step") {
		t.Errorf("a step was begun:\n%s", got.Stdout)
	}
	same(t, "after the refusal", everything(db), before)
}

// TestGuardRefusesState holds that a script runs from its own start alone.
func TestGuardRefusesState(t *testing.T) {
	tests := []struct {
		name  string
		rows  []string // nil: no tracking table
		args  []string
		stand string // where the database stands, in words
		from  string // the FROM that the hint names
	}{
		{"beyond the target", []string{"1975ea83b712"}, []string{"upgrade", "8b1f04e9d3a5"}, "1975ea83b712", "upgrade 1975ea83b712:"},
		{"at the head", []string{"0b6f1e8c47d5"}, []string{"upgrade", "1975ea83b712"}, "0b6f1e8c47d5", "upgrade 0b6f1e8c47d5:"},
		{"no table", nil, []string{"upgrade", "1975ea83b712:head"}, "base (nothing is applied)", "upgrade base:"},
		{"empty table", []string{}, []string{"upgrade", "1975ea83b712:head"}, "base (nothing is applied)", "upgrade base:"},
		{"further back", []string{"8b1f04e9d3a5"}, []string{"upgrade", "1975ea83b712:head"}, "8b1f04e9d3a5", "upgrade 8b1f04e9d3a5:"},
		{
			"a related row more",
			[]string{"1975ea83b712", "rep001"},
			[]string{"upgrade", "1975ea83b712:head"},
			"1975ea83b712, rep001", "upgrade 1975ea83b712,rep001:",
		},
		{"a row less", []string{"1975ea83b712"}, []string{"upgrade", "1975ea83b712,rep001:head"}, "1975ea83b712", "upgrade 1975ea83b712:"},
		{
			"a row of nobody",
			[]string{"1975ea83b712", "zzz"},
			[]string{"upgrade", "1975ea83b712:head"},
			"1975ea83b712, zzz", "upgrade 1975ea83b712,zzz:",
		},
		{"a dependency's row", []string{"rep001"}, []string{"upgrade", "rep003"}, "rep001", "upgrade rep001:"},
		{"nothing to undo", nil, []string{"downgrade", "head:1975ea83b712"}, "", ""},
		{"undone and more", []string{"8b1f04e9d3a5"}, []string{"downgrade", "head:-1"}, "8b1f04e9d3a5", "downgrade 8b1f04e9d3a5:"},
		{"stamped already", []string{"1975ea83b712"}, []string{"stamp", "head"}, "1975ea83b712", "--purge"},
		{"stamp from elsewhere", []string{"8b1f04e9d3a5"}, []string{"stamp", "1975ea83b712:head"}, "8b1f04e9d3a5", "--purge"},
	}
	p, s := helpdesk(t), pgtest.Shared(t, 0)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			db.Exec("CREATE TABLE precious AS SELECT 1 AS one")
			if test.rows != nil {
				db.Exec(table(test.rows...))
			}
			says := []string{"the tracking table says " + test.stand + ",", test.from}
			if test.stand == "" {
				says = []string{"there is no tracking table: nothing is applied, this script starts at 0b6f1e8c47d5", "There is nothing to take back."}
			}
			refused(t, db, says, p.sql(test.args...))
		})
	}
}

// TestGuardLeavesUnrelatedRows holds that a branch that shares no revision with
// the script's is nobody's business.
func TestGuardLeavesUnrelatedRows(t *testing.T) {
	p, db := helpdesk(t), pgtest.Shared(t, 0).Database(t)
	apply(t, db, p.sql("upgrade", "rep002"))
	for _, step := range []struct {
		args []string
		want []string
	}{
		{[]string{"upgrade", "8b1f04e9d3a5"}, []string{"8b1f04e9d3a5", "rep002"}},
		{[]string{"upgrade", "8b1f04e9d3a5:1975ea83b712"}, []string{"1975ea83b712", "rep002"}},
		{[]string{"downgrade", "1975ea83b712:27c6a30d7c24"}, []string{"27c6a30d7c24", "rep002"}},
		{[]string{"stamp", "27c6a30d7c24:c5e2b7a91f60"}, []string{"c5e2b7a91f60", "rep002"}},
		{[]string{"stamp", "c5e2b7a91f60:27c6a30d7c24"}, []string{"27c6a30d7c24", "rep002"}},
		{[]string{"downgrade", "27c6a30d7c24:main@base"}, []string{"rep002"}},
	} {
		apply(t, db, p.sql(step.args...))
		same(t, strings.Join(step.args, " "), rowsOf(db, trackingTable), step.want)
	}
}

// TestGuardRefusesPlace holds that a script refuses a session or a server that
// it is not for.
func TestGuardRefusesPlace(t *testing.T) {
	s, p := pgtest.Shared(t, 0), helpdesk(t)
	script := p.sql("upgrade", "head")
	newer, err := newerScript(p, s.Major+1)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, script, setup string
		args                []string
		says                []string
	}{
		{name: "psql -1", script: script, args: []string{"-1"}, says: []string{"inside a transaction", "psql -1"}},
		{name: "BEGIN before it", script: "BEGIN;\n" + script, says: []string{"inside a transaction"}},
		{name: "BEGIN on its first line", script: "BEGIN; " + script, says: []string{"inside a transaction"}},
		{name: "an older server", script: newer, says: []string{"needs PostgreSQL ", "this is "}},
		{
			name: "read-only", script: script, says: []string{"read-only"},
			setup: "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database()); END $$",
		},
		{
			name: "another database", script: helpdesk(t, `url = "${DATABASE_URL}"`, `name = "help'desk 100%"`).sql("upgrade", "head"),
			says: []string{"this is the database test_", ", the script is for help'desk 100%", "HINT:  Connect to that one, or set its name in the configuration."},
		},
		{
			name: "a read-only session", script: script, args: []string{"-c", "SET default_transaction_read_only = on"},
			says: []string{"read-only", "HINT:  Connect to the primary; or, where it is a setting, "},
		},
		{
			name: "a table that is none of ours", script: script, says: []string{"version_num"},
			setup: "CREATE TABLE sqlbundle_version (other int)",
		},
		{
			name: "no schema", script: helpdesk(t, "[vars]", "[tracking]\nschema = 'nowhere'\n[vars]").sql("upgrade", "head"),
			says: []string{"no schema nowhere", "[tracking] schema"},
		},
		{
			name: "no search_path", script: helpdesk(t, "[vars]", "[tracking]\nschema = ''\n[vars]").sql("upgrade", "head"),
			says:  []string{"search_path"},
			setup: "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = nowhere', current_database()); END $$",
		},
		{
			name: "no such role", script: helpdesk(t, `lock_timeout = "5s"`, `role = "nobody_at_all"`).sql("upgrade", "head"),
			says: []string{"nobody_at_all"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			if test.setup != "" {
				db.Exec(test.setup)
			}
			if test.name == "a table that is none of ours" {
				before := db.Query("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace")
				got := db.Psql(test.script)
				stopped(t, got, test.says...)
				same(t, "relations", db.Query("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"), before)
				return
			}
			refused(t, db, test.says, test.script, test.args...)
		})
	}
}

// newerScript is an upgrade for servers from a version on that the
// configuration may not even name.
func newerScript(p testProject, version int) (string, error) {
	plan, err := compiler.Compile(p.load(), compiler.Request{
		Direction: graph.Upgrade, Targets: []string{"head"}, Database: "main", TargetVersion: version,
		Settings: compiler.Settings{Tracking: compiler.Tracking{Schema: "public", Table: "sqlbundle_version"}},
	})
	if err != nil {
		return "", err
	}
	var b strings.Builder
	_, err = out.Script(&b, plan)
	return b.String(), err
}

// TestGuardNamesIrreversible holds that a way back that does not exist stops
// before its first change, with the reason.
func TestGuardNamesIrreversible(t *testing.T) {
	p := newProject(t, map[string]string{
		"sqlbundle.toml":     "",
		"migrations/one.sql": "-- one\n-- sqlbundle:revision one\n-- sqlbundle:revises base\n-- sqlbundle:up\nCREATE TABLE one ();\n-- sqlbundle:down\nDROP TABLE one;\n",
		"migrations/two.sql": "-- two\n-- sqlbundle:revision two\n-- sqlbundle:revises one\n-- sqlbundle:up\nCREATE TABLE two ();\n" +
			"-- sqlbundle:down irreversible 100% of it's $gone$, see C:\\wiki\n",
		"migrations/three.sql": "-- three\n-- sqlbundle:revision three\n-- sqlbundle:revises two\n-- sqlbundle:up\nCREATE TABLE three ();\n-- sqlbundle:down\nDROP TABLE three;\n",
	})
	dir, db := p.bundle("head"), pgtest.Shared(t, 0).Database(t)
	applyFile(t, db, filepath.Join(dir, "upgrade.sql"))
	rollback, err := os.ReadFile(filepath.Join(dir, "rollback.sql"))
	if err != nil {
		t.Fatal(err)
	}
	refused(t, db, []string{`revision two is irreversible: 100% of it's $gone$, see C:\wiki`, "sqlbundle_stop_after=three"}, string(rollback))
	says := p.refuse("downgrade", "head:base", "--sql")
	if !strings.Contains(says, "migrations/two.sql:2:23: revision two is irreversible: 100% of it's $gone$") {
		t.Errorf("downgrade says:\n%s", says)
	}
	apply(t, db, p.sql("downgrade", "head:two"))
	same(t, "rows", rowsOf(db, trackingTable), []string{"two"})
}
