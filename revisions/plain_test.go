package revisions

import (
	"embed"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sqlbundle/internal/source"
)

// readAlonely gives the statements of each section, and the problems.
func readAlonely(t *testing.T, text string) (rev *Revision, statements, problems []string) {
	t.Helper()
	rev, err := ReadAlone(embed.FS{}, "a.sql", []byte(text), Options{})
	var list source.ErrorList
	if err != nil && !errors.As(err, &list) {
		t.Fatal(err)
	}
	for _, e := range list {
		problems = append(problems, e.File.Position(e.Span.Start).String()+" "+e.Rule)
	}
	if rev != nil {
		for _, section := range rev.Sections {
			for _, s := range section.Statements {
				statements = append(statements, string(section.Kind)+" "+s.SQL())
			}
		}
	}
	return rev, statements, problems
}

func TestReadAlone(t *testing.T) {
	for name, test := range map[string]struct {
		text                 string
		statements, problems []string
	}{
		"nothing": {"", nil, nil},
		"comment": {"-- sqlbundles are nice\n/* a */", nil, nil},
		"psql": {
			"\ufeff\\set x 1\r\n\\if :x\nSELECT 1;\n  \\endif\nSELECT '\n2';",
			[]string{"up SELECT 1", "up SELECT '\n2'"},
			nil,
		},
		"rows": {
			"COPY t (a,\n b) FROM STDIN WITH (FORMAT csv);\n1;\"'$$\n\\.\ncopy u from stdin;\n'\n\\.\r\nSELECT 1;",
			[]string{"up COPY t (a,\n b) FROM STDIN WITH (FORMAT csv)", "up copy u from stdin", "up SELECT 1"},
			nil,
		},
		"rows without an end": {"SELECT 1;\nCOPY t FROM stdin;\n'a", []string{"up SELECT 1", "up COPY t FROM stdin"}, nil},
		"rows from a file":    {"COPY t FROM '/x';\nSELECT 1;", []string{"up COPY t FROM '/x'", "up SELECT 1"}, nil},
		"psql in a statement": {"SELECT 1 \\gset\nSELECT 2;", []string{"up SELECT 1 \\gset\nSELECT 2"}, []string{"a.sql:1:10 psql-only-syntax"}},
		"syntax":              {"SELECT 1;\nSELEC 2;", []string{"up SELECT 1", "up SELEC 2"}, []string{"a.sql:2:1 syntax-error"}},
		"revision": {
			"-- m\n-- sqlbundle:revision a\n-- sqlbundle:revises base\n-- sqlbundle:up\nSELECT 1;\n-- sqlbundle:down\nSELECT 2;",
			[]string{"up SELECT 1", "down SELECT 2"},
			nil,
		},
		"half a revision": {"-- sqlbundle:up\nSELECT 1;", []string{"up SELECT 1"}, []string{"a.sql:1:1 "}},
		"include":         {"-- sqlbundle:include b.sql\nSELECT 1;", []string{"up SELECT 1"}, []string{"a.sql:1:22 "}},
		"bytes":           {"SELECT '\x00';", nil, []string{"a.sql:1:9 "}},
	} {
		t.Run(name, func(t *testing.T) {
			_, statements, problems := readAlonely(t, test.text)
			if d := cmp.Diff(test.statements, statements); d != "" {
				t.Errorf("statements (-want +got):\n%s", d)
			}
			if d := cmp.Diff(test.problems, problems); d != "" {
				t.Errorf("problems (-want +got):\n%s", d)
			}
		})
	}
}

// What is blanked out is still shown as the author wrote it, and what stands
// behind it keeps its place.
func TestReadAloneKeepsPlaces(t *testing.T) {
	const text = "\\echo é\nCOPY t FROM stdin;\n1\té\n\\.\nSELECT 1; SELECT 2;"
	rev, _, _ := readAlonely(t, text)
	last := rev.Sections[0].Statements[2]
	if at := rev.File.Position(last.Span.Start); at.Line != 5 || at.Column != 11 || last.SQL() != "SELECT 2" {
		t.Errorf("%s at %s", last.SQL(), at)
	}
	if rev.File.Line(1) != "\\echo é" || rev.File.Line(3) != "1\té" || len(rev.File.Text) != len(text) {
		t.Errorf("shown as %q and %q", rev.File.Line(1), rev.File.Line(3))
	}
}

func TestSquawkIgnore(t *testing.T) {
	for comment, want := range map[string]string{
		"-- squawk-ignore a":                 "statement [a]",
		"--squawk-ignore a, b":               "statement [a b]",
		"-- squawk-ignore a,b -- why":        "statement [a b] why",
		"-- squawk-ignore":                   "statement []",
		"-- squawk-ignore-file":              "file []",
		"-- squawk-ignore-file a, b":         "file [a b]",
		"-- squawk-ignore: a":                "statement [a]",
		"-- squawk-ignored a":                "",
		"-- squawk-ignore-files":             "",
		"-- please squawk-ignore a":          "",
		"SELECT 0; -- squawk-ignore a":       "",
		"/* squawk-ignore a */":              "",
		"SELECT '\n-- squawk-ignore a\n';":   "",
		"SELECT\n -- squawk-ignore a\n 0;":   "statement [a]",
		"SELECT $$\n-- squawk-ignore a\n$$;": "",
	} {
		rev, _, problems := readAlonely(t, comment+"\nSELECT 1;")
		got := ""
		add := func(where string, list []*Nolint) {
			for _, n := range list {
				var names []string
				for _, r := range n.Rules {
					names = append(names, r.ID)
				}
				got += strings.TrimSpace(where + " [" + strings.Join(names, " ") + "] " + n.Reason)
				if !n.Squawk || !strings.Contains(rev.File.Slice(n.Span), squawkPrefix) {
					t.Errorf("%s: %+v", comment, n)
				}
			}
		}
		add("file", rev.Nolint)
		for _, s := range rev.Sections[0].Statements {
			add("statement", s.Nolint)
		}
		if got != want || len(problems) > 0 {
			t.Errorf("%s: %q, not %q %v", comment, got, want, problems)
		}
	}
}

// No text makes it panic, and each statement is a part of the file.
func FuzzReadAlone(f *testing.F) {
	for _, text := range []string{
		"\\a\nSELECT 1;", "COPY a FROM stdin;\n1\n\\.\nSELECT", "-- sqlbundle:up\n", "-- squawk-ignore-file a\n\\", "BEGIN; COPY \"a\nb\" FROM STDIN; x\n\\.",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		rev, err := ReadAlone(embed.FS{}, "a.sql", []byte(text), Options{})
		if rev == nil && err == nil {
			t.Fatal("neither a revision nor an error")
		}
		if rev == nil {
			return
		}
		for _, section := range rev.Sections {
			for _, s := range section.Statements {
				s.File.Position(s.Span.End)
				_ = s.SQL()
			}
		}
	})
}
