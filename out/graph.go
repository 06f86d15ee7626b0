package out

import (
	"sqlbundle/graph"
	"sqlbundle/internal/term"
	"sqlbundle/revisions"
)

// Drawing is a graph, or a part of it, to be drawn.
type Drawing struct {
	Graph *graph.Graph
	// Revisions are those to draw, descendants before ancestors, as
	// [graph.Graph.History] returns them. Edges to others are not drawn.
	Revisions []*revisions.Revision
	// New are the ids of those that the Mermaid form marks.
	New map[string]bool
	// ASCII draws the text form without box characters.
	ASCII bool
	// Style colours the text form and cuts its messages to the width of a
	// terminal; the zero value does neither.
	Style term.Style
}

// GraphFormats are the ways in which the graph can be drawn.
var GraphFormats = []Format[Drawing]{
	{"text", "lanes, one revision a line, newest first", GraphText},
	{"dot", "a digraph for Graphviz", GraphDOT},
	{"mermaid", "a flowchart for Markdown", GraphMermaid},
}

// edge is a line of the drawing, from what must be applied first to what
// builds on it; both are places in the list of nodes.
type edge struct {
	from, to   int
	dependency bool
}

// nodesAndEdges are the revisions, oldest first, so that a new one changes
// little in the output, and the edges between them in declared order.
func (d Drawing) nodesAndEdges() ([]*revisions.Revision, []edge) {
	nodes := make([]*revisions.Revision, len(d.Revisions))
	place := make(map[string]int, len(nodes))
	for i := range nodes {
		nodes[i] = d.Revisions[len(nodes)-1-i]
		place[nodes[i].ID] = i
	}
	var edges []edge
	for i, r := range nodes {
		add := func(ids []string, dependency bool) {
			for _, id := range ids {
				if from, ok := place[id]; ok {
					edges = append(edges, edge{from, i, dependency})
				}
			}
		}
		add(d.Graph.Parents(r.ID), false)
		add(d.Graph.Dependencies(r.ID), true)
	}
	return nodes, edges
}

// caption is a node's text, line by line: id, labels and marks, message.
func (d Drawing) caption(r *revisions.Revision) []string {
	lines := []string{term.Sanitize(r.ID)}
	if notes := joinNotes(labelNote(d.Graph, r), headMark(d.Graph, r.ID)); notes != "" {
		lines = append(lines, notes)
	}
	if r.Message != "" {
		lines = append(lines, term.Sanitize(r.Message))
	}
	return lines
}
