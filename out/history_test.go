package out

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"testing"

	"sqlbundle/internal/source"
	"sqlbundle/internal/term"
	"sqlbundle/revisions"
)

// written is what a writer writes.
func written[T any](t *testing.T, write func(io.Writer, T) error, value T) string {
	t.Helper()
	var buf bytes.Buffer
	if err := write(&buf, value); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

func verbose(l Listing) Listing {
	l.Verbose = true
	return l
}

func only(l Listing, revs []*revisions.Revision) Listing {
	l.Revisions = revs
	return l
}

func colours() term.Style { return term.Style{Colour: true} }

func TestListings(t *testing.T) {
	l := history(t, smallSample(), "")
	heads := only(l, l.Graph.Heads())
	for name, got := range map[string]string{
		"history.txt":       written(t, HistoryText, l),
		"history_v.txt":     written(t, HistoryText, verbose(l)),
		"history.json":      written(t, RevisionsJSON, l),
		"heads.txt":         written(t, HeadsText, heads),
		"heads_v.txt":       written(t, HeadsText, verbose(heads)),
		"heads_real.txt":    written(t, HeadsText, only(l, l.Graph.RealHeads())),
		"branches.txt":      written(t, BranchesText, l),
		"branches_v.txt":    written(t, BranchesText, verbose(l)),
		"branches.json":     written(t, BranchesJSON, l),
		"show.txt":          written(t, ShowText, heads),
		"heads_colours.txt": written(t, HeadsText, Listing{l.Graph, heads.Revisions, false, colours(), nil}),
	} {
		t.Run(name, func(t *testing.T) {
			golden(t, "graph/"+name, got)
			if strings.HasSuffix(name, ".txt") && name != "heads_colours.txt" {
				noControls(t, got)
			}
		})
	}
}

// noControls fails where a text holds anything that a terminal acts upon.
func noControls(t *testing.T, text string) {
	t.Helper()
	for _, r := range text {
		if r != '\n' && (r < ' ' || 0x7f <= r && r < 0xa0 || 0x202a <= r && r <= 0x202e) {
			t.Fatalf("%q reaches the terminal in:\n%q", r, text)
		}
	}
}

func TestListingsOfNothing(t *testing.T) {
	l := history(t, nil, "")
	for name, got := range map[string]string{
		"history":  written(t, HistoryText, l),
		"branches": written(t, BranchesText, l),
	} {
		if got != "" {
			t.Errorf("%s of no revisions: %q", name, got)
		}
	}
	for name, got := range map[string]string{
		"revisions": written(t, RevisionsJSON, l),
		"branches":  written(t, BranchesJSON, l),
	} {
		if got != "[]\n" {
			t.Errorf("%s of no revisions: %q", name, got)
		}
	}
}

// TestListingsAreAlembics compares with what Alembic 1.8.1 printed for random
// graphs.
func TestListingsAreAlembics(t *testing.T) {
	dec := json.NewDecoder(strings.NewReader(readSample(t, "graph_alembic.jsonl")))
	compared := 0
	for {
		var recorded struct {
			Graph   string
			Answers map[string]string
		}
		if err := dec.Decode(&recorded); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		revs := sampleRevisions(recorded.Graph)
		for _, r := range revs {
			r.File = source.NewFile("versions/"+r.ID+".py", "")
		}
		for command, got := range listings(t, revs) {
			if want := recorded.Answers[command]; got != want {
				t.Errorf("%s of\n%s\nis\n%swant\n%s", command, recorded.Graph, got, want)
			}
			compared++
		}
	}
	if compared < 200 {
		t.Errorf("compared only %d listings", compared)
	}
}

func listings(t *testing.T, revs []*revisions.Revision) map[string]string {
	l := history(t, revs, "")
	heads := only(l, l.Graph.Heads())
	return map[string]string{
		"history":                      written(t, HistoryText, l),
		"history -v":                   written(t, HistoryText, verbose(l)),
		"heads":                        written(t, HeadsText, heads),
		"heads -v":                     written(t, HeadsText, verbose(heads)),
		"heads --resolve-dependencies": written(t, HeadsText, only(l, l.Graph.RealHeads())),
		"branches":                     written(t, BranchesText, l),
		"branches -v":                  written(t, BranchesText, verbose(l)),
	}
}

func TestRevisionObject(t *testing.T) {
	l := history(t, smallSample(), "")
	var objects []RevisionJSON
	if err := json.Unmarshal([]byte(written(t, RevisionsJSON, l)), &objects); err != nil {
		t.Fatal(err)
	}
	if len(objects) != l.Graph.Len() {
		t.Fatalf("%d objects for %d revisions", len(objects), l.Graph.Len())
	}
	for i, got := range objects {
		r := l.Revisions[i]
		if got.ID != r.ID || got.Message != r.Message || got.Path != r.File.Name {
			t.Errorf("object %d is %+v, want that of %s", i, got, r.ID)
		}
		if got.Revises == nil || got.DependsOn == nil || got.Labels == nil || got.Meta == nil {
			t.Errorf("%s has a null for an empty list: %+v", r.ID, got)
		}
	}
}

// TestLoadOrder reads the same files in another order: heads follow it, and
// what is sorted does not.
func TestLoadOrder(t *testing.T) {
	revs := sampleRevisions("c2 <- a1 [y]\nb2 <- a1 [x]\na1 <-")
	shuffled := slices.Clone(revs)
	slices.Reverse(shuffled)
	branches := func(revs []*revisions.Revision) string {
		return written(t, BranchesText, history(t, revs, ""))
	}
	if a, b := branches(revs), branches(shuffled); a != b {
		t.Errorf("branches differ with the load order:\n%s%s", a, b)
	}
}

// failing is a writer that has no room.
type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func TestWriterFails(t *testing.T) {
	l := history(t, smallSample(), "")
	d := Drawing{Graph: l.Graph, Revisions: l.Revisions}
	for name, err := range map[string]error{
		"history":  HistoryText(failing{}, l),
		"heads":    HeadsText(failing{}, l),
		"show":     ShowText(failing{}, l),
		"branches": BranchesText(failing{}, l),
		"json":     RevisionsJSON(failing{}, l),
		"text":     GraphText(failing{}, d),
		"dot":      GraphDOT(failing{}, d),
		"mermaid":  GraphMermaid(failing{}, d),
	} {
		if err == nil {
			t.Errorf("%s does not report that nothing could be written", name)
		}
	}
}
