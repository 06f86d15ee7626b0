package lint

import (
	"fmt"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
	"sqlbundle/internal/pgsql"
)

var droppingTrigger = &Rule{
	ID: "dropping-trigger", Title: "DROP TRIGGER takes ACCESS EXCLUSIVE, and what it did is no longer done",
	Group: GroupLocks, Severity: Warning,
	Doc: "DROP TRIGGER and ALTER TRIGGER … RENAME lock the table against reads as well, which CREATE TRIGGER does not do: " +
		"they wait for all who use it, and everybody else waits behind them. From the commit on writes no longer do what " +
		"the trigger did. To change one use CREATE OR REPLACE TRIGGER (14 and later), which lets reads go on.",
	check: func(p *pass, s *statement) {
		table, name := s.triggerTaken()
		if !p.inUse(s, table) || !table.Kind.IsTable() || s.lockOn(table.OID) < effects.AccessExclusive {
			return
		}
		trigger := s.Before.Find(catalog.ClassTrigger, table.OID, name)
		if trigger == nil && !table.Unknown || trigger != nil && !p.old(s, catalog.HeadOf(trigger).OID) {
			return
		}
		finding := Finding{
			Message: fmt.Sprintf("nobody can read or write %s until trigger %s is gone, and what it did is no longer done", s.name(table), pgsql.QuoteIdent(name)),
			Help:    "keep lock_timeout short, and make sure that nothing counts on what the trigger does",
		}
		if s.node().GetRenameStmt() != nil {
			finding.Message = fmt.Sprintf("nobody can read or write %s while its trigger %s is renamed", s.name(table), pgsql.QuoteIdent(name))
			finding.Help = "keep lock_timeout short, or leave the name as it is"
		}
		if s.committed().Find(catalog.ClassTrigger, table.OID, name) != nil {
			finding.Severity = Notice
			finding.Message = fmt.Sprintf("nobody can read or write %s until the commit, for its trigger %s is dropped and made anew", s.name(table), pgsql.QuoteIdent(name))
			finding.Help = "use CREATE OR REPLACE TRIGGER (14 and later) alone: reads go on then"
		}
		p.reportAt(s, finding)
	},
}

// triggerTaken is the table and the name of a trigger that a statement drops or
// renames.
func (s *statement) triggerTaken() (*catalog.Relation, string) {
	if n := s.node().GetRenameStmt(); n != nil && n.RenameType == pg.ObjectType_OBJECT_TRIGGER {
		return s.relation(n.Relation), n.Subname
	}
	n := s.node().GetDropStmt()
	if n.GetRemoveType() != pg.ObjectType_OBJECT_TRIGGER || len(n.Objects) != 1 {
		return nil, ""
	}
	names := objectNames(n.Objects[0])
	schema, table := catalog.Split(names[:len(names)-1])
	return s.relation(&pg.RangeVar{Schemaname: schema, Relname: table}), names[len(names)-1].GetString_().GetSval()
}
