package lint

import (
	"fmt"
	"slices"

	"sqlbundle/compiler"
	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
)

var nonAtomicRevision = &Rule{
	ID: "non-atomic-revision", Title: "a failure in the middle leaves half of the revision behind",
	Group: GroupTransaction, Severity: Warning, RevisionsOnly: true,
	Doc: "In a section that says notransaction each statement is committed by itself. Where a later one fails, the earlier " +
		"ones stay: the database is in a state between two revisions, which no way back knows, until the script has been " +
		"mended and run again. Leave one such statement in a revision; or take the attribute out: sqlbundle gives a " +
		"statement that refuses a transaction its own place, and keeps the others together. Statements that can be " +
		"repeated without effect, as DROP … IF EXISTS before a CREATE, are not reported.",
	checkSection: func(p *pass, section *section) {
		if !section.Section.NoTransaction {
			return
		}
		var last *compiler.Segment
		for _, s := range section.statements {
			if s.changes() {
				last = s.segment
			}
		}
		for _, s := range section.statements {
			if s.segment == last || !s.changes() || s.repeatable() {
				continue
			}
			p.reportAt(s, Finding{
				Message: fmt.Sprintf("if a later statement of this section fails, this %s stays done: the database is between two revisions", s.Kind),
				Help: "give the other statements a revision of their own, or take out `notransaction`: sqlbundle keeps out of " +
					"transactions what cannot stand in one, and nothing else",
			})
			return
		}
	},
}

// changes tells whether the statement leaves something behind.
func (s *statement) changes() bool {
	switch s.Kind {
	case "SHOW", "EXPLAIN", "CHECKPOINT", "DISCARD ALL", "LISTEN", "NOTIFY", "LOCK TABLE":
		return false
	case "SELECT":
		calls := s.Before.AnalyzeQuery(s.node()).Expr.Volatility
		return !s.OnlySets && (calls == catalog.Volatile || calls == catalog.VolatilityUnknown)
	}
	return !s.OnlySets
}

// repeatable tells whether running the statement once more surely changes
// nothing: by itself, or behind the DROP … IF EXISTS before it.
func (s *statement) repeatable() bool {
	switch s.Kind {
	case "VACUUM", "ANALYZE", "REINDEX", "CLUSTER", "COMMENT", "REFRESH MATERIALIZED VIEW", "ALTER SYSTEM":
		return true
	}
	if s.index > 0 {
		before := s.section.statements[s.index-1]
		if before.node().GetDropStmt().GetMissingOk() && s.again(before, s) {
			return true
		}
	}
	return s.again(s)
}

// again tells whether definitions that run another time behind the statement leave
// the catalog as it is.
func (s *statement) again(list ...*statement) bool {
	c := s.after().Branch()
	for _, other := range list {
		if !other.defines() {
			return false
		}
		if e := effects.Apply(c, other.node(), 0); e.Refused != nil || e.Nothing {
			return false
		}
	}
	return slices.Equal(s.after().Lines(), c.Lines())
}

// defines tells whether all that the statement does can be seen in the catalog.
func (s *statement) defines() bool {
	for _, a := range s.actions() {
		if a.cmd.GetDef().GetColumnDef().GetRawDefault() != nil {
			return false // the values may change another time
		}
	}
	switch s.Kind {
	case "INSERT", "UPDATE", "DELETE", "MERGE", "TRUNCATE TABLE", "COPY", "DO", "CALL", "SELECT", "EXECUTE",
		"CREATE DATABASE", "DROP DATABASE", "CREATE TABLESPACE", "DROP TABLESPACE":
		return false
	}
	return s.node() != nil
}
