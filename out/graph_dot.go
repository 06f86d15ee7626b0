package out

import (
	"bufio"
	"fmt"
	"io"
)

// GraphDOT writes the revisions as a digraph for Graphviz, the newest at the
// top: heads bold, dependencies dashed. It fails only where w does.
func GraphDOT(w io.Writer, d Drawing) error {
	buf := bufio.NewWriter(w)
	buf.WriteString("digraph revisions {\n  rankdir=BT;\n  node [shape=box, style=rounded];\n")
	nodes, edges := d.nodesAndEdges()
	for _, r := range nodes {
		style := ""
		if d.Graph.IsHead(r.ID) {
			style = `, style="rounded,bold"`
		}
		fmt.Fprintf(buf, "  %s [label=%s%s];\n", dotString(r.ID), dotString(d.caption(r)...), style)
	}
	for _, e := range edges {
		style := ""
		if e.dependency {
			style = " [style=dashed]"
		}
		from, to := dotString(nodes[e.from].ID), dotString(nodes[e.to].ID)
		fmt.Fprintf(buf, "  %s -> %s%s;\n", from, to, style)
	}
	buf.WriteString("}\n")
	return buf.Flush()
}
