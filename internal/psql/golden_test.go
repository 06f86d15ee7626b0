package psql

import (
	"os"
	"path/filepath"
	"testing"
)

func TestCheckGolden(t *testing.T) {
	names, _ := filepath.Glob("../../compiler/testdata/*/want/*.sql")
	for _, n := range names {
		if ok, _ := filepath.Match("*.plain.sql", filepath.Base(n)); ok {
			continue
		}
		b, _ := os.ReadFile(n)
		list, err := Check(string(b))
		if err != nil {
			t.Errorf("%s: %v", n, err)
		}
		_ = list
	}
}
