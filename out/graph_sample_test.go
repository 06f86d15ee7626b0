package out

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sqlbundle/graph"
	"sqlbundle/internal/source"
	"sqlbundle/revisions"
)

// sampleRevisions reads a graph in a notation of one line per revision, in
// load order:
//
//	id <- parent, parent {dependency} [label, label] : message
func sampleRevisions(notation string) []*revisions.Revision {
	var revs []*revisions.Revision
	for line := range strings.Lines(notation) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		edges, message, _ := strings.Cut(line, ":")
		id, below, _ := strings.Cut(edges, "<-")
		id = strings.TrimSpace(id)
		below, labels := bracketed(below, "[", "]")
		parents, dependencies := bracketed(below, "{", "}")
		revs = append(revs, &revisions.Revision{
			ID:        id,
			Message:   strings.TrimSpace(message),
			File:      source.NewFile("migrations/"+id+".sql", ""),
			Parents:   refs(parents),
			DependsOn: refs(dependencies),
			Labels:    refs(labels),
		})
	}
	return revs
}

func bracketed(text, open, end string) (before, inside string) {
	before, inside, _ = strings.Cut(text, open)
	return before, strings.TrimRight(strings.TrimSpace(inside), end)
}

func refs(names string) []revisions.Ref {
	var refs []revisions.Ref
	for name := range strings.SplitSeq(names, ",") {
		if name = strings.TrimSpace(name); name != "" {
			refs = append(refs, revisions.Ref{ID: name})
		}
	}
	return refs
}

// history is a listing of a whole graph, or of a range of it.
func history(t *testing.T, revs []*revisions.Revision, rangeArg string) Listing {
	t.Helper()
	g, err := graph.New(revs)
	if err != nil {
		t.Fatal(err)
	}
	listed, err := g.History(rangeArg, nil)
	if err != nil {
		t.Fatal(err)
	}
	return Listing{Graph: g, Revisions: listed}
}

func drawing(t *testing.T, notation, rangeArg string) Drawing {
	t.Helper()
	l := history(t, sampleRevisions(notation), rangeArg)
	return Drawing{Graph: l.Graph, Revisions: l.Revisions}
}

// smallSample has each case once: two bases, labels that spread, a merge, a
// branch point, an effective head, no message, a text of several paragraphs,
// and texts that attack a terminal, DOT, Mermaid and HTML.
func smallSample() []*revisions.Revision {
	revs := sampleRevisions(`
		a1 <- : Create accounts
		b2 <- a1 : Add tickets
		c3 <- b2 [shop] : Create carts
		d4 <- b2 :
		e5 <- c3, d4 : Merge shop
		n1 <- [net, net-v2] : Create hosts
		n2 <- n1 {e5, n1} : click r0 "x"]; end %%{init}%% \N \" ` + "`js`" + ` &lt;<script>alert(1)</script>
		n3 <- n1 {shop} : No colours` + "\x1b[31m" + ` and no ` + "\u202e" + `sdrawkcab
		v1.0 <- e5 : 1. item #quot; - übergröße 表
	`)
	revs[0].Description = "The first of all.\n\nIt has\n  an indented line and \x1b[2J no screen clear.\n"
	revs[0].Meta = []revisions.Field{
		{Key: "ticket", Value: "OPS-1 <&>"}, {Key: "author", Value: "Ann \"A\" Example"},
	}
	revs[0].Checksum = strings.Repeat("ab", 32)
	revs[3].Description = "Only a description."
	revs[3].File = source.NewFile("migrations/odd \x07 name.sql", "")
	return revs
}

func readSample(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
