package pgtest

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// fakeServer writes programs that only know --version.
func fakeServer(t *testing.T, bin, version string) {
	t.Helper()
	for _, name := range []string{"initdb", "pg_ctl", "postgres"} {
		fakeProgram(t, filepath.Join(bin, name), version)
	}
}

func fakeProgram(t *testing.T, file, version string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	text := "#!/bin/sh\necho '" + filepath.Base(file) + " (PostgreSQL) " + version + "'\n"
	if err := os.WriteFile(file, []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
}

// fakeLocator looks below a folder; its npm package is always version 18.4.
func fakeLocator(root string, env map[string]string) locator {
	return locator{
		root:   root,
		getenv: func(name string) string { return env[name] },
		fetch: func(major int) (installation, error) {
			if major != 0 && major != 18 {
				return installation{}, errors.New("no such package")
			}
			return installation{bin: "fetched", major: 18, version: "18.4"}, nil
		},
	}
}

func TestServerIsChosen(t *testing.T) {
	root := t.TempDir()
	fakeServer(t, root+"/usr/lib/postgresql/9.6/bin", "9.6.24")
	fakeServer(t, root+"/usr/lib/postgresql/15/bin", "15.18 (Debian 15.18-0+deb12u1)")
	fakeServer(t, root+"/usr/lib/postgresql/19/bin", "19beta1")
	fakeServer(t, root+"/usr/lib/postgresql/20/bin", "20.1")
	fakeServer(t, root+"/usr/pgsql-17/bin", "17.2")
	fakeServer(t, root+"/opt/homebrew/opt/postgresql@16/bin", "16.4 (Homebrew)")
	fakeServer(t, root+"/path/bin", "14.3")
	fakeServer(t, root+"/named/bin", "13.1")
	fakeProgram(t, root+"/usr/lib/postgresql/16/bin/postgres", "16.9") // no initdb
	fakeProgram(t, root+"/client/bin/psql", "15.1")

	tests := []struct {
		name  string
		env   map[string]string
		major int
		want  string
	}{
		{"the newest that is supported", nil, 0, root + "/usr/pgsql-17/bin"},
		{"Debian", nil, 15, root + "/usr/lib/postgresql/15/bin"},
		{"Homebrew, the other 16 has no initdb", nil, 16, root + "/opt/homebrew/opt/postgresql@16/bin"},
		{"PATH", map[string]string{"PATH": "relative:" + root + "/path/bin"}, 14, root + "/path/bin"},
		{"the named one first", map[string]string{"SQLBUNDLE_PG_BIN": root + "/named/bin"}, 0, root + "/named/bin"},
		{
			"the second named one",
			map[string]string{"SQLBUNDLE_PG_BIN": root + "/named/bin:" + root + "/usr/lib/postgresql/9.6/bin"},
			9, root + "/usr/lib/postgresql/9.6/bin",
		},
		{"found although others are named", map[string]string{"SQLBUNDLE_PG_BIN": root + "/named/bin"}, 15, root + "/usr/lib/postgresql/15/bin"},
		{"the package for what is not there", map[string]string{"PATH": root + "/client/bin"}, 18, "fetched"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := fakeLocator(root, test.env).server(test.major)
			if err != nil {
				t.Fatal(err)
			}
			if got.bin != test.want {
				t.Errorf("server(%d) is %s, want %s", test.major, got.bin, test.want)
			}
		})
	}
}

