package lint

import (
	"fmt"
	"strings"
)

var multipleHeads = &Rule{
	ID: "multiple-heads", Title: "more than one head", Group: GroupProcess, Severity: Error, RevisionsOnly: true,
	Doc: "Two branches end without a revision that joins them, so `upgrade head` does not know where to go. This is what " +
		"two merged pull requests with the same parent look like. A merge revision joins them: " +
		"`sqlbundle merge -m \"merge branches\" heads`.",
	checkGraph: func(p *pass) {
		heads := p.in.Graph.RealHeads()
		if len(heads) < 2 {
			return
		}
		ids := make([]string, len(heads))
		for i, h := range heads {
			ids[i] = h.ID
		}
		last := heads[len(heads)-1]
		p.report(last.File, last.IDSpan, last.ID,
			fmt.Sprintf("the graph has %d heads: %s", len(heads), shorten(ids)),
			"join them: sqlbundle merge -m \"merge branches\" heads")
	},
}

// shorten lists the first few of many names.
func shorten(ids []string) string {
	const most = 8
	if len(ids) > most {
		return strings.Join(ids[:most], ", ") + fmt.Sprintf(" and %d more", len(ids)-most)
	}
	return strings.Join(ids, ", ")
}
