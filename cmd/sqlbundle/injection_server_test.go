package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"sqlbundle/internal/pgtest"
)

// canary is a file that exists where a text has become a command of psql.
const canary = "CANARY"

// hostile are texts that try to become one.
var hostile = []string{
	`\! touch CANARY`,
	"\n\\! touch CANARY\n",
	"\r\\! touch CANARY\r\n\\! touch CANARY",
	`'; \! touch CANARY`, `"; \! touch CANARY`, `'' \'; \! touch CANARY`,
	`\`, `\\`, `a\`, `\'`, `'\''`,
	`*/ \! touch CANARY`, `/* \! touch CANARY`, `-- \! touch CANARY`,
	"$sqlbundle$; \\! touch CANARY\n", "$sqlbundle$sqlbundle$; \\! touch CANARY\n", `$$; \! touch CANARY`,
	`:n :name :'n' :"name" :{?n} [1:n]`, "`touch CANARY`", `\gexec`, `\copy t from program 'touch CANARY'`,
	"\x1b]0;title\a\x1b[2J\b", "100% %s %I", "C\\:temp; COMMIT; ROLLBACK;",
	// Bytes that begin a character elsewhere and swallow what follows.
	"Á'; \\! touch CANARY", "表'", "é\\", "ソ\\'; \\! touch CANARY", "žǁ\"", "\u2028\\! touch CANARY\u2028",
	"\n\\.\n\\q\n", "\nquit\nexit\nhelp\n", "\n-- sqlbundle:down\n", "\ufeff\\! touch CANARY",
}

// line makes one line of a text.
func line(text string) string {
	return strings.NewReplacer("\n", " ", "\r", " ", "\x00", "").Replace(text)
}

func literal(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

func ident(text string) string { return `"` + strings.ReplaceAll(text, `"`, `""`) + `"` }

// escaped is a literal with backslash escapes.
func escaped(text string) string {
	return "E'" + strings.NewReplacer(`\`, `\\`, "'", `\'`, "\n", `\n`).Replace(text) + "'"
}

// name is an identifier that PostgreSQL does not cut.
func name(i int) string {
	text := fmt.Sprint(i, hostile[i])
	for len(text) > 63 {
		_, size := lastRune(text)
		text = text[:len(text)-size]
	}
	return text
}

func lastRune(text string) (rune, int) {
	runes := []rune(text)
	last := runes[len(runes)-1]
	return last, len(string(last))
}

// hostileProject has the texts wherever an author can write one.
func hostileProject(t *testing.T) testProject {
	var up, down strings.Builder
	up.WriteString("CREATE TABLE texts (id int, plain text, escaped text, dollar text, n int[]);\n")
	for i, text := range hostile {
		fmt.Fprintf(&up, "-- %s\n/* %s */ INSERT INTO texts /* %s */ VALUES (%d, -- %s\n    %s, %s, $t%d$%s$t%d$, NULL); -- %s\n",
			line(text), strings.NewReplacer("*/", "", "/*", "").Replace(text), strings.NewReplacer("*/", "", "/*", "").Replace(line(text)),
			i, line(text), literal(text), escaped(text), i, text, i, line(text))
		fmt.Fprintf(&up, "CREATE FUNCTION %s() RETURNS text LANGUAGE plpgsql AS $f%d$BEGIN RETURN %s; END$f%d$;\n",
			ident(name(i)), i, escaped(text), i)
		fmt.Fprintf(&up, "CREATE TABLE %s (%s text DEFAULT %s);\n", ident(name(i)), ident(name(i)), literal(text))
		fmt.Fprintf(&up, "COMMENT ON TABLE %s IS %s;\n", ident(name(i)), literal(text))
		fmt.Fprintf(&down, "DROP TABLE %s; -- %s\nDROP FUNCTION %s();\n", ident(name(i)), line(text), ident(name(i)))
	}
	up.WriteString("CREATE VIEW slices AS SELECT n[1:id] AS a, n[id:] AS b, n[1:2] AS c FROM texts;\n/* the end \\! touch CANARY */")
	down.WriteString("DROP VIEW slices;\nDROP TABLE texts;\n-- \\! touch CANARY\n")
	files := map[string]string{
		"sqlbundle.toml": withTicket + "[bundle]\nsearch_path = \"public\"\n",
		"migrations/a'; \\! touch CANARY $sqlbundle$ :n\n\\! touch CANARY\x1b[2J.sql": header("texts", "base", hostile[3]) +
			"-- sqlbundle:up\n" + up.String() + "\n-- sqlbundle:down\n" + down.String(),
	}
	parent := "texts"
	for i, text := range hostile {
		id := fmt.Sprintf("h%d", i)
		files["migrations/"+id+".sql"] = header(id, parent, text) + "-- sqlbundle:up\n-- " + line(text) + "\n-- sqlbundle:down\n-- " + line(text) + "\n"
		parent = id
	}
	return newProject(t, files)
}

