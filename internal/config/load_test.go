package config

import (
	"errors"
	"fmt"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"sqlbundle/internal/source"
)

// ignorePlaces compares what the settings are, not where they stand.
var ignorePlaces = cmp.Options{
	cmpopts.IgnoreUnexported(Config{}),
	cmpopts.IgnoreFields(Config{}, "File"),
	cmpopts.IgnoreTypes(source.Span{}),
	cmpopts.EquateEmpty(),
	cmp.Comparer(func(a, b *regexp.Regexp) bool { return a.String() == b.String() }),
}

func TestLoadEmpty(t *testing.T) {
	for _, text := range []string{"", "\n", "# nothing", "\ufeff", "[project]\r\n[vars]\r\n[lint.rules]\r\n"} {
		got, err := Load("sqlbundle.toml", []byte(text))
		if err != nil {
			t.Fatalf("Load(%q): %v", text, err)
		}
		if diff := cmp.Diff(Default(), got, ignorePlaces); diff != "" {
			t.Errorf("Load(%q) is not the default (-default +got):\n%s", text, diff)
		}
	}
}

func TestLoadEverything(t *testing.T) {
	text := `
[project]
migrations = ["db/migrations", './reporting/', "."]
file_template = "{year}/{id}-{slug}"
template = "db/./revision.sql.tmpl"
post_write = ["pg_format -i"]
metadata = ["ticket", "change-number"]
env_vars = ["APP_ROLE", "_x1"]
target_version = 0x12
[vars]
app_role = "help\u0027desk"
Empty = ""
[tracking]
style = "alembic"
schema = ""
log_table = "log of sqlbundle"
log = true
[bundle]
transaction = "all"
dialect = "plain"
lock_timeout = "500ms"
statement_timeout = "1 d"
lock_retries = 0
role = "owner"
search_path = "app, \"$user\", public"
[lint]
require_reason = true
small_tables = ["settings", "app.lookup_*"]
server_release = "18.1"
max_lock_timeout = "3s"
min_build_timeout = "30 min"
max_locked_tables = 1
max_index_columns = 32
two_release_drop = true
extension_versions = true
forbidden_types = ["timestamp", "varchar(9)", "app.\"Money\"[]"]
required_columns = ["created_at"]
[lint.names]
foreign_key = '^fk_'
index = "_idx$"
[lint.rules]
z-rule = "off"
a-rule = "error"
[lint.paths."legacy/**"]
a-rule = "notice"
[lint.paths."db/[a-c]*.sql"]
[database.main]
url = "${DATABASE_URL}"
[database.analytics]
url = "postgres://localhost/a"
name = "analytics"
`
	want := Default()
	want.Project.Migrations = []string{"db/migrations", "reporting", "."}
	want.Project.FileTemplate = "{year}/{id}-{slug}"
	want.Project.Template = "db/revision.sql.tmpl"
	want.Project.PostWrite = []string{"pg_format -i"}
	want.Project.Metadata = []string{"ticket", "change-number"}
	want.Project.EnvVars = []string{"APP_ROLE", "_x1"}
	want.Project.TargetVersion = 18
	want.Vars = map[string]string{"app_role": "help'desk", "Empty": ""}
	want.Tracking.Style = StyleAlembic
	want.Tracking.Schema = ""
	want.Tracking.Table = "alembic_version"
	want.Tracking.LogTable = "log of sqlbundle"
	want.Bundle.Transaction = TransactionAll
	want.Bundle.Dialect = DialectPlain
	want.Bundle.LockTimeout = "500ms"
	want.Bundle.StatementTimeout = "1 d"
	want.Bundle.Role = "owner"
	want.Bundle.SearchPath = `app, "$user", public`
	want.Lint.RequireReason = true
	want.Lint.SmallTables = []string{"settings", "app.lookup_*"}
	want.Lint.ServerRelease = "18.1"
	want.Lint.MaxLockTimeout, want.Lint.MinBuildTimeout = "3s", "30 min"
	want.Lint.MaxLockedTables, want.Lint.MaxIndexColumns = 1, 32
	want.Lint.TwoReleaseDrop, want.Lint.ExtensionVersions = true, true
	want.Lint.ForbiddenTypes = []string{"timestamp", "varchar(9)", `app."Money"[]`}
	want.Lint.RequiredColumns = []string{"created_at"}
	want.Lint.Names = map[string]*regexp.Regexp{
		"foreign_key": regexp.MustCompile("^fk_"), "index": regexp.MustCompile("_idx$"),
	}
	want.Lint.Rules = []RuleSeverity{{Rule: "z-rule", Severity: "off"}, {Rule: "a-rule", Severity: "error"}}
	want.Lint.Paths = []PathRules{
		{Glob: "legacy/**", Rules: []RuleSeverity{{Rule: "a-rule", Severity: "notice"}}},
		{Glob: "db/[a-c]*.sql"},
	}
	want.Databases = []Database{
		{Name: "main", URL: "${DATABASE_URL}"},
		{Name: "analytics", URL: "postgres://localhost/a", DBName: "analytics"},
	}
	got := mustLoad(t, text)
	if diff := cmp.Diff(want, got, ignorePlaces); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, crlf := range []string{"\ufeff" + text, strings.ReplaceAll(text, "\n", "\r\n")} {
		if diff := cmp.Diff(want, mustLoad(t, crlf), ignorePlaces); diff != "" {
			t.Errorf("with BOM or CRLF (-want +got):\n%s", diff)
		}
	}
}

