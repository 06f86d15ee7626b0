package catalog

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
)

// value is what an expression gives.
type value struct {
	Type
	collation string
	// text is a literal's, for what the server looks up by it.
	text *string
}

// column is a column that can be named, with what naming it depends on.
type column struct {
	name string
	value
	refs []Address
}

// item is an entry of FROM.
type item struct {
	// name is the alias or the relation's name, schema that of a relation
	// without an alias; both are empty for what has no name.
	name, schema string
	rel          *Relation
	columns      []column
	// open holds where it may have other columns besides.
	open bool
	// reads are the relations that a query in FROM reads.
	reads []OID
	// scalar holds for a function of one value: its row is that value.
	scalar bool
	// hidden holds where its columns need the name in front of them: those of
	// the sides of a join are the join's own.
	hidden bool
}

// scope is one level of a query: what names in it mean.
type scope struct {
	outer *scope
	items []*item
	ctes  []*item
	group *grouping
}

// within is a scope for a query inside this one that sees nothing of its FROM.
func (s *scope) within() *scope { return &scope{outer: s.outer, ctes: s.ctes} }

// cte is the WITH query that a name means, or nil.
func (s *scope) cte(name string) *item {
	for ; s != nil; s = s.outer {
		for i := len(s.ctes) - 1; i >= 0; i-- {
			if s.ctes[i].name == name {
				return s.ctes[i]
			}
		}
	}
	return nil
}

// fill gives an entry the columns of a relation.
func (a *analyst) fill(it *item, rel *Relation) {
	it.rel, it.open, it.columns = rel, rel.Unknown, attributes(rel)
}

// attributes are the columns of a relation as an entry has them.
func attributes(rel *Relation) []column {
	columns, refs := make([]column, 0, len(rel.Columns)), make([]Address, len(rel.Columns))
	for i, col := range rel.Columns {
		if col.Dropped {
			continue
		}
		refs[i] = Address{OID: rel.OID, Sub: col.Num}
		columns = append(columns, column{
			name: col.Name, value: value{Type: col.Type, collation: col.Collation}, refs: refs[i : i+1 : i+1],
		})
	}
	return slices.Clip(columns)
}

// rename gives the columns of an entry the names of an alias's list.
func (it *item) rename(alias *pg.Alias) {
	if alias == nil {
		return
	}
	it.name, it.schema = alias.Aliasname, ""
	if len(alias.Colnames) == 0 {
		return
	}
	columns := append([]column(nil), it.columns...)
	for i, name := range Strings(alias.Colnames) {
		if i < len(columns) {
			columns[i].name = name
		} else if it.open {
			columns = append(columns, column{name: name})
		}
	}
	it.columns = columns
}

// systemColumns are those that every table has (PostgreSQL 16, section 5.5).
var systemColumns = map[string]string{
	"tableoid": "oid", "ctid": "tid", "xmin": "xid", "cmin": "cid", "xmax": "xid", "cmax": "cid",
}

// find is the column of an entry with a name.
func (it *item) find(name string) (column, bool) {
	for _, col := range it.columns {
		if col.name == name {
			return col, true
		}
	}
	if typ, ok := systemColumns[name]; ok && it.rel != nil {
		return column{name: name, value: value{Type: Builtin(typ)}}, true
	}
	return column{}, false
}

// twice tells whether two columns of an entry have a name.
func (it *item) twice(name string) bool {
	n := 0
	for _, col := range it.columns {
		if col.name == name {
			n++
		}
	}
	return n > 1
}

// columnRef is a column, or a whole row, that an expression names
// (transformColumnRef, parse_expr.c).
func (a *analyst) columnRef(s *scope, n *pg.ColumnRef) value {
	names := Strings(n.Fields)
	switch len(names) {
	case 0:
		return value{}
	case 1:
		return a.bareColumn(s, names[0])
	}
	if n.Fields[len(names)-1].GetAStar() != nil {
		return a.wholeRow(s, names[:len(names)-1])
	}
	name := names[len(names)-1]
	at, it := a.entry(s, names[:len(names)-1])
	if it == nil {
		a.refuse("42P01", "missing FROM-clause entry for table %s", pgsql.QuoteIdent(names[len(names)-2]))
		return value{}
	}
	if col, ok := it.find(name); ok {
		if it.twice(name) {
			a.refuse("42702", "column reference %s is ambiguous", pgsql.QuoteIdent(name))
		}
		return a.use(at, it, col)
	}
	if !it.open {
		a.refuse("42703", "column %s.%s does not exist", pgsql.QuoteIdent(it.name), pgsql.QuoteIdent(name))
	}
	return value{}
}

// bareColumn is a name by itself: a column of the innermost level that has one,
// or an entry's whole row.
func (a *analyst) bareColumn(s *scope, name string) value {
	open := false
	for level := s; level != nil; level = level.outer {
		var found *item
		var col column
		for _, it := range level.items {
			if it.hidden {
				continue
			}
			here, ok := it.find(name)
			open = open || it.open
			if !ok {
				continue
			}
			if found != nil || it.twice(name) {
				a.refuse("42702", "column reference %s is ambiguous", pgsql.QuoteIdent(name))
			}
			found, col = it, here
		}
		if found != nil {
			return a.use(level, found, col)
		}
	}
	if at, it := a.entry(s, []string{name}); it != nil {
		return a.row(at, it)
	}
	if !open && name != "value" {
		a.refuse("42703", "column %s does not exist", pgsql.QuoteIdent(name))
	}
	return value{}
}

// entry is what a qualifier means.
func (a *analyst) entry(s *scope, names []string) (*scope, *item) {
	schema, name := split(names)
	for ; s != nil; s = s.outer {
		for _, it := range s.items {
			if it.name == name && name != "" && (schema == "" || schema == it.schema) {
				return s, it
			}
		}
	}
	return nil, nil
}

// use notes that a column is used.
func (a *analyst) use(s *scope, it *item, col column) value {
	a.ref(col.refs...)
	if s.group != nil {
		s.group.use(col)
	}
	if it.rel != nil && it.rel == a.self {
		for _, r := range col.refs {
			once(&a.Expr.Vars, Var{col.name, r.Sub})
		}
	}
	return col.value
}

// wholeRow is "t.*" as a value.
func (a *analyst) wholeRow(s *scope, names []string) value {
	at, it := a.entry(s, names)
	if it == nil {
		a.refuse("42P01", "missing FROM-clause entry for table %s", pgsql.QuoteIdent(names[len(names)-1]))
		return value{}
	}
	return a.row(at, it)
}

// row is an entry's whole row. It depends on no column of a relation: the
// relation itself is noted where it stands in FROM.
func (a *analyst) row(s *scope, it *item) value {
	if it.scalar && len(it.columns) == 1 {
		return it.columns[0].value
	}
	if it.rel == nil {
		return value{Type: Builtin("record")}
	}
	if it.rel == a.self {
		once(&a.Expr.Vars, Var{it.name, 0})
	}
	if s.group != nil {
		for _, col := range it.columns {
			s.group.use(col)
		}
	}
	return value{Type: Type{OID: it.rel.OID}}
}
