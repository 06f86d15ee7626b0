package lint

import (
	"fmt"

	"sqlbundle/internal/catalog"
)

var dropPartitionLocksParent = &Rule{
	ID: "drop-partition-locks-parent", Title: "DROP TABLE of a partition locks the whole partitioned table",
	Group: GroupPartition, Severity: Warning,
	Doc: "DROP TABLE of a partition takes ACCESS EXCLUSIVE on its parent as well, and on the default partition: it waits for " +
		"all queries on any partition, and new ones wait behind it. From 14 on detach the partition concurrently first, " +
		"then drop what is an ordinary table, in a later revision or behind it.",
	check: func(p *pass, s *statement) {
		for _, rel := range p.partitionsDropped(s) {
			parent, _ := s.Before.Object(rel.Parents[0]).(*catalog.Relation)
			if !p.inUse(s, parent) {
				continue
			}
			finding := Finding{
				Message: fmt.Sprintf("all queries on %s wait until its partition %s is dropped", s.name(parent), s.name(rel)),
				Help:    "keep lock_timeout short",
			}
			if s.Before.Version >= concurrentDetach && s.defaultOf(parent) == nil {
				finding.Help = "detach it concurrently first, then drop it"
				if n := s.node().GetDropStmt(); n != nil && len(n.Objects) == 1 {
					finding.Fix = lines(fmt.Sprintf("ALTER TABLE %s DETACH PARTITION %s CONCURRENTLY;", s.name(parent), s.name(rel)), s.File.Slice(s.Span)+";")
					finding.Mechanical = true
				}
			}
			p.reportAt(s, finding)
		}
	},
}

// partitionsDropped are the partitions that a statement drops and whose parents
// stay, new ones too.
func (p *pass) partitionsDropped(s *statement) []*catalog.Relation {
	var found []*catalog.Relation
	for _, l := range s.Effects.Locks {
		rel, ok := s.Before.Object(l.OID).(*catalog.Relation)
		if ok && rel.Partition && s.after().Object(rel.OID) == nil && s.after().Object(rel.Parents[0]) != nil {
			found = append(found, rel)
		}
	}
	return found
}
