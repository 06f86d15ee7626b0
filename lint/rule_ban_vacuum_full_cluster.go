package lint

import (
	"fmt"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
)

var banVacuumFullCluster = &Rule{
	ID: "ban-vacuum-full-cluster", Title: "VACUUM FULL and CLUSTER rewrite the table under ACCESS EXCLUSIVE",
	Group: GroupLocks, Severity: Error,
	Peers: []string{"squawk prefer-repack", "mp MP006", "mp MP032"},
	Doc: "Both write the table and all its indexes anew, and until that is done nobody can read or write it; both need " +
		"room on the disk for a second copy. Plain VACUUM makes the room of dead rows usable again while reads and writes " +
		"go on. Where the file itself has to shrink, pg_repack does it with locks of moments; from 19 on REPACK " +
		"(CONCURRENTLY) is built in.",
	check: func(p *pass, s *statement) {
		if p.history.TargetVersion < repackSince {
			p.rewritesWhole(s, "a plain VACUUM lets reads and writes go on; pg_repack shrinks or sorts a table while it is in use")
		}
	},
}

var preferRepack = &Rule{
	ID: "prefer-repack", Title: "VACUUM FULL and CLUSTER keep everybody out, REPACK (CONCURRENTLY) does not",
	Group: GroupLocks, Severity: Error,
	Doc: "Both write the table anew, and until that is done nobody can read or write it. From 19 on REPACK (CONCURRENTLY) " +
		"does the same while reads and writes go on, and keeps others out for a moment at its end only. Older servers do " +
		"not have it; there the rule ban-vacuum-full-cluster speaks.",
	check: func(p *pass, s *statement) {
		if p.history.TargetVersion >= repackSince {
			p.rewritesWhole(s, "a plain VACUUM lets reads and writes go on; REPACK (CONCURRENTLY) shrinks or sorts a table while it is in use")
		}
	},
}

// repackSince is the version that brought REPACK.
const repackSince = 19

// rewritesWhole reports a VACUUM FULL or CLUSTER of tables in use.
func (p *pass) rewritesWhole(s *statement, help string) {
	vacuum, cluster := s.node().GetVacuumStmt(), s.node().GetClusterStmt()
	if vacuum == nil && cluster == nil {
		return
	}
	var rewritten []*catalog.Relation
	severity := Notice
	for _, touch := range s.Effects.Rewrites {
		if rel := s.locked(touch.OID); p.inUse(s, rel) {
			rewritten = append(rewritten, rel)
			if !p.small(s.Before, rel) {
				severity = Error
			}
		}
	}
	command, fix := "CLUSTER", ""
	if vacuum != nil {
		command = "VACUUM FULL"
		if len(rewritten) == 1 {
			fix = fmt.Sprintf("VACUUM %s;", s.name(rewritten[0]))
		}
	}
	if len(rewritten) == 0 && isFull(vacuum) && len(vacuum.Rels) == 0 {
		p.reportAt(s, Finding{
			Message: "VACUUM FULL writes every table of the database anew, one after the other, and nobody can read or write it meanwhile",
			Help:    "a plain VACUUM lets reads and writes go on",
		})
	}
	if len(rewritten) > 0 {
		p.reportAt(s, Finding{
			Severity: severity, Fix: fix,
			Message: fmt.Sprintf("%s writes %s anew, and all other queries wait until that is done", command, s.list(rewritten)),
			Help:    help,
		})
	}
}

// isFull tells whether a VACUUM is FULL.
func isFull(n *pg.VacuumStmt) bool {
	for _, option := range n.GetOptions() {
		d := option.GetDefElem()
		if d.GetDefname() == "full" {
			return !isOff(d.GetArg().GetString_().GetSval()) && (d.Arg.GetInteger() == nil || d.Arg.GetInteger().Ival != 0)
		}
	}
	return false
}
