package out

import (
	"bufio"
	"io"
	"strings"
	"unicode/utf8"

	"sqlbundle/graph"
	"sqlbundle/internal/term"
	"sqlbundle/revisions"
)

// BranchPoints are those of the revisions that have more than one child, in
// the same order.
func BranchPoints(g *graph.Graph, revs []*revisions.Revision) []*revisions.Revision {
	var points []*revisions.Revision
	for _, r := range revs {
		if g.IsBranchPoint(r.ID) {
			points = append(points, r)
		}
	}
	return points
}

// BranchesText writes each branch point among the revisions, its children
// under it, and an empty line; the long form of the branch point and the
// children's messages where the listing is verbose. It fails only where w does.
func BranchesText(w io.Writer, l Listing) error {
	buf := bufio.NewWriter(w)
	for _, r := range BranchPoints(l.Graph, l.Revisions) {
		if l.Verbose {
			buf.WriteString(l.long(r))
		} else {
			buf.WriteString(l.line(r, parts{tree: true}) + "\n")
		}
		arrow := strings.Repeat(" ", utf8.RuneCountInString(term.Sanitize(r.ID))) + " -> "
		for _, id := range l.Graph.Children(r.ID) {
			child := l.Graph.Lookup(id)
			buf.WriteString(arrow + l.line(child, parts{tree: true, message: l.Verbose}) + "\n")
		}
		buf.WriteString("\n")
	}
	return buf.Flush()
}