const withTicket = "[project]\nmetadata = [\"ticket\"]\n"

// header is a revision's, with a text wherever a person writes one.
func header(id, parent, text string) string {
	text = line(text)
	return "-- " + text + "\n-- " + text + "\n-- sqlbundle:revision " + id + "\n-- sqlbundle:revises " + parent +
		"\n-- sqlbundle:labels l-" + id + ".ß表\n-- sqlbundle:author " + text + "x\n-- sqlbundle:ticket " + text + "x\n\n"
}

// hostileSessions are ways to run a script that try to make psql or the server
// read it differently.
var hostileSessions = []struct {
	name string
	args []string
	env  []string
	rc   string
	// set are settings of the database.
	set []string
}{
	{name: "plain"},
	{name: "options", args: strings.Fields("-S -a -e -E -b -q -t -x -A -n -w")},
	{name: "html", args: []string{"--html", "-P", "null=NULL", "-o", "/dev/null", "-s"}},
	{name: "variables", args: strings.Fields("-v n=1 -v name=x -v id=2 -v 2=9 -v sqlbundle_x=1 -v sqlbundle_new=nonsense -v sqlbundle_state=x " +
		"-v AUTOCOMMIT=off -v ON_ERROR_STOP=0 -v ON_ERROR_ROLLBACK=on -v FETCH_COUNT=1 -v SINGLELINE=on -v ECHO=all -v VERBOSITY=verbose")},
	{name: "psqlrc", rc: `\set n 1
\set name x
\set id 3
\set 2 9
\set AUTOCOMMIT off
\set ON_ERROR_STOP off
\set ECHO all
\set ECHO_HIDDEN on
\set FETCH_COUNT 1
\set ON_ERROR_ROLLBACK on
\set VERBOSITY verbose
\set SHOW_CONTEXT always
\set SHOW_ALL_RESULTS off
\pset format html
\pset null NULL
\pset expanded on
\timing on
\o /dev/null
\set SINGLELINE on
`},
	{name: "SJIS", env: []string{"PGCLIENTENCODING=SJIS"}},
	{name: "BIG5", env: []string{"PGCLIENTENCODING=BIG5"}},
	{name: "GBK", env: []string{"PGCLIENTENCODING=GBK"}},
	{name: "LATIN1", env: []string{"PGCLIENTENCODING=LATIN1"}},
	{name: "SHIFT_JIS_2004, no conforming strings", env: []string{
		"PGCLIENTENCODING=SHIFT_JIS_2004", "PGOPTIONS=-c standard_conforming_strings=off -c backslash_quote=on",
	}},
	{name: "database settings", set: []string{
		"standard_conforming_strings = off", "backslash_quote = on", "escape_string_warning = on", "client_encoding = 'SJIS'",
		"search_path = ''", "default_transaction_isolation = 'serializable'", "default_transaction_deferrable = on",
		"lock_timeout = '1ms'", "statement_timeout = '5s'", "idle_in_transaction_session_timeout = '1ms'",
		"client_min_messages = 'error'", "quote_all_identifiers = on", "bytea_output = 'escape'", "DateStyle = 'German'",
		"check_function_bodies = off", "transform_null_equals = on", "row_security = off", "array_nulls = off",
	}},
}

// command is a psql on a script's file, in a folder of its own.
func (h hostileCommand) command(file string) *exec.Cmd {
	cmd := h.db.Command(append(h.args, "-f", file)...)
	cmd.Dir = h.dir
	cmd.Env = append(cmd.Env, h.env...)
	if h.rc != "" {
		rc := filepath.Join(h.t.TempDir(), "psqlrc")
		if err := os.WriteFile(rc, []byte(h.rc), 0o666); err != nil {
			h.t.Fatal(err)
		}
		cmd.Args = append(cmd.Args[:1], cmd.Args[2:]...) // without -X
		cmd.Env = append(cmd.Env, "PSQLRC="+rc)
	}
	return cmd
}

