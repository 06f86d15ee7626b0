package lint

import (
	"fmt"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
)

var requireConcurrentReindex = &Rule{
	ID: "require-concurrent-reindex", Title: "REINDEX stops writes, and reads with them",
	Group: GroupLocks, Severity: Error,
	Peers: []string{"mp MP021"},
	Doc: "REINDEX holds SHARE on the table while it reads it, so writes wait, and ACCESS EXCLUSIVE on the index. Reads wait " +
		"for that too: to plan a query the server locks all indexes of its tables. REINDEX … CONCURRENTLY builds a new " +
		"index beside the old one while reads and writes go on; it runs outside of a transaction and skips the index of an " +
		"exclusion constraint, which has to be rebuilt when nobody needs the table.",
	check: func(p *pass, s *statement) {
		n := s.node().GetReindexStmt()
		if n == nil || n.Kind == pg.ReindexObjectType_REINDEX_OBJECT_SYSTEM || isOn(n.Params, "concurrently") {
			return
		}
		what, severity := p.reindexed(s, n)
		if what == "" {
			return
		}
		f := Finding{
			Severity: severity,
			Message:  fmt.Sprintf("nobody can write %s while its indexes are built anew, and queries that read it wait too", what),
			Help:     "rebuild concurrently: reads and writes go on",
		}
		if s.word("concurrently") == s.Span {
			f.Fix, f.Mechanical = s.outside(s.with(reindexWord[n.Kind], " CONCURRENTLY")), s.allRebuilt() && !s.after().Incomplete
		}
		if index := s.relation(n.Relation); index != nil && index.Index != nil && index.Index.Exclusion {
			f.Severity, f.Fix, f.Mechanical = Warning, "", false
			f.Help = "the index of an exclusion constraint cannot be rebuilt concurrently: do it when nobody needs the table"
		}
		p.reportAt(s, f)
	},
}

// reindexWord is the word of a REINDEX behind which CONCURRENTLY stands.
var reindexWord = map[pg.ReindexObjectType]string{
	pg.ReindexObjectType_REINDEX_OBJECT_INDEX: "index", pg.ReindexObjectType_REINDEX_OBJECT_TABLE: "table",
	pg.ReindexObjectType_REINDEX_OBJECT_SCHEMA: "schema", pg.ReindexObjectType_REINDEX_OBJECT_DATABASE: "database",
}

// reindexed names the tables in use whose indexes a REINDEX rebuilds; empty for
// none.
func (p *pass) reindexed(s *statement, n *pg.ReindexStmt) (what string, severity Severity) {
	more := 0
	severity = Notice
	for _, l := range s.Effects.Locks {
		rel := s.locked(l.OID)
		if l.Mode < effects.Share || !p.inUse(s, rel) || !rel.Kind.HasStorage() {
			continue
		}
		if p.weigh(s, rel) == "" {
			severity = ""
		}
		if more++; more == 1 {
			what = s.name(rel) + unseen(rel)
		}
	}
	several := n.Kind == pg.ReindexObjectType_REINDEX_OBJECT_SCHEMA || n.Kind == pg.ReindexObjectType_REINDEX_OBJECT_DATABASE
	switch {
	case more > 1:
		return fmt.Sprintf("%s and %d more", what, more-1), severity
	case more == 0 && several && (s.Before.Incomplete || len(s.Effects.Unknown) > 0):
		return "any table of " + n.Name + " that no revision makes", ""
	case more == 0 && p.unseenIndex(s):
		return "the table of " + n.Relation.GetRelname() + unseen(nil), ""
	}
	return what, severity
}

// unseenIndex tells whether the statement locks an index of which nobody knows
// the table.
func (p *pass) unseenIndex(s *statement) bool {
	for _, l := range s.Effects.IndexLocks {
		if index := s.locked(l.OID); l.Mode == effects.AccessExclusive && index != nil && index.Index.Table == 0 {
			return true
		}
	}
	return false
}

// allRebuilt tells whether a concurrent rebuild would pass over none of the
// indexes that the statement rebuilds.
func (s *statement) allRebuilt() bool {
	for _, l := range s.Effects.Locks {
		for _, index := range s.Before.Indexes(l.OID) {
			if index.Index.Exclusion || index.Kind == catalog.Index && !index.Index.Valid {
				return false
			}
		}
		if rel := s.locked(l.OID); rel != nil && rel.Unknown {
			return false
		}
	}
	return true
}
