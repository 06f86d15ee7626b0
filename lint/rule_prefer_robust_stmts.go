package lint

import (
	"fmt"
	"strings"
)

var preferRobustStmts = &Rule{
	ID: "prefer-robust-stmts", Title: "a revision without a transaction cannot be run again from its beginning",
	Group: GroupTransaction, Severity: Notice, RevisionsOnly: true,
	Peers: []string{"mp MP023"},
	Doc: "In a section with `notransaction` each statement is committed by itself. When one of them fails, those before it " +
		"are done, and a second run from the top stops at the first CREATE of something that is there or DROP of something " +
		"that is gone. sqlbundle goes on where it has stopped, other programs and people begin again. IF NOT EXISTS and IF " +
		"EXISTS make the statements repeatable. CREATE INDEX CONCURRENTLY is an exception: there IF NOT EXISTS passes over " +
		"the INVALID index that a failed build has left.",
	checkSection: func(p *pass, x *section) {
		if !x.Section.NoTransaction || len(x.statements) < 2 {
			return
		}
		for _, s := range x.statements {
			words, robust, ok := s.existence()
			if !ok || robust {
				continue
			}
			f := Finding{
				Message: fmt.Sprintf("should a later statement fail, a second run of the revision would stop at this %s", s.Kind),
				Help:    "write " + strings.TrimSpace(words),
			}
			last := s.Kind[strings.LastIndexByte(s.Kind, ' ')+1:]
			if s.concurrently() {
				last = "concurrently"
			}
			if s.node().GetIndexStmt() == nil || s.node().GetIndexStmt().Idxname != "" {
				f.Fix = s.with(last, words)
			}
			f.Mechanical = f.Fix != ""
			p.reportAt(s, f)
		}
	},
}

// existence tells whether a statement that makes or drops something says IF NOT
// EXISTS or IF EXISTS, and which of the two it could say; ok is false for one
// that has no such form, or is better without.
func (s *statement) existence() (words string, robust, ok bool) {
	const makes = " IF NOT EXISTS"
	switch n := s.node(); {
	case n.GetCreateStmt() != nil:
		return makes, n.GetCreateStmt().IfNotExists, true
	case n.GetCreateTableAsStmt() != nil:
		return makes, n.GetCreateTableAsStmt().IfNotExists, true
	case n.GetIndexStmt() != nil:
		return makes, n.GetIndexStmt().IfNotExists, !n.GetIndexStmt().Concurrent
	case n.GetCreateSchemaStmt() != nil:
		return makes, n.GetCreateSchemaStmt().IfNotExists, true
	case n.GetCreateSeqStmt() != nil:
		return makes, n.GetCreateSeqStmt().IfNotExists, true
	case n.GetCreateExtensionStmt() != nil:
		return makes, n.GetCreateExtensionStmt().IfNotExists, true
	case n.GetDropStmt() != nil:
		return " IF EXISTS", n.GetDropStmt().MissingOk, true
	}
	return "", false, false
}
