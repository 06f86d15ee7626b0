package crash

import (
	"flag"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"testing"

	"sqlbundle/internal/pgtest"
)

var (
	every = flag.Bool("every", false, "cut at every message in every way, instead of a sample")
	ways  = flag.Int("ways", 5, "in how many of the five ways each message is cut")
	seed  = flag.Uint64("seed", 1, "what the sample and the pairs of cuts are drawn by")
)

// say prints a line of the whole run, which go test would keep to itself.
func say(t *testing.T, format string, args ...any) {
	t.Helper()
	if *every {
		fmt.Fprintf(os.Stdout, "crash: "+format+"\n", args...)
	} else {
		t.Logf(format, args...)
	}
}

// chanceFor is the same in every run for a history, and another for another
// version.
func chanceFor(name string, major int) *rand.Rand {
	hash := fnv.New64a()
	fmt.Fprint(hash, name, major)
	return rand.New(rand.NewPCG(*seed, hash.Sum64()))
}

// quota is how many cuts of each mode a sample takes. On many versions, each
// gets few.
func quota() int {
	if os.Getenv("SQLBUNDLE_PG_VERSIONS") != "" {
		return 1
	}
	return 3
}

// TestCutsVersions cuts every history and holds that the scripts survive.
func TestCutsVersions(t *testing.T) {
	t.Parallel()
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		b := newBench(t, s)
		for _, h := range histories() {
			t.Run(h.name, func(t *testing.T) {
				if !*every { // one after the other, so that each is reported when it is done
					t.Parallel()
				}
				if s.Major < h.since {
					refusesVersion(t, b, h)
					return
				}
				p := prepare(t, b, h)
				chance := chanceFor(h.name, s.Major)
				plans := p.everyPlan(chance)
				if !*every {
					plans = sample(chance, plans, quota())
				}
				p.tryAll(t, plans, true)
			})
		}
	})
}

// tryAll makes each trial as a subtest, and prints how many there were.
func (p *prepared) tryAll(t *testing.T, plans []plan, parallel bool) {
	t.Helper()
	t.Cleanup(func() { say(t, "PostgreSQL %s, %s: %s", p.server.Version, p.name, &p.count) })
	for _, what := range plans {
		t.Run(what.String(), func(t *testing.T) {
			if parallel {
				t.Parallel()
			}
			if wrong := p.try(t, what); wrong != "" {
				if *every {
					say(t, "FAIL %s", wrong) // now, not when all is done
				}
				t.Error(wrong)
			}
		})
	}
}

// refusesVersion holds that a bundle that is not for a server changes nothing
// there.
func refusesVersion(t *testing.T, b *bench, h history) {
	t.Helper()
	say(t, "PostgreSQL %s, %s: only that it is refused, for it needs %d", b.server.Version, h.name, h.since)
	p := prepareAt(t, b, h, makeBundle(t, h, h.target))
	db := b.database(t, p.start)
	p.want(t, 3)(runPsql(db, p.bundle.upgrade()))
	if diff := unchanged(p.begin, stateOf(t, db, h)); diff != "" {
		t.Errorf("%s: the refusal has changed the database (-before +after):\n%s", h.name, diff)
	}
}
