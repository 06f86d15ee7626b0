package out

import (
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"sqlbundle/graph"
	"sqlbundle/revisions"
)

// TestShapes draws one small graph for each thing that lanes can do.
func TestShapes(t *testing.T) {
	var box, ascii strings.Builder
	for shape := range strings.SplitSeq(readSample(t, "graph_shapes.txt"), "-- ") {
		title, notation, ok := strings.Cut(shape, "\n")
		if !ok {
			continue
		}
		d := drawing(t, notation, "")
		checkDrawing(t, d)
		fmt.Fprintf(&box, "-- %s\n%s\n", title, written(t, GraphText, d))
		d.ASCII = true
		fmt.Fprintf(&ascii, "-- %s\n%s\n", title, written(t, GraphText, d))
	}
	golden(t, "graph/shapes.txt", box.String())
	golden(t, "graph/shapes_ascii.txt", ascii.String())
	for _, r := range ascii.String() {
		if r > '~' {
			t.Errorf("%q in an ASCII drawing", r)
		}
	}
}

func TestSixty(t *testing.T) {
	notation := readSample(t, "graph_sixty.txt")
	d := drawing(t, notation, "")
	if len(d.Revisions) != 60 {
		t.Fatalf("%d revisions", len(d.Revisions))
	}
	checkDrawing(t, d)
	got := written(t, GraphText, d)
	golden(t, "graph/sixty.txt", got)
	if !strings.Contains(got, "the import of last week\n") {
		t.Errorf("a long message is cut where no terminal asks for it:\n%s", got)
	}

	d.Style.Width = 80
	got = written(t, GraphText, d)
	golden(t, "graph/sixty_80.txt", got)
	if columns := widest(got); columns > 80 {
		t.Errorf("a line of %d columns for a terminal of 80:\n%s", columns, got)
	}
}

func widest(text string) int {
	most := 0
	for line := range strings.Lines(text) {
		most = max(most, columns(strings.TrimSuffix(line, "\n")))
	}
	return most
}

// TestRange draws a part: what leads out of it is said in words.
func TestRange(t *testing.T) {
	d := drawing(t, readSample(t, "graph_sixty.txt"), "billing:")
	golden(t, "graph/sixty_range.txt", written(t, GraphText, d))
	golden(t, "graph/sixty_range.dot", written(t, GraphDOT, d))
	checkDrawing(t, d)
}

func TestGraphFormats(t *testing.T) {
	l := history(t, smallSample(), "")
	d := Drawing{Graph: l.Graph, Revisions: l.Revisions}
	for _, format := range GraphFormats {
		golden(t, "graph/small."+format.Name, written(t, format.Write, d))
	}
	d.Style = colours()
	golden(t, "graph/small_colours.text", written(t, GraphText, d))
}

func TestShorten(t *testing.T) {
	for _, c := range []struct {
		text  string
		limit int
		want  string
	}{
		{"abc", 3, "abc"},
		{"abcd", 3, "ab…"},
		{"ab cd", 4, "ab…"},
		{"表表表", 6, "表表表"},
		{"表表表", 5, "表表…"},
		{"e\u0301e\u0301e\u0301", 3, "e\u0301e\u0301e\u0301"},
		{"abc", 1, "…"},
		{"", 1, ""},
	} {
		if got := shorten(c.text, c.limit, "…"); got != c.want {
			t.Errorf("shorten(%q, %d) = %q, want %q", c.text, c.limit, got, c.want)
		}
	}
}

