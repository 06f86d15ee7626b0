package revisions

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

const withQueries = head + `
-- about the question
-- sqlbundle:require
-- why
SELECT count(*) = 1 FROM t; -- one
-- sqlbundle:include ../inc/more.sql

-- sqlbundle:up
SELECT 1;
-- sqlbundle:timeout lock=2s statement=1s
-- sqlbundle:verify
-- sqlbundle:timeout lock=1s
-- sqlbundle:nolint some-rule -- a reason
VALUES (true);
TABLE answers
-- the end
`

// TestQueries reads sections of queries: with what stands around them, with
// limits, includes and either kind of line end.
func TestQueries(t *testing.T) {
	included := map[string]string{"inc/more.sql": "-- from elsewhere\nSELECT true;\n"}
	for name, text := range map[string]string{"LF": withQueries, "CRLF": strings.ReplaceAll(withQueries, "\n", "\r\n")} {
		t.Run(name, func(t *testing.T) {
			rev, errs := load(t, text, included)
			if errs != nil {
				t.Fatal(errs)
			}
			type query struct {
				At, SQL, Lead, Trail string
				Timeout              Timeout
				Nolint               int
			}
			got := map[Kind][]query{}
			for _, s := range rev.Sections {
				for _, st := range s.Statements {
					q := query{
						At: st.File.Position(st.Span.Start).String(), SQL: st.SQL(),
						Lead: strings.TrimSpace(st.Lead), Trail: st.Trail, Nolint: len(st.Nolint),
					}
					if st.Timeout != nil {
						q.Timeout = *st.Timeout
					}
					got[s.Kind] = append(got[s.Kind], q)
				}
			}
			want := map[Kind][]query{
				Require: {
					{At: "migrations/a.sql:8:1", SQL: "SELECT count(*) = 1 FROM t", Lead: "-- why", Trail: "-- one"},
					{At: "inc/more.sql:2:1", SQL: "SELECT true", Lead: "-- from elsewhere"},
				},
				Up: {{At: "migrations/a.sql:12:1", SQL: "SELECT 1"}},
				Verify: {
					{At: "migrations/a.sql:17:1", SQL: "VALUES (true)", Timeout: Timeout{"1s", "1s"}, Nolint: 1},
					{At: "migrations/a.sql:18:1", SQL: "TABLE answers", Timeout: Timeout{"2s", "1s"}},
				},
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Error(d)
			}
			if tail := strings.TrimSpace(rev.Sections[2].Tail); tail != "-- the end" {
				t.Errorf("the tail is %q", tail)
			}
		})
	}
}

// TestQueriesByDatabase holds that each database has queries of its own.
func TestQueriesByDatabase(t *testing.T) {
	text := head + "-- sqlbundle:require db=stats\nSELECT 1 = 1;\n-- sqlbundle:require\nSELECT 2 = 2;\n-- sqlbundle:up\n-- sqlbundle:verify db=stats\nSELECT 3 = 3;\n"
	read := func(text string) ([]*Revision, error) {
		return Load(context.Background(), fstest.MapFS{"m/a.sql": {Data: []byte(text)}},
			Options{Locations: []string{"m"}, Databases: []string{"main", "stats"}})
	}
	revs, err := read(text)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range revs[0].Sections {
		for _, st := range s.Statements {
			got = append(got, string(s.Kind)+" "+s.Database+" "+st.SQL())
		}
	}
	want := []string{"require stats SELECT 1 = 1", "require main SELECT 2 = 2", "verify stats SELECT 3 = 3"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	_, err = read(text + "-- sqlbundle:verify db=stats\n-- sqlbundle:require db=statz\n")
	for _, want := range []string{"a second `verify` section for the same database", `no database "statz" is configured`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in %v", want, err)
		}
	}
}

