package out

import (
	"bytes"
	"context"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"sqlbundle/compiler"
	"sqlbundle/graph"
	"sqlbundle/revisions"
)

// hostileTexts are what stands in files, names and settings.
var hostileTexts = []string{
	"", "plain", "a\nb", "a\r\\! touch x\rb", "\\! touch x", "*/ SELECT 1; /*", "'; DROP TABLE t; --", "$sqlbundle$; SELECT 1; $sqlbundle$",
	":HOST :'USER' :{?x}", "\x1b]0;x\x07", "\u202e", "\\gset", "--\n\\q", "$$", "\"; SELECT 1; --", "é表", "%s %%", "\\", "'\\", "E'\\'",
}

// hostileSections try to be read differently by loader and psql.
var hostileSections = []string{
	"SELECT 1;", "SELECT E'a'\n'b\\', \\! x ';", "SELECT a[1:E'\\', \\! x '];", "SELECT a[1:b$x$], 'y$x$ \\! x ';", "SELECT 'a\\', '\\! x';",
	"-- sqlbundle:raw\nSELECT 1_000$a$ \\! x $a$;\n-- sqlbundle:end-raw\n", "CREATE PROCEDURE begin() LANGUAGE sql AS 'x'; SELECT 2;",
	"CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2);", "/* /* \\! x */ ' */ SELECT 1; SELECT a @-@ b-- \\! x",
	"CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN a THEN 1 END; SELECT a[1:CASE WHEN b THEN 2 END]; END;",
	"BEGIN;\nSELECT $$\n\\! x\n$$;\nCOMMIT;\nVACUUM;", "-- a\r-- \\! x\rSELECT 1 -- \\! x\r;", "SELECT U&'\\0041', \"a\\\"\"b\", $1, $a$'$a$;;\n;",
	"-- sqlbundle:timeout lock=1s\nSET search_path = a; -- \\! x\nCREATE INDEX CONCURRENTLY i ON t (a);\n/* end\n\\! x */",
	"-- sqlbundle:include ../x.sql\nSELECT 4", "SELECT 1\n-- sqlbundle:down\nSELECT '\n\\! x\n'",
}

// FuzzScript makes a script of hostile texts and splits it as psql would: each
// statement of the author is one of psql's, whole; every other is one that the
// same plan has with harmless texts; every command of psql is the program's.
func FuzzScript(f *testing.F) {
	for i, section := range hostileSections {
		f.Add(section, hostileTexts[i%len(hostileTexts)], hostileTexts[(i*7+3)%len(hostileTexts)])
	}
	for _, text := range hostileTexts {
		f.Add("SELECT 1;", text, text)
	}
	f.Fuzz(func(t *testing.T, section, text, setting string) {
		if strings.ContainsRune(text+setting, 0) {
			return // no file, name or setting holds one
		}
		rev := loaded(t, section, text)
		if rev == nil {
			return
		}
		want := otherStatements(t, rev, "x", "x")
		if got := otherStatements(t, rev, text, setting); !slices.Equal(got, want) {
			t.Errorf("psql would do %q\nwhere %q is expected", got, want)
		}
	})
}

// loaded is a revision with a section; nil where the loader refuses it.
func loaded(t *testing.T, section, text string) *revisions.Revision {
	name := "m/" + text + ".sql"
	if !fs.ValidPath(name) || strings.HasPrefix(text, ".") || strings.Contains(text, "/") {
		name = "m/a.sql"
	}
	revs, err := revisions.Load(context.Background(), fstest.MapFS{
		name: {Data: []byte("-- " + text + "\n-- sqlbundle:revision a1\n-- sqlbundle:revises base\n-- sqlbundle:up\n" + section)},
		// What goes wrong in one file must not reach into the next.
		"x.sql": {Data: []byte("-- one\nSELECT 2 -- \\! x")},
	}, revisions.Options{Locations: []string{"m"}})
	if err != nil || len(revs) != 1 {
		return nil
	}
	return revs[0]
}

// otherStatements makes the scripts of a revision, in both directions, and
// gives what psql would do beside the author's statements.
func otherStatements(t *testing.T, rev *revisions.Revision, text, setting string) []string {
	changed := *rev
	changed.Message = text
	changed.Meta = []revisions.Field{{Key: "author", Value: text}, {Key: "created", Value: setting}}
	g, err := graph.New([]*revisions.Revision{&changed})
	if err != nil {
		t.Fatal(err)
	}
	req := compiler.Request{
		Direction: graph.Upgrade, Targets: []string{"head"}, TargetVersion: 16,
		Settings: compiler.Settings{
			LockTimeout: "5s", StatementTimeout: "0", Role: setting + "r", SearchPath: setting + "s", Transaction: compiler.PerRevision,
			Tracking: compiler.Tracking{Style: "sqlbundle", Schema: setting + "s", Table: setting + "t"},
		},
	}
	plan, err := compiler.Compile(g, req)
	if err != nil {
		return nil
	}
	back, err := compiler.WayBack(g, req, plan)
	if err != nil {
		return nil
	}
	back.Irreversible = append(back.Irreversible, compiler.Irreversible{Revision: &changed, Reason: text})
	return append(othersOf(t, plan), othersOf(t, back)...)
}

func othersOf(t *testing.T, plan *compiler.Plan) []string {
	var b bytes.Buffer
	ranges, err := Script(&b, plan)
	if err != nil {
		t.Fatal(err)
	}
	script := b.String()
	items, complete := psqlSplit(script)
	if !complete {
		t.Errorf("psql would wait for more:\n%s", script)
	}
	var others []string
	for _, item := range items {
		switch {
		case item.command != "":
			others = append(others, item.command)
		case len(ranges) > 0 && item.start == ranges[0].Offset:
			if item.end != ranges[0].Offset+ranges[0].Length {
				t.Errorf("psql would end %q in another place", script[item.start:item.end])
			}
			ranges = ranges[1:]
		default:
			first, _, _ := strings.Cut(script[item.start:item.end], " ")
			others = append(others, first)
		}
	}
	if len(ranges) > 0 {
		t.Errorf("psql would not run the statement at %d:\n%s", ranges[0].Offset, script)
	}
	return others
}
