package lint

import (
	"fmt"
	"strings"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
)

var dropPrimaryKeyReplicaIdentity = &Rule{
	ID: "drop-primary-key-replica-identity", Title: "replication can no more tell the table's rows apart", Group: GroupReplication, Severity: Warning,
	Peers: []string{"pg-schema-diff CORRECTNESS", "mp MP055"},
	Doc: "Logical replication finds a row by the primary key, or by what REPLICA IDENTITY names. Without either, every UPDATE " +
		"and DELETE of a published table fails at once. Give the table another identity in the same revision: REPLICA " +
		"IDENTITY USING INDEX with a unique index on columns that are NOT NULL, or FULL. It is an error where a publication " +
		"of the history has the table.",
	check: func(p *pass, s *statement) {
		for _, l := range s.Effects.Locks {
			rel, _ := s.Before.Object(l.OID).(*catalog.Relation)
			if l.Mode < effects.AccessExclusive || !p.inUse(s, rel) || rel.Unknown || rel.Kind != catalog.Table && rel.Kind != catalog.Partitioned || rel.Partition && p.parentLoses(s, rel) {
				continue
			}
			if !identified(s.Before, rel.OID) || !exists(s.section.After, rel.OID) || identified(s.after(), rel.OID) || identified(s.section.After, rel.OID) {
				continue
			}
			f := Finding{
				Message: fmt.Sprintf("if %s is published, every UPDATE and DELETE of it fails from now on: nothing tells its rows apart", s.name(rel)),
				Help:    "give it another identity in the same revision, by REPLICA IDENTITY USING INDEX or FULL",
			}
			if by := publishers(s.after(), rel); len(by) > 0 {
				f.Severity = Error
				f.Message = fmt.Sprintf("every UPDATE and DELETE of %s fails from now on: %s publishes it, and nothing tells its rows apart", s.name(rel), strings.Join(by, ", "))
			}
			p.reportAt(s, f)
		}
	},
}

func exists(c *catalog.Catalog, oid catalog.OID) bool { return c.Object(oid) != nil }

// parentLoses tells whether what happens to a partition happens to its parent
// too, where it is told.
func (p *pass) parentLoses(s *statement, rel *catalog.Relation) bool {
	return len(rel.Parents) > 0 && identified(s.Before, rel.Parents[0]) && !identified(s.after(), rel.Parents[0])
}

// identified tells whether a table has something that tells its rows apart for
// replication.
func identified(c *catalog.Catalog, oid catalog.OID) bool {
	rel, _ := c.Object(oid).(*catalog.Relation)
	if rel == nil {
		return false
	}
	switch rel.ReplicaIdentity {
	case 'f':
		return true
	case 'n':
		return false
	case 'i':
		return exists(c, rel.ReplicaIndex)
	}
	for _, k := range c.Constraints(oid) {
		if k.Kind == catalog.PrimaryKey {
			return true
		}
	}
	return false
}
