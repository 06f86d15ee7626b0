package histories

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// place is where something happened.
type place struct {
	history  string
	version  int
	revision string
	number   int // of the statement, from 1; 0 behind the last
	sql      string
}

func (p place) String() string {
	at := fmt.Sprintf("%s pg%d %s", p.history, p.version, p.revision)
	if p.number == 0 {
		return at
	}
	return fmt.Sprintf("%s:%d", at, p.number)
}

// report gathers what came of all statements and revisions.
type report struct {
	kinds map[string]*[differ + 1]int
	// differences are those that count, doubts those of which the model has
	// said that it does not know.
	differences, doubts, lines []string
	// facts are the lines compared, wrong those that were not equal, summed up
	// over all revisions; revisions and equal count those.
	facts, wrong, revisions, equal int
}

func newReport() *report { return &report{kinds: map[string]*[differ + 1]int{}} }

// statement notes the verdict on one.
func (r *report) statement(at place, kind string, v verdict) {
	if r.kinds[kind] == nil {
		r.kinds[kind] = new([differ + 1]int)
	}
	r.kinds[kind][v.outcome]++
	text := fmt.Sprintf("%s %s\n  want %s\n  got  %s", at, shorten(at.sql, 160), shorten(v.want, 600), shorten(v.got, 600))
	if v.note != "" {
		text += "\n  unknown: " + shorten(v.note, 200)
	}
	switch v.outcome {
	case differ:
		r.differences = append(r.differences, text)
	case unsure:
		r.doubts = append(r.doubts, text)
	}
}

// line notes a difference between the catalogs.
func (r *report) line(at place, line string) {
	r.lines = append(r.lines, fmt.Sprintf("%s %s", at, line))
}

// compared notes that two catalogs were.
func (r *report) compared(facts, wrong int) {
	r.facts += facts
	r.wrong += wrong
	r.revisions++
	if wrong == 0 {
		r.equal++
	}
}

// shorten puts a text into one line of so many bytes.
func shorten(text string, most int) string {
	text = strings.Join(strings.Fields(text), " ")
	if len(text) > most {
		return strings.ToValidUTF8(text[:most], "") + "…"
	}
	return text
}

// log prints everything, differences before the sums.
func (r *report) log(t *testing.T, doubts bool) {
	t.Helper()
	for _, d := range r.differences {
		t.Log("differs: " + d)
	}
	for _, d := range r.doubts {
		if doubts {
			t.Log("unsure: " + d)
		}
	}
	for _, l := range r.lines {
		t.Log("catalog: " + l)
	}
	var sum [differ + 1]int
	var table strings.Builder
	row := func(kind string, n [differ + 1]int) {
		fmt.Fprintf(&table, "%-34s %6d equal %5d differ %5d unknown %5d by data  %6.2f%%\n", kind, n[agree], n[differ], n[unsure], n[data], percent(n))
	}
	for _, kind := range slices.Sorted(maps.Keys(r.kinds)) {
		row(kind, *r.kinds[kind])
		for i, n := range r.kinds[kind] {
			sum[i] += n
		}
	}
	row("all statements", sum)
	fmt.Fprintf(&table, "catalogs equal behind %d of %d revisions; %d of %d lines differ", r.equal, r.revisions, r.wrong, r.facts)
	t.Log("\n" + table.String())
}

// percent is the share of right predictions among those that can be wrong.
func percent(n [differ + 1]int) float64 {
	if n[agree]+n[differ]+n[unsure] == 0 {
		return 100
	}
	return 100 * float64(n[agree]) / float64(n[agree]+n[differ]+n[unsure])
}
