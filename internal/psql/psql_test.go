package psql

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5/pgconn"

	"sqlbundle/internal/pgtest"
)

// wire is a session on a real server.
type wire struct{ *pgconn.PgConn }

// refusal is the server's error, with its message alone.
type refusal struct{ *pgconn.PgError }

func (r refusal) Primary() string { return r.Message }

func (w wire) Exec(ctx context.Context, sql string) ([]Result, error) {
	reader := w.PgConn.Exec(ctx, sql)
	var results []Result
	for reader.NextResult() {
		r := reader.ResultReader()
		result := Result{Tuples: r.FieldDescriptions() != nil}
		for _, f := range r.FieldDescriptions() {
			result.Columns = append(result.Columns, f.Name)
		}
		for r.NextRow() {
			row := make([]*string, len(r.Values()))
			for i, v := range r.Values() {
				if text := string(v); v != nil {
					row[i] = &text
				}
			}
			result.Rows = append(result.Rows, row)
		}
		tag, _ := r.Close()
		result.Affected = tag.RowsAffected()
		results = append(results, result)
	}
	err := reader.Close()
	var refused *pgconn.PgError
	if errors.As(err, &refused) {
		return results, refusal{refused}
	}
	return results, err
}

func (w wire) Parameter(name string) string { return w.ParameterStatus(name) }
func (w wire) Lost() bool                   { return w.IsClosed() }

