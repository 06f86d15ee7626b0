package crash

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// history is a project below testdata, and the bundle that is cut.
type history struct {
	name   string
	folder string // of testdata
	config string // its configuration; empty: sqlbundle.toml
	// before are the bundles that are applied first, as TARGET or FROM:TARGET.
	before []string
	target string // of the bundle that is cut
	// since is the first major version that the bundle is for.
	since int
	// tracking is the version table, log the table of progress.
	tracking, log string
	// noLog holds where the log is empty behind a whole run.
	noLog bool
	// takesBack holds where the rollback takes back what is done when the data
	// stop the upgrade.
	takesBack bool
	// noLock holds for scripts by hand that take no advisory lock.
	noLock bool
}

const (
	trackingTable = "public.sqlbundle_version"
	logTable      = "public.sqlbundle_log"
)

// histories are all of them. Where one has a file setup.sql, the database
// begins with it; where it has fix.sql, the upgrade is refused by the data until
// that has run.
func histories() []history {
	all := []history{
		{name: "segments"},
		{name: "builds"},
		{name: "batches"},
		{name: "duplicates"},
		{name: "inside", before: []string{"i0"}, target: "i0:heads", takesBack: true},
		{name: "enum"},
		{name: "detach", since: 14},
		{name: "byhand"},
		{name: "branches", before: []string{"a1", "a1:b1"}, target: "a1,b1:heads"},
		{name: "all", folder: "all"},
		{name: "all-builds", folder: "all", config: "builds.toml"},
		{name: "alembic", tracking: `"meta data".alembic_version`, log: `"meta data".sqlbundle_log`},
		{
			name: "alembic-nolog", folder: "alembic", config: "nolog.toml",
			tracking: `"meta data".alembic_version`, log: `"meta data".sqlbundle_log`, noLog: true,
		},
	}
	for i := range all {
		h := &all[i]
		fill(&h.folder, h.name)
		fill(&h.config, "sqlbundle.toml")
		fill(&h.target, "heads")
		fill(&h.tracking, trackingTable)
		fill(&h.log, logTable)
	}
	return all
}

func fill(field *string, value string) {
	if *field == "" {
		*field = value
	}
}

// file is the path of one of the history's files; empty where it has none.
func (h history) file(name string) string {
	path := filepath.Join("testdata", h.folder, name)
	if _, err := os.Stat(path); err != nil {
		return ""
	}
	return path
}

// fix is the script that repairs the data, where the history has one.
func (h history) fix() string { return h.file("fix.sql") }

// workplace is a folder for this process, with the program that makes bundles;
// it is deleted by TestMain.
var workplace = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "sqlbundle-crash-")
	if err != nil {
		return "", err
	}
	cmd := exec.Command("go", "build", "-o", filepath.Join(folder, "sqlbundle"), "sqlbundle/cmd/sqlbundle")
	if output, err := cmd.CombinedOutput(); err != nil {
		return folder, fmt.Errorf("building the program: %w\n%s", err, output)
	}
	return folder, nil
})

// used tells whether there is a workplace to be deleted.
var used bool

// workplaceOf is the workplace for a test.
func workplaceOf(t *testing.T) string {
	t.Helper()
	used = true
	folder, err := workplace()
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

func TestMain(m *testing.M) {
	status := m.Run()
	if *every {
		fmt.Printf("crash: in all %s\n", &total)
		if total.all == 0 {
			status = 1
		}
	}
	if used {
		folder, _ := workplace()
		os.RemoveAll(folder)
	}
	os.Exit(status)
}

// bundle is the folder of a bundle that the program has made.
type bundle string

func (b bundle) upgrade() string  { return filepath.Join(string(b), "upgrade.sql") }
func (b bundle) rollback() string { return filepath.Join(string(b), "rollback.sql") }

// makeBundle has the program write a bundle of a history.
func makeBundle(t *testing.T, h history, target string) bundle {
	t.Helper()
	program := filepath.Join(workplaceOf(t), "sqlbundle")
	folder := filepath.Join(t.TempDir(), "bundle")
	cmd := exec.Command(program, "-c", filepath.Join("testdata", h.folder, h.config), "bundle", target, "-o", folder)
	if output, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("bundle %s of %s: %v\n%s", target, h.name, err, output)
	}
	return bundle(folder)
}
