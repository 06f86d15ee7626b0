package oracle

import (
	"reflect"
	"strings"
	"testing"

	"sqlbundle/internal/pgsql"
	"sqlbundle/internal/pgtest"
)

func TestGenerate(t *testing.T) {
	cases := Generate()
	if len(cases) < 2500 {
		t.Errorf("only %d cases", len(cases))
	}
	seen := map[string]bool{}
	for _, c := range cases {
		if seen[c.ID] {
			t.Errorf("twice: %s", c.ID)
		}
		seen[c.ID] = true
		if c.Kind == "" || c.Setup == "" {
			t.Errorf("%s has the kind %q and the setup %q", c.ID, c.Kind, c.Setup)
		}
		for _, sql := range []string{c.Setup, c.Session, c.Before} {
			if _, err := pgsql.Parse(sql); err != nil {
				t.Errorf("%s: %v\n%s", c.ID, err, sql)
			}
		}
		stmts, err := pgsql.Parse(c.Stmt)
		if err != nil || len(stmts) != 1 {
			t.Errorf("%s: %d statements, %v", c.ID, len(stmts), err)
		}
	}
	if !reflect.DeepEqual(cases, Generate()) {
		t.Error("the second time gives other cases")
	}
	for _, c := range GenerateNewer() {
		if seen[c.ID] {
			t.Errorf("twice: %s", c.ID)
		}
		seen[c.ID] = true
	}
}

// TestGeneratedAreNew compares with the recorded cases.
func TestGeneratedAreNew(t *testing.T) {
	type key struct{ setup, before, stmt string }
	old := map[key]string{}
	for id, r := range record(t) {
		old[key{strings.Join(strings.Fields(r.Setup), " "), r.Before, r.Stmt}] = id
	}
	for _, c := range Generate() {
		if id, ok := old[key{strings.Join(strings.Fields(c.Setup), " "), c.Before, c.Stmt}]; ok {
			t.Errorf("%s is the recorded case %s", c.ID, id)
		}
	}
}

func TestGeneratedSetupsVersions(t *testing.T) {
	var first []Case // of each state
	seen := map[string]bool{}
	for _, c := range Generate() {
		if key := c.Setup + c.Session; !seen[key] {
			seen[key] = true
			c.Stmt = "SELECT"
			first = append(first, c)
		}
	}
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		err := MeasureAll(t.Context(), s, first, func(i int, a Answer) {
			if a.Error != "" {
				t.Errorf("%s: %s", first[i].ID, a.Error)
			}
		})
		if err != nil {
			t.Error(err)
		}
	})
}