// scripts are what psql and the interpreter have to read alike.
var scripts = map[string]string{
	"statements": "SELECT 1; SELECT ';' AS a -- ;\n;\n\nSELECT\n\n2 /* ; /* ; */ */ ; SELECT (1);;\nSELECT 'a\n\nb;' ; SELECT $$ ; $$, $a$ $$ ; $b$ $a$;\n",
	"literals": "SELECT 'a''b;', E'a\\';b', e'\\\\', U&'d\\0061;', B'01', X'1F', N'n;', \"x;\" FROM (SELECT 1 AS \"x;\") y;\n" +
		"SELECT E'a\\\nb'; SELECT 'a' 'b' ;\n",
	"continued":                "SELECT 'a'\n';' ; SELECT E'a'\n'b' ;\n",
	"comments":                 "-- first\nSELECT 1 -- inside\n, 2; -- behind\n/* before */ SELECT 3 /* in */;\n/* a\n-- b\n*/ SELECT 4; SELECT 5 - -1;SELECT 1 --\r;\n",
	"forced":                   "SELECT 1\\; SELECT 2; SELECT 3\\;\n",
	"casts":                    "SELECT 1::text, (array[1,2,3])[1:2], 'a'::text; SELECT :none, 1 WHERE false;\n",
	"numbers":                  "SELECT 1.5, 1e3, .5, 1_0 WHERE false;\nSELECT 1a;\n",
	"set":                      "\\set a 1\n\\set b 'it''s \\n x' :a\n\\set c :'b'\nSELECT :a, :'a', :\"a\" FROM (SELECT 1 AS \"1\") x;\nSELECT :'b', :c, :{?a}, :{?zz};\n\\unset a\nSELECT ':a', 1 AS \":a\"; SELECT :{?a};\n",
	"backslashes":              "\\set x 'a\\\\b'\nSELECT :'x';\n\\set y :x :x\nSELECT :'y';\n",
	"statements in a variable": "\\set s 'SELECT 1; SELECT 2; SELECT'\n:s 3;\n\\set t 'SELECT 4;'\n:t :t\n\\set u 'SELECT 5 AS g \\\\gset \\\\\\\\ SELECT'\n:u :g;\n",
	"recursion":                "\\set r 'SELECT 1 AS \":r\", :r'\nSELECT 1 WHERE false; :r;\n",
	"gset":                     "SELECT 1 AS x, NULL AS y, 'a;b' AS z \\gset\nSELECT :x, :'z', :{?y};\nSELECT 'p' AS v\n  \\gset\nSELECT :'v';\n",
	"gset of none":             "\\set ON_ERROR_STOP on\nSELECT 1 AS x WHERE false \\gset\nSELECT 2;\n",
	"gset of two":              "\\set ON_ERROR_STOP on\nSELECT generate_series(1, 2) AS x \\gset\nSELECT 2;\n",
	"gexec":                    "SELECT 'SELECT ' || i, NULL, 'SELECT 0' FROM generate_series(1, 2) i \\gexec\nSELECT 'SELECT 1' WHERE false \\gexec\n",
	"if":                       "\\set t on\n\\if :t \\set x 1 \\else \\set x 2 \\endif\nSELECT :x;\n\\if false\nSELECT 'not; this';\n\\if :t\nSELECT 'nor this' \\gset\n\\endif\n\\else\nSELECT 3;\n\\endif\n\\if yes\nSELECT 4;\n\\endif\n\n",
	"if in a query":            "SELECT 1\n\\if false\n, 2\n\\else\n, 3\n\\endif\n;\n\\if :{?none} \\endif\nSELECT (\n\\if off\n(\n\\endif\n1);\n",
	"errors":                   "SELECT 1/0;\n\\if :ERROR\nSELECT :'SQLSTATE', :'LAST_ERROR_SQLSTATE', :'LAST_ERROR_MESSAGE';\n\\endif\nSELECT 1;\nSELECT :'ERROR', :'LAST_ERROR_SQLSTATE', :'SQLSTATE';\n",
	"errors that stop":         "\\set ON_ERROR_STOP on\nSELECT 1/0;\nSELECT 2;\n",
	"errors off again":         "\\set ON_ERROR_STOP on \\set ON_ERROR_STOP off\nSELECT 1/0;\n\\set failed :ERROR \\set ON_ERROR_STOP on\nSELECT :'failed';\nSELECT 1/0 \\gset\nSELECT 3;\n",
	"aborted":                  "BEGIN; SELECT 1/0; SELECT 2; COMMIT; SELECT 3;\n",
	"quit":                     "SELECT 1;\n\\if on\n\\quit\n\\endif\nSELECT 2;\n",
	"quit elsewhere":           "\\if off \\quit \\endif\nSELECT 2;\n",
	"functions":                "CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 2 END; END; SELECT 3;\nCREATE OR REPLACE PROCEDURE pg_temp.p() LANGUAGE sql BEGIN ATOMIC SELECT 1; END;\nBEGIN; SELECT 4; END;\n",
	"standard strings":         "SET standard_conforming_strings = off;\nSELECT 'a\\';b';\nSET standard_conforming_strings = on; SELECT 'a\\'b' ;\nSELECT 'b\\';\n",
	"encoding":                 "\\encoding UTF8\nSELECT 'é;', 'ü' AS é;\n",
	"separated":                "SELECT 1 AS a \\gset \\\\ SELECT :a; \\set b 2 \\\\ SELECT :b;\n",
	"echo":                     "\\set a 'b  c'\n\\echo one  two 'three  four' :a :'a' x:a :none\n\\echo\n",
	"byte order mark":          "\ufeffSELECT 1;\n",
	"carriage return":          "SELECT 1;\r\nSELECT 2\r\n;\r\n",
	"unfinished":               "SELECT 1;\nSELECT 2\n",
	"rows":                     "\\pset pager off\n\\timing off\nSELECT 1 AS a, NULL AS b UNION ALL SELECT 2, 'x'; SELECT 'y'\\; SELECT 'z';\n",
}

