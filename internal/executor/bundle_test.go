package executor

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"sqlbundle/out"
)

// made and madePlain are bundles of a history with builds and batches, as the
// program writes them, in each dialect.
var (
	made      = sync.OnceValues(func() ([]out.File, error) { return bundled(batches, "psql") })
	madePlain = sync.OnceValues(func() ([]out.File, error) { return bundled(batches, "plain") })
)

const batches = "../crash/testdata/batches/sqlbundle.toml"

func bundled(config, dialect string) ([]out.File, error) {
	folder, err := os.MkdirTemp("", "sqlbundle-executor-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	dir := filepath.Join(folder, "bundle")
	cmd := exec.Command("go", "run", "sqlbundle/cmd/sqlbundle", "-c", config, "bundle", "heads", "-o", dir, "--dialect", dialect)
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return nil, err
	}
	return out.ReadFolder(os.DirFS(dir).(fs.ReadDirFS))
}

func files(t testing.TB) []out.File { return copyOf(t, made) }

func copyOf(t testing.TB, made func() ([]out.File, error)) []out.File {
	t.Helper()
	list, err := made()
	if err != nil {
		t.Fatal(err)
	}
	copied := slices.Clone(list)
	for i := range copied {
		copied[i].Data = slices.Clone(copied[i].Data)
	}
	return copied
}

// edit changes one file and makes the checksums fit again.
func edit(t testing.TB, list []out.File, name string, change func(string) string) []out.File {
	t.Helper()
	for i := range list {
		if list[i].Name == name {
			before := string(list[i].Data)
			after := change(before)
			if before == after {
				t.Fatalf("%s is not changed", name)
			}
			list[i].Data = []byte(after)
		}
	}
	return summed(list)
}

func summed(list []out.File) []out.File {
	var sums strings.Builder
	list = slices.DeleteFunc(list, func(f out.File) bool { return f.Name == out.SumsFile })
	for _, f := range list {
		sums.WriteString(out.Sum(f.Data) + "  " + f.Name + "\n")
	}
	return append(list, out.File{Name: out.SumsFile, Data: []byte(sums.String())})
}

func TestLoad(t *testing.T) {
	b, err := Load(files(t), "")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{out.UpgradeFile, out.RollbackFile} {
		if n := len(b.authors[name]); n < 5 {
			t.Errorf("only %d statements of %s are found", n, name)
		}
	}
	if _, err := Load(files(t), b.Digest); err != nil {
		t.Error(err)
	}
	again, err := Load(summed(files(t)), "")
	if err != nil || again.Digest == "" {
		t.Errorf("the test's own checksums do not fit: %v", err)
	}
}

