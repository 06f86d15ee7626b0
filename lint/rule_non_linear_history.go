package lint

import "fmt"

var nonLinearHistory = &Rule{
	ID: "non-linear-history", Title: "a new revision stands below a released one",
	Group: GroupProcess, Severity: Error, RevisionsOnly: true,
	Peers: []string{"atlas non-linear"},
	Doc: "A revision that has not gone out was put before one that has. A database that has applied the later one never " +
		"gets it, while new databases do. Let it revise what was released last, or merge its branch.",
	checkGraph: func(p *pass) {
		if p.in.Sum == nil || p.in.Sum.File == nil {
			return
		}
		told := map[string]bool{}
		for _, rev := range p.in.Graph.Revisions() {
			if _, released := p.in.Sum.Entry(rev.ID); !released {
				continue
			}
			for _, below := range p.in.Graph.StandsOn(rev.ID) {
				if _, released := p.in.Sum.Entry(below.ID); !released && !told[below.ID] {
					told[below.ID] = true
					p.report(below.File, below.IDSpan, below.ID,
						fmt.Sprintf("revision %s has gone out and stands on %s, which has not: databases that have the one never get the other", rev.ID, below.ID),
						"let it revise the last released revision; `sqlbundle release "+below.ID+"` where it has gone out too")
				}
			}
		}
	},
}