// The same settings may be written as sections, dotted keys or inline tables.
func TestLoadForms(t *testing.T) {
	want := mustLoad(t, "[lint.rules]\na = 'off'\n[database.main]\nurl = 'u'\n[bundle]\nrole = 'r'\n")
	for _, text := range []string{
		"lint.rules.a = 'off'\ndatabase.main.url = 'u'\nbundle.role = 'r'",
		"lint = {rules = {a = 'off'}}\ndatabase = {main = {url = 'u'}}\nbundle = { role = 'r' }",
		"[lint]\nrules.a = 'off'\n[database]\nmain = {url = 'u'}\n[bundle]\n'role' = '''r'''",
		"[database]\nmain.url = \"\"\"\\\n   u\"\"\"\n[ \"lint\" . rules ] # c\n\"a\" = 'off'\n[bundle]\nrole='r'",
	} {
		if diff := cmp.Diff(want, mustLoad(t, text), ignorePlaces); diff != "" {
			t.Errorf("%s\n(-want +got):\n%s", text, diff)
		}
	}
}

func TestPlaces(t *testing.T) {
	text := "[project]\nmigrations = [\"a\",\n  \"é/b\"]\n[lint.rules]\nx = 'off'\n[lint.paths.'g/*']\n" +
		"[database.main]\nurl = 'u'\n[bundle]\nrole   =  'r'  # c\n"
	c := mustLoad(t, text)
	places := map[string]string{
		"project.migrations":    "sqlbundle.toml:2:14: bad",
		"project.migrations[1]": "sqlbundle.toml:3:3: bad",
		"database.main.url":     "sqlbundle.toml:8:7: bad",
		"bundle.role":           "sqlbundle.toml:10:11: bad",
		"bundle.search_path":    "bad",
	}
	for key, want := range places {
		if got := c.Problem(key, "bad", "").Error(); got != want {
			t.Errorf("%s: got %q, want %q", key, got, want)
		}
	}
	spans := map[source.Span]string{
		c.Problem("project.migrations", "", "").Span:    "[\"a\",\n  \"é/b\"]",
		c.Problem("project.migrations[1]", "", "").Span: `"é/b"`,
		c.Problem("bundle.role", "", "").Span:           "'r'",
		c.Lint.Rules[0].Span:                            "x",
		c.Lint.Paths[0].Span:                            "'g/*'",
		c.Databases[0].Span:                             "main",
	}
	for span, want := range spans {
		if got := c.File.Slice(span); got != want {
			t.Errorf("span %v is %q, want %q", span, got, want)
		}
	}
	if !c.IsSet("bundle.role") || c.IsSet("bundle.search_path") {
		t.Error("IsSet does not tell what the file sets")
	}
}

// Whoever gets a default may change it without changing the next one.
func TestDefaultIsFresh(t *testing.T) {
	Default().Project.Migrations[0] = "changed"
	if got := Default().Project.Migrations[0]; got != "migrations" {
		t.Errorf("the default is shared: %q", got)
	}
}

func mustLoad(t *testing.T, text string) *Config {
	t.Helper()
	c, err := Load("sqlbundle.toml", []byte(text))
	if err != nil {
		t.Fatalf("%s\n%v", text, err)
	}
	return c
}

// problems is each problem of text, as line:column message | hint.
func problems(t *testing.T, text string) []string {
	t.Helper()
	c, err := Load("f.toml", []byte(text))
	var list source.ErrorList
	if !errors.As(err, &list) {
		t.Fatalf("%s\ngives %v, want an error list", text, err)
	}
	if c != nil {
		t.Error("a configuration with errors was returned")
	}
	var all []string
	for _, e := range list {
		at := e.File.Position(e.Span.Start)
		line := fmt.Sprintf("%d:%d %s", at.Line, at.Column, e.Msg)
		if e.Hint != "" {
			line += " | " + e.Hint
		}
		all = append(all, line)
	}
	return all
}

// The cost of a bad file is linear in its length: twice as many errors take
// about twice the memory, not four times.
func TestManyErrorsAreCheap(t *testing.T) {
	const n = 4000
	for _, line := range []string{"a = \n", "[a.]\n", "a = [\n", "x = 1\n", "[[project]]\n"} {
		text := strings.Repeat(line, n)
		if got := problems(t, text); len(got) < n/2 {
			t.Errorf("%d problems for %d lines of %q", len(got), n, line)
		}
		once, twice := allocated(text), allocated(text+text)
		if twice > 3*once {
			t.Errorf("%d lines of %q take %d bytes, twice as many take %d", n, line, once, twice)
		}
	}
}

// allocated is how many bytes loading a text takes from the heap.
func allocated(text string) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, _ = Load("f.toml", []byte(text))
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}
