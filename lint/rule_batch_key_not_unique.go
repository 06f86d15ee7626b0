package lint

import (
	"fmt"
	"strings"

	"sqlbundle/internal/catalog"
)

var batchKeyNotUnique = &Rule{
	ID: "batch-key-not-unique", Title: "a batch walks along columns that no unique index has",
	Group: GroupData, Severity: Warning,
	Doc: "Each batch looks for the next rows in the order of the key. Without an index that begins with these columns it " +
		"sorts the whole table each time, so the run takes as many times as long as there are batches. Where their values " +
		"are not unique, a batch has all rows of its last value, however many these are.",
	check: func(p *pass, s *statement) {
		if s.Batch == nil {
			return
		}
		node := s.node()
		target := node.GetUpdateStmt().GetRelation()
		if target == nil {
			target = node.GetDeleteStmt().GetRelation()
		}
		table := s.Before.RangeVar(target)
		if table == nil || table.Unknown || !table.Kind.IsTable() || !p.inUse(s, table) || p.small(s.Before, table) {
			return
		}
		ordered := false
		for _, index := range s.Before.Indexes(table.OID) {
			if !ordersBy(table, index.Index, s.Batch.Key) {
				continue
			}
			if ordered = true; index.Index.Unique && len(index.Index.Columns) == len(s.Batch.Key) {
				return
			}
		}
		key := strings.Join(s.Batch.Key, ", ")
		f := Finding{
			Message: fmt.Sprintf("no index of %s begins with %s, so each batch goes through the whole table and sorts it", s.name(table), key),
			Help:    "name the columns of the primary key, or of a unique index, in its order",
		}
		if ordered {
			f.Message = fmt.Sprintf("no unique index of %s has just %s, so a batch may hold many more rows than its size", s.name(table), key)
		}
		p.reportAt(s, f)
	},
}

// ordersBy tells whether all rows of a table can be read from an index in the
// order of columns.
func ordersBy(rel *catalog.Relation, info *catalog.IndexInfo, columns []string) bool {
	if !info.Valid || info.Method != "btree" || info.Predicate != nil || len(info.Columns) < len(columns) {
		return false
	}
	for i, name := range columns {
		col := rel.Column(name)
		if col == nil || info.Columns[i].Num != col.Num || info.Columns[i].Descending != info.Columns[0].Descending {
			return false
		}
	}
	return true
}
