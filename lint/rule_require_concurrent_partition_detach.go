package lint

import (
	"fmt"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
	"sqlbundle/internal/pgsql"
)

var requireConcurrentPartitionDetach = &Rule{
	ID: "require-concurrent-partition-detach", Title: "DETACH PARTITION locks the whole partitioned table",
	Group: GroupPartition, Severity: Error,
	Peers: []string{"mp MP046"},
	Doc: "DETACH PARTITION takes ACCESS EXCLUSIVE on the parent: it waits for all queries on any partition, and meanwhile " +
		"every new one waits behind it. From 14 on DETACH … CONCURRENTLY takes SHARE UPDATE EXCLUSIVE and lets reads and " +
		"writes go on; it cannot stand in a transaction, which sqlbundle sees to, and is refused while the parent has a " +
		"default partition. It leaves a check of the old bounds on the partition, which can be dropped.",
	check: func(p *pass, s *statement) {
		for _, a := range s.actions() {
			cmd := a.cmd.GetDef().GetPartitionCmd()
			if a.cmd.Subtype != pg.AlterTableType_AT_DetachPartition || cmd.GetConcurrent() || s.Before.Version < concurrentDetach ||
				!p.inUse(s, a.table) || s.Effects.Refused != nil {
				continue
			}
			finding := Finding{
				Message: fmt.Sprintf("nobody can read or write any partition of %s until the lock is there and the transaction has ended", s.name(a.table)),
				Help:    "detach it concurrently" + runsOutside,
				Fix:     s.outside(s.detachConcurrently(cmd)), Mechanical: !a.table.Unknown,
			}
			if byDefault := s.defaultOf(a.table); byDefault != nil {
				finding.Severity, finding.Fix, finding.Mechanical = p.underLockTimeout(s), "", false
				finding.Help = fmt.Sprintf("keep lock_timeout short: the default partition %s forbids to detach concurrently", s.name(byDefault))
			}
			p.reportAt(s, finding)
		}
	},
}

// detachConcurrently is the statement with CONCURRENTLY, and what drops the check
// of the bounds that this leaves behind.
func (s *statement) detachConcurrently(cmd *pg.PartitionCmd) string {
	steps := []string{s.File.Slice(s.Span) + " CONCURRENTLY;"}
	part := s.relation(cmd.Name)
	parsed, err := pgsql.Parse(steps[0])
	if part == nil || err != nil {
		return steps[0]
	}
	c := s.Before.Branch()
	next := c.Next()
	effects.Apply(c, parsed[0].Stmt, 0)
	for _, k := range c.Constraints(part.OID) {
		if k.Kind == catalog.Check && k.OID >= next {
			steps = append(steps, "ALTER TABLE "+s.name(part)+" DROP CONSTRAINT "+pgsql.QuoteIdent(k.Name)+";")
		}
	}
	return lines(steps...)
}

// underLockTimeout is a notice where a limit keeps a statement from waiting long
// for its locks.
func (p *pass) underLockTimeout(s *statement) Severity {
	if p.limitOf(s, "lock_timeout").none() {
		return ""
	}
	return Notice
}
