package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const upOne = "-- sqlbundle:revision a\n-- sqlbundle:revises base\n-- sqlbundle:up\nSELECT 1;\n"

// TestAwkwardFolders reads folders with what is no ordinary file. Each is left
// out for a reason that the pages give, or an error with its name and the way
// out; nothing outside of the project is read.
func TestAwkwardFolders(t *testing.T) {
	outside := filepath.Join(t.TempDir(), "outside.sql")
	if err := os.WriteFile(outside, []byte(upOne), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		links  map[string]string
		files  map[string]string
		status int
		want   []string
	}{
		"a folder named x.sql":    {files: map[string]string{"x.sql/a.sql": upOne}, want: []string{"a (head)"}},
		"links to folders":        {links: map[string]string{"loop": ".", "etc": "/etc"}, files: map[string]string{"a.sql": upOne}, want: []string{"a (head)"}},
		"a link that stays":       {links: map[string]string{"b.sql": "../a.txt"}, files: map[string]string{"../a.txt": upOne}, want: []string{"a (head)"}},
		"a link out":              {links: map[string]string{"b.sql": outside}, status: 2, want: []string{"migrations/b.sql:1:1: ", "a link that leads out of the project folder"}},
		"a dangling link":         {links: map[string]string{"b.sql": "nowhere"}, status: 2, want: []string{"migrations/b.sql:1:1: ", "a link that leads nowhere"}},
		"links to one another":    {links: map[string]string{"b.sql": "c.sql", "c.sql": "b.sql"}, status: 2, want: []string{"migrations/b.sql:1:1: ", "migrations/c.sql:1:1: ", "leads back to itself"}},
		"a link out by include":   {links: map[string]string{"../l.txt": outside}, files: map[string]string{"a.sql": upOne + "-- sqlbundle:include ../l.txt\n"}, status: 2, want: []string{`migrations/a.sql:5:22: reading "l.txt": `, "a link that leads out of the project folder"}},
		"an include of a folder":  {files: map[string]string{"a.sql": upOne + "-- sqlbundle:include ../migrations\n"}, status: 2, want: []string{`migrations/a.sql:5:22: reading "migrations": `, "one by one"}},
		"a name that is no UTF-8": {files: map[string]string{"\xff.sql": upOne}, status: 2, want: []string{`migrations/\xff.sql:1:1: `, "not valid UTF-8", "rename it"}},
		"a folder that is none":   {files: map[string]string{"\xff/a.sql": upOne}, status: 2, want: []string{"not valid UTF-8; rename it"}},
		"two of one id":           {files: map[string]string{"a.sql": upOne, "b.sql": upOne}, status: 2, want: []string{"migrations/b.sql:1:23: ", "migrations/a.sql", "another id"}},
		"nothing there":           {files: map[string]string{"a.txt": "x"}},
	} {
		t.Run(name, func(t *testing.T) {
			p := newProject(t, map[string]string{"sqlbundle.toml": "", "migrations/.keep": ""})
			folder := filepath.Join(filepath.Dir(p.config), "migrations")
			for file, text := range test.files {
				file = filepath.Join(folder, file)
				if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			for link, target := range test.links {
				if err := os.Symlink(target, filepath.Join(folder, link)); err != nil {
					t.Fatal(err)
				}
			}
			// Sections are read, so that includes are followed.
			stdout, stderr := call(t, test.status, "-c", p.config, "upgrade", "heads", "--sql")
			if test.status == 0 {
				stdout, _ = call(t, 0, "-c", p.config, "heads")
			} else if stdout != "" {
				t.Errorf("a refused command prints %q", stdout)
			}
			for _, want := range test.want {
				if !strings.Contains(stdout+stderr, want) {
					t.Errorf("%q is not in\n%s%s", want, stdout, stderr)
				}
			}
			if strings.Contains(stdout+stderr, "\xff") || strings.Contains(stdout+stderr, "\x1b") || strings.Contains(stderr, folder) {
				t.Errorf("bytes of a name, or this machine's folder, are shown:\n%q", stderr)
			}
		})
	}
}

// TestAwkwardNames reads files whose names would do something in a shell, a
// terminal or a script. They are shown on one line, and nothing more.
func TestAwkwardNames(t *testing.T) {
	names := []string{"new\nline.sql", "quo'te\"s.sql", "-dash.sql", "$(touch CANARY).sql", "`touch CANARY`.sql", "\x1b[31m.sql", `back\slash.sql`, "*.sql", " .sql", "\u202e.sql"}
	files := map[string]string{"sqlbundle.toml": ""}
	parent := "base"
	for i, name := range names {
		id := "r" + string(rune('a'+i))
		files["migrations/"+name] = "-- sqlbundle:revision " + id + "\n-- sqlbundle:revises " + parent + "\n-- sqlbundle:up\nSELEC;\n"
		parent = id
	}
	p := newProject(t, files)
	shown := p.call("history", "-v")
	stderr := p.refuse("upgrade", "head", "--sql")
	for _, text := range []string{shown, stderr} {
		if strings.ContainsAny(text, "\x1b\r") || strings.Contains(text, "\u202e") || strings.Contains(text, "new\nline") {
			t.Errorf("a name is shown as it is:\n%q", text)
		}
	}
	for _, want := range []string{`new\x0aline.sql`, `$(touch CANARY).sql`, `\x1b[31m.sql`, `back\slash.sql`, `\u202e.sql`} {
		if !strings.Contains(shown, want) || !strings.Contains(stderr, want) {
			t.Errorf("%q is not shown", want)
		}
	}
	if n := strings.Count(stderr, "syntax error"); n != len(names) {
		t.Errorf("%d of %d files have an error", n, len(names))
	}
}

// TestAwkwardConfiguration names what is wrong with a configuration, and what
// to write.
func TestAwkwardConfiguration(t *testing.T) {
	for text, want := range map[string]string{
		"[project]\nmigrations = 3\n":                    "sqlbundle.toml:2:14: project.migrations must be a list of strings",
		"[project]\ntarget_version = \"x\"\n":            "sqlbundle.toml:2:18: project.target_version must be an integer",
		"[project\n":                                     "sqlbundle.toml:1:9: ",
		"\xff\x00":                                       "sqlbundle.toml:1:1: the file is not UTF-8",
		"[project]\nmigrations = [\"../x\"]\n":           "leads out of the project",
		"[project]\nmigrations = [\"/etc\"]\n":           "is an absolute path",
		"[bundle]\nlock_timeout = 5\n":                   `put it in quotes: "5"`,
		strings.Repeat("[", 100_000):                     "sqlbundle.toml:1:",
		"a = " + strings.Repeat("{a=", 5_000):            "sqlbundle.toml:1:",
		"[project]\nmigrations = [\"\\u0000\"]\n":        "sqlbundle.toml:2:",
		"[project]\nmigrations = [\"no such folder\"]\n": "no such folder",
		"[project]\nmigrations = [\"sqlbundle.toml\"]\n": "is not a folder",
	} {
		p := newProject(t, map[string]string{"sqlbundle.toml": text, "migrations/a.sql": upOne})
		if stderr := p.refuse("upgrade", "head", "--sql"); !strings.Contains(stderr, want) {
			t.Errorf("%.50q: %q is not in\n%.500s", text, want, stderr)
		}
	}
}
