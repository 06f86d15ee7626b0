package lint

import (
	"fmt"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var disablingTrigger = &Rule{
	ID: "disabling-trigger", Title: "rows are written while triggers or foreign keys are not checked",
	Group: GroupData, Severity: Warning,
	Peers: []string{"mp MP064"},
	Doc: "DISABLE TRIGGER holds for every session, not for the migration alone: what clients write meanwhile goes past " +
		"the trigger. ALL also turns off the foreign keys of the table, and nobody checks the rows later: a valid " +
		"constraint may then be violated. session_replication_role = replica does the same for all tables, in one session. " +
		"Enable the trigger again in the same revision, in the same transaction.",
	check: func(p *pass, s *statement) {
		p.checkReplicaRole(s)
		for _, a := range s.actions() {
			if !disables(a.cmd) || !p.inUse(s, a.table) {
				continue
			}
			trigger := s.Before.Find(catalog.ClassTrigger, a.table.OID, a.cmd.Name)
			if trigger != nil && !p.old(s, catalog.HeadOf(trigger).OID) {
				continue
			}
			finding := Finding{Span: a.span}
			table := s.name(a.table)
			switch {
			case a.cmd.Subtype == pg.AlterTableType_AT_DisableTrigAll:
				finding.Severity = Error
				finding.Message = fmt.Sprintf("rows written to %s go past its triggers and its foreign keys, and nobody checks them later", table)
				finding.Help = "name the triggers, or say USER, so that the foreign keys stay in force"
			case a.cmd.Name != "":
				finding.Message = fmt.Sprintf("what is written to %s by any session goes past trigger %s", table, pgsql.QuoteIdent(a.cmd.Name))
			default:
				finding.Message = fmt.Sprintf("what is written to %s by any session goes past its triggers", table)
			}
			if !s.enabledLater(a) {
				finding.Severity = Error
				finding.Message += ", and the revision does not enable it again"
			}
			if finding.Help == "" {
				finding.Help = "enable it again in the same transaction, so that no other session can write meanwhile"
			}
			p.reportAt(s, finding)
		}
	},
}

// disables tells whether an action is one of the kinds of DISABLE TRIGGER.
func disables(cmd *pg.AlterTableCmd) bool {
	switch cmd.Subtype {
	case pg.AlterTableType_AT_DisableTrig, pg.AlterTableType_AT_DisableTrigAll, pg.AlterTableType_AT_DisableTrigUser:
		return true
	}
	return false
}

// enabledLater tells whether the section enables again what an action disables.
func (s *statement) enabledLater(a action) bool {
	for _, later := range s.section.statements[s.index+1:] {
		for _, other := range later.actions() {
			if other.table.OID == a.table.OID && enables(other.cmd, a.cmd) {
				return true
			}
		}
	}
	return false
}

// enables tells whether an action takes back a DISABLE TRIGGER.
func enables(cmd, disabled *pg.AlterTableCmd) bool {
	switch cmd.Subtype {
	case pg.AlterTableType_AT_EnableTrigAll:
		return true
	case pg.AlterTableType_AT_EnableTrigUser:
		return disabled.Subtype != pg.AlterTableType_AT_DisableTrigAll
	case pg.AlterTableType_AT_EnableTrig, pg.AlterTableType_AT_EnableAlwaysTrig, pg.AlterTableType_AT_EnableReplicaTrig:
		return cmd.Name == disabled.Name
	}
	return false
}

// checkReplicaRole is about session_replication_role.
func (p *pass) checkReplicaRole(s *statement) {
	for _, set := range s.Settings {
		if set.Name != "session_replication_role" || !strings.EqualFold(set.Value, "replica") {
			continue
		}
		finding := Finding{
			Message: "no trigger runs and no foreign key is checked for what the session writes from here on",
			Help:    "disable the triggers that are in the way by their names, and enable them again",
		}
		if !set.Local && !s.roleTakenBack() {
			finding.Severity = Error
			finding.Message += ", and the revision does not take that back"
		}
		p.reportAt(s, finding)
	}
}

// roleTakenBack tells whether a later statement of the section sets
// session_replication_role to something else.
func (s *statement) roleTakenBack() bool {
	for _, later := range s.section.statements[s.index+1:] {
		for _, set := range later.Settings {
			if set.Name == "*" || set.Name == "session_replication_role" && !strings.EqualFold(set.Value, "replica") {
				return true
			}
		}
	}
	return false
}