type hostileCommand struct {
	t         *testing.T
	db        *pgtest.DB
	dir       string
	args, env []string
	rc        string
}

// run applies a script that has to succeed without a canary.
func (h hostileCommand) run(file string) {
	h.t.Helper()
	got := h.db.Run(h.command(file))
	if got.Status != 0 {
		h.t.Fatalf("%s: psql ends with status %d\n%s", filepath.Base(file), got.Status, got.Stderr)
	}
	h.check(file)
}

func (h hostileCommand) check(file string) {
	h.t.Helper()
	entries, err := os.ReadDir(h.dir)
	if err != nil || len(entries) > 0 {
		h.t.Fatalf("%s: a text has become a command: %v %v", filepath.Base(file), entries, err)
	}
}

// TestTextIsNoCommand holds that no text of a revision becomes a command of
// psql, and that each is stored as it was written.
func TestTextIsNoCommand(t *testing.T) {
	s, p := pgtest.Shared(t, 0), hostileProject(t)
	dir := p.bundle("head")
	for _, h := range hostileSessions {
		t.Run(h.name, func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			before := stateOf(db, trackingTable)
			c := hostileCommand{t, db, t.TempDir(), h.args, h.env, h.rc}
			for _, file := range []string{"upgrade.sql", "rollback.sql"} {
				for _, set := range h.set {
					db.Exec("ALTER DATABASE " + db.Name + " SET " + set)
				}
				c.run(filepath.Join(dir, file))
				if h.set != nil {
					db.Exec("ALTER DATABASE " + db.Name + " RESET ALL")
				}
				if file == "upgrade.sql" {
					checkTexts(t, db)
				}
			}
			same(t, "after the rollback", stateOf(db, trackingTable), before)
		})
	}
}

// checkTexts compares what is stored with what was written.
func checkTexts(t *testing.T, db *pgtest.DB) {
	t.Helper()
	rows := db.Query("SELECT plain, escaped, dollar FROM texts ORDER BY id")
	if len(rows) != len(hostile) {
		t.Fatalf("%d texts are stored of %d", len(rows), len(hostile))
	}
	for i, text := range hostile {
		same(t, fmt.Sprintf("text %d as plain literal, with escapes, in dollars", i), rows[i], []string{text, text, text})
		quoted := ident(name(i))
		same(t, quoted, db.Query("SELECT " + quoted + "(), obj_description(" + literal(quoted) + "::regclass), prosrc FROM pg_proc WHERE oid = " +
			literal(quoted+"()") + "::regprocedure")[0], []string{text, text, "BEGIN RETURN " + escaped(text) + "; END"})
		same(t, "default of "+quoted, db.Query("INSERT INTO " + quoted + " DEFAULT VALUES RETURNING " + quoted)[0][0], text)
	}
	definition := db.Query("SELECT pg_get_viewdef('slices')")[0][0]
	if !strings.Contains(definition, "id]") || !strings.Contains(definition, "[1:2]") {
		t.Errorf("the view's slices are %s", definition)
	}
}

// TestReasonIsNoCommand holds that the reason of a revision without a way back
// is shown and no more.
func TestReasonIsNoCommand(t *testing.T) {
	s := pgtest.Shared(t, 0)
	for i, text := range hostile {
		reason := strings.TrimSpace(line(text))
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			p := newProject(t, map[string]string{"sqlbundle.toml": withTicket, "migrations/a.sql": header("a", "base", text) +
				"-- sqlbundle:up\n-- sqlbundle:down irreversible " + reason + "\n"})
			dir, db := p.bundle("head"), s.Database(t)
			c := hostileCommand{t: t, db: db, dir: t.TempDir()}
			c.run(filepath.Join(dir, "upgrade.sql"))
			rollback := filepath.Join(dir, "rollback.sql")
			got := db.Run(c.command(rollback))
			c.check(rollback)
			if got.Status != 3 || !strings.Contains(got.Stderr, "ERROR:  sqlbundle: revision a is irreversible: ") {
				t.Errorf("status %d\n%s", got.Status, got.Stderr)
			}
		})
	}
}

