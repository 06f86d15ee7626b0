package effects_test

import (
	"testing"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
	"sqlbundle/internal/pgsql"
)

// TestChange runs each case with and without words: the catalogs are the same
// behind it.
func TestChange(t *testing.T) {
	changed := 0
	for i, c := range measuredCases(t) {
		version := 13 + i%6
		told, silent := catalog.New(version), catalog.New(version)
		for _, text := range []string{c.Setup, c.Before, c.Stmt} {
			trees, err := pgsql.Parse(text)
			if err != nil {
				continue
			}
			for _, tree := range trees {
				effects.Apply(told, tree.Stmt, 1)
				effects.Change(silent, tree.Stmt, 1)
			}
			told.Commit()
			silent.Commit()
		}
		onlyTold, onlySilent := catalog.Difference(told, silent)
		if len(onlyTold)+len(onlySilent) > 0 || told.Incomplete != silent.Incomplete || told.Next() != silent.Next() {
			t.Errorf("%s on %d: with words %q, without %q", c.ID, version, onlyTold, onlySilent)
		}
		if made, _ := catalog.Difference(told, catalog.New(version)); len(made) > 0 {
			changed++
		}
	}
	if changed < 100 {
		t.Errorf("only %d cases make anything", changed)
	}
}