// TestAsPsql runs odd scripts by psql and by the interpreter: both send the same
// and print the same.
func TestAsPsql(t *testing.T) {
	s := pgtest.Shared(t, 0)
	db := s.Database(t)
	for name, script := range scripts {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "script.sql")
			if err := os.WriteFile(file, []byte(script), 0o666); err != nil {
				t.Fatal(err)
			}
			cmd := db.Command("-e", "-q", "-A", "-t", "-f", file)
			output, _ := cmd.Output()
			sent, err := interpreted(t, db, script)
			want := strings.Split(strings.TrimSuffix(string(output), "\n"), "\n")
			if d := cmp.Diff(want, strings.Split(strings.Join(sent, "\n"), "\n")); d != "" {
				t.Errorf("%v (-psql +interpreter)\n%s", err, d)
			}
			var stopped *Error
			if status := cmd.ProcessState.ExitCode(); (status == 3) != errors.As(err, &stopped) {
				t.Errorf("psql ends with %d, the interpreter with %v", status, err)
			}
		})
	}
}

// interpreted gives what psql -e -A -t would print.
func interpreted(t *testing.T, db *pgtest.DB, script string) ([]string, error) {
	t.Helper()
	conn, err := pgconn.Connect(context.Background(), db.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	var printed []string
	in := &Interpreter{
		Session: wire{conn},
		Echo:    func(text string) error { printed = append(printed, text); return nil },
		Before: func(q Query) error {
			if !strings.HasPrefix(q.Text, "set client_encoding") {
				printed = append(printed, q.Text)
			}
			return nil
		},
		Show: func(r Result) {
			for _, row := range r.Rows {
				values := make([]string, len(row))
				for i, v := range row {
					if v != nil {
						values[i] = *v
					}
				}
				printed = append(printed, strings.Join(values, "|"))
			}
		},
	}
	err = in.Run(context.Background(), script)
	return printed, err
}

// none is a session that answers nothing.
type none struct{}

func (none) Exec(context.Context, string) ([]Result, error) { return nil, nil }
func (none) Parameter(string) string                        { return "" }
func (none) Lost() bool                                     { return false }

// TestOwn holds that an author's statement is sent byte for byte, without what
// stands before it, and everything else as psql does.
func TestOwn(t *testing.T) {
	script := "-- a\n/* b */ SELECT 1,\n\n 2; SELECT 3;\nSELECT 4 \\gset\n"
	var sent []string
	start := strings.Index(script, "SELECT 1")
	in := &Interpreter{
		Session: none{}, Own: map[int]int{strings.IndexByte(script, ';'): start},
		Before: func(q Query) error { sent = append(sent, fmt.Sprint(q.Start, " ", q.End, " ", q.Text)); return nil },
	}
	if err := in.Run(context.Background(), script); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"5 27 SELECT 1,\n\n 2", "28 37 SELECT 3;", "38 47 SELECT 4 "}, sent); d != "" {
		t.Error(d)
	}
}

// TestStops holds that an error of Echo or Before ends the script.
func TestStops(t *testing.T) {
	stop := errors.New("stop")
	in := &Interpreter{Session: none{}, Echo: func(string) error { return stop }}
	if err := in.Run(context.Background(), "\\echo x\n"); !errors.Is(err, stop) {
		t.Error(err)
	}
	in = &Interpreter{Session: none{}, Before: func(Query) error { return stop }}
	if err := in.Run(context.Background(), "SELECT 1;\n"); !errors.Is(err, stop) {
		t.Error(err)
	}
}

// TestExpandsNoMoreThan holds that variables in variables come to an end.
func TestExpandsNoMoreThan(t *testing.T) {
	var script strings.Builder
	script.WriteString("\\set a0 x\n")
	for i := 1; i < 60; i++ {
		fmt.Fprintf(&script, "\\set a%d ':a%d :a%d'\n", i, i-1, i-1)
	}
	script.WriteString("SELECT :a59;\n")
	in := &Interpreter{Session: none{}}
	if err := in.Run(context.Background(), script.String()); err != nil {
		t.Error(err)
	}
}

