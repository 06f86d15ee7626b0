package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sqlbundle/internal/pgtest"
)

// BenchmarkGuards measures what a script's guards, its progress and its
// tracking add to the time that psql needs for the same statements in the same
// transactions: compare "script" with "bare".
func BenchmarkGuards(b *testing.B) {
	s := pgtest.Shared(b, 0)
	for _, n := range sizes {
		config := filepath.Join(history(b, n), "sqlbundle.toml")
		script := filepath.Join(b.TempDir(), "script.sql")
		text := testProject{t: b, config: config}.sql("upgrade", "head")
		if err := os.WriteFile(script, []byte(text), 0o666); err != nil {
			b.Fatal(err)
		}
		var bare strings.Builder
		bare.WriteString("\\set ON_ERROR_STOP on\n\\set QUIET on\n")
		for i := range n {
			bare.WriteString("BEGIN;\n" + benchmarkSQL(i) + "COMMIT;\n")
		}
		plain := filepath.Join(b.TempDir(), "bare.sql")
		if err := os.WriteFile(plain, []byte(bare.String()), 0o666); err != nil {
			b.Fatal(err)
		}
		for _, c := range []struct{ name, file string }{{"bare", plain}, {"script", script}} {
			b.Run(fmt.Sprintf("%s/%d", c.name, n), func(b *testing.B) {
				for b.Loop() {
					b.StopTimer()
					db := s.Database(b)
					b.StartTimer()
					if got := db.PsqlFile(c.file); got.Status != 0 {
						b.Fatalf("status %d\n%s", got.Status, got.Stderr)
					}
				}
			})
		}
	}
}
