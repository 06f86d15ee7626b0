package revisions

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
)

var created = time.Date(2026, 11, 20, 11, 0, 0, 5, time.FixedZone("", 3600))

func TestRender(t *testing.T) {
	for _, test := range []struct {
		name string
		new  New
		want string
	}{
		{"all", New{
			ID: "1975ea83b712", Message: "\n Add ticket priority \r\n\r\nAgents triage by priority.\rNormal is the default.\n\n",
			Parents: []string{"ae1027a6acf4", "v1.0"}, DependsOn: []string{"rep001", "main-line"},
			Labels: []string{"support", "élan"}, Created: created,
		}, `-- Add ticket priority
--
-- Agents triage by priority.
-- Normal is the default.
--
-- sqlbundle:revision 1975ea83b712
-- sqlbundle:revises ae1027a6acf4, v1.0
-- sqlbundle:depends-on rep001, main-line
-- sqlbundle:labels support, élan
-- sqlbundle:created 2026-11-20T10:00:00Z

-- sqlbundle:up

-- sqlbundle:down
`},
		{"least", New{ID: "a1", Message: "m"}, `-- m
--
-- sqlbundle:revision a1
-- sqlbundle:revises base

-- sqlbundle:up

-- sqlbundle:down
`},
		{"what would be a directive or move the cursor", New{
			ID: "a1", Message: "sqlbundle:up\n\t SQLBundle:down x\nsay sqlbundle:up\n\x1b[2Jx\x00\u2028\u202ey\xff",
		}, `-- "sqlbundle:up"
-- "SQLBundle:down x"
-- say sqlbundle:up
-- [2Jx  y` + "\ufffd" + `
--
-- sqlbundle:revision a1
-- sqlbundle:revises base

-- sqlbundle:up

-- sqlbundle:down
`},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := test.new.Render(nil, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(test.want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestRenderRefusesNames(t *testing.T) {
	for _, test := range []struct {
		new  New
		want string
	}{
		{New{}, "the revision id is empty"},
		{New{ID: "a-1"}, `the revision id "a-1" holds '-'; letters, digits and _ are allowed`},
		{New{ID: "a\n-- sqlbundle:down"}, `the revision id "a\n-- sqlbundle:down" holds '\n'; letters, digits and _ are allowed`},
		{New{ID: "abcde"}, `the revision id "abcde" has 5 characters; 4 are allowed`},
		{New{ID: "a", Labels: []string{"x", "head"}}, `"head" is a reserved word and cannot be a branch label`},
	} {
		_, err := test.new.Render(nil, Options{MaxID: 4})
		if err == nil || err.Error() != test.want {
			t.Errorf("%+v: %v", test.new, err)
		}
	}
}

// An empty revision has what stands in the template's header, and no more.
func TestRenderEmpty(t *testing.T) {
	template, err := ParseTemplate("t", []byte("/* {{.Message}} */\n{{.Header}}\n-- sqlbundle:ticket X\n\n\n"+
		"  -- sqlbundle:up\nCREATE TABLE <name> ();\n"))
	if err != nil {
		t.Fatal(err)
	}
	n := New{ID: "m", Message: "merge", Parents: []string{"a", "b"}, Empty: true}
	got, err := n.Render(template, Options{Metadata: []string{"ticket"}})
	if err != nil {
		t.Fatal(err)
	}
	want := "/* merge */\n-- sqlbundle:revision m\n-- sqlbundle:revises a, b\n-- sqlbundle:ticket X\n\n-- sqlbundle:up\n\n-- sqlbundle:down\n"
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestSlug(t *testing.T) {
	for message, want := range map[string]string{
		"Add ticket priority":                             "add_ticket_priority",
		"a fairly long Message that will_be truncated ok": "a_fairly_long_message_that_will_be_",
		"Grüße, Ελλάδα! 2":                                "grüße_ελλάδα_2",
		strings.Repeat("x", 40):                           strings.Repeat("x", 40),
		strings.Repeat("x", 41):                           strings.Repeat("x", 40) + "_",
		strings.Repeat("ü", 45):                           strings.Repeat("ü", 40) + "_",
		strings.Repeat("x", 39) + " y z":                  strings.Repeat("x", 39) + "_",
		"../../etc/passwd":                                "etc_passwd",
		"__init__ it":                                     "__init___it",
		"first line\nsecond":                              "first_line",
		"!?":                                              "",
		"":                                                "",
	} {
		if got := Slug(message); got != want {
			t.Errorf("%q: %q, want %q", message, got, want)
		}
	}
}

// FuzzRender: whatever the message, the text loads as the revision that was
// meant and does nothing, or is refused.
func FuzzRender(f *testing.F) {
	for _, message := range []string{
		"Add ticket priority", "a\nb", "sqlbundle:up", "*/ DROP TABLE t; /*", "'; DROP TABLE t; --",
		"a\\! rm", "\r--\x00", "$sqlbundle$", "\u202e", "\ufeffsqlbundle:down", "qBundle:up", "sqlbundle_down", " \n ", "{{.Header}}",
	} {
		f.Add(message)
	}
	var templates []*Template
	for _, text := range []string{
		DefaultTemplate(),
		"{{.Header}}\n/* {{.Message}} */\n-- sqlbundle:up\n\n-- sqlbundle:down\n",
		"{{.Header}}\n-- sqlbundle:author {{.Message}}\n-- sqlbundle:up\n-- {{.Message}}\n\n-- sqlbundle:down\n",
	} {
		template, err := ParseTemplate("t", []byte(text))
		if err != nil {
			f.Fatal(err)
		}
		templates = append(templates, template)
	}
	f.Fuzz(func(t *testing.T, message string) {
		n := New{ID: "n1", Message: message, Parents: []string{"p1"}, Labels: []string{"l"}, Created: created}
		for i, template := range templates {
			text, err := n.Render(template, Options{})
			if err != nil {
				if i == 0 {
					t.Fatal(err)
				}
				continue
			}
			checkRendered(t, n, text, i == 0)
		}
	})
}

func checkRendered(t *testing.T, n New, text string, message bool) {
	t.Helper()
	fsys := fstest.MapFS{"m/n.sql": {Data: []byte(text)}}
	revs, err := Load(context.Background(), fsys, Options{Locations: []string{"m"}})
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	rev := revs[0]
	if rev.ID != n.ID || len(rev.Parents) != 1 || rev.Parents[0].ID != "p1" || len(rev.Labels) != 1 || rev.Labels[0].ID != "l" {
		t.Errorf("another header:\n%s", text)
	}
	if message && rev.Message != messageLines(n.Message)[0] {
		t.Errorf("message %q:\n%s", rev.Message, text)
	}
	if len(rev.Sections) != 2 || len(rev.Sections[0].Statements)+len(rev.Sections[1].Statements) != 0 {
		t.Errorf("the message became code:\n%s", text)
	}
}
