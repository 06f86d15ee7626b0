package lint

import "sqlbundle/revisions"

var revisionEditedAfterRelease = &Rule{
	ID: "revision-edited-after-release", Title: "a released revision was edited",
	Group: GroupProcess, Severity: Error, RevisionsOnly: true,
	Peers: []string{"atlas checksum"},
	Doc: "sqlbundle.sum holds the checksums of what has gone out. Databases that have applied the revision keep what it " +
		"was; new ones get what it is: they differ from then on, and nobody is told. Take the edit back and write a new " +
		"revision. An edit of comments alone is a notice.",
	checkRevision: func(p *pass, rev *revisions.Revision) {
		if p.in.Sum == nil {
			return
		}
		e, released := p.in.Sum.Entry(rev.ID)
		if !released || e.File == rev.Checksum {
			return
		}
		f := Finding{
			File: rev.File, Span: rev.IDSpan, Revision: rev.ID,
			Message: "revision " + rev.ID + " has been released and does something else now: databases that have it will differ from new ones",
			Help:    "take the edit back and write a new revision; `sqlbundle release --accept-edits` where every database has it as it is now",
		}
		if e.Statements == rev.StatementsChecksum() {
			f.Severity = Notice
			f.Message = "comments or directives of revision " + rev.ID + " have changed since it was released; its statements have not"
			f.Help = "`sqlbundle release` records it as it is now"
		}
		p.add(f)
	},
}
