package effects_test

import (
	"flag"
	"maps"
	"slices"
	"strings"
	"testing"

	"sqlbundle/internal/effects"
	"sqlbundle/internal/oracle"
	"sqlbundle/internal/pgtest"
)

var (
	whole = flag.Bool("oracle", false, "measure all generated statements, instead of a sample")
	about = flag.String("about", "", "only statements that contain this")
)

// agreement counts what agrees of a kind of statement.
type agreement struct{ good, all int }

// TestOracleVersions measures generated statements on real servers and compares
// them with what the model says.
func TestOracleVersions(t *testing.T) {
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		var cases []oracle.Case
		for i, c := range append(oracle.Generate(), oracle.GenerateNewer()...) {
			if (*whole || i%25 == s.Major%25) && strings.Contains(c.Stmt, *about) {
				cases = append(cases, c)
			}
		}
		kinds := map[string]*agreement{}
		var explained, bad int
		err := oracle.MeasureAll(t.Context(), s, cases, func(i int, want oracle.Answer) {
			c := cases[i]
			k := kinds[c.Kind]
			if k == nil {
				k = &agreement{}
				kinds[c.Kind] = k
			}
			if strings.HasPrefix(want.Error, "setup: ") || strings.HasPrefix(want.Error, "before: ") {
				return // the state needs what this server does not have
			}
			k.all++
			e := predict(s.Major, c)
			found := differences(c, e, want)
			switch {
			case len(found) == 0:
				k.good++
			case explain(c, e, want) != "":
				explained++
			default:
				bad++
				t.Errorf("%s on %d\n  %s", c.ID, s.Major, strings.Join(found, "\n  "))
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		good, all := 0, 0
		for _, kind := range slices.Sorted(maps.Keys(kinds)) {
			k := kinds[kind]
			good, all = good+k.good, all+k.all
			t.Logf("PostgreSQL %d: %-20s %4d of %4d agree", s.Major, kind, k.good, k.all)
		}
		t.Logf("PostgreSQL %s: %d of %d statements agree (%.2f %%), %d differ as explained, %d do not",
			s.Version, good, all, 100*float64(good)/float64(max(all, 1)), explained, bad)
	})
}

// TestGeneratedStatements predicts each generated statement on some version: none
// makes the model panic, and none is wholly unknown.
func TestGeneratedStatements(t *testing.T) {
	for i, c := range append(oracle.Generate(), oracle.GenerateNewer()...) {
		version := 13 + i%6
		if e := predict(version, c); e.Nothing {
			t.Errorf("%s on %d: %v", c.ID, version, e.Unknown)
		}
	}
}

// explanations tell differences that are known and why they are there.
var explanations = []struct {
	why  string
	fits func(c oracle.Case, e *effects.Effects, want oracle.Answer) bool
}{
	{
		"what the history has not made is taken to be there",
		func(_ oracle.Case, _ *effects.Effects, want oracle.Answer) bool {
			return slices.Contains([]string{"42P01", "3F000", "42704", "42883"}, want.SQLState) && strings.Contains(want.Error, "does not exist")
		},
	},
	{
		"which time zone the session has, the server's configuration decides",
		func(_ oracle.Case, e *effects.Effects, want oracle.Answer) bool {
			return want.Error == "" && saysUnknown(e, "which time zone the session has")
		},
	},
	{
		"to which partitions the rows of a query go, the data decide",
		func(c oracle.Case, e *effects.Effects, want oracle.Answer) bool {
			return want.Error == "" && strings.HasPrefix(c.Stmt, "INSERT") && strings.Contains(c.Stmt, ") SELECT ") && saysUnknown(e, "which partitions of")
		},
	},
	{
		"whether ON CONFLICT DO NOTHING puts in a row, the data decide",
		func(c oracle.Case, _ *effects.Effects, want oracle.Answer) bool {
			return want.Error == "" && strings.HasSuffix(c.Stmt, "ON CONFLICT DO NOTHING")
		},
	},
	{
		"whether currval is defined, what the session has done before decides",
		func(_ oracle.Case, _ *effects.Effects, want oracle.Answer) bool {
			return want.SQLState == "55000" && strings.Contains(want.Error, "is not yet defined in this session")
		},
	},
	{
		"whether a foreign-data wrapper can do it, its handler decides",
		func(_ oracle.Case, _ *effects.Effects, want oracle.Answer) bool {
			return want.SQLState == "55000" && strings.Contains(want.Error, "has no handler")
		},
	},
	{
		"LOCK TABLE takes no materialized view, so that nothing can be found to wait for it outside of a transaction",
		func(c oracle.Case, e *effects.Effects, want oracle.Answer) bool {
			return strings.HasPrefix(c.ID, "materialized: ") && want.NoTx && len(want.Locks) == 0 && len(e.Locks) == 1
		},
	},
	{
		"the indexes of a table that was empty are made anew over no rows, which counts as a scan",
		func(c oracle.Case, e *effects.Effects, want oracle.Answer) bool {
			return strings.HasPrefix(c.Stmt, "TRUNCATE ") && len(want.Scanned) > 0 && slices.Equal(want.Rewritten, names(e.Rewrites)) &&
				!slices.ContainsFunc(want.Scanned, func(name string) bool { return !slices.Contains(want.Rewritten, name) })
		},
	},
}

// saysUnknown tells whether a prediction says that it does not know something.
func saysUnknown(e *effects.Effects, what string) bool {
	return slices.ContainsFunc(e.Unknown, func(u string) bool { return strings.HasPrefix(u, what) })
}

// explain is why the server may answer otherwise; empty where it may not.
func explain(c oracle.Case, e *effects.Effects, want oracle.Answer) string {
	for _, x := range explanations {
		if x.fits(c, e, want) {
			return x.why
		}
	}
	return ""
}
