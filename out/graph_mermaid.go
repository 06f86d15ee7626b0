package out

import (
	"bufio"
	"fmt"
	"io"
)

// GraphMermaid writes the revisions as a Mermaid flowchart, the newest at the
// top: heads bold, dependencies dotted. Nodes are numbered from the oldest. It
// fails only where w does.
func GraphMermaid(w io.Writer, d Drawing) error {
	buf := bufio.NewWriter(w)
	buf.WriteString("flowchart BT\n  classDef head stroke-width:3px\n")
	nodes, edges := d.nodesAndEdges()
	for i, r := range nodes {
		class := ""
		if d.Graph.IsHead(r.ID) {
			class = ":::head"
		}
		fmt.Fprintf(buf, "  r%d[%s]%s\n", i, mermaidString(d.caption(r)...), class)
	}
	for _, e := range edges {
		arrow := "-->"
		if e.dependency {
			arrow = "-.->"
		}
		fmt.Fprintf(buf, "  r%d %s r%d\n", e.from, arrow, e.to)
	}
	return buf.Flush()
}
