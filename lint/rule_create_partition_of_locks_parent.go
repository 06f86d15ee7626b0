package lint

import (
	"fmt"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
	"sqlbundle/internal/pgsql"
)

var createPartitionOfLocksParent = &Rule{
	ID: "create-partition-of-locks-parent", Title: "CREATE TABLE … PARTITION OF locks the whole partitioned table",
	Group: GroupPartition, Severity: Warning,
	Doc: "CREATE TABLE … PARTITION OF takes ACCESS EXCLUSIVE on the parent and on its default partition: it waits for all " +
		"queries on any partition, and new ones wait behind it. Created as a table LIKE the parent and then attached, the " +
		"partition needs SHARE UPDATE EXCLUSIVE on the parent only, and reads and writes go on.",
	check: func(p *pass, s *statement) {
		parent, part := s.attaches()
		if len(s.actions()) > 0 || part == nil || !p.inUse(s, parent) || s.lockOn(parent.OID) < effects.AccessExclusive {
			return
		}
		p.reportAt(s, Finding{
			Severity: p.underLockTimeout(s),
			Message:  fmt.Sprintf("all queries on %s wait until it has its new partition %s", s.name(parent), s.name(part)),
			Help:     "create it LIKE the parent and attach it: reads and writes go on then",
			Fix:      s.attachInstead(parent, part),
		})
	},
}

// attachInstead makes the same partition by ATTACH; empty where the statement says
// more of it than its bounds.
func (s *statement) attachInstead(parent, part *catalog.Relation) string {
	n := s.node().GetCreateStmt()
	if n == nil || len(n.TableElts) > 0 || n.Partspec != nil || len(n.Options) > 0 || n.Tablespacename != "" || n.AccessMethod != "" || n.IfNotExists || parent.Unknown {
		return ""
	}
	word := "for"
	if n.Partbound.IsDefault {
		word = "default"
	}
	at := s.word(word)
	if at == s.Span {
		return ""
	}
	like := "INCLUDING ALL"
	for _, col := range parent.Live() {
		if col.Identity != 0 {
			like = "INCLUDING ALL EXCLUDING IDENTITY"
		}
	}
	name := pgsql.QuoteIdent(part.Name)
	if n.Relation.GetSchemaname() != "" {
		name = pgsql.QuoteIdent(n.Relation.Schemaname) + "." + name
	}
	return lines(
		fmt.Sprintf("CREATE TABLE %s (LIKE %s %s);", name, s.name(parent), like),
		fmt.Sprintf("ALTER TABLE %s ATTACH PARTITION %s %s;", s.name(parent), name, s.File.Text[at.Start:s.Span.End]),
	)
}
