// Package internal_test keeps the direction of imports: it compares what
// `go list` says of every package with the table below.
package internal_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// module is the prefix of the project's own packages.
const module = "sqlbundle/"

// everything stands for all other packages of the table.
const everything = "*"

// foundation may be imported by every package that stands above it.
var foundation = []string{"internal/defect", "internal/memo", "internal/pgsql", "internal/source", "internal/suggest"}

// mayImport is, for each package, which of the project's packages it may
// import besides the foundation, from the top down. What is not in the table
// does not belong here: adding a package means deciding where it stands.
var mayImport = map[string][]string{
	"cmd/sqlbundle":       {everything},
	"internal/fleet":      {"out", "internal/executor", "internal/term"},
	"internal/executor":   {"out", "compiler", "graph", "internal/psql", "internal/term"},
	"internal/psql":       {},
	"out":                 {"compiler", "lint", "graph", "revisions", "internal/term", "internal/effects", "internal/catalog"},
	"lint":                {"compiler", "graph", "revisions", "internal/syntax", "internal/effects", "internal/catalog", "internal/builtin"},
	"compiler":            {"graph", "revisions", "internal/syntax", "internal/effects", "internal/catalog"},
	"internal/schemadiff": {"internal/catalog"},
	"internal/effects":    {"internal/catalog", "internal/builtin", "internal/syntax"},
	"internal/catalog":    {"internal/builtin"},
	"internal/builtin":    {},
	"internal/syntax":     {},
	"graph":               {"revisions"},
	"revisions":           {},
	"internal/config":     {},
	"internal/git":        {},
	"internal/forge":      {"internal/term"},
	"internal/term":       {},
	"internal/demo":       {"internal/pgtest"},
	"internal/crash":      {},
	"internal/histories":  {},
	"internal/oracle":     {"internal/pgtest"},
	"internal/pgtest":     {},
	"internal/pgsql":      {},
	"internal/suggest":    {},
	"internal/source":     {},
	"internal/defect":     {},
	"internal/memo":       {},
	"internal":            {}, // this test
}

// aboveSource are the packages that stand above internal/source alone.
var aboveSource = []string{"internal/pgsql", "internal/git", "internal/term", "internal/suggest"}

// onlyIn are imports that stay inside few packages; each stands for the
// packages below it too. Tests may import what they need.
var onlyIn = map[string][]string{
	// Running programs, sockets: the rest takes fs.FS, bytes and io.Writer.
	"os/exec":  {"cmd/sqlbundle", "internal/executor", "internal/git", "internal/pgtest", "internal/demo"},
	"os":       {"cmd/sqlbundle", "internal/executor", "internal/forge", "internal/git", "internal/pgtest", "internal/demo", "internal/config", "internal/term"},
	"net":      {"internal/executor"},
	"net/http": {"internal/forge"},
	"testing":  {"internal/pgtest"},
	// Libraries, each with one place.
	"github.com/alecthomas/kong":                 {"cmd/sqlbundle"},
	"github.com/jackc/pgx/v5":                    {"cmd/sqlbundle", "internal/executor", "internal/pgtest", "internal/oracle"},
	"github.com/pelletier/go-toml/v2":            {"internal/config"},
	"github.com/pganalyze/pg_query_go/v5/parser": {"internal/pgsql"},
	"github.com/sergi/go-diff":                   {"out"},
	"sqlbundle/internal/pgtest":                  {"internal/demo", "internal/oracle"},
}

// listed is what go list says of a package.
type listed struct {
	ImportPath string
	Imports    []string
}

func TestImportsGoDown(t *testing.T) {
	packages := list(t)
	if len(packages) < 5 {
		t.Fatalf("go list names only %d packages", len(packages))
	}
	for _, p := range packages {
		name := strings.TrimPrefix(p.ImportPath, module)
		if _, known := mayImport[name]; !known {
			t.Errorf("%s is not in the table: decide where it stands", name)
			continue
		}
		for _, imported := range p.Imports {
			if why := refused(name, imported); why != "" {
				t.Errorf("%s imports %s: %s", name, imported, why)
			}
		}
	}
}

// refused is why a package may not import another one; empty where it may.
func refused(name, imported string) string {
	for prefix, places := range onlyIn {
		below := imported == prefix || strings.HasPrefix(imported, prefix+"/")
		if prefix == "os" || prefix == "net" { // os/signal and net/url are harmless
			below = imported == prefix
		}
		if below && !slices.Contains(places, name) {
			return "that is left to " + strings.Join(places, ", ")
		}
	}
	own, ok := strings.CutPrefix(imported, module)
	if !ok || allowed(name, own) {
		return ""
	}
	return "the table does not allow it"
}

// allowed looks a pair up in the table.
func allowed(name, own string) bool {
	switch {
	case slices.Contains(mayImport[name], everything) || slices.Contains(mayImport[name], own):
		return true
	case name == "internal/source":
		return false
	case slices.Contains(aboveSource, name):
		return own == "internal/source"
	}
	return slices.Contains(foundation, own)
}

func TestRefused(t *testing.T) {
	tests := []struct {
		name, imported string
		want           bool
	}{
		{"graph", "sqlbundle/revisions", false},
		{"graph", "sqlbundle/compiler", true},
		{"graph", "sqlbundle/internal/source", false},
		{"internal/source", "sqlbundle/internal/pgsql", true},
		{"internal/pgsql", "sqlbundle/internal/source", false},
		{"internal/pgsql", "sqlbundle/internal/suggest", true},
		{"internal/config", "sqlbundle/internal/suggest", false},
		{"cmd/sqlbundle", "sqlbundle/out", false},
		{"cmd/sqlbundle", "sqlbundle/internal/pgtest", true},
		{"compiler", "os", true},
		{"compiler", "os/exec", true},
		{"cmd/sqlbundle", "os/signal", false},
		{"out", "net/url", false},
		{"out", "github.com/jackc/pgx/v5/pgconn", true},
		{"out", "testing/fstest", true},
		{"out", "strings", false},
	}
	for _, test := range tests {
		if why := refused(test.name, test.imported); (why != "") != test.want {
			t.Errorf("%s imports %s: %q", test.name, test.imported, why)
		}
	}
}

// list asks go list for every package of the module.
func list(t *testing.T) []listed {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports", "./...")
	cmd.Dir = ".."
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, &stderr)
	}
	var packages []listed
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
}
