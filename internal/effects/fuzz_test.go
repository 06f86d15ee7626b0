package effects_test

import (
	"testing"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/oracle"
)

// FuzzApply holds that no statement makes the model fail, whatever was run
// before it.
func FuzzApply(f *testing.F) {
	for i, c := range oracle.Generate() {
		if i%40 == 0 {
			f.Add(uint8(i), c.Setup+";"+c.Stmt)
		}
	}
	f.Fuzz(func(t *testing.T, version uint8, sql string) {
		c := catalog.New(13 + int(version)%6)
		for _, text := range split(sql) {
			e := run(c, text, version%2 == 0)
			if e != nil && e.Defect != "" {
				t.Fatalf("%s\n%s", text, e.Defect)
			}
		}
	})
}
