package revisions

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// load reads one revision from text, together with further files.
func load(t *testing.T, text string, more map[string]string) (*Revision, []string) {
	t.Helper()
	fsys := fstest.MapFS{"migrations/a.sql": {Data: []byte(text)}}
	for name, text := range more {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	vars := map[string]string{"schema": "app", "evil": "x\n-- sqlbundle:down", "n": "1"}
	revs, err := Load(context.Background(), fsys, Options{
		Locations: []string{"migrations"}, Metadata: []string{"ticket"},
		Var:      func(name string) (string, bool) { v, ok := vars[name]; return v, ok },
		VarNames: []string{"schema", "evil", "n"},
	})
	var messages []string
	if err != nil {
		messages = strings.Split(err.Error(), "\n")
	}
	if len(revs) == 0 {
		return nil, messages
	}
	return revs[0], messages
}

const head = "-- m\n-- sqlbundle:revision a1\n-- sqlbundle:revises base\n"

func TestLoad(t *testing.T) {
	rev, errs := load(t, `-- Add ticket priority
--
-- Agents triage by priority;
-- normal is the default.
--
-- sqlbundle:revision 1975ea83b712
-- sqlbundle:revises ae1027a6acf4, b2
--sqlbundle:depends-on rep001,main-line
-- sqlbundle:labels support
-- sqlbundle:created 2026-11-20T10:00:00Z
-- sqlbundle:ticket HD-1

-- sqlbundle:up
ALTER TABLE tickets ADD COLUMN priority varchar(20) DEFAULT 'normal'; -- why
-- about the index
-- sqlbundle:timeout lock=1s
CREATE INDEX CONCURRENTLY ix ON tickets (priority) -- no semicolon
-- sqlbundle:down notransaction
DROP INDEX CONCURRENTLY ix;
;;
-- the end
`, nil)
	if errs != nil {
		t.Fatal(errs)
	}
	type statement struct{ SQL, Lead, Trail string }
	got := map[string]any{
		"id": rev.ID, "message": rev.Message, "description": rev.Description,
		"parents": rev.Parents[1].ID, "depends": rev.DependsOn[1].ID, "label": rev.Labels[0].ID, "meta": rev.Meta,
		"position": rev.File.Position(rev.Parents[1].Span.Start).String(),
	}
	want := map[string]any{
		"id": "1975ea83b712", "message": "Add ticket priority",
		"description": "Agents triage by priority;\nnormal is the default.",
		"parents":     "b2", "depends": "main-line", "label": "support",
		"meta":     []Field{{"created", "2026-11-20T10:00:00Z"}, {"ticket", "HD-1"}},
		"position": "migrations/a.sql:7:36",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	var statements [][]statement
	for _, s := range rev.Sections {
		var list []statement
		for _, st := range s.Statements {
			list = append(list, statement{st.SQL(), st.Lead, st.Trail})
		}
		statements = append(statements, list)
	}
	wantStatements := [][]statement{
		{
			{"ALTER TABLE tickets ADD COLUMN priority varchar(20) DEFAULT 'normal'", "", "-- why"},
			{"CREATE INDEX CONCURRENTLY ix ON tickets (priority)", "-- about the index\n", "-- no semicolon"},
		},
		{{"DROP INDEX CONCURRENTLY ix", "", ""}},
	}
	if d := cmp.Diff(wantStatements, statements); d != "" {
		t.Error(d)
	}
	if s := rev.Sections[0].Statements[1]; s.Timeout == nil || s.Timeout.Lock != "1s" {
		t.Errorf("timeout: %+v", s.Timeout)
	}
	if !rev.Sections[1].NoTransaction {
		t.Error("the section's notransaction is lost")
	}
}

// A directive that is text stays text.
func TestDirectivesAsText(t *testing.T) {
	rev, errs := load(t, head+`-- sqlbundle:up
SELECT '
-- sqlbundle:down
';
DO $x$
-- sqlbundle:down
BEGIN END $x$;
/* /*
-- sqlbundle:down
*/
-- sqlbundle:down
*/
CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC
  -- sqlbundle:down
  SELECT CASE WHEN true THEN 1 ELSE 2 END;
END;
SELECT 2;
`, nil)
	if errs != nil {
		t.Fatal(errs)
	}
	if len(rev.Sections) != 1 || len(rev.Sections[0].Statements) != 4 {
		t.Errorf("%d sections, %d statements", len(rev.Sections), len(rev.Sections[0].Statements))
	}
}

func TestProblems(t *testing.T) {
	up := head + "-- sqlbundle:up\n"
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"no directive", "SELECT 1;", []string{
			"1:1: not a revision: there is no `revision` directive",
			"1:1: a statement outside any section",
			"1:1: there is no `up` section",
		}},
		{"nothing", "", []string{"1:1: not a revision: there is no `revision` directive", "1:1: there is no `up` section"}},
		{"unknown", head + "-- sqlbundle:lables x\n-- sqlbundle:up\n", []string{`4:14: unknown directive "lables"`}},
		{"upper case", head + "-- SQLBundle:UP\n", []string{"2:23: there is no `up` section", `4:14: unknown directive "UP"`}},
		{"operator run", up + "SELECT 1 " + strings.Repeat("+-", 2500) + " 1;", []string{
			"5:10: a run of more than 4096 operator characters, which PostgreSQL and psql read too slowly",
		}},
		{"misspelt prefix", up + "SELECT 1;\n-- sqlbundel:down\n--- sqlbundle:down\n-- sqlbundle_down x\n-- sqlbundle :down\n-- sqlbundle is down to earth\n-- see sqlbundle:down\n", []string{
			"6:1: a comment that looks like a directive and is none", "7:1: a comment that looks like a directive and is none",
			"8:1: a comment that looks like a directive and is none", "9:1: a comment that looks like a directive and is none",
		}},
		{"no parent", "-- sqlbundle:revision a1\n-- sqlbundle:up\n", []string{"1:23: the header does not say what the revision revises"}},
		{"twice", head + "-- sqlbundle:revises base\n-- sqlbundle:up\n", []string{"4:1: `revises` is given twice"}},
		{"bad id", "-- sqlbundle:revision a-1\n-- sqlbundle:revises base\n-- sqlbundle:up\n", []string{
			`1:1: the revision id "a-1" holds '-'; letters, digits and _ are allowed`,
		}},
		{"reserved", "-- sqlbundle:revision head\n-- sqlbundle:revises base\n-- sqlbundle:up\n", []string{
			`1:1: "head" is a reserved word and cannot be a revision id`,
		}},
		{"syntax", up + "SELEC 1;\nSELECT 'é' FRM x y;\nSELECT 1;", []string{
			`5:1: syntax error at or near "SELEC"`, `6:16: syntax error at or near "x"`,
		}},
		{"unterminated", up + "SELECT 'abc;\n", []string{
			`5:8: unterminated quoted string at or near "'abc;…"`,
		}},
		{"backslash", up + `SELECT 1 \! rm x` + "\n;", []string{
			"5:10: a backslash outside literals and comments is a psql command, and none may stand in a revision",
		}},
		{"backslash in raw", up + "-- sqlbundle:raw\nSELECT 1 \\g\n;\n-- sqlbundle:end-raw\n", []string{
			"6:10: a backslash outside literals and comments is a psql command, and none may stand in a revision",
		}},
		{"copy", up + "COPY t FROM STDIN;", []string{"5:1: COPY … FROM STDIN needs a client that sends the data"}},
		{"copy in raw", up + "-- sqlbundle:raw\nCOPY t FROM STDIN\n-- sqlbundle:end-raw\n", []string{
			"6:1: COPY … FROM STDIN needs a client that sends the data", "7:1: a directive inside a statement",
		}},
		{"batch", up + "-- sqlbundle:batch key=id,ID size=0 pause=1x keys=a key=b\nUPDATE t SET a = 1;", []string{
			"5:20: `key` names \"id\" twice", "5:30: `size` is no number of rows: \"0\"", "5:37: `pause` is not a time: \"1x\"",
			"5:46: `batch` does not know \"keys=a\"", "5:53: \"key\" is given twice",
		}},
		{"batch without", up + "-- sqlbundle:batch\nUPDATE t SET a = 1;", []string{"5:1: `batch` gives no key", "5:1: `batch` gives no size"}},
		{"batch key", up + "-- sqlbundle:batch size=1 key=\"a\nUPDATE t SET a = 1;", []string{"5:27: `key` takes column names separated by commas, not \"\"a\""}},
		{"batches", up + "-- sqlbundle:batch key=a size=1\n-- sqlbundle:batch key=a size=1\nUPDATE t SET a = 1;", []string{"6:1: a second `batch` for the same statement"}},
		{"batch for nothing", up + "SELECT 1;\n-- sqlbundle:batch key=a size=1\n-- sqlbundle:down\n", []string{"6:1: no statement follows this directive"}},
		{"behind code", up + "SELECT 1; -- sqlbundle:down\n", []string{"5:11: a directive stands at the start of its line"}},
		{"inside", up + "SELECT (\n-- sqlbundle:down\n1);", []string{"6:1: a directive inside a statement"}},
		{"nolint", up + "-- sqlbundle:nolint -- because\nSELECT 1;", []string{"5:1: `nolint` names no rule"}},
		{"lonely", up + "SELECT 1;\n-- sqlbundle:notransaction\n-- sqlbundle:down\n", []string{"6:1: no statement follows this directive"}},
		{"attributes", head + "-- sqlbundle:up notransactoin\n-- sqlbundle:down db=x irreversible\n", []string{
			"4:17: `up` does not know \"notransactoin\"", "5:19: no database \"x\" is configured", "5:24: `irreversible` gives no reason",
		}},
		{"irreversible with a statement", up + "-- sqlbundle:down irreversible data is gone\nSELECT 1;", []string{
			"6:1: a statement in a down section that is declared irreversible",
		}},
		{"second section", up + "-- sqlbundle:up\n", []string{"5:1: a second `up` section for the same database"}},
		{"timeout", up + "-- sqlbundle:timeout lock=5x statment=1s\nSELECT 1;", []string{
			"5:22: `lock` is not a time: \"5x\"", "5:30: `timeout` does not know \"statment=1s\"",
		}},
		{"header in section", up + "-- sqlbundle:labels x\n", []string{"5:1: `labels` belongs in the header"}},
		{"nul", "a\x00", []string{"1:2: the file holds a NUL byte"}},
		{"utf-8", "-- \xff\n", []string{"1:4: the file is not valid UTF-8"}},
		{"bidi", "-- é\u202ex\n", []string{"1:5: a Unicode bidirectional control character, which hides what the text says"}},
		{"psql variable", up + "SELECT (ARRAY[1])[1:HOST];", []string{"5:20: psql would replace :HOST by the value of a variable of its own"}},
		{"raw not closed", up + "-- sqlbundle:raw\nSELECT;\n-- sqlbundle:down\n", []string{"5:1: `raw` is not closed"}},
		{"variable not set", "-- sqlbundle:revision a\n-- sqlbundle:revises base\n-- sqlbundle:vars\n-- sqlbundle:up\nSELECT ${shcema}, ${evil};", []string{
			`5:8: the variable "shcema" is not set`, `5:19: the value of the variable "evil" holds a control character or a line break`,
		}},
		{"include", up + "-- sqlbundle:include ../../x.sql\n-- sqlbundle:include /etc/passwd\n-- sqlbundle:include ../sql/no.sql\n", []string{
			"5:22: the path leaves the project folder", "6:22: `include` takes a relative path with forward slashes",
			`7:22: reading "sql/no.sql": file does not exist`,
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, errs := load(t, test.text, nil)
			for i, e := range test.want {
				test.want[i] = "migrations/a.sql:" + e
			}
			if d := cmp.Diff(test.want, errs); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestInclude(t *testing.T) {
	rev, errs := load(t, head+"-- sqlbundle:up\nSELECT 1;\n-- sqlbundle:include ../sql/f.sql\nSELECT 4;\n", map[string]string{
		"sql/f.sql": "-- the functions\nSELECT 2;\n-- sqlbundle:include g.sql\n",
		"sql/g.sql": "-- sqlbundle:vars\nSELECT ${n} + 2",
	})
	if errs != nil {
		t.Fatal(errs)
	}
	var got []string
	for _, s := range rev.Sections[0].Statements {
		got = append(got, s.File.Position(s.Span.Start).String()+" "+s.SQL())
	}
	want := []string{
		"migrations/a.sql:5:1 SELECT 1", "sql/f.sql:2:1 SELECT 2", "sql/g.sql:2:1 SELECT 1 + 2", "migrations/a.sql:7:1 SELECT 4",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	_, errs = load(t, head+"-- sqlbundle:up\n-- sqlbundle:include ../sql/f.sql\n", map[string]string{
		"sql/f.sql": "-- sqlbundle:include f.sql\nSELECT FRM;\n-- sqlbundle:down\n",
	})
	want = []string{
		`sql/f.sql:1:22: the file includes itself: "sql/f.sql"`,
		"sql/f.sql:3:1: an included file has no sections of its own",
	}
	if d := cmp.Diff(want, errs); d != "" {
		t.Error(d)
	}
}

func TestVariables(t *testing.T) {
	rev, errs := load(t, "-- sqlbundle:revision a\n-- sqlbundle:revises base\n-- sqlbundle:vars\n-- sqlbundle:up\n"+
		"SELECT '${schema}', $${schema}$$; SELECT ${n} BAD BAD;", nil)
	want := []string{`migrations/a.sql:5:51: syntax error at or near "BAD"`}
	if d := cmp.Diff(want, errs); d != "" {
		t.Error(d)
	}
	if got := rev.Sections[0].Statements[0].SQL(); got != "SELECT 'app', $${schema}$$" {
		t.Error(got)
	}
}

func TestPsqlNames(t *testing.T) {
	rev, errs := load(t, head+"-- sqlbundle:up\n"+`SELECT a[1:n], b::text, c[2 :m], d[:"Q x"], e[1:'o'], ':p', f[1:9];`, nil)
	if errs != nil {
		t.Fatal(errs)
	}
	if d := cmp.Diff([]string{"n", "m", "o", "9"}, rev.Sections[0].Statements[0].PsqlNames); d != "" {
		t.Error(d)
	}
}