// TestQueriesRefused holds which directives and attributes the sections refuse,
// and that what stands in raw there is not parsed all the same.
func TestQueriesRefused(t *testing.T) {
	const up = head + "-- sqlbundle:up\n"
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"notransaction", up + "-- sqlbundle:verify\n-- sqlbundle:notransaction\nSELECT true;", []string{
			"6:1: `notransaction` in a `verify` section, which holds queries alone",
		}},
		{"commit", up + "-- sqlbundle:require\nSELECT true;\n-- sqlbundle:commit\nSELECT true;", []string{
			"7:1: `commit` in a `require` section, which holds queries alone",
		}},
		{"batch", up + "-- sqlbundle:require\n-- sqlbundle:batch key=id\nSELECT true;", []string{
			"6:1: `batch` in a `require` section, which holds queries alone",
		}},
		{"raw", up + "-- sqlbundle:require\n-- sqlbundle:raw\nSELEC true;\n-- sqlbundle:end-raw\nSELECT true;", []string{
			"6:1: `raw` in a `require` section, which holds queries alone",
		}},
		{"end-raw", up + "-- sqlbundle:require\nSELECT true;\n-- sqlbundle:end-raw\n", []string{"7:1: `end-raw` without `raw`"}},
		{"raw in an included file", up + "-- sqlbundle:require\n-- sqlbundle:include ../raw.sql\n", []string{
			"1:1: `raw` in a `require` section, which holds queries alone",
		}},
		{"attributes", up + "-- sqlbundle:require notransaction\n-- sqlbundle:verify irreversible x\n", []string{
			"5:22: `require` does not know \"notransaction\"", "6:21: `verify` does not know \"irreversible\"",
			"6:34: `verify` does not know \"x\"",
		}},
		{"attribute misspelt", up + "-- sqlbundle:require bd=x\n", []string{"5:22: `require` does not know \"bd=x\""}},
		{"twice", up + "-- sqlbundle:require\n-- sqlbundle:require\n", []string{"6:1: a second `require` section for the same database"}},
		{"no up", head + "-- sqlbundle:require\nSELECT true;", []string{"2:23: there is no `up` section"}},
		{"syntax", up + "-- sqlbundle:verify\nSELEC true;", []string{`6:1: syntax error at or near "SELEC"`}},
		{"near the prefix", up + "SELECT 1;\n-- sqlbundel:verify\n-- sqlbundle-require\n-- sqlbundle_require\n", []string{
			"6:1: a comment that looks like a directive and is none", "8:1: a comment that looks like a directive and is none",
		}},
		{"near the name", up + "-- sqlbundle:requires\nSELECT true;\n-- sqlbundle:verfiy\n", []string{
			`5:14: unknown directive "requires"`, `7:14: unknown directive "verfiy"`,
		}},
		{"behind code", up + "SELECT 1; -- sqlbundle:verify\n", []string{"5:11: a directive stands at the start of its line"}},
		{"inside", up + "SELECT (\n-- sqlbundle:verify\n1);", []string{"6:1: a directive inside a statement"}},
		{"inside a query", up + "-- sqlbundle:verify\nSELECT\n-- sqlbundle:timeout lock=1s\ntrue;", []string{"7:1: a directive inside a statement"}},
		{"in an included file", up + "-- sqlbundle:include ../section.sql\n", []string{
			"1:1: an included file has no sections of its own",
		}},
		{"lonely", up + "-- sqlbundle:require\n-- sqlbundle:nolint x\n-- sqlbundle:verify\n", []string{"6:1: no statement follows this directive"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, errs := load(t, test.text, map[string]string{
				"raw.sql":     "-- sqlbundle:raw\nSELEC true;\n-- sqlbundle:end-raw\n",
				"section.sql": "-- sqlbundle:verify\nSELECT true;\n",
			})
			var got []string
			for _, e := range errs {
				if _, rest, ok := strings.Cut(e, ".sql:"); ok && !strings.HasPrefix(e, " ") {
					got = append(got, rest)
				}
			}
			if d := cmp.Diff(test.want, got); d != "" {
				t.Error(d)
			}
		})
	}
}
