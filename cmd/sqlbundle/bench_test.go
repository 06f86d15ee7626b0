package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"sqlbundle/compiler"
	"sqlbundle/graph"
	"sqlbundle/out"
	"sqlbundle/revisions"
)

// sizes are the histories, in revisions, over which each stage is measured:
// ten times the revisions should take ten times the time.
var sizes = []int{100, 1_000, 10_000}

// history writes n revisions of about 500 bytes, each on top of the last, and
// returns the project's folder.
func history(tb testing.TB, n int) string {
	tb.Helper()
	dir := tb.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			tb.Fatal(err)
		}
	}
	if err := os.MkdirAll(filepath.Join(dir, "migrations"), 0o755); err != nil {
		tb.Fatal(err)
	}
	write("sqlbundle.toml", "")
	parent := "base"
	for i := range n {
		id := fmt.Sprintf("%012x", i*7919+1)
		write("migrations/"+id+".sql", fmt.Sprintf(`-- change number %[1]d
-- sqlbundle:revision %[2]s
-- sqlbundle:revises %[3]s
-- sqlbundle:created 2026-01-01T00:00:00Z

-- sqlbundle:up
%[4]s
-- sqlbundle:down
DROP TABLE t_%[1]d;
`, i, id, parent, benchmarkSQL(i)))
		parent = id
	}
	return dir
}

func benchmarkSQL(i int) string {
	return fmt.Sprintf(`CREATE TABLE t_%[1]d (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, created_at timestamptz NOT NULL DEFAULT now());
CREATE INDEX ix_t_%[1]d_name ON t_%[1]d (name);
ALTER TABLE t_%[1]d ADD COLUMN priority varchar(20) DEFAULT 'normal';
`, i)
}

// BenchmarkStages measures load, order, compile and write one by one.
func BenchmarkStages(b *testing.B) {
	for _, n := range sizes {
		dir := history(b, n)
		options := revisions.Options{Locations: []string{"migrations"}, Databases: []string{""}}
		load := func() []*revisions.Revision {
			revs, err := revisions.Load(context.Background(), os.DirFS(dir), options)
			if err != nil {
				b.Fatal(err)
			}
			return revs
		}
		order := func(revs []*revisions.Revision) *graph.Graph {
			g, err := graph.New(revs)
			if err == nil {
				_, err = g.Upgrade(nil, "head")
			}
			if err != nil {
				b.Fatal(err)
			}
			return g
		}
		compile := func(g *graph.Graph) *compiler.Plan {
			plan, err := compiler.Compile(g, compiler.Request{
				Direction: graph.Upgrade, Targets: []string{"head"}, TargetVersion: 14,
				Settings: compiler.Settings{Transaction: compiler.PerRevision, Tracking: compiler.Tracking{Schema: "public", Table: "sqlbundle_version"}},
			})
			if err != nil {
				b.Fatal(err)
			}
			return plan
		}
		revs := load()
		g := order(revs)
		plan := compile(g)
		b.Run(fmt.Sprintf("headers/%d", n), func(b *testing.B) {
			o := options
			o.HeadersOnly = true
			for b.Loop() {
				if _, err := revisions.Load(context.Background(), os.DirFS(dir), o); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(fmt.Sprintf("load/%d", n), func(b *testing.B) {
			for b.Loop() {
				load()
			}
		})
		b.Run(fmt.Sprintf("order/%d", n), func(b *testing.B) {
			for b.Loop() {
				order(revs)
			}
		})
		b.Run(fmt.Sprintf("compile/%d", n), func(b *testing.B) {
			for b.Loop() {
				compile(g)
			}
		})
		b.Run(fmt.Sprintf("replay/%d", n), func(b *testing.B) {
			for b.Loop() { // all of it is applied: nothing but the replay is left
				if _, err := compiler.Compile(g, compiler.Request{
					Direction: graph.Upgrade, From: plan.To, Targets: []string{"head"}, TargetVersion: 14,
				}); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(fmt.Sprintf("write/%d", n), func(b *testing.B) {
			for b.Loop() {
				if _, err := out.Script(io.Discard, plan); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkProcess measures the whole program on `upgrade head --sql` and,
// where Alembic is installed, Alembic on the same history.
func BenchmarkProcess(b *testing.B) {
	tool := filepath.Join(b.TempDir(), "sqlbundle")
	if text, err := exec.Command("go", "build", "-o", tool, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, text)
	}
	for _, n := range sizes {
		dir := history(b, n)
		b.Run(fmt.Sprintf("sqlbundle/%d", n), func(b *testing.B) {
			for b.Loop() {
				runProcess(b, dir, tool, "upgrade", "head", "--sql")
			}
		})
		b.Run(fmt.Sprintf("alembic/%d", n), func(b *testing.B) {
			alembic, err := exec.LookPath("alembic")
			if err != nil {
				b.Skip("Alembic, which is only a peer to compare with, is not installed")
			}
			project := alembicProject(b, n)
			for b.Loop() {
				runProcess(b, project, alembic, "upgrade", "head", "--sql")
			}
		})
	}
}

func runProcess(b *testing.B, dir, program string, args ...string) {
	cmd := exec.Command(program, args...)
	var stderr bytes.Buffer
	cmd.Dir, cmd.Stderr = dir, &stderr
	if err := cmd.Run(); err != nil {
		b.Fatalf("%v\n%s", err, stderr.String())
	}
}

// alembicProject writes the same history for Alembic.
func alembicProject(b *testing.B, n int) string {
	dir := b.TempDir()
	files := map[string]string{
		"alembic.ini": "[alembic]\nscript_location = %(here)s/alembic\nsqlalchemy.url = postgresql://\n",
		"alembic/env.py": "from alembic import context\n" +
			"context.configure(dialect_name='postgresql', literal_binds=True)\n" +
			"with context.begin_transaction():\n    context.run_migrations()\n",
		"alembic/script.py.mako": "",
	}
	parent := "None"
	for i := range n {
		id := fmt.Sprintf("%012x", i*7919+1)
		var body strings.Builder
		for _, sql := range strings.Split(strings.TrimSpace(benchmarkSQL(i)), "\n") {
			fmt.Fprintf(&body, "    op.execute(%q)\n", strings.TrimSuffix(sql, ";"))
		}
		files["alembic/versions/"+id+".py"] = fmt.Sprintf("\"\"\"change number %d\"\"\"\nfrom alembic import op\nrevision = %q\ndown_revision = %s\n\n\n"+
			"def upgrade():\n%s\n\ndef downgrade():\n    op.execute(\"DROP TABLE t_%d\")\n", i, id, parent, body.String(), i)
		parent = fmt.Sprintf("%q", id)
	}
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	return dir
}

// BenchmarkComment measures the comment of 80 revisions on top of a long history
// beside the bundle of the same revisions.
func BenchmarkComment(b *testing.B) {
	const n, fresh = 10_000, 80
	dir := history(b, n)
	from := fmt.Sprintf("%012x", (n-1-fresh)*7919+1)
	for _, args := range [][]string{
		{"bundle", from + ":heads", "--force", "-o", filepath.Join(b.TempDir(), "bundle")},
		{"comment", from + ":heads"},
	} {
		b.Run(args[0], func(b *testing.B) {
			for b.Loop() {
				call(b, 0, append([]string{"-c", filepath.Join(dir, "sqlbundle.toml")}, args...)...)
			}
		})
	}
}