// TestDrawingsTellTheEdges reads drawings of random graphs back.
func TestDrawingsTellTheEdges(t *testing.T) {
	for seed := range uint64(400) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		l := history(t, randomRevisions(rnd, 1+rnd.IntN(60)), "")
		d := Drawing{Graph: l.Graph, Revisions: l.Revisions}
		checkDrawing(t, d)
		if part := len(d.Revisions) / 2; seed%3 == 0 {
			d.Revisions = d.Revisions[:part]
			checkDrawing(t, d)
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

func randomRevisions(rnd *rand.Rand, n int) []*revisions.Revision {
	var notation strings.Builder
	near := 1 + rnd.IntN(n)
	for i := range n {
		parents := ""
		for range rnd.IntN(4) {
			if i > 0 {
				if p := fmt.Sprintf("r%d", max(i-1-rnd.IntN(near), 0)); !strings.Contains(parents, p+",") {
					parents += p + ","
				}
			}
		}
		fmt.Fprintf(&notation, "r%d <- %s : x\n", i, parents)
	}
	revs := sampleRevisions(notation.String())
	rnd.Shuffle(n, func(i, j int) { revs[i], revs[j] = revs[j], revs[i] })
	return revs
}

// TestManyLanes draws graphs that would need thousands of lanes: the text stays
// where it can be read, and every edge is there.
func TestManyLanes(t *testing.T) {
	for name, line := range map[string]func(i, n int) string{
		"chain":        func(i, _ int) string { return fmt.Sprintf("r%d <- r%d", i, i-1) },
		"heads":        func(i, _ int) string { return fmt.Sprintf("r%d <-", i) },
		"on one base":  func(i, _ int) string { return fmt.Sprintf("r%d <- r0", i) },
		"comb":         func(i, _ int) string { return fmt.Sprintf("r%d <- r%d", i, (i-1)/2*2) },
		"tree":         func(i, _ int) string { return fmt.Sprintf("r%d <- r%d", i, (i-1)/2) },
		"pairs":        func(i, _ int) string { return fmt.Sprintf("r%d <- %s", i, []string{"", fmt.Sprint("r", i-1)}[i%2]) },
		"one merge":    oneMerge,
		"caterpillars": func(i, _ int) string { return fmt.Sprintf("r%d <- r%d", i, max(i-100, 0)) },
	} {
		t.Run(name, func(t *testing.T) {
			for _, n := range []int{1000, 10_000} {
				var notation strings.Builder
				notation.WriteString("r0 <-\n")
				for i := 1; i < n; i++ {
					notation.WriteString(line(i, n) + "\n")
				}
				d := drawing(t, notation.String(), "")
				got := written(t, GraphText, d)
				if lines := strings.Count(got, "\n"); lines < n || lines > 2*n {
					t.Errorf("%d lines for %d revisions", lines, n)
				}
				if columns := widest(got); columns > 120 {
					t.Errorf("%d columns", columns)
				}
				if n == 1000 {
					checkDrawing(t, d)
				}
			}
		})
	}
}

// oneMerge is a revision on top of all others, which are independent.
func oneMerge(i, n int) string {
	if i < n-1 {
		return fmt.Sprintf("r%d <-", i)
	}
	parents := make([]string, n-1)
	for p := range parents {
		parents[p] = fmt.Sprintf("r%d", p)
	}
	return fmt.Sprintf("r%d <- %s", i, strings.Join(parents, ", "))
}

func BenchmarkGraphText(b *testing.B) {
	for _, n := range []int{100, 1000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			d := benchmarkDrawing(b, n)
			for b.Loop() {
				if err := GraphText(io.Discard, d); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func benchmarkDrawing(b *testing.B, n int) Drawing {
	g, err := graph.New(randomRevisions(rand.New(rand.NewPCG(1, 1)), n))
	if err != nil {
		b.Fatal(err)
	}
	revs, err := g.History("", nil)
	if err != nil {
		b.Fatal(err)
	}
	return Drawing{Graph: g, Revisions: revs}
}

func FuzzDrawing(f *testing.F) {
	f.Add(uint64(1), uint8(20))
	f.Add(uint64(7), uint8(200))
	f.Fuzz(func(t *testing.T, seed uint64, n uint8) {
		l := history(t, randomRevisions(rand.New(rand.NewPCG(seed, 2)), 1+int(n)), "")
		checkDrawing(t, Drawing{Graph: l.Graph, Revisions: l.Revisions})
	})
}
