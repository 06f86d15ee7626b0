package main

import (
	"fmt"
	"strings"
	"testing"
)

// hostile are texts that try to become a command of psql; one that did would
// leave a file CANARY.
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
		"lock_timeout = '1ms'", "statement_timeout = '5s'", "idle_in_transaction_session_timeout = '2s'",
		"client_min_messages = 'error'", "quote_all_identifiers = on", "bytea_output = 'escape'", "DateStyle = 'German'",
		"check_function_bodies = off", "transform_null_equals = on", "row_security = off", "array_nulls = off",
	}},
}
