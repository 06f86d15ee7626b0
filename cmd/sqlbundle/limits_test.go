package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// limitsProject writes revisions by name and text, and returns the configuration.
func limitsProject(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "migrations"), 0o755); err != nil {
		t.Fatal(err)
	}
	files["../sqlbundle.toml"] = ""
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, "migrations", name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "sqlbundle.toml")
}

// many are n revisions; the parent of each but the first is given.
func many(n int, parent func(i int) int) map[string]string {
	files := map[string]string{}
	for i := range n {
		of := "base"
		if i > 0 {
			of = fmt.Sprintf("r%d", parent(i))
		}
		files[fmt.Sprintf("r%06d.sql", i)] = fmt.Sprintf(
			"-- sqlbundle:revision r%d\n-- sqlbundle:revises %s\n-- sqlbundle:up\nSELECT %d;\n-- sqlbundle:down\n", i, of, i)
	}
	return files
}

func runHere(t *testing.T, ctx context.Context, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var o, e bytes.Buffer
	status = run(ctx, args, strings.NewReader(""), &o, &e)
	return status, o.String(), e.String()
}

// Large graphs are answered, in a time that anything quadratic would miss by
// far: ten seconds would be an hour.
func TestLargeGraphs(t *testing.T) {
	chain, heads := 50_000, 10_000
	if testing.Short() {
		chain, heads = 5_000, 1_000
	}
	for name, files := range map[string]map[string]string{
		"chain": many(chain, func(i int) int { return i - 1 }),
		"heads": many(heads, func(int) int { return 0 }),
	} {
		config := limitsProject(t, files)
		begin := time.Now()
		for _, args := range [][]string{{"upgrade", "heads", "--sql"}, {"heads"}, {"history"}, {"graph"}, {"lint"}} {
			status, stdout, stderr := runHere(t, t.Context(), append([]string{"-c", config}, args...)...)
			want := 0
			if name == "heads" && args[0] == "lint" {
				want = 1 // it says that there are several
			}
			if status != want || stdout == "" {
				t.Errorf("%s: %v: status %d\n%.500s", name, args, status, stderr)
			}
			if steps := strings.Count(stdout, "\nINSERT INTO public.sqlbundle_version") + strings.Count(stdout, "\nUPDATE public.sqlbundle_version"); args[0] == "upgrade" && steps != len(files)-1 {
				t.Errorf("%s: %d of %d steps are recorded", name, steps, len(files)-1)
			}
		}
		t.Logf("%s: %d revisions in %v", name, len(files)-1, time.Since(begin))
	}
}

// Awkward statements and files give the right answer or a clear error.
func TestAwkwardFiles(t *testing.T) {
	const header = "-- sqlbundle:revision a\n-- sqlbundle:revises base\n-- sqlbundle:up\n"
	rows := strings.Repeat("(1, 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'),", 100_000)
	for name, test := range map[string]struct {
		text   string
		status int
		want   string // on standard output, or on standard error where it is refused
	}{
		"5 MB":            {header + "INSERT INTO t VALUES " + rows[:len(rows)-1] + ";\n", 0, "INSERT INTO t VALUES (1, 'xxx"},
		"deep brackets":   {header + "SELECT " + strings.Repeat("(", 200_000) + "1" + strings.Repeat(")", 200_000) + ";", 2, "nested too deeply"},
		"a long chain":    {header + "SELECT 1" + strings.Repeat(" + 1", 200_000) + ";", 2, "nested too deeply, or chains"},
		"directives only": {header + "-- sqlbundle:down\n", 0, "INSERT INTO public.sqlbundle_version"},
		"nothing":         {"", 2, "not a revision"},
		"only a BOM":      {"\ufeff", 2, "not a revision"},
		"NUL":             {header + "SELECT 1;\x00", 2, "a.sql:4:10: the file holds a NUL byte"},
		"BOM and CRLF":    {"\ufeff" + strings.ReplaceAll(header+"SELECT 1;\n", "\n", "\r\n"), 0, "SELECT 1;"},
		"a long comment":  {"-- " + strings.Repeat("long ", 200_000) + "\n" + header + "SELECT 1;\n", 0, "SELECT 1;"},
	} {
		t.Run(name, func(t *testing.T) {
			config := limitsProject(t, map[string]string{"a.sql": test.text})
			status, stdout, stderr := runHere(t, t.Context(), "-c", config, "upgrade", "head", "--sql")
			said := stdout
			if test.status != 0 {
				said = stderr
				if stdout != "" {
					t.Errorf("it prints %.200q", stdout)
				}
			}
			if status != test.status || !strings.Contains(said, test.want) {
				t.Errorf("status %d\n%.500s", status, stderr)
			}
		})
	}
}

// An empty folder is a history of nothing.
func TestEmptyFolder(t *testing.T) {
	config := limitsProject(t, map[string]string{})
	for _, args := range [][]string{{"heads"}, {"history"}, {"branches"}, {"graph"}, {"upgrade", "head", "--sql"}, {"lint"}} {
		if status, _, stderr := runHere(t, t.Context(), append([]string{"-c", config}, args...)...); status != 0 {
			t.Errorf("%v: status %d\n%s", args, status, stderr)
		}
	}
}

// A command that is interrupted says so, and leaves nothing half-written.
func TestInterrupted(t *testing.T) {
	config := limitsProject(t, many(10, func(i int) int { return i - 1 }))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	dir := t.TempDir()
	for _, args := range [][]string{{"heads"}, {"upgrade", "head", "--sql"}, {"bundle", "head", "-o", filepath.Join(dir, "b")}} {
		status, stdout, _ := runHere(t, ctx, append([]string{"-c", config}, args...)...)
		if status != 130 || stdout != "" {
			t.Errorf("%v: status %d, %.100q", args, status, stdout)
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}
