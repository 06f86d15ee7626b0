package effects

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// behind runs statements against a new database; the last one's effects are
// given, the others must not be refused.
func behind(t *testing.T, version int, sql string) (*catalog.Catalog, *Effects) {
	t.Helper()
	statements, err := pgsql.Parse(sql)
	if err != nil {
		t.Fatal(err)
	}
	c := catalog.New(version)
	var e *Effects
	for i, s := range statements {
		e = Apply(c, s.Stmt, i)
		if i < len(statements)-1 && e.Refused != nil {
			t.Fatalf("statement %d of %s: %s", i+1, sql, e.Refused)
		}
	}
	return c, e
}

// told writes the locks but for the weakest, rewrites and the refusal of a
// statement in one line.
func told(e *Effects) string {
	if e.Refused != nil {
		return e.Refused.SQLState
	}
	var parts []string
	for _, l := range slices.Concat(e.Locks, e.IndexLocks) {
		if l.Mode > AccessShare {
			parts = append(parts, strings.TrimPrefix(l.Relation, "public.")+" "+strings.TrimSuffix(l.Mode.String(), "Lock"))
		}
	}
	for _, w := range e.Rewrites {
		parts = append(parts, "rewrites "+strings.TrimPrefix(w.Relation, "public."))
	}
	for _, u := range e.Unknown {
		parts = append(parts, "unknown: "+u)
	}
	return strings.Join(parts, ", ")
}

// statementCase is a statement in a state, and what it does there.
type statementCase struct {
	setup, stmt string
	version     int // 0: 15
	want        string
}

func checkStatements(t *testing.T, cases []statementCase) {
	t.Helper()
	for _, c := range cases {
		version := max(c.version, 13)
		if c.version == 0 {
			version = 15
		}
		t.Run(fmt.Sprintf("%s on %d", c.stmt, version), func(t *testing.T) {
			_, e := behind(t, version, c.setup+";"+c.stmt)
			if got := told(e); got != c.want {
				t.Errorf("got %q, want %q (%v)", got, c.want, e.Refused)
			}
		})
	}
}
