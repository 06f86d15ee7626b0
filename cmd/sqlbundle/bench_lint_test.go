package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// BenchmarkLint judges histories in which revisions come back to tables of
// earlier ones: what a rule asks about one table must not cost a look at all
// statements.
func BenchmarkLint(b *testing.B) {
	for _, n := range sizes {
		dir := b.TempDir()
		if err := os.MkdirAll(filepath.Join(dir, "migrations"), 0o755); err != nil {
			b.Fatal(err)
		}
		config := filepath.Join(dir, "sqlbundle.toml")
		if err := os.WriteFile(config, nil, 0o644); err != nil {
			b.Fatal(err)
		}
		parent := "base"
		for i := range n {
			id := fmt.Sprintf("%012x", i+1)
			up, down := reworkedTable(i)
			text := fmt.Sprintf("-- sqlbundle:revision %s\n-- sqlbundle:revises %s\n\n-- sqlbundle:up\n%s\n\n-- sqlbundle:down\n%s\n", id, parent, up, down)
			if err := os.WriteFile(filepath.Join(dir, "migrations", id+".sql"), []byte(text), 0o644); err != nil {
				b.Fatal(err)
			}
			parent = id
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				var stderr bytes.Buffer
				if run(context.Background(), []string{"-c", config, "lint"}, nil, io.Discard, &stderr) != 1 {
					b.Fatal(stderr.String())
				}
			}
		})
	}
}

// reworkedTable is what a revision does to the table that it shares with four
// others, and back.
func reworkedTable(i int) (up, down string) {
	t := fmt.Sprintf("t_%d", i/5)
	switch i % 5 {
	case 0:
		return fmt.Sprintf("CREATE TABLE %[1]s (id bigint PRIMARY KEY, a int, b text);\nINSERT INTO %[1]s VALUES (1, 2, 'x');", t),
			fmt.Sprintf("DROP TABLE %s;", t)
	case 1:
		return fmt.Sprintf("ALTER TABLE %[1]s ADD COLUMN c timestamptz DEFAULT now();\nUPDATE %[1]s SET a = a + 1 WHERE b = 'y';", t),
			fmt.Sprintf("ALTER TABLE %s DROP COLUMN c;", t)
	case 2:
		return fmt.Sprintf("CREATE UNIQUE INDEX %[1]s_b ON %[1]s (b);\nALTER TABLE %[1]s ALTER COLUMN a TYPE bigint;", t),
			fmt.Sprintf("ALTER TABLE %[1]s ALTER COLUMN a TYPE int;\nDROP INDEX %[1]s_b;", t)
	case 3:
		return fmt.Sprintf("CREATE VIEW %[1]s_v AS SELECT a, b FROM %[1]s WHERE c > now();\nCREATE FUNCTION %[1]s_f() RETURNS int LANGUAGE sql AS 'SELECT 1';", t),
			fmt.Sprintf("DROP FUNCTION %[1]s_f();\nDROP VIEW %[1]s_v;", t)
	default:
		return fmt.Sprintf("DROP INDEX %[1]s_b;\nCREATE INDEX %[1]s_b2 ON %[1]s (b);\nALTER TABLE %[1]s ADD CONSTRAINT positive CHECK (a > 0);", t),
			fmt.Sprintf("ALTER TABLE %[1]s DROP CONSTRAINT positive;\nDROP INDEX %[1]s_b2;\nCREATE UNIQUE INDEX %[1]s_b ON %[1]s (b);", t)
	}
}