func TestCheck(t *testing.T) {
	script := "\\set a 'x;' \\unset b\nSELECT 1; :a SELECT (2\n) AS c \\gset\n\\if :c\n/* d */ SELECT 3;\n\\endif\n"
	list, err := Check(script)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range list {
		got = append(got, script[s.Start:s.End])
	}
	if d := cmp.Diff([]string{"SELECT 1;", "SELECT (2\n) AS c ", "/* d */ SELECT 3;"}, got); d != "" {
		t.Error(d)
	}
}

func TestSplit(t *testing.T) {
	script := "-- a; b\nSELECT :a; SELECT x[1:n], $$;$$ -- c;\n;\n/* d */ SELECT ':e;';\n"
	list, err := Split(script)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range list {
		got = append(got, fmt.Sprintf("%d %s", s.Line, script[s.Start:s.End]))
	}
	if d := cmp.Diff([]string{"2 SELECT :a;", "3 SELECT x[1:n], $$;$$ -- c;\n;", "4 /* d */ SELECT ':e;';"}, got); d != "" {
		t.Error(d)
	}
	for _, script := range []string{"\\echo x\n", "SELECT 1 \\; SELECT 2;", "SELECT 1 \\gset\n", "SELECT 1"} {
		if _, err := Split(script); err == nil {
			t.Errorf("%q is taken", script)
		}
	}
}

func TestCheckRefuses(t *testing.T) {
	for script, want := range map[string]string{
		"\\! ls\n":                             `\!`,
		"SELECT 1; \\i x\n":                    `\i`,
		"\\copy t FROM 'x'\n":                  `\copy`,
		"\\connect x\n":                        `\connect`,
		"\\o x\n":                              `\o`,
		"\\g |ls\n":                            `\g`,
		"SELECT 1 \\gset x\n":                  "has 1 arguments",
		"\\set x `ls`\n":                       "an argument holds '`'",
		"\\echo |ls\n":                         "an argument holds '|'",
		"\\set x '\\\\! ls'\n":                 `\!`,
		"\\set x 'a' '\\\\i b'\n":              `\i`,
		"\\set x 'a\n":                         "does not end",
		"\\pset null x\n":                      `\pset`,
		"\\encoding LATIN1\n":                  `\encoding`,
		"\\gset\n":                             "no statement before",
		"\\if on\nSELECT 1;\n":                 "does not end",
		"\\endif\n":                            `without \if`,
		"SELECT 1\n\\echo x\n;\n":              "inside a statement",
		"SELECT 1\n":                           "does not end",
		"SELECT 'a;\n":                         "does not end",
		"SELECT 1; /* a\n":                     "does not end",
		"SELECT '\x00';\n":                     "byte 0",
		"\\set\n":                              "without a name",
		"\\set x '\\x5c! ls'\n:x\n":            "by number",
		"SELECT 1;\n\\if on \\! ls\n\\endif\n": `\!`,
	} {
		if _, err := Check(script); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q in it", script, err, want)
		}
	}
}

// TestCheckGolden holds that the scripts of the compiler's cases, which begin
// with their first step, are in order.
func TestCheckGolden(t *testing.T) {
	names, err := filepath.Glob("../../compiler/testdata/*/want/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	names = slices.DeleteFunc(names, func(name string) bool { return strings.HasSuffix(name, ".plain.sql") })
	if len(names) < 30 {
		t.Fatalf("there are only %d scripts", len(names))
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Check(string(text)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// FuzzRun holds that no script makes the interpreter panic, and that what Check
// accepts needs no command that there is none of.
func FuzzRun(f *testing.F) {
	for _, script := range scripts {
		f.Add(script)
	}
	f.Fuzz(func(t *testing.T, script string) {
		_, refused := Check(script)
		in := &Interpreter{Session: none{}}
		if err := in.Run(context.Background(), script); err != nil && refused == nil && strings.Contains(err.Error(), "there is no command") && !strings.Contains(script, "\\set") {
			t.Errorf("%v", err)
		}
	})
}
