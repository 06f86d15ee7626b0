package builtin

import (
	_ "embed"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sqlbundle/internal/pgtest"
)

//go:embed testdata/coerce.sql
var coerceSQL string

// TestBinaryCoercibleVersions asks servers: CREATE CAST takes a function only
// where its argument's type is the source, or the source is binary coercible
// to it (PostgreSQL 18, CREATE CAST).
func TestBinaryCoercibleVersions(t *testing.T) {
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		types, pseudo := sample(s.Major)
		targets := append(pseudo, types...)
		script := strings.NewReplacer(
			"SOURCES", "'{"+strings.Join(types, ",")+"}'", "TARGETS", "'{"+strings.Join(targets, ",")+"}'",
		).Replace(coerceSQL)
		var got, want []string
		for _, row := range s.Database(t).Query(script) {
			want = append(want, row[0])
		}
		for _, from := range types {
			for _, to := range targets {
				if IsBinaryCoercible(from, to, s.Major) {
					got = append(got, from+" "+to)
				}
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if diff := cmp.Diff(want, got); len(want) < 400 || diff != "" {
			t.Errorf("%d pairs (-server +here):\n%s", len(want), diff)
		}
	})
}

// sample are the types of a version, of which those of rows and of arrays are
// few, and apart from them the pseudo-types.
func sample(version int) (types, pseudo []string) {
	few := []string{"_int4", "_text", "pg_class", "_pg_class"}
	for f := range allLines(typeData, version) {
		t := parseType(f)
		many := t.Kind == 'c' || t.Category == 'A' && t.Name[0] == '_'
		switch {
		case t.Kind == 'p':
			pseudo = append(pseudo, t.Name)
		case !many || slices.Contains(few, t.Name):
			types = append(types, t.Name)
		}
	}
	return types, pseudo
}

func TestIsBinaryCoercible(t *testing.T) {
	tests := []struct {
		from, to string
		want     bool
	}{
		{"varchar", "text", true},
		{"text", "varchar", true},
		{"varchar", "bpchar", true},
		{"bpchar", "text", false}, // a function strips blanks
		{"xml", "text", false},    // in assignments only
		{"int4", "oid", true},
		{"int4", "int8", false},
		{"_int4", "anyarray", true},
		{"int4", "anyarray", false},
		{"pg_class", "record", true},
		{"_pg_class", "_record", true},
		{"_int4", "_record", false},
		{"nosuch", "nosuch", true},
		{"nosuch", "anynonarray", false},
		{"nosuch", "any", true},
	}
	for _, test := range tests {
		if got := IsBinaryCoercible(test.from, test.to, 15); got != test.want {
			t.Errorf("%s to %s: %v", test.from, test.to, got)
		}
	}
}
