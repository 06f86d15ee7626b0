package crash

import (
	"math/rand/v2"
	"slices"
	"testing"

	"sqlbundle/internal/pgtest"
)

// TestCrashesVersions stops the server at once in the middle of a run, starts
// it again, and holds that the scripts survive. That takes a server of its own,
// and one trial after the other.
func TestCrashesVersions(t *testing.T) {
	t.Parallel()
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		own, err := pgtest.Start(s.Major)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(own.Stop)
		b := newBench(t, own)
		for _, h := range histories() {
			if own.Major < h.since {
				continue // TestCutsVersions shows that it is refused
			}
			if !*every && !slices.Contains([]string{"segments", "builds", "detach"}, h.name) {
				continue
			}
			for _, by := range []runner{byPsql, byExecutor} {
				if by == byExecutor && !*every && h.name != "builds" {
					continue
				}
				t.Run(h.name+"/"+string(by), func(t *testing.T) {
					p := prepare(t, b, h)
					p.runs = by
					plans := p.everyCrash(5)
					if !*every {
						plans = fewCrashes(plans, chanceFor(h.name, s.Major))
					}
					p.tryAll(t, plans, false)
				})
			}
		}
	})
}

// fewCrashes are two of a history's, one of them while a statement waits.
func fewCrashes(all []plan, chance *rand.Rand) []plan {
	chance.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	var few []plan
	for _, waits := range []bool{true, false} {
		i := slices.IndexFunc(all, func(p plan) bool { return (p.first.hold != noHold) == waits })
		few = append(few, all[i])
	}
	return few
}
