package revisions

import (
	"strings"
	"testing"
)

func TestTemplate(t *testing.T) {
	template, err := ParseTemplate("house.tmpl", []byte("\ufeff-- {{.Message}}\r\n--\r\n{{.Header}}\r\n-- sqlbundle:ticket HD-\r\n"+
		"-- {{.ID}}|{{.Revises}}|{{.DependsOn}}|{{.Labels}}|{{.Created}}|\r\n-- sqlbundle:up\r\n\r\n\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	n := New{ID: "a1", Message: "m", DependsOn: []string{"x", "y"}, Labels: []string{"l"}, Created: created}
	got, err := n.Render(template, Options{Metadata: []string{"ticket"}})
	if err != nil {
		t.Fatal(err)
	}
	if want := "-- a1|base|x, y|l|2026-11-20T10:00:00Z|\r\n-- sqlbundle:up\n"; !strings.HasSuffix(got, want) {
		t.Errorf("%q", got)
	}
}

func TestTemplateProblems(t *testing.T) {
	const up = "\n-- sqlbundle:up\n"
	for _, test := range []struct{ name, text, want string }{
		{"no header", "-- {{.Message}}" + up, "house.tmpl:1:1: the template loses the header: there is no {{.Header}}"},
		{"header in a section", "-- {{.Message}}" + up + "{{.Header}}", "house.tmpl:3:1: the header does not stand in the first comment"},
		{"header behind a statement", "SET x = 1;\n{{.Header}}" + up, "house.tmpl:2:1: the header does not stand in the first comment"},
		{"header in a block comment", "/* {{.Header}} */" + up, "house.tmpl:1:4: the header does not stand in the first comment"},
		{"header behind --", "-- x\n-- {{.Header}}" + up, "house.tmpl:2:4: the header does not stand in the first comment"},
		{"header twice", "{{.Header}}\n{{.Header}}" + up, "house.tmpl:1:1: `revision` is given twice\nhouse.tmpl:1:1: `revises` is given twice"},
		{"another label", "{{.Header}}\n-- sqlbundle:labels x" + up, "house.tmpl:1:1: the template changes what {{.Header}} says"},
		{"a header of its own", "-- sqlbundle:revision {{.ID}}\n-- sqlbundle:revises x" + up, "house.tmpl:1:1: the template loses the header: there is no {{.Header}}"},
		{"unknown directive", "-- {{.Message}}\n{{.Header}}\n-- sqlbundle:tickt x" + up, `house.tmpl:3:14: unknown directive "tickt"`},
		{"nothing", "", "house.tmpl:1:1: the template loses the header: there is no {{.Header}}"},
		{"only a comment", "{{/* x */}}", "house.tmpl:1:1: the template loses the header: there is no {{.Header}}"},
		{"syntax", "-- é\n{{.Header}", `house.tmpl:2:1: bad character U+007D '}'`},
		{"unclosed", "-- é\n{{.Header", `house.tmpl:2:1: unclosed action`},
		{"unknown field", "-- é{{.Mesage}}\n{{.Header}}", `house.tmpl:1:7: a template has no field "Mesage"`},
		{"lower case", "{{.header}}", `house.tmpl:1:3: a template has no field "header"`},
		{"no end", "{{.Header}}\n{{range 100000000}}xxxxxxxxxxxxxxxxxxxxx{{end}}", "house.tmpl:1:1: the template writes more than 1 MB"},
		{"recursion", `{{define "a"}}{{template "a"}}{{end}}{{template "a"}}`, "house.tmpl:1:26: exceeded maximum template depth (100000)"},
		{"NUL", "{{.Header}}\x00", "house.tmpl:1:12: the file holds a NUL byte"},
		{"made NUL", `{{.Header}}{{"\x00"}}`, "house.tmpl:1:1: the file holds a NUL byte"},
		{"message in code", "{{.Header}}" + up + "COMMENT ON TABLE t IS '{{.Message}}';", "house.tmpl:3:24: with this message the template makes other code than with others"},
		{"message in a directive", "{{.Header}}\n-- sqlbundle:{{.Message}}" + up, "house.tmpl:2:14: with this message the template makes other code than with others"},
	} {
		t.Run(test.name, func(t *testing.T) {
			template, err := ParseTemplate("house.tmpl", []byte(test.text))
			if err == nil {
				_, err = New{ID: "a1", Message: "it's; DROP TABLE t"}.Render(template, Options{Metadata: []string{"ticket"}})
			}
			if err == nil || err.Error() != test.want {
				t.Errorf("got  %v\nwant %s", err, test.want)
			}
		})
	}
}

// A message that is only a comment in the template is kept as it is, whatever
// it holds.
func TestMessageInTemplate(t *testing.T) {
	template, err := ParseTemplate("t", []byte("/* {{.Message}} */\n{{.Header}}\n-- sqlbundle:up\n"))
	if err != nil {
		t.Fatal(err)
	}
	for message, good := range map[string]bool{
		"it's; DROP TABLE t": true, "/* nested */": true, "*/ DROP TABLE t; /*": false, "open /*": false,
	} {
		text, err := New{ID: "a1", Message: message}.Render(template, Options{})
		if (err == nil) != good || good && !strings.Contains(text, message) {
			t.Errorf("%q: %v\n%s", message, err, text)
		}
	}
}
