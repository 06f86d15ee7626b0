package lint

import (
	"slices"

	"sqlbundle/revisions"
)

var unusedIgnore = &Rule{
	ID: "unused-ignore", Title: "a nolint that silences nothing", Group: GroupProcess, Severity: Warning,
	Doc: "The directive names an unknown rule, or one that has nothing to say here: the reason for it is gone, or it never " +
		"had the effect that its author wanted. Nothing is said of a rule that the configuration has turned off, and of " +
		"what squawk alone knows.",
	// By then the others have used theirs.
	turn: last,
	checkRevision: func(p *pass, rev *revisions.Revision) {
		for _, d := range p.nolints[rev] {
			if !d.used {
				p.unused(d)
			}
		}
	},
}

// unused reports a directive that has silenced nothing.
func (p *pass) unused(d *directive) {
	quiet := func(r *Rule) bool { return p.severityOf(r, d.file, "") == Off }
	msg, help := "nothing here breaks the rule "+d.name.ID, "take out the directive"
	switch {
	case d.nolint.Squawk && d.name.ID == "":
		msg = "nothing here needs to be silenced"
	case d.nolint.Squawk && len(d.rules) == 0:
		return
	case len(d.rules) == 0:
		msg, help = "there is no rule "+d.name.ID, nearName(p.rules, d.name.ID)
	case slices.ContainsFunc(d.rules, func(r *Rule) bool { return r.refused }):
		msg, help = "the rule "+d.name.ID+" cannot be silenced: the server would refuse the statement", "mend the statement"
	case !slices.ContainsFunc(d.rules, func(r *Rule) bool { return !quiet(r) }):
		return
	}
	p.report(d.nolint.File, d.name.Span, d.rev.ID, msg, help)
}
