package revisions

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What psql would read differently from the server is refused, in raw too;
// what only looks like it is not.
func TestReadAsPsql(t *testing.T) {
	const (
		backslash = "a backslash, as psql reads this statement, is a command of psql"
		lines     = "psql reads the further lines of E'…' without escapes: it would end this string in another place"
		number    = "psql may read the number and the dollar sign as one word"
		endless   = "psql would not see where this statement ends"
		variable  = "psql would replace :%s by the value of a variable of its own"
	)
	for _, test := range []struct{ sql, want, at string }{
		{`SELECT 'a\', "b\", E'\'\\', $$\$$, $a$ $b$ \ $a$, U&'\0041' /* \ */ -- \` + "\n, 1", "", ""},
		{"SELECT E'a'\n'b\\', \\! x '", lines, `\', \! x '`},
		{"SELECT e'a\\'' -- 'x\n   'b''c' \r\n 'd\\''", lines, `\''`},
		{"SELECT E'a'\n'b''c', 'd\\'", "", ""},
		{"SELECT E'a' 'b\\'", "", ""},
		{"SELECT E'a', -- x\n 'b\\', xE'c\\', \"e\"'d\\'", "", ""},
		{`SELECT (ARRAY[1])[1:E'\', \! x ']`, backslash, `\! x ']`},
		{`SELECT (ARRAY[1])[1: E'\'1']`, "", ""},
		{`SELECT a[1:abc$x$], 'y$x$ \! x '`, backslash, `\! x '`},
		{`SELECT 1_000$a$ \! x $a$`, number, `1_000$`},
		{`SELECT 0xAB$a$ $a$`, number, `0xAB$`},
		{`SELECT $1, $1, x1$a$, 1.5e3`, "", ""},
		{`SELECT a[1:HOST]`, strings.Replace(variable, "%s", "HOST", 1), ":HOST"},
		{`SELECT a[1:'sqlbundle_x']`, strings.Replace(variable, "%s", "sqlbundle_x", 1), `:'sqlbundle_x'`},
		{`SELECT a[1:{?x}]`, strings.Replace(variable, "%s", "{…}", 1), ":{?"},
		{"SELECT a::HOST, b := HOST, c[1 : HOST], ':HOST'", "", ""},
		{"CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN a THEN 1 END; SELECT 2; END", "", ""},
		{"CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC SELECT 1; END", "", ""},
		{"CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT a[1:CASE WHEN true THEN 1 END]; SELECT 2; END", endless, "; SELECT 2; END"},
		{"CREATE PROCEDURE begin() LANGUAGE sql AS 'x'", endless, "CREATE PROCEDURE begin() LANGUAGE sql AS 'x'"},
		{`CREATE PROCEDURE "begin"() LANGUAGE sql AS 'x'`, "", ""},
		{"CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2)", "", ""},
		{"SELECT 1; SELECT 2", endless, "; SELECT 2"},
		{"SELECT (1", endless, "SELECT (1"},
		{"SELECT 1)", "", ""},
		{"SELECT $a$ $b$", endless, "$a$ $b$"},
		{"SELECT a @-@ b /*/* x */*/ +-- '\n 1", "", ""},
	} {
		r := readAsPsql(test.sql)
		if r.problem == nil {
			if test.want != "" {
				t.Errorf("%s: no problem, want %s", test.sql, test.want)
			}
			continue
		}
		if got := test.sql[r.problem.span.Start:r.problem.span.End]; r.problem.msg != test.want || !strings.HasPrefix(test.at, got) {
			t.Errorf("%s: %s at %q, want %s at %q", test.sql, r.problem.msg, got, test.want, test.at)
		}
		if r.problem.hint == "" {
			t.Errorf("%s: no hint", test.sql)
		}
	}
}

// The loader refuses such a statement wherever it stands.
func TestPsqlOnlySyntax(t *testing.T) {
	up := head + "-- sqlbundle:up\n"
	for name, text := range map[string]string{
		"parsed": up + "SELECT E'a'\n'b\\', \\! x ';",
		"raw":    up + "-- sqlbundle:raw\nSELECT 1_000$a$ \\! x\n$a$;\n-- sqlbundle:end-raw\n",
		// An included file must not leave a parenthesis open behind it.
		"included": up + "-- sqlbundle:raw\n-- sqlbundle:include ../x.sql\n-- sqlbundle:end-raw\nSELECT 1;",
	} {
		if _, errs := load(t, text, map[string]string{"x.sql": "SELECT (1"}); len(errs) != 1 || !strings.Contains(errs[0], "psql") {
			t.Errorf("%s: %q", name, errs)
		}
	}
}

// Comments keep their place round an include; empty statements leave nothing.
func TestIncludedComments(t *testing.T) {
	rev, errs := load(t, head+"-- sqlbundle:up\n-- zero\nSELECT 1 /* half */; -- one\n-- before\n  -- sqlbundle:include ../f.sql \n"+
		"/* behind\n*/ SELECT 4;;\n;-- four\n-- last\n", map[string]string{
		"f.sql": "-- inner lead\nSELECT 2; -- two\n;; SELECT 3; -- three\n-- inner tail",
	})
	if errs != nil {
		t.Fatal(errs)
	}
	var got []string
	for _, s := range rev.Sections[0].Statements {
		got = append(got, s.Lead+"|"+s.SQL()+"|"+s.Trail)
	}
	want := []string{
		"-- zero\n|SELECT 1|-- one",
		"/* half */\n-- before\n-- inner lead\n|SELECT 2|-- two",
		" |SELECT 3|-- three",
		"-- inner tail\n/* behind\n*/ |SELECT 4|",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if tail := rev.Sections[0].Tail; tail != "\n-- four\n-- last\n" {
		t.Errorf("the tail is %q", tail)
	}
}
