package lint

import "sqlbundle/revisions"

var emptyRevision = &Rule{
	ID: "empty-revision", Title: "nothing to do", Group: GroupProcess, Severity: Warning, RevisionsOnly: true,
	Doc: "The up sections hold no statement, which is usually a file that was begun and forgotten. A merge revision is " +
		"empty by nature and is not reported.",
	checkRevision: func(p *pass, rev *revisions.Revision) {
		if len(rev.Parents) > 1 {
			return
		}
		for _, s := range rev.Sections {
			if s.Kind == revisions.Up && len(s.Statements) > 0 {
				return
			}
		}
		for _, s := range rev.Sections {
			if s.Kind == revisions.Up {
				p.report(rev.File, s.Span, rev.ID, "the revision does nothing",
					"write its statements, or delete the file; keep it on purpose with `nolint empty-revision` in the header")
				return
			}
		}
	},
}
