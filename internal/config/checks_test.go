package config

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sqlbundle/revisions"
)

func TestChecks(t *testing.T) {
	long := strings.Repeat("x", 63)
	tests := []struct {
		name  string
		check check
		good  []string
		bad   []string
	}{
		{
			"path", checkPath,
			[]string{"a", "a/b", "./a", "a/../b", ".", "..a", "é", "a b", "a/"},
			[]string{"", "/", "..", "../a", "a/../..", "a\\b", "C:/a", "a\x1b", "a\u0085"},
		},
		{"file", checkFile, []string{"a", "./a/b.sql"}, []string{"", ".", "a/", "a/..", "../a"}},
		{
			"identifier", checkIdentifier,
			[]string{"a", "A b", `"`, "é", long},
			[]string{"", long + "x", strings.Repeat("é", 32)},
		},
		{
			"schema", checkSchema,
			[]string{"public", "pgx", "PG_x"},
			[]string{"pg_catalog", "pg_temp_3", "information_schema", ""},
		},
		{
			"search_path", checkSearchPath,
			[]string{"a", "a,b", " a , \"B c\" ", `"a""b"`, "é", "_x", "a$1"},
			[]string{"", ",", "a,", "a b", `"`, `""`, "a;b", "1a", "a\nb", "\"a\nb\"", "'a'", "$user"},
		},
		{"variable", checkVarName, []string{"a", "_A1", "1"}, []string{"", "${a}", "a-b", "a b", "é", "a\n"}},
		{"field", checkField, []string{"ticket", "a1-b_c"}, []string{"", "Ticket", "1a", "up", "end-raw", "a\n", "é"}},
		{
			"database", checkDatabaseName,
			[]string{"main", "a.b", "1", "_", long},
			[]string{"", ".", "..", "-a", "a/b", "a b", "é", "a\n", long + "x"},
		},
		{"text", checkText, []string{"", "é\n\x1b", "\u200b"}, []string{"\x00", "a\u202eb", "\u2066", "\u200f"}},
		{"glob", checkGlob, []string{"**", "a/**/*.sql", "[a-c]?", "{a,b}"}, []string{"", "/a", "[", "a/[b/c]", "../*"}},
		{
			"file_template", checkFileTemplate,
			[]string{"{id}", "{slug}", "{year}/{month}/{id}_{slug}", "é {id}", "{epoch}{day}{hour}{minute}{second}"},
			[]string{"", "x", "{}", "{id", "id}", "}{id}{", "{id}{", "{{id}}", "/{id}", "{id}/../../x", "a\\{id}", "{id}\n", "{id}.sql"},
		},
	}
	for _, tt := range tests {
		for _, s := range tt.good {
			if p := tt.check(s); p.msg != "" {
				t.Errorf("%s %q: %s", tt.name, s, p.msg)
			}
		}
		for _, s := range tt.bad {
			if p := tt.check(s); p.msg == "" {
				t.Errorf("%s %q is accepted", tt.name, s)
			}
		}
	}
}

func TestExpandName(t *testing.T) {
	value := func(name string) string { return "<" + name + "}{" }
	tests := map[string]string{
		"{id}_{slug}": "<id}{_<slug}{",
		"a{year}b":    "a<year}{b",
		"plain":       "plain",
	}
	for template, want := range tests {
		if got := ExpandName(template, value); got != want {
			t.Errorf("ExpandName(%q) = %q, want %q", template, got, want)
		}
	}
}

// Each placeholder that is listed can be used.
func TestPlaceholders(t *testing.T) {
	for _, name := range Placeholders() {
		if p := checkFileTemplate("{" + name + "}"); p.msg != "" {
			t.Errorf("{%s}: %s", name, p.msg)
		}
	}
}

// What the loader reads itself cannot be a further field.
func TestDirectives(t *testing.T) {
	want := revisions.ReservedFields()
	slices.Sort(want)
	if diff := cmp.Diff(want, directives()); diff != "" {
		t.Errorf("directives (-loader +here):\n%s", diff)
	}
}
