package lint

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/revisions"
)

var transactionNesting = &Rule{
	ID: "transaction-nesting", Title: "BEGIN or COMMIT in a revision that is a transaction itself",
	Group: GroupTransaction, Severity: Error, RevisionsOnly: true,
	Doc: "Most programs run a revision in a transaction of their own. A COMMIT in the text ends it: what fails behind it " +
		"leaves the first half done. sqlbundle makes a transaction of each pair of BEGIN and COMMIT, so the statements " +
		"before, inside and behind it are committed one after the other. It does not compile a second BEGIN, a COMMIT " +
		"without one, or a ROLLBACK. Without them, a revision is one transaction wherever it can be; `-- sqlbundle:commit` " +
		"cuts it in two where that is wanted.",
	checkSection: func(p *pass, x *section) {
		if x.Section.NoTransaction {
			return
		}
		all := x.Section.Statements
		for i, s := range all {
			t := controls(s)
			if t == nil || !begins(t) {
				continue
			}
			end := closing(all[i:])
			if end < 0 {
				continue // the compiler says so
			}
			f := Finding{File: s.File, Span: s.Span, Revision: x.revision.ID}
			switch {
			case i > 0:
				f.Message = "the revision is no longer one transaction: what stands before this BEGIN is committed by itself, and stays if the rest fails"
			case i+end+1 < len(all):
				f.Message = "the revision is no longer one transaction: its COMMIT makes this part last, also if what stands behind it fails"
			default:
				f.Severity = Notice
				f.Message = "BEGIN and COMMIT add nothing here: the revision is one transaction without them"
			}
			f.Help = "take out BEGIN and COMMIT; `-- sqlbundle:commit` cuts a revision on purpose"
			if len(t.Options) > 0 {
				f.Help += ", and SET TRANSACTION as the first statement chooses the isolation level"
			}
			p.add(f)
		}
	},
}

// closing is the place of the first COMMIT in a list; -1 where there is none.
func closing(list []*revisions.Statement) int {
	for i, s := range list {
		if t := controls(s); t != nil && t.Kind == pg.TransactionStmtKind_TRANS_STMT_COMMIT {
			return i
		}
	}
	return -1
}
