package lint

import (
	"fmt"

	"sqlbundle/internal/catalog"
)

var addingTrigger = &Rule{
	ID: "adding-trigger", Title: "CREATE TRIGGER waits for all writers, and runs code in each write from then on",
	Group: GroupLocks, Severity: Warning,
	Peers: []string{"atlas PG308", "mp MP090"},
	Doc: "CREATE TRIGGER takes SHARE ROW EXCLUSIVE on the table, and for a row trigger on every partition: it waits until " +
		"all running writes have ended, and new ones wait behind it. Then every write runs the function, which may be slow, " +
		"may fail, or may lock more. Set a lock_timeout. A trigger that only keeps an old and a new column alike for the " +
		"time of a change is a sound step of it.",
	check: func(p *pass, s *statement) {
		n := s.node().GetCreateTrigStmt()
		table := s.relation(n.GetRelation())
		if n == nil || !p.inUse(s, table) || !table.Kind.IsTable() || s.Effects.Refused != nil {
			return
		}
		finding := Finding{
			Message: fmt.Sprintf("writes to %s wait until the trigger is made, and each of them runs it from then on", s.name(table)),
			Help:    "keep lock_timeout short, and make sure that the function is fast and cannot fail",
		}
		trigger, _ := s.after().Find(catalog.ClassTrigger, table.OID, catalog.Truncate(n.Trigname)).(*catalog.Trigger)
		if trigger != nil {
			if function, ok := s.after().Object(trigger.Function).(*catalog.Function); ok && onlyAssignsNew(function) {
				finding.Severity = Notice
				finding.Help = "keep lock_timeout short, and drop the trigger when the columns no longer have to be kept alike"
			}
		}
		p.reportAt(s, finding)
	},
}