func TestInstalledIsInOrder(t *testing.T) {
	root := t.TempDir()
	fakeServer(t, root+"/usr/lib/postgresql/13/bin", "13.5")
	fakeServer(t, root+"/usr/lib/postgresql/17/bin", "17.1")
	fakeServer(t, root+"/usr/pgsql-17/bin", "17.2")
	fakeServer(t, root+"/usr/bin", "15.2")
	l := fakeLocator(root, map[string]string{"PATH": root + "/usr/bin:" + root + "/usr/bin"})
	var got []string
	for _, inst := range l.installed() {
		got = append(got, inst.version+" "+strings.TrimPrefix(inst.bin, root))
	}
	want := []string{
		"17.1 /usr/lib/postgresql/17/bin", "17.2 /usr/pgsql-17/bin", "15.2 /usr/bin",
		"13.5 /usr/lib/postgresql/13/bin",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestServerErrors(t *testing.T) {
	root := t.TempDir()
	fakeServer(t, root+"/beta", "19beta1")
	fakeProgram(t, root+"/half/postgres", "15.1")
	fakeProgram(t, root+"/client/psql", "15.1")
	tests := []struct {
		name, bin string
		major     int
		want      []string
	}{
		{"nothing anywhere, not even a psql", "", 18, []string{"no PostgreSQL 18 server", "the npm package has no psql"}},
		{"nothing anywhere", "", 14, []string{
			"no PostgreSQL 14 server", "no such package", "apt-get install postgresql",
			"dnf install postgresql-server", "brew install postgresql@14", "SQLBUNDLE_PG_BIN",
		}},
		{"a folder without a server", root + "/none", 0, []string{"SQLBUNDLE_PG_BIN names " + root + "/none", "no initdb"}},
		{"half a server", root + "/half", 0, []string{"no initdb"}},
		{"a beta", root + "/beta", 0, []string{"19beta1 is not a released version"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			env := map[string]string{"SQLBUNDLE_PG_BIN": test.bin}
			if test.major != 18 {
				env["PATH"] = root + "/client"
			}
			_, err := fakeLocator(root, env).server(test.major)
			wantError(t, err, test.want...)
			if want := test.bin == ""; Missing(err) != want {
				t.Errorf("Missing is %v", !want)
			}
		})
	}
}

func TestPsqlIsChosen(t *testing.T) {
	root := t.TempDir()
	fakeProgram(t, root+"/old/psql", "13.4")
	fakeProgram(t, root+"/new/psql", "16.4")
	fakeProgram(t, root+"/path/psql", "15.1")
	fakeServer(t, root+"/usr/pgsql-18/bin", "18.1")
	fakeProgram(t, root+"/usr/pgsql-18/bin/psql", "18.1")

	tests := []struct {
		name, named, beside, path, want string
	}{
		{"beside the server", "", root + "/new", root + "/path", root + "/new/psql"},
		{"too old beside the server", "", root + "/old", root + "/path", root + "/path/psql"},
		{"of another installation", "", root + "/old", root + "/old", root + "/usr/pgsql-18/bin/psql"},
		{"named", root + "/path/psql", root + "/new", "", root + "/path/psql"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			l := fakeLocator(root, map[string]string{"SQLBUNDLE_PSQL": test.named, "PATH": test.path})
			got, err := l.psql(installation{bin: test.beside})
			if err != nil {
				t.Fatal(err)
			}
			if got != test.want {
				t.Errorf("psql is %s, want %s", got, test.want)
			}
		})
	}
	t.Run("none", func(t *testing.T) {
		_, err := fakeLocator(t.TempDir(), nil).psql(installation{bin: root + "/old"})
		wantError(t, err, "no psql of version 15 or later", "apt-get install postgresql-client", "SQLBUNDLE_PSQL")
		if !Missing(err) {
			t.Error("Missing is false")
		}
	})
	t.Run("named, but too old", func(t *testing.T) {
		_, err := fakeLocator(root, map[string]string{"SQLBUNDLE_PSQL": root + "/old/psql"}).psql(installation{})
		wantError(t, err, "SQLBUNDLE_PSQL names", "13.4 is too old")
	})
	t.Run("named, but not there", func(t *testing.T) {
		_, err := fakeLocator(root, map[string]string{"SQLBUNDLE_PSQL": "psql-of-nobody"}).psql(installation{})
		wantError(t, err, "give the whole path")
	})
}

func TestListOfMajors(t *testing.T) {
	for list, want := range map[string][]int{"": {0}, " 13 15\t18 ": {13, 15, 18}} {
		got, err := versions(list)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("versions(%q): %s", list, diff)
		}
	}
	_, err := versions("13,15")
	wantError(t, err, `"13,15"`)
}

// wantError checks that an error holds every text.
func wantError(t *testing.T, err error, texts ...string) {
	t.Helper()
	if err == nil {
		t.Fatal("there is no error")
	}
	for _, text := range texts {
		if !strings.Contains(err.Error(), text) {
			t.Errorf("the error does not say %q:\n%v", text, err)
		}
	}
}
