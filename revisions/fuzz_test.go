package revisions

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	pg_query "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
	"sqlbundle/internal/source"
)

// hostile are sections that try to be read differently by the loader, the
// server and psql.
var hostile = []string{
	"SELECT 1;\n-- sqlbundle:down irreversible gone\n", "-- sqlbundle:raw\nSELECT 1;\n-- sqlbundle:end-raw\n",
	"-- sqlbundle:include ../inc.sql\nSELECT $x$;$x$, E'\\'', a[1:n];", "BEGIN;\n-- sqlbundle:timeout lock=1s\nSELECT 1;\nEND;",
	"CREATE FUNCTION f() RETURNS int BEGIN ATOMIC\n-- sqlbundle:down\nSELECT CASE WHEN true THEN 1 END; END;",
	"SELECT E'a'\n'b\\', \\! x ';", "SELECT a[1:E'\\', \\! x '];", "SELECT a[1:b$x$], 'y$x$ \\! x ';", "SELECT 1 /* a */ ;; -- b\n;SELECT 2--c",
	"-- sqlbundle:raw\nSELECT 1_000$a$ \\! x $a$;\n-- sqlbundle:end-raw\n", "CREATE PROCEDURE begin() LANGUAGE sql AS 'x'; SELECT 2;",
	"CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2);", "/* /* -- sqlbundle:down\n*/ ' */ SELECT 1; SELECT a @-@ b-- x",
	"SELECT U&'\\0041' UESCAPE '!', N'a', x'1', \"a\"\"b\", $1;", "-- a\rSELECT 1;\r\n--\vsqlbundle:down\n", "\ufeffSELECT 1;", "SELECT 'a' -- '\n 'b';",
	"COPY t FROM STDIN;\n1\n\\.\n", "SELECT 1;\n-- sqlbundle:nolint x -- y\n-- sqlbundle:commit\n-- sqlbundle:notransaction\nVACUUM;", "SELECT (1",
	"SELECT 1;\n-- sqlbundle:verify\nSELECT true;\n-- sqlbundle:require\n-- sqlbundle:include ../inc.sql\n-- a\nVALUES (true)",
	"-- sqlbundle:timeout lock=1s\n-- sqlbundle:verify db=x\nSELECT true /* b */;; -- c\n-- sqlbundle:nolint r\nTABLE t; -- d\n-- e",
	"-- sqlbundle:require\r\nSELECT '\r\n-- sqlbundle:down\r\n';\r\n-- sqlbundle:raw\r\nSELECT 1;\r\n-- sqlbundle:end-raw\r\n",
	"-- sqlbundle:require notransaction\n-- sqlbundle:batch key=a\n-- sqlbundle:commit\nSELECT true\n-- sqlbundle:verify irreversible x",
}

// FuzzLoad holds that no file makes the loader panic, that problems stand
// within their file, and that of a file without problems nothing is lost: the
// statements are slices of it, in order, each of them one statement to the
// server's parser, and all tokens and comments are there.
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
	for _, body := range hostile {
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
			if e.File == nil || e.Span.Start < 0 || e.Span.End < e.Span.Start || e.Span.End > len(e.File.Text) {
				t.Errorf("a problem without a place: %+v", e)
			}
			_ = e.Error()
		}
		if err == nil && len(revs) > 0 {
			checkSections(t, revs[0])
		}
	})
}

func checkSections(t *testing.T, rev *Revision) {
	whole := true // nothing stands elsewhere, and each section has a place for comments
	var joined strings.Builder
	last := 0
	for _, section := range rev.Sections {
		whole = whole && len(section.Statements) > 0
		for _, s := range section.Statements {
			checkStatement(t, s)
			joined.WriteString(s.Lead + "\n" + s.SQL() + "\n;" + s.Trail + "\n")
			if s.File != rev.File {
				whole = false
			} else if s.Span.Start < last {
				t.Errorf("%q begins before the end of the one before", s.SQL())
			} else {
				last = s.Span.End
			}
		}
		joined.WriteString(section.Tail + "\n")
	}
	if !whole || strings.Contains(rev.File.Text, ":include") {
		return
	}
	got, want := pieces(t, joined.String()), pieces(t, rev.File.Text[rev.Sections[0].Span.Start:])
	if !slices.Equal(got, want) {
		t.Errorf("something is lost or new:\n%q\nwant\n%q", got, want)
	}
}

// pieces are a text's tokens and comments, sorted: a comment before a
// semicolon moves behind it. Semicolons and directives are left out.
func pieces(t *testing.T, text string) []string {
	tokens, err := pgsql.Scan(text)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, token := range tokens {
		if token.Kind == pg_query.Token_SQL_COMMENT {
			if _, ok := directiveIn(source.NewFile("", text), source.Span{Start: token.Start, End: token.End}); ok {
				continue
			}
		}
		if token.Kind != pg_query.Token_ASCII_59 {
			list = append(list, strings.TrimSpace(text[token.Start:token.End]))
		}
	}
	slices.Sort(list)
	return list
}

func checkStatement(t *testing.T, s *Statement) {
	if s.Span.Start >= s.Span.End || s.Span.End > len(s.File.Text) {
		t.Fatalf("the span %v of %d bytes", s.Span, len(s.File.Text))
	}
	for _, comments := range []string{s.Lead, s.Trail} {
		tokens, err := pgsql.Scan(comments)
		if err != nil {
			t.Fatalf("%q: %v", comments, err)
		}
		for _, token := range tokens {
			if !token.Comment() {
				t.Errorf("%q is more than comments", comments)
			}
		}
	}
	if s.Raw {
		return
	}
	if stmts, err := pgsql.Parse(s.SQL()); err != nil || len(stmts) != 1 || s.Node == nil {
		t.Errorf("%q is %d statements: %v", s.SQL(), len(stmts), err)
	}
}

// FuzzDirective holds that what a new revision's header says is what the
// loader reads, whatever its message is.
func FuzzDirective(f *testing.F) {
	f.Add("add a column", "a1", "b2,c3", "main", "rep-1")
	for _, message := range append(slices.Clone(hostile), "sqlbundle:down", "*/ x", "\x1b[31m\u202e", "a\nb\r\nsqlbundle:revision x") {
		f.Add(message, "a1", "", "", "")
	}
	f.Fuzz(func(t *testing.T, message, id, parents, depends, labels string) {
		n := New{ID: id, Message: message, Parents: names(parents), DependsOn: names(depends), Labels: names(labels)}
		opts := Options{Locations: []string{"m"}}
		text, err := n.Render(nil, opts)
		if err != nil {
			return
		}
		revs, err := Load(context.Background(), fstest.MapFS{"m/a.sql": {Data: []byte(text)}}, opts)
		if err != nil || len(revs) != 1 {
			t.Fatalf("%q does not load: %v", text, err)
		}
		r := revs[0]
		if r.ID != id || !sameRefs(r.Parents, n.Parents) || !sameRefs(r.DependsOn, n.DependsOn) || !sameRefs(r.Labels, n.Labels) {
			t.Errorf("%q is read as %+v", text, r)
		}
		if len(r.Sections) != 2 || len(r.Sections[0].Statements)+len(r.Sections[1].Statements) != 0 {
			t.Errorf("the message %q makes sections of its own", message)
		}
		if again := (New{ID: id, Message: r.Message, Parents: n.Parents, DependsOn: n.DependsOn, Labels: n.Labels}); again.Header() != n.Header() {
			t.Errorf("the header changes: %q", again.Header())
		}
	})
}

func names(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, ",")
}
