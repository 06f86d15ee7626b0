package revisions

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"sqlbundle/internal/pgsql"
	"sqlbundle/internal/source"
)

// FuzzLoad holds that no file makes the loader panic, that problems stand
// within their file, and that the statements of a file without problems are
// slices of it, in order, each of them one statement to the server's parser.
func FuzzLoad(f *testing.F) {
	files, err := filepath.Glob("../examples/helpdesk/*/*.sql")
	if err != nil || len(files) == 0 {
		f.Fatal("no examples", err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data))
	}
	for _, body := range []string{
		"SELECT 1;\n-- sqlbundle:down irreversible gone\n", "-- sqlbundle:raw\nSELECT 1;\n-- sqlbundle:end-raw\n",
		"-- sqlbundle:include ../inc.sql\nSELECT $x$;$x$, E'\\'', a[1:n];", "BEGIN;\n-- sqlbundle:timeout lock=1s\nSELECT 1;\nEND;",
		"CREATE FUNCTION f() RETURNS int BEGIN ATOMIC\n-- sqlbundle:down\nSELECT CASE WHEN true THEN 1 END; END;",
	} {
		f.Add(head + "-- sqlbundle:up\n" + body)
		f.Add("-- sqlbundle:vars\n" + head + "-- sqlbundle:up\n${n}" + body)
	}
	f.Fuzz(func(t *testing.T, text string) {
		fsys := fstest.MapFS{
			"m/a.sql": {Data: []byte(text)}, "inc.sql": {Data: []byte("SELECT 2;\n-- sqlbundle:commit\nSELECT 3")},
		}
		revs, err := Load(context.Background(), fsys, Options{
			Locations: []string{"m"}, Databases: []string{"main", "x"},
			Var: func(string) (string, bool) { return "1", true },
		})
		var problems source.ErrorList
		if err != nil && !errors.As(err, &problems) {
			t.Fatal(err)
		}
		for _, e := range problems {
			if e.File == nil || e.Span.Start < 0 || e.Span.End < e.Span.Start {
				t.Errorf("a problem without a place: %+v", e)
			}
			_ = e.Error()
		}
		if err != nil || len(revs) == 0 {
			return
		}
		for _, section := range revs[0].Sections {
			last := 0
			for _, s := range section.Statements {
				checkStatement(t, s)
				if s.File == revs[0].File {
					if s.Span.Start < last {
						t.Errorf("%q begins before the end of the one before", s.SQL())
					}
					last = s.Span.End
				}
			}
		}
	})
}

func checkStatement(t *testing.T, s *Statement) {
	if s.Span.Start >= s.Span.End || s.Span.End > len(s.File.Text) {
		t.Fatalf("the span %v of %d bytes", s.Span, len(s.File.Text))
	}
	if s.Raw {
		return
	}
	if stmts, err := pgsql.Parse(s.SQL()); err != nil || len(stmts) != 1 || s.Node == nil {
		t.Errorf("%q is %d statements: %v", s.SQL(), len(stmts), err)
	}
}