// TestConfigurationIsNoCommand holds the same for names in the configuration.
func TestConfigurationIsNoCommand(t *testing.T) {
	s := pgtest.Shared(t, 0)
	for i := range hostile {
		role(t, s, ident(name(i)))
	}
	for i := range hostile {
		name := name(i)
		if strings.ContainsAny(name, "\x1b\r\n") {
			continue // search_path takes no control characters
		}
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			db.Exec("CREATE SCHEMA " + ident(name) + "; GRANT ALL ON SCHEMA " + ident(name) + " TO " + ident(name))
			config := fmt.Sprintf(withTicket+"[tracking]\nschema = %s\ntable = %s\n[bundle]\nrole = %s\nsearch_path = %s\n",
				quoteTOML(name), quoteTOML(name), quoteTOML(name), quoteTOML(ident(name)+", public"))
			p := newProject(t, map[string]string{"sqlbundle.toml": config, "migrations/a.sql": header("a", "base", name) +
				"-- sqlbundle:up\nCREATE TABLE t AS SELECT current_user::text AS role, current_schemas(false)::text AS path;\n-- sqlbundle:down\nDROP TABLE t;\n"})
			dir := p.bundle("head")
			c := hostileCommand{t: t, db: db, dir: t.TempDir()}
			c.run(filepath.Join(dir, "upgrade.sql"))
			same(t, "the role", db.Query("SELECT role FROM " + ident(name) + ".t")[0][0], name)
			same(t, "the rows", rowsOf(db, ident(name)+"."+ident(name)), []string{"a"})
			c.run(filepath.Join(dir, "rollback.sql"))
			same(t, "the rows", rowsOf(db, ident(name)+"."+ident(name)), []string{})
		})
	}
}

// quoteTOML is a basic string.
func quoteTOML(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r == '"' || r == '\\' || r < ' ' || r == 0x7f {
			fmt.Fprintf(&b, `\u%04X`, r)
			continue
		}
		b.WriteRune(r)
	}
	return `"` + b.String() + `"`
}

// TestSettingsMadeInsideAreNoWay holds that a function or DO that changes how
// the server reads strings cannot change how psql reads the script.
func TestSettingsMadeInsideAreNoWay(t *testing.T) {
	tests := map[string]string{
		"strings": "DO $$ BEGIN PERFORM set_config('standard_conforming_strings', 'off', false); END $$;\n" +
			"SELECT 'a\\''; \\! touch CANARY\n -- ';\n",
		"encoding": "DO $$ BEGIN PERFORM set_config('client_encoding', 'SJIS', false); END $$;\n" +
			"SELECT E'Á\\'; \\! touch CANARY\n -- ';\n",
		"strings by a trigger": "CREATE TABLE t (a int);\n" +
			"CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM set_config('standard_conforming_strings', 'off', false); RETURN NEW; END $$;\n" +
			"CREATE TRIGGER t BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();\nINSERT INTO t VALUES (1);\n" +
			"SELECT 'a\\''; \\! touch CANARY\n -- ';\n",
		"strings by pg_settings": "UPDATE pg_settings SET setting = 'off' WHERE name = 'standard_conforming_strings';\n" +
			"SELECT 'a\\''; \\! touch CANARY\n -- ';\n",
	}
	s := pgtest.Shared(t, 0)
	for name, up := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, map[string]string{"sqlbundle.toml": withTicket, "migrations/a.sql": header("a", "base", name) +
				"-- sqlbundle:up\n" + up + "-- sqlbundle:down\n"})
			file := filepath.Join(p.bundle("head"), "upgrade.sql")
			c := hostileCommand{t: t, db: s.Database(t), dir: t.TempDir()}
			c.db.Run(c.command(file))
			c.check(file)
		})
	}
}

// TestTerminalIsSafe holds that what the commands print of a hostile project
// holds nothing that a terminal acts on.
func TestTerminalIsSafe(t *testing.T) {
	p := hostileProject(t)
	for _, args := range [][]string{{"heads"}, {"history", "-v"}, {"show", "texts", "h1", "h20"}, {"graph"}, {"branches"}, {"graph", "--format", "mermaid"}} {
		for _, r := range p.call(args...) {
			if r < ' ' && r != '\n' || r == 0x7f || r == '\u2028' {
				t.Errorf("%s prints %q", strings.Join(args, " "), r)
				break
			}
		}
	}
}
