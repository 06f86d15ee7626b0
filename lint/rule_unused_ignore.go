package lint

import (
	"sqlbundle/internal/suggest"
	"sqlbundle/revisions"
)

var unusedIgnore = &Rule{
	ID: "unused-ignore", Title: "a nolint that silences nothing", Severity: Warning,
	Doc: "The directive names an unknown rule, or one that has nothing to say here: the reason for it is gone, or it never " +
		"had the effect that its author wanted.",
	Bad:  "-- sqlbundle:up\n-- sqlbundle:nolint multiple-heads\nCREATE TABLE users (id bigint PRIMARY KEY);\n",
	Good: "-- sqlbundle:up\nCREATE TABLE users (id bigint PRIMARY KEY);\n",
	// This rule is the last of the list: by then the others have used theirs.
	checkRevision: func(p *pass, rev *revisions.Revision) {
		for _, d := range p.nolints[rev] {
			if d.used {
				continue
			}
			rule := p.find(d.rule.ID)
			msg, help := "nothing here breaks the rule "+d.rule.ID, "take out the directive"
			switch {
			case rule == nil:
				msg, help = "there is no rule "+d.rule.ID, suggest.Hint(d.rule.ID, p.ids())
			case rule.refused:
				msg, help = "the rule "+d.rule.ID+" cannot be silenced: the server would refuse the statement", "mend the statement"
			}
			p.report(d.nolint.File, d.rule.Span, rev.ID, msg, help)
		}
	},
}

func (p *pass) ids() []string {
	var all []string
	for _, r := range p.rules {
		all = append(all, r.ID)
	}
	return all
}
