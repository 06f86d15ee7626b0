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

// BenchmarkDiff compares two bundles of so many revisions, of which every tenth was
// edited, as a whole process does it: reading, comparing, writing.
func BenchmarkDiff(b *testing.B) {
	for _, n := range []int{300, 3000} {
		dir := history(b, n)
		config := filepath.Join(dir, "sqlbundle.toml")
		bundle := func(name string) string {
			place := filepath.Join(b.TempDir(), name)
			var stderr bytes.Buffer
			if run(context.Background(), []string{"-c", config, "bundle", "head", "-o", place}, nil, io.Discard, &stderr) != 0 {
				b.Fatal(stderr.String())
			}
			return place
		}
		before := bundle("before")
		files, err := filepath.Glob(filepath.Join(dir, "migrations", "*.sql"))
		if err != nil {
			b.Fatal(err)
		}
		for i, name := range files {
			if i%10 > 0 {
				continue
			}
			text, err := os.ReadFile(name)
			if err != nil {
				b.Fatal(err)
			}
			if err := os.WriteFile(name, bytes.ReplaceAll(text, []byte("varchar(20)"), []byte("varchar(30)")), 0o644); err != nil {
				b.Fatal(err)
			}
		}
		after := bundle("after")
		for _, format := range []string{"text", "markdown", "json"} {
			b.Run(fmt.Sprintf("%s/%d", format, n), func(b *testing.B) {
				for b.Loop() {
					var stderr bytes.Buffer
					if run(context.Background(), []string{"diff", before, after, "--format", format}, nil, io.Discard, &stderr) != 1 {
						b.Fatal(stderr.String())
					}
				}
			})
		}
	}
}
