package lint

import (
	"fmt"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
)

var dataChangeInDDLTransaction = &Rule{
	ID: "data-change-in-ddl-transaction", Title: "all rows are worked on while the table is locked against everybody",
	Group: GroupTransaction, Severity: Error,
	Peers: []string{"strong_migrations backfill"},
	Doc: "The transaction changes the table's definition, which locks it against reads and writes until COMMIT, and goes " +
		"through all of its rows as well: the table is gone for as long as that takes. With the change of rows first it is " +
		"no better: its row locks and the ALTER TABLE's wait for the others invite a deadlock. The definition belongs in " +
		"one transaction, the rows in others, in batches.",
	check: func(p *pass, s *statement) {
		for _, rel := range p.walked(s) {
			before := alters(s.earlier(), rel)
			behind := alters(s.rest(), rel)
			f := Finding{Help: "change the definition in one transaction and the rows in others, in batches"}
			switch {
			case before != nil:
				f.Message = fmt.Sprintf("%s of this transaction has locked %s against reads and writes, and that lasts while all of its rows are worked on",
					before.Kind, s.name(rel))
				f.Fix = s.apart()
			case behind != nil:
				f.Message = fmt.Sprintf("all rows of %s are worked on, and %s of the same transaction then waits for whoever uses the table, which may be waiting for these rows",
					s.name(rel), behind.Kind)
			default:
				continue
			}
			p.reportAt(s, f)
			return
		}
	},
}

// alters is the first of some statements that locks a relation against
// everybody; nil for none.
func alters(list []*statement, rel *catalog.Relation) *statement {
	for _, other := range list {
		if other.lockOn(rel.OID) == effects.AccessExclusive {
			return other
		}
	}
	return nil
}
