package lint

import (
	"fmt"
	"slices"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var deleteScansReferencingTable = &Rule{
	ID: "delete-scans-referencing-table", Title: "each deleted row costs a pass through a whole table that references it",
	Group: GroupHistory, Severity: Warning,
	Doc: "For each row that goes, or whose key changes, the server looks for rows that reference it. Without an index on " +
		"the referencing columns it reads that table in full, once a row: a thousand rows are a thousand passes, with the " +
		"locks held all the while.",
	check: func(p *pass, s *statement) {
		for _, c := range s.rowChanges() {
			if !p.inUse(s, c.table) {
				continue
			}
			k, removed := p.unindexedKey(s, c)
			if k == nil {
				continue
			}
			from, _ := s.Before.Object(k.In).(*catalog.Relation)
			f := Finding{
				Severity: p.weigh(s, from),
				Message: fmt.Sprintf("%s is read in full for each row of %s that %s: no index helps foreign key %s",
					s.name(from), s.name(c.table), removed, pgsql.QuoteIdent(k.Name)),
				Help: "index the referencing columns before",
			}
			if from.Kind == catalog.Table {
				columns := columnNames(from, k.Columns)
				index := s.Before.ChooseRelationName(from.Name, columns[0], "idx", from.In, false)
				f.Fix = s.outside(lines(
					fmt.Sprintf("CREATE INDEX CONCURRENTLY %s ON %s (%s);", pgsql.QuoteIdent(index), s.name(from), names(columns)),
					s.text(),
				))
			}
			p.reportAt(s, f)
			return
		}
	},
}

// unindexedKey is a foreign key on the way of a change that no index helps; what
// says what happens to the rows that it references.
func (p *pass) unindexedKey(s *statement, c rowChange) (k *catalog.Constraint, what string) {
	switch c.what {
	case "DELETE":
		return p.followKeys(s, c.table, func(*catalog.Constraint) bool { return true }, true, nil), "is deleted"
	case "UPDATE":
		sets := func(k *catalog.Constraint) bool {
			keys := columnNames(c.table, k.RefColumns)
			return slices.ContainsFunc(c.targets, func(n *pgsql.Node) bool { return slices.Contains(keys, n.GetResTarget().GetName()) })
		}
		return p.followKeys(s, c.table, sets, false, nil), "changes"
	}
	return nil, ""
}

// followKeys is the first foreign key to a table that no index helps, also of
// the tables whose rows go along.
func (p *pass) followKeys(s *statement, rel *catalog.Relation, concerned func(*catalog.Constraint) bool, removed bool, path []catalog.OID) *catalog.Constraint {
	if slices.Contains(path, rel.OID) {
		return nil
	}
	path = append(slices.Clip(path), rel.OID)
	keys := s.Before.ReferencedBy(rel.OID)
	if top := root(s.Before, rel); top != rel {
		keys = append(keys, s.Before.ReferencedBy(top.OID)...)
	}
	for _, k := range keys {
		from, ok := s.Before.Object(k.In).(*catalog.Relation)
		if !ok || !k.Enforced || !concerned(k) || !p.inUse(s, from) {
			continue
		}
		if !indexed(s.Before, from, k) {
			return k
		}
		if removed && k.OnDelete == 'c' {
			if below := p.followKeys(s, from, concerned, true, path); below != nil {
				return below
			}
		}
	}
	return nil
}
