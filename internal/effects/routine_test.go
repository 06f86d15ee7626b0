package effects

import (
	"slices"
	"strings"
	"testing"
)

// TestRoutineUnknown is about bodies of which it depends on data what they run:
// the catalog follows where it can, and what is not certain is said.
func TestRoutineUnknown(t *testing.T) {
	for _, test := range []struct{ body, unknown string }{
		{"IF EXISTS (SELECT 1 FROM log) THEN DROP TABLE log; END IF;", "whether DROP TABLE log runs"},
		{"IF EXISTS (SELECT 1 FROM t) THEN RETURN; END IF; DROP TABLE log;", "whether DROP TABLE log runs"},
		{"EXECUTE format('DROP TABLE %I', version());", "it runs a statement that it puts together: format('DROP TABLE %I', version())"},
		{"BEGIN CREATE TYPE mood AS ENUM ('a'); EXCEPTION WHEN duplicate_object THEN NULL; END;", ""},
		{"IF EXISTS (SELECT 1 FROM t) THEN ALTER TABLE nowhere ADD a int; END IF;", "whether ALTER TABLE nowhere ADD a int runs"},
		{"DROP TABLE log;", ""},
		{"IF EXISTS (SELECT 1) THEN NULL; END IF; DROP TABLE log;", ""},
		{"IF current_setting('server_version_num')::int < 120000 THEN CREATE TABLE nowhere (); ELSE DROP TABLE log; END IF;", ""},
		{"IF 160000 <= current_setting('server_version_num')::int THEN DROP TABLE log; ELSE CREATE TABLE nowhere (); END IF;", ""},
		{"IF current_setting('server_version_num')::int > 160003 THEN DROP TABLE log; END IF;", "whether DROP TABLE log runs"},
	} {
		c := madeBy(t, 16, modifySchema)
		e := Apply(c, parsed(t, "DO $$ BEGIN "+test.body+" END $$"), 0)
		switch {
		case e.Refused != nil:
			t.Errorf("%s is refused: %v", test.body, e.Refused)
		case test.unknown == "" && len(e.Unknown) > 0, test.unknown != "" && !slices.Contains(e.Unknown, test.unknown):
			t.Errorf("%s: unknown %q, want %q", test.body, e.Unknown, test.unknown)
		}
		rel := c.Relation("public", "log")
		if gone := rel == nil || rel.Doubtful; gone != strings.Contains(test.body, "DROP TABLE log") {
			t.Errorf("%s: the table is gone: %v", test.body, gone)
		}
		if c.Relation("public", "nowhere") != nil {
			t.Errorf("%s makes up a table", test.body)
		}
	}
}

func TestSessionSettings(t *testing.T) {
	c := madeBy(t, 16, "CREATE SCHEMA app; CREATE TABLE app.t (a int)")
	run := func(sql string) { Apply(c, parsed(t, sql), 0) }
	run("SELECT pg_catalog.set_config('search_path', 'app, \"Other\"', false)")
	if !slices.Equal(c.Session.Path, []string{"app", "Other"}) || c.Relation("", "t") == nil {
		t.Errorf("search_path is %q", c.Session.Path)
	}
	run("SET LOCAL search_path = public")
	if !slices.Equal(c.Session.Path, []string{"public"}) {
		t.Errorf("search_path is %q in the transaction", c.Session.Path)
	}
	c.Commit()
	if !slices.Equal(c.Session.Path, []string{"app", "Other"}) {
		t.Errorf("search_path is %q behind the transaction", c.Session.Path)
	}
	run("SET TIME ZONE 'UTC'")
	if c.Session.TimeZone != "UTC" {
		t.Errorf("time zone is %q", c.Session.TimeZone)
	}
	run("CREATE TEMP TABLE x (a int)")
	run("DISCARD ALL")
	if c.Relation("", "x") != nil || c.Session.TimeZone != "" || len(c.Session.Path) != 2 || c.Session.Path[1] != "public" {
		t.Errorf("DISCARD ALL leaves %+v", c.Session)
	}
}
