package lint

import (
	"fmt"
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var dropColumnDropsDependents = &Rule{
	ID: "drop-column-drops-dependents", Title: "DROP COLUMN takes along what other columns need", Group: GroupHistory, Severity: Warning,
	Doc: "PostgreSQL drops with a column, without a word and without CASCADE, each index that has it among its columns, in " +
		"INCLUDE, in an expression or in its WHERE, each CHECK, UNIQUE and FOREIGN KEY that names it, and its statistics " +
		"objects. Those that concern other columns as well are missing afterwards: queries get slow, bad rows get in. " +
		"Drop them by name before, and make again what the other columns need.",
	check: func(p *pass, s *statement) {
		actions := s.actionsOf(pg.AlterTableType_AT_DropColumn)
		if len(actions) == 0 {
			return
		}
		var dropped []int16
		for _, a := range actions {
			if col := a.table.Column(a.cmd.Name); col != nil {
				dropped = append(dropped, col.Num)
			}
		}
		var list []string
		for _, o := range s.dependents(actions[0].table, dropped) {
			if h := catalog.HeadOf(o); !s.namesConstraint(o) && !p.undone(s, h.OID) && !p.remade(s, o, dropped) {
				list = append(list, pgsql.QuoteIdent(h.Name))
			}
		}
		if len(list) > 0 {
			p.reportAt(s, Finding{
				Message: fmt.Sprintf("dropping the column of %s drops %s as well, which other columns use too", s.name(actions[0].table), strings.Join(list, ", ")),
				Help:    "drop them by name before, and make again what the other columns need",
			})
		}
	},
}

// dependents are the indexes, constraints and statistics of a table that go with
// columns and concern other columns as well. An index of a constraint is told by
// the constraint.
func (s *statement) dependents(rel *catalog.Relation, dropped []int16) []catalog.Object {
	var found []catalog.Object
	wider := func(nums []int16) bool {
		return slices.ContainsFunc(nums, func(num int16) bool { return !slices.Contains(dropped, num) })
	}
	gone := func(oid catalog.OID) bool { return s.after().Object(oid) == nil }
	for _, index := range s.Before.Indexes(rel.OID) {
		if gone(index.OID) && index.Index.Constraint == 0 && wider(indexColumns(index.Index)) {
			found = append(found, index)
		}
	}
	for _, k := range s.Before.Constraints(rel.OID) {
		if gone(k.OID) && k.Parent == 0 && wider(k.Columns) {
			found = append(found, k)
		}
	}
	for _, o := range s.Before.All(catalog.ClassStatistics) {
		if other, ok := o.(*catalog.Other); ok && other.Relation == rel.OID && gone(other.OID) {
			found = append(found, o)
		}
	}
	return found
}

// indexColumns are the columns that an index has to do with.
func indexColumns(info *catalog.IndexInfo) []int16 {
	nums := slices.Clone(info.Include)
	add := func(e *catalog.Expr) {
		if e != nil {
			for _, v := range e.Vars {
				nums = append(nums, v.Num)
			}
		}
	}
	for _, c := range info.Columns {
		if c.Num > 0 {
			nums = append(nums, c.Num)
		}
		add(c.Expr)
	}
	add(info.Predicate)
	return nums
}

// namesConstraint tells whether the statement itself drops a constraint by name.
func (s *statement) namesConstraint(o catalog.Object) bool {
	return slices.ContainsFunc(s.actionsOf(pg.AlterTableType_AT_DropConstraint), func(a action) bool {
		return s.Before.Constraint(a.table.OID, a.cmd.Name) == o
	})
}

// undone tells whether a down section takes away what its up section has made.
func (p *pass) undone(s *statement, oid catalog.OID) bool {
	return s.section.down && s.section.up != nil && s.section.up.Before.Object(oid) == nil
}

// remade tells whether the judged revisions have made an index on what is left
// of one that goes.
func (p *pass) remade(s *statement, o catalog.Object, dropped []int16) bool {
	index, _ := o.(*catalog.Relation)
	if index == nil {
		return false
	}
	left := slices.DeleteFunc(keyColumns(index.Index), func(num int16) bool { return slices.Contains(dropped, num) })
	return slices.ContainsFunc(s.after().Indexes(index.Index.Table), func(other *catalog.Relation) bool {
		return !p.old(s, other.OID) && slices.Equal(keyColumns(other.Index), left)
	})
}
