package catalog

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"
)

// join is a join: its columns are those of USING first, once, and then the
// others of both sides.
func (a *analyst) join(s *scope, n *pg.JoinExpr) []*item {
	left := a.from(s, n.Larg)
	n0 := len(s.items)
	s.items = append(s.items, left...)
	right := a.from(s, n.Rarg)
	s.items = s.items[:n0:n0]

	l, r := visible(left), visible(right)
	made := &item{open: l.open || r.open}
	using := Strings(n.UsingClause)
	if n.IsNatural {
		using = shared(l, r)
	}
	made.columns = make([]column, 0, len(l.columns)+len(r.columns))
	for _, name := range using {
		made.columns = append(made.columns, a.merged(l, r, name, n.Jointype))
	}
	for _, side := range []*item{l, r} {
		for _, col := range side.columns {
			if !slices.Contains(using, col.name) {
				made.columns = append(made.columns, col)
			}
		}
	}
	if n.Quals != nil {
		a.expr(&scope{outer: s.outer, ctes: s.ctes, items: slices.Concat(s.items, left, right)}, n.Quals)
	}
	items := slices.Concat(left, right)
	made.reads = readBy(items)
	if n.Alias != nil {
		made.rename(n.Alias)
		return []*item{made}
	}
	for _, it := range items {
		it.hidden = true
	}
	if n.JoinUsingAlias != nil {
		items = append(items, &item{name: n.JoinUsingAlias.Aliasname, columns: made.columns[:len(using)], hidden: true})
	}
	made.reads = nil
	return append(items, made)
}

// visible is what one side of a join shows: the columns that need no name in
// front of them.
func visible(items []*item) *item {
	all := &item{}
	for _, it := range items {
		switch {
		case it.hidden:
			continue
		case all.columns == nil:
			all.columns = slices.Clip(it.columns)
		default:
			all.columns = append(all.columns, it.columns...)
		}
		all.open = all.open || it.open
	}
	return all
}

// readBy are the relations behind entries.
func readBy(items []*item) []OID {
	var read []OID
	for _, it := range items {
		if it.rel != nil {
			read = append(read, it.rel.OID)
		}
		read = append(read, it.reads...)
	}
	return read
}

// shared are the names that NATURAL joins by.
func shared(l, r *item) []string {
	var names []string
	for _, col := range l.columns {
		if slices.ContainsFunc(r.columns, func(other column) bool { return other.name == col.name }) {
			names = append(names, col.name)
		}
	}
	return names
}

// merged is a column of USING, of what both sides have.
func (a *analyst) merged(l, r *item, name string, kind pg.JoinType) column {
	mine, hasMine := l.find(name)
	its, hasIts := r.find(name)
	if !hasMine && !l.open || !hasIts && !r.open {
		a.refuse("42703", "column %q specified in USING clause does not exist", name)
	}
	a.ref(mine.refs...)
	a.ref(its.refs...)
	made := column{name: name, refs: mine.refs}
	switch {
	case hasMine && hasIts:
		a.operator("", "=", mine.value, its.value)
		made.value = a.common([]value{mine.value, its.value})
		if kind == pg.JoinType_JOIN_RIGHT {
			made.refs = its.refs
		}
	case hasMine:
		made.value = mine.value
	default:
		made.value, made.refs = its.value, its.refs
	}
	return made
}
