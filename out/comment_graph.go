package out

import (
	"fmt"
	"slices"
	"strings"

	"sqlbundle/revisions"
)

// maxDrawn is how many revisions a drawing has; GitHub refuses large ones, and
// nobody can read them.
const maxDrawn = 60

// drawing shows what is new and what it stands on, and all heads. It is folded
// where the new revisions are one line.
func (d *comment) drawing() *part {
	p := &part{rank: 4, share: 20, left: func(int) string {
		return "The graph is not drawn; " + markdownCode(cut(d.Program, 200)+" graph") + " draws it.\n\n"
	}}
	if d.Graph == nil || d.Up == nil || len(d.Up.Steps) == 0 {
		return p
	}
	fresh, around := map[string]bool{}, relations{}
	for _, step := range d.Up.Steps {
		fresh[step.ID()] = true
	}
	for _, step := range d.Up.Steps {
		for _, id := range append(d.Graph.Parents(step.ID()), d.Graph.Dependencies(step.ID())...) {
			around.add(id, 0)
		}
	}
	heads := d.Graph.RealHeads()
	for _, h := range heads {
		around.add(h.ID, 0)
	}
	var list []*revisions.Revision
	for _, step := range slices.Backward(d.Up.Steps) {
		list = append(list, step.Revision)
	}
	for _, id := range around.names {
		if !fresh[id] {
			list = append(list, d.Graph.Lookup(id))
		}
	}
	if len(list) > maxDrawn {
		p.never = 1
		return p
	}
	var b strings.Builder
	// A strings.Builder never fails.
	_ = GraphMermaid(&b, Drawing{Graph: d.Graph, Revisions: list, New: fresh})
	text := markdownFence("mermaid", b.String())
	if len(heads) < 2 && d.inLine() {
		text = fmt.Sprintf("<details><summary>The graph: one line, %s new</summary>\n\n%s\n</details>\n", Count(len(fresh), "revision"), text)
	}
	p.items = []string{text + "\n"}
	return p
}

// inLine tells whether each new revision revises the one before.
func (d *comment) inLine() bool {
	for i, step := range d.Up.Steps {
		parents := d.Graph.Parents(step.ID())
		if len(parents) > 1 || len(d.Graph.Dependencies(step.ID())) > 0 || i > 0 && (len(parents) == 0 || parents[0] != d.Up.Steps[i-1].ID()) {
			return false
		}
	}
	return true
}
