package lint

import (
	"fmt"
	"slices"
	"strings"

	"sqlbundle/internal/catalog"
	"sqlbundle/revisions"
)

var sameObjectInParallelBranches = &Rule{
	ID: "same-object-in-parallel-branches", Title: "two branches change the same table",
	Group: GroupProcess, Severity: Warning, RevisionsOnly: true,
	Doc: "Both branches of the merge change one table. They go together, but the columns stand in another order where the " +
		"other branch came first, and whoever reviews one does not see the other. Look at both together.",
	checkHistory: func(p *pass) {
		p.eachMerge(func(merge *revisions.Revision, parts branches) {
			a, b := p.uses(parts.a), p.uses(parts.b)
			var both []string
			for oid, use := range a {
				rel, ok := use.statement.Before.Object(oid).(*catalog.Relation)
				if other := b[oid]; ok && rel.Kind.IsTable() && use.changes && other.changes {
					both = append(both, fmt.Sprintf("%s, by %s and %s", use.statement.name(rel),
						placeOf(use.statement.section.revision, use.statement.Statement.Statement),
						placeOf(other.statement.section.revision, other.statement.Statement.Statement)))
				}
			}
			if len(both) == 0 {
				return
			}
			slices.Sort(both)
			p.add(Finding{
				File: merge.File, Span: merge.IDSpan, Revision: merge.ID,
				Message: "both branches change " + strings.Join(both, "; "),
				Help:    "look at both together; where the order of columns does not matter, nothing has to be done",
			})
		})
	},
}
