package lint

var revisionRemovedAfterRelease = &Rule{
	ID: "revision-removed-after-release", Title: "a released revision is gone",
	Group: GroupProcess, Severity: Error, RevisionsOnly: true,
	Peers: []string{"atlas non-linear"},
	Doc: "sqlbundle.sum lists a revision whose file is gone or has another id. A database that has applied it stands on a " +
		"revision that nobody knows: every upgrade of it stops there.",
	checkGraph: func(p *pass) {
		if p.in.Sum == nil {
			return
		}
		there := map[string]bool{}
		for _, rev := range p.in.Graph.Revisions() {
			there[rev.ID] = true
		}
		for _, e := range p.in.Sum.Entries {
			if !there[e.ID] {
				p.report(p.in.Sum.File, e.Span, e.ID, "revision "+e.ID+" has been released, and no file has it",
					"restore the file from version control; take the line out where no database has ever had the revision")
			}
		}
	},
}