// TestLoadRefuses holds that what was changed is found, also where the
// checksums were made to fit.
func TestLoadRefuses(t *testing.T) {
	manifest := func(change func(m *out.Manifest)) func(t *testing.T, list []out.File) []out.File {
		return func(t *testing.T, list []out.File) []out.File {
			return edit(t, list, out.ManifestFile, func(text string) string {
				var m out.Manifest
				if err := json.Unmarshal([]byte(text), &m); err != nil {
					t.Fatal(err)
				}
				change(&m)
				return manifestText(t, m)
			})
		}
	}
	script := func(old, changed string) func(t *testing.T, list []out.File) []out.File {
		return func(t *testing.T, list []out.File) []out.File {
			return edit(t, list, out.UpgradeFile, func(text string) string { return strings.Replace(text, old, changed, 1) })
		}
	}
	for name, c := range map[string]struct {
		change func(t *testing.T, list []out.File) []out.File
		want   string
	}{
		"a byte": {func(_ *testing.T, list []out.File) []out.File {
			list[len(list)-1].Data[10] ^= 1
			return list
		}, "was changed"},
		"a file more": {func(_ *testing.T, list []out.File) []out.File {
			return append(list, out.File{Name: "x.sql"})
		}, "is not in SHA256SUMS"},
		"a file more, in the checksums": {func(_ *testing.T, list []out.File) []out.File {
			return summed(append(list, out.File{Name: "x.sql"}))
		}, `"x.sql" is no file of a bundle`},
		"a file less": {func(_ *testing.T, list []out.File) []out.File {
			return summed(slices.DeleteFunc(list, func(f out.File) bool { return f.Name == out.VerifyFile }))
		}, `made: "verify.sql" is missing`},
		"a statement in the script": {script("CREATE TABLE readings", "CREATE table readings"), "is not what stands at its place"},
		"a statement in both": {func(t *testing.T, list []out.File) []out.File {
			list = script("CREATE TABLE readings", "CREATE table readings")(t, list)
			return edit(t, list, out.ManifestFile, func(text string) string {
				return strings.Replace(text, `"sql": "CREATE TABLE readings`, `"sql": "CREATE table readings`, 1)
			})
		}, "what it says will happen has the digest"},
		"a command of psql":    {script("\n\\timing off", "\n\\! echo"), `the command \! is none of the scripts'`},
		"a command in a value": {script("\n\\timing off", "\n\\set x '\\\\! echo'\n\\timing off"), `a value holds the command \!`},
		"another manifest":     {manifest(func(m *out.Manifest) { m.To = append(m.To, "zz") }), "has the digest"},
		"segments moved": {manifest(func(m *out.Manifest) {
			for _, step := range m.Steps {
				slices.Reverse(step.Segments)
			}
		}), "has the digest"},
		"a place moved":     {manifest(func(m *out.Manifest) { *m.Steps[0].Segments[0].Statements[0].Offset++ }), "is not what stands at its place"},
		"a place far away":  {manifest(func(m *out.Manifest) { *m.Steps[0].Segments[0].Statements[0].Offset = 1 << 60 }), "is not behind the one before"},
		"a length too much": {manifest(func(m *out.Manifest) { *m.Steps[0].Segments[0].Statements[0].Length = 1<<63 - 1 }), "is not behind the one before"},
		"no place":          {manifest(func(m *out.Manifest) { m.Steps[0].Segments[0].Statements[0].Offset = nil }), "has no place"},
		"another format":    {manifest(func(m *out.Manifest) { m.Format = 2 }), "it has the format 2"},
		"another digest":    {manifest(func(m *out.Manifest) { m.PlanDigest = strings.Repeat("a", 64) }), "what it says will happen has the digest"},
		"unknown field":     {editManifest(`"format": 1,`, `"format": 1, "more": 2,`), "unknown field"},
		"field twice":       {editManifest(`"format": 1,`, `"format": 2, "format": 1,`), "not as this program writes it"},
		"in capitals":       {editManifest(`"format": 1,`, `"FORMAT": 1,`), "not as this program writes it"},
		"something behind":  {editManifest("\n}\n", "\n}\n{}\n"), "not as this program writes it"},
		"a statement of the way back": {func(t *testing.T, list []out.File) []out.File {
			return edit(t, list, out.RollbackFile, func(text string) string {
				return strings.Replace(text, "DROP TABLE readings", "DROP table readings", 1)
			})
		}, "is not what stands at its place in rollback.sql"},
		"a way back in both": {func(t *testing.T, list []out.File) []out.File {
			list = edit(t, list, out.RollbackFile, func(text string) string {
				return strings.Replace(text, "DROP TABLE readings", "DROP table readings", 1)
			})
			return edit(t, list, out.ManifestFile, func(text string) string {
				return strings.Replace(text, `"sql": "DROP TABLE readings`, `"sql": "DROP table readings`, 1)
			})
		}, "the way back that it tells of has the digest"},
		"no way back":              {manifest(func(m *out.Manifest) { m.Rollback = nil }), "does not tell of rollback.sql"},
		"something behind the end": {behind(out.UpgradeFile), "upgrade.sql does not end where a script does"},
		"something behind its end": {behind(out.RollbackFile), "rollback.sql does not end where a script does"},
		"another way back's script": {func(t *testing.T, list []out.File) []out.File {
			return edit(t, list, out.RollbackFile, func(text string) string {
				return strings.Replace(text, "-- plan      sha256 ", "-- plan      sha256 0", 1)
			})
		}, "rollback.sql is not of the plan"},
		"of another plan": {func(t *testing.T, list []out.File) []out.File {
			return edit(t, list, out.VerifyFile, func(text string) string {
				return strings.Replace(text, "-- plan      sha256 ", "-- plan      sha256 0", 1)
			})
		}, "verify.sql is not of the plan"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Load(c.change(t, files(t)), "")
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("the error is %v, want %q in it", err, c.want)
			}
		})
	}
	if _, err := Load(files(t), strings.Repeat("0", 64)); err == nil || !strings.Contains(err.Error(), "its digest is") {
		t.Errorf("another digest is expected, and the error is %v", err)
	}
}

// behind appends a statement to a script.
func behind(name string) func(t *testing.T, list []out.File) []out.File {
	return func(t *testing.T, list []out.File) []out.File {
		return edit(t, list, name, func(text string) string { return text + "DROP TABLE readings;\n" })
	}
}

