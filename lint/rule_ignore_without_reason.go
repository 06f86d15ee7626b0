package lint

import "sqlbundle/revisions"

var ignoreWithoutReason = &Rule{
	ID: "ignore-without-reason", Title: "nolint without a reason", Group: GroupProcess, Severity: Notice, OptIn: true,
	Doc: "The next reader cannot tell why the rule does not apply here. `[lint] require_reason = true` turns this rule " +
		"into an error; write `-- sqlbundle:nolint RULE -- reason`.",
	checkRevision: func(p *pass, rev *revisions.Revision) {
		seen := map[*revisions.Nolint]bool{}
		for _, d := range p.nolints[rev] {
			if d.nolint.Reason == "" && !seen[d.nolint] {
				seen[d.nolint] = true
				p.report(d.nolint.File, d.nolint.Span, rev.ID, "this nolint gives no reason",
					"write `-- sqlbundle:nolint "+d.name.ID+" -- why it does not apply here`")
			}
		}
	},
}
