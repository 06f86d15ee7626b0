package out

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// GraphMermaid writes the revisions as a Mermaid flowchart, the newest at the
// top: heads bold, dependencies dotted, new ones filled. Nodes are numbered from the oldest. It
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
	var fresh []string
	for i, r := range nodes {
		if d.New[r.ID] {
			fresh = append(fresh, fmt.Sprintf("r%d", i))
		}
	}
	if len(fresh) > 0 {
		// Both colours are set, so that it can be read on dark pages too.
		fmt.Fprintf(buf, "  classDef new fill:#d1f0d9,color:#1f2328\n  class %s new\n", strings.Join(fresh, ","))
	}
	return buf.Flush()
}
