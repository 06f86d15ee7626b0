package lint

import (
	"fmt"

	"sqlbundle/internal/catalog"
)

var defaultPartitionScan = &Rule{
	ID: "default-partition-scan", Title: "a new partition makes the server read the whole default partition",
	Group: GroupPartition, Severity: Error,
	Peers: []string{"mp MP072"},
	Doc: "No row of the default partition may belong to a new one, so ATTACH PARTITION and CREATE TABLE … PARTITION OF read " +
		"all of it, under ACCESS EXCLUSIVE: until that is done nobody can read or write it. A valid CHECK on the default " +
		"partition that excludes the new bounds spares the server the search; it can be added NOT VALID and validated " +
		"while reads and writes go on.",
	check: func(p *pass, s *statement) {
		parent, part := s.attaches()
		if part == nil {
			return
		}
		byDefault := s.defaultOf(parent)
		if byDefault == nil || byDefault.Persistence == catalog.Temporary {
			return
		}
		for _, rel := range append([]*catalog.Relation{byDefault}, s.Before.Descendants(byDefault.OID)...) {
			if !s.scans(rel.OID) || !p.mayHoldRows(s, rel) {
				continue
			}
			condition := boundCheck(s.after(), parent, part)
			if condition != "" {
				condition = "NOT (" + condition + ")"
			}
			fix := s.provenFirst(byDefault, part, "not_in_default", condition)
			p.reportAt(s, Finding{
				Severity: p.weigh(s, rel), Fix: fix, Mechanical: fix != "",
				Message: fmt.Sprintf("%s is read in full for rows of the new partition, and nobody can read or write it until that is done", s.name(rel)),
				Help:    "let a CHECK on the default partition exclude the bounds first: added NOT VALID, then validated",
			})
			return
		}
	},
}
