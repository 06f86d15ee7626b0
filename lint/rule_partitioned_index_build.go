package lint

import (
	"fmt"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
)

var partitionedIndexBuild = &Rule{
	ID: "partitioned-index-build", Title: "an index on a partitioned table stops writes to all partitions at once",
	Group: GroupPartition, Severity: Error,
	Peers: []string{"mp MP092", "mp MP110"},
	Doc: "CREATE INDEX on a partitioned table builds one index on each partition, one after the other, and holds SHARE on " +
		"all of them until the last is done: no row of any partition can be written. UNIQUE and PRIMARY KEY do the same " +
		"under ACCESS EXCLUSIVE on the parent, and from PostgreSQL 18 on the partitions too. CONCURRENTLY is refused on " +
		"the parent. Make the index ON ONLY the parent, build one concurrently on each partition, and attach each: the " +
		"parent's index is valid once the last is attached. Partitions that have a matching index already cost nothing.",
	check: func(p *pass, s *statement) {
		if n := s.node().GetIndexStmt(); n != nil && !n.Concurrent {
			p.partitionedBuild(s, n)
			return
		}
		for _, a := range s.actions() {
			def := a.constraint()
			key := def.GetContype() == pg.ConstrType_CONSTR_UNIQUE || def.GetContype() == pg.ConstrType_CONSTR_PRIMARY
			if !key || a.table.Kind != catalog.Partitioned || !p.builds(s, a.table, a.effects) {
				continue
			}
			p.reportAt(s, Finding{
				Severity: p.weigh(s, a.table), Span: a.span,
				Message: fmt.Sprintf("no row of any partition of %s can be written until the key's index is built on the last of them%s", s.name(a.table), openParts(a.table)),
				Help: "add the constraint to ONLY the parent; on each partition build a unique index concurrently and make it a " +
					"constraint with USING INDEX; then attach each of these indexes to the parent's",
			})
		}
	},
}

// partitionedBuild judges a CREATE INDEX.
func (p *pass) partitionedBuild(s *statement, n *pg.IndexStmt) {
	table := s.relation(n.Relation)
	if table == nil || table.Kind != catalog.Partitioned || !n.Relation.Inh || !p.builds(s, table, s.Effects) {
		return
	}
	f := Finding{
		Severity: p.weigh(s, table),
		Message:  fmt.Sprintf("no row of any partition of %s can be written until the index is built on the last of them%s", s.name(table), openParts(table)),
		Help:     "make the index ON ONLY the parent, build one concurrently on each partition, attach each",
	}
	for _, m := range s.madeIndexes() {
		build, attach := s.partByPart(n, m.index, s.after())
		f.Fix = s.outside(lines(append(build, attach...)...))
		f.Mechanical = !table.OpenPartitions
	}
	p.reportAt(s, f)
}

// builds tells whether an index is built on a partition in use.
func (p *pass) builds(s *statement, table *catalog.Relation, e *effects.Effects) bool {
	if table.OpenPartitions && p.inUse(s, table) && e.Refused == nil {
		return true
	}
	for _, touch := range e.Scans {
		if p.inUse(s, s.locked(touch.OID)) {
			return true
		}
	}
	return false
}

func openParts(table *catalog.Relation) string {
	if table.OpenPartitions {
		return " (it may have partitions that no revision makes)"
	}
	return ""
}
