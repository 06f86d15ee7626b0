package lint

import (
	"fmt"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var dropFkSupportingIndex = &Rule{
	ID: "drop-fk-supporting-index", Title: "the index that a foreign key needs goes",
	Group: GroupHistory, Severity: Warning,
	Doc: "When a row of a referenced table is deleted or its key changes, the server looks for rows that reference it. The " +
		"statement takes away the last index that finds them, so that from now on each such look reads the whole " +
		"referencing table. An index can go with DROP INDEX, with a constraint and with a column. Build another one that " +
		"begins with the key's columns first, or drop the foreign key too.",
	check: func(p *pass, s *statement) {
		end := p.end(s)
		if s.Before.Incomplete || end.Incomplete {
			return
		}
		for _, gone := range s.goneIndexes() {
			table, ok := end.Object(gone.table.OID).(*catalog.Relation)
			if !ok || !p.old(s, gone.index.OID) || !p.inUse(s, gone.table) {
				continue
			}
			for _, fk := range end.Constraints(table.OID) {
				if !serves(gone.index.Index, fk.Columns) || p.unindexed(end, fk) == nil {
					continue
				}
				ref, _ := end.Object(fk.References).(*catalog.Relation)
				p.reportAt(s, Finding{
					Message: fmt.Sprintf("each DELETE on %s will read all of %s: %s was the last index for the foreign key %s",
						s.name(ref), s.name(table), pgsql.QuoteIdent(gone.index.Name), pgsql.QuoteIdent(fk.Name)),
					Help: fmt.Sprintf("keep it, or build another index that begins with (%s) first", names(columnNames(table, fk.Columns))),
				})
				break
			}
		}
	},
}
