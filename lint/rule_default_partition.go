package lint

import "fmt"

var defaultPartition = &Rule{
	ID: "default-partition", Title: "a default partition takes rows that belong nowhere",
	Group: GroupPartition, Severity: Notice, OptIn: true,
	Peers: []string{"mp MP093"},
	Doc: "Rows that no other partition is for are not refused but kept in the default partition, where nobody looks for " +
		"them. While there is one, each new partition makes the server read it in full, and none can be detached " +
		"concurrently. Make partitions ahead of time, and let the server refuse what has none.",
	check: func(p *pass, s *statement) {
		parent, part := s.attaches()
		if part == nil || !part.IsDefault {
			return
		}
		p.reportAt(s, Finding{
			Message: fmt.Sprintf("%s takes all rows of %s that belong to no other partition, and stands in the way of new ones", s.name(part), s.name(parent)),
			Help:    "make partitions ahead of time, and leave the default one out",
		})
	},
}
