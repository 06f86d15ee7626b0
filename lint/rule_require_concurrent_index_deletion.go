package lint

import (
	"fmt"
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
	"sqlbundle/internal/pgsql"
)

var requireConcurrentIndexDeletion = &Rule{
	ID: "require-concurrent-index-deletion", Title: "DROP INDEX stops everybody behind the longest query",
	Group: GroupLocks, Severity: Warning,
	Peers: []string{"atlas PG102", "strong_migrations remove_index", "mp MP009"},
	Doc: "DROP INDEX takes ACCESS EXCLUSIVE on the index and on its table. The drop is done in no time, but it waits for " +
		"every query that is reading the table, and whoever comes after that waits behind it. DROP INDEX CONCURRENTLY " +
		"waits without keeping others out; it takes one index, no CASCADE and no transaction, which sqlbundle sees to. The " +
		"index of a partitioned table cannot be dropped so: there a short lock_timeout keeps the queue short.",
	check: func(p *pass, s *statement) {
		n := s.node().GetDropStmt()
		if n == nil || n.RemoveType != pg.ObjectType_OBJECT_INDEX || n.Concurrent {
			return
		}
		tables, severity, known := p.droppedFrom(s)
		if len(tables) == 0 {
			return
		}
		fix, same := s.dropConcurrently(n)
		p.reportAt(s, Finding{
			Severity: severity, Mechanical: known && same,
			Message: fmt.Sprintf("nobody can read or write %s from the moment this begins to wait for a running query: DROP INDEX needs ACCESS EXCLUSIVE on it", strings.Join(tables, ", ")),
			Help:    "drop it concurrently; that waits for running queries too, and keeps nobody else out", Fix: s.outside(fix),
		})
	},
}

// droppedFrom names the tables in use that DROP INDEX keeps others from; known is
// false where no revision makes one of them.
func (p *pass) droppedFrom(s *statement) (tables []string, severity Severity, known bool) {
	severity, known = Notice, true
	for _, l := range s.Effects.IndexLocks {
		index, _ := s.Before.Object(l.OID).(*catalog.Relation)
		table, waits := p.dropWaits(s, l, index)
		if !waits {
			continue
		}
		if p.weigh(s, table) == "" {
			severity = ""
		}
		name := "the table of " + l.Relation
		if table != nil {
			name = s.name(table)
		}
		known = known && table != nil && !table.Unknown
		if name += unseen(table); !slices.Contains(tables, name) {
			tables = append(tables, name)
		}
	}
	return tables, severity, known
}

// dropWaits tells whether dropping an index keeps others from a table in use that
// CONCURRENTLY would not keep them from. The table is nil where nobody knows it.
func (p *pass) dropWaits(s *statement, l effects.Lock, index *catalog.Relation) (table *catalog.Relation, waits bool) {
	if index == nil || index.Index == nil || index.Index.Table == 0 {
		return nil, l.Mode == effects.AccessExclusive && l.OID.Assumed()
	}
	if index.Kind == catalog.PartitionedIndex || index.Index.Parent != 0 || l.Mode != effects.AccessExclusive {
		return nil, false
	}
	table, _ = s.Before.Object(index.Index.Table).(*catalog.Relation)
	return table, p.inUse(s, table) && !s.dropsSoon(table.OID)
}

// dropsSoon tells whether the same transaction ends without an object.
func (s *statement) dropsSoon(oid catalog.OID) bool {
	last := s
	if rest := s.rest(); len(rest) > 0 {
		last = rest[len(rest)-1]
	}
	return last.after().Object(oid) == nil
}

// dropConcurrently is a DROP INDEX as one statement an index, concurrent where
// the server can do it; same holds where they surely do what it does. It is empty
// where only CASCADE would drop what is to go.
func (s *statement) dropConcurrently(n *pg.DropStmt) (sql string, same bool) {
	var steps []string
	var targets []catalog.Address
	for _, o := range n.Objects {
		words := "DROP INDEX CONCURRENTLY "
		if index := s.named(o); index != nil {
			targets = append(targets, catalog.Address{OID: index.OID})
			if index.Kind == catalog.PartitionedIndex {
				words = "DROP INDEX "
			}
		}
		if n.MissingOk {
			words += "IF EXISTS "
		}
		var parts []string
		for _, part := range pgsql.Names(o.GetList().GetItems()) {
			parts = append(parts, pgsql.QuoteIdent(part))
		}
		steps = append(steps, words+strings.Join(parts, ".")+";")
	}
	cascade := n.Behavior == pg.DropBehavior_DROP_CASCADE
	if _, err := s.Before.Doomed(targets, false); cascade && err != nil {
		return "", false
	}
	return lines(steps...), !cascade
}
