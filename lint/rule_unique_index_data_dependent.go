package lint

import (
	"fmt"
	"slices"
	"strings"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var uniqueIndexDataDependent = &Rule{
	ID: "unique-index-data-dependent", Title: "the build fails if production has duplicates",
	Group: GroupData, Severity: Notice,
	Peers: []string{"atlas MF101", "atlas MF102"},
	Doc: "A unique index on columns that hold data can be built only if no two rows are alike, and test databases rarely " +
		"have the duplicates that production has. A concurrent build that fails leaves an invalid index behind. Look for " +
		"duplicates before the release, or let a `require` query of the revision do it; remove them in an earlier " +
		"statement. The rule is silent behind a DELETE on the table that names all of the columns.",
	check: func(p *pass, s *statement) {
		for _, m := range s.madeIndexes() {
			columns := keyColumns(m.index.Index)
			if !m.index.Index.Unique || m.index.Index.Exclusion || m.index.Index.Method != "btree" || !m.table.Kind.IsTable() || !p.inUse(s, m.table) || !p.anyOld(s, m, columns) {
				continue
			}
			if impliedUnique(s, m) || p.deduplicated(s, m.table, columns) {
				continue
			}
			list := keyTexts(m)
			p.reportAt(s, Finding{
				Message: fmt.Sprintf("this fails if two rows of %s have the same %s, which only production can tell", s.name(m.table), list),
				Help: fmt.Sprintf("ask production first, or in a `require` section: SELECT NOT EXISTS (SELECT FROM %s%s GROUP BY %s HAVING count(*) > 1)",
					s.name(m.table), rowsIn(m.index.Index, list), list),
			})
		}
	},
}

// keyTexts are the keys of an index as a query writes them.
func keyTexts(m madeIndex) string {
	var list []string
	for _, col := range m.index.Index.Columns {
		if col.Expr != nil {
			list = append(list, "("+expression(col.Expr.Node)+")")
			continue
		}
		list = append(list, names(columnNames(m.table, []int16{col.Num})))
	}
	return strings.Join(list, ", ")
}

// rowsIn is the condition under which a row meets others in a unique index.
func rowsIn(info *catalog.IndexInfo, keys string) string {
	var all []string
	switch {
	case info.NullsNotDistinct:
	case len(info.Columns) > 1:
		all = append(all, "("+keys+") IS NOT NULL")
	default:
		all = append(all, keys+" IS NOT NULL")
	}
	if info.Predicate != nil {
		all = append(all, "("+expression(info.Predicate.Node)+")")
	}
	if len(all) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(all, " AND ")
}

// anyOld tells whether one of the columns of an index is older than what is being
// judged.
func (p *pass) anyOld(s *statement, m madeIndex, columns []int16) bool {
	return m.table.Unknown || slices.ContainsFunc(columns, func(num int16) bool {
		return num < 1 || int(num) > len(m.table.Columns) || p.oldColumn(s, m.table, m.table.Columns[num-1])
	})
}

// impliedUnique tells whether an index that was there keeps some of the same
// columns unique, so that all of them are.
func impliedUnique(s *statement, m madeIndex) bool {
	return slices.ContainsFunc(s.Before.Indexes(m.table.OID), func(other *catalog.Relation) bool {
		info := other.Index
		if !info.Unique || !info.Valid || info.Predicate != nil || m.index.Index.NullsNotDistinct && !info.NullsNotDistinct {
			return false
		}
		for _, col := range info.Columns {
			if !slices.ContainsFunc(m.index.Index.Columns, func(own catalog.IndexColumn) bool {
				return own.Num == col.Num && sameExpr(own.Expr, col.Expr) && collationOf(m.table, own) == collationOf(m.table, col)
			}) {
				return false
			}
		}
		return true
	})
}

// deduplicated tells whether an earlier DELETE on the table names all columns.
func (p *pass) deduplicated(s *statement, table *catalog.Relation, columns []int16) bool {
	list := columnNames(table, columns)
	for other := range s.before(p.history.upgradeOf(table.OID)) {
		n := other.node().GetDeleteStmt()
		if rel := other.relation(n.GetRelation()); rel == nil || rel.OID != table.OID {
			continue
		}
		if !slices.ContainsFunc(list, func(column string) bool { return !other.says(column) }) {
			return true
		}
	}
	return false
}

// says tells whether a name stands in the statement's text.
func (s *statement) says(name string) bool {
	return slices.ContainsFunc(s.Tokens, func(t pgsql.Token) bool {
		word := s.File.Text[t.Start:t.End]
		if quoted, ok := strings.CutPrefix(word, `"`); ok {
			return strings.ReplaceAll(strings.TrimSuffix(quoted, `"`), `""`, `"`) == name
		}
		return strings.ToLower(word) == name
	})
}