// TestLoadPlain holds that the statements and segments of a bundle in the plain
// dialect are found, and that it is refused where something was changed.
func TestLoadPlain(t *testing.T) {
	b, err := Load(copyOf(t, madePlain), "")
	if err != nil {
		t.Fatal(err)
	}
	for name, steps := range map[string][]out.StepJSON{out.UpgradeFile: b.Manifest.Steps, out.RollbackFile: b.Manifest.Rollback.Steps} {
		segments := 0
		for _, step := range steps {
			segments += len(step.Segments)
		}
		if n := len(b.plain[name].segments); n != segments || n < 4 {
			t.Errorf("%s: %d segments are found, the manifest has %d", name, n, segments)
		}
		if n := len(b.authors[name]); n < 5 {
			t.Errorf("only %d statements of %s are found", n, name)
		}
	}
	for want, change := range map[string]func(text string) string{
		"is not what stands at its place": func(text string) string {
			return strings.Replace(text, "CREATE TABLE readings", "CREATE table readings", 1)
		},
		"upgrade.sql does not end where a script does": func(text string) string { return text + "DROP TABLE readings;\n" },
		`the command \! is none of the scripts'`:       func(text string) string { return strings.Replace(text, "\nBEGIN;\n", "\n\\! echo\nBEGIN;\n", 1) },
		"its last statement does not end":              func(text string) string { return text + "DROP TABLE readings\n" },
		"upgrade.sql has no segment 1 of":              func(text string) string { return strings.ReplaceAll(text, ", segment 1/", ", segment 9/") },
	} {
		if _, err := Load(edit(t, copyOf(t, madePlain), out.UpgradeFile, change), ""); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the error is %v, want %q in it", err, want)
		}
	}
}

// TestLoadPlainForged holds that no comment of a revision passes for the line with
// which a segment begins.
func TestLoadPlainForged(t *testing.T) {
	const line = "-- ======== step 1/1: upgrade a1, segment 2/3, x\n"
	dir := t.TempDir()
	for name, text := range map[string]string{
		"sqlbundle.toml": "",
		"migrations/a1.sql": "-- x\n-- sqlbundle:revision a1\n-- sqlbundle:revises base\n-- sqlbundle:up\n\n" + line + "CREATE TABLE t (id int);\n\n" + line +
			"/*\nCOMMIT;\n\n" + line + "*/\nSELECT '\nCOMMIT;\n\n" + line + "';\n" + line + "\n\n" + line + "CREATE INDEX CONCURRENTLY i ON t (id);\n" + line +
			"-- sqlbundle:down\nDROP TABLE t;\n",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	list, err := bundled(filepath.Join(dir, "sqlbundle.toml"), "plain")
	if err != nil {
		t.Fatal(err)
	}
	b, err := Load(list, "")
	if err != nil {
		t.Fatal(err)
	}
	script, p := b.scripts[out.UpgradeFile], b.plain[out.UpgradeFile]
	if len(p.segments) != 3 {
		t.Errorf("%d segments are found", len(p.segments))
	}
	for n, e := range p.segments {
		own := fmt.Sprintf("segment %d/3, %s\n", e.Segment, map[bool]string{true: "outside any transaction", false: "a transaction"}[e.Segment == 2])
		if between := script[p.list[n-1].End:p.list[n].Start]; !strings.Contains(between, own) {
			t.Errorf("segment %d begins behind %q", e.Segment, between)
		}
	}
}

func editManifest(old, changed string) func(t *testing.T, list []out.File) []out.File {
	return func(t *testing.T, list []out.File) []out.File {
		return edit(t, list, out.ManifestFile, func(text string) string { return strings.Replace(text, old, changed, 1) })
	}
}

func manifestText(t testing.TB, m out.Manifest) string {
	t.Helper()
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(m); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// FuzzLoad changes bytes of manifest and script and makes the checksums fit:
// nothing panics, and what passes has the statements that were reviewed.
func FuzzLoad(f *testing.F) {
	whole := files(f)
	reviewed, err := Load(whole, "")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range []string{out.ManifestFile, out.UpgradeFile} {
		f.Add(name == out.ManifestFile, 0, 1, "")
		f.Add(name == out.ManifestFile, 100, 0, "x")
		f.Add(name == out.ManifestFile, 2000, 5, "\\! x")
		f.Add(name == out.ManifestFile, 5000, 3, "0")
	}
	f.Fuzz(func(t *testing.T, manifest bool, at, length int, text string) {
		name := out.UpgradeFile
		if manifest {
			name = out.ManifestFile
		}
		list := files(t)
		for i := range list {
			if list[i].Name == name {
				data := list[i].Data
				at = min(max(at, 0), len(data))
				end := min(max(length, 0), len(data)-at) + at
				list[i].Data = slices.Concat(data[:at], []byte(text), data[end:])
			}
		}
		b, err := Load(summed(list), "")
		if err != nil {
			return
		}
		if planDigest(&b.Manifest) != planDigest(&reviewed.Manifest) {
			t.Error("another plan passes")
		}
		for end, a := range b.authors[out.UpgradeFile] {
			if !a.batch && b.scripts[out.UpgradeFile][a.start:end] != a.json.SQL {
				t.Errorf("another statement passes: %s", a.json.SQL)
			}
		}
	})
}

func TestOnlyComments(t *testing.T) {
	for text, want := range map[string]bool{
		"": true, " \n\t": true, "-- x\n": true, "/* a /* b */ */ -- c\n": true, "-- x": false, "/* a": false, "/* a */ b": false, "-- x\rDROP": false, "x": false, "/* a */ -- b\rc\n": false,
	} {
		if got := onlyComments(text); got != want {
			t.Errorf("%q: %t", text, got)
		}
	}
}
