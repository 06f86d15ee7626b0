package catalog

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
)

// output is what a query gives.
type output struct {
	columns []column
	// open holds where there may be more columns.
	open bool
}

func (o *output) add(name string, v value) {
	o.columns = append(o.columns, column{name: name, value: v})
}

// settle gives all literals of an output the type text, as a query does that is
// not asked for other types (resolveTargetListUnknowns, parse_target.c).
func (o output) settle() output {
	for i := range o.columns {
		o.columns[i].value = settle(o.columns[i].value)
	}
	return o
}

// statement analyses a query or a statement that changes rows; its output is
// that of RETURNING then.
func (a *analyst) statement(s *scope, node *pgsql.Node) output {
	if node == nil {
		return output{}
	}
	a.depth++
	defer func() { a.depth-- }()
	switch n := node.Node.(type) {
	case *pg.Node_SelectStmt:
		return a.selectStatement(s, n.SelectStmt)
	case *pg.Node_InsertStmt:
		return a.insert(s, n.InsertStmt)
	case *pg.Node_UpdateStmt:
		return a.update(s, n.UpdateStmt)
	case *pg.Node_DeleteStmt:
		return a.delete(s, n.DeleteStmt)
	case *pg.Node_MergeStmt:
		return a.merge(s, n.MergeStmt)
	}
	return output{open: true}
}

// selectStatement is SELECT, VALUES, and what UNION and its kin make of them.
func (a *analyst) selectStatement(outer *scope, n *pg.SelectStmt) output {
	s := &scope{outer: outer}
	a.with(s, n.WithClause)
	var out output
	switch {
	case len(n.ValuesLists) > 0:
		out = a.values(s, n.ValuesLists)
	case n.Larg != nil:
		out = a.setOperation(s, n)
	default:
		return a.plainSelect(s, n)
	}
	a.sortByOutput(s, out, n.SortClause)
	a.expr(s.within(), n.LimitCount)
	a.expr(s.within(), n.LimitOffset)
	return out
}

// values is VALUES: columns have the common type of their values.
func (a *analyst) values(s *scope, lists []*pgsql.Node) output {
	var columns [][]value
	for _, list := range lists {
		for i, v := range a.exprs(s, list.GetList().GetItems()) {
			if i == len(columns) {
				columns = append(columns, nil)
			}
			columns[i] = append(columns[i], v)
		}
	}
	var out output
	for i, col := range columns {
		v := col[0]
		if len(col) > 1 {
			v = a.common(col)
		}
		out.add("column"+itoa(i+1), v)
	}
	return out
}

// setOperation is UNION, INTERSECT and EXCEPT (transformSetOperationTree,
// analyze.c).
func (a *analyst) setOperation(s *scope, n *pg.SelectStmt) output {
	left, right := a.selectStatement(s, n.Larg), a.selectStatement(s, n.Rarg)
	return a.unite(left, right)
}

// unite makes one output of two: the names are those of the first.
func (a *analyst) unite(left, right output) output {
	out := output{open: left.open || right.open}
	if !out.open && len(left.columns) != len(right.columns) {
		a.refuse("42601", "each query of a set operation must have the same number of columns")
	}
	for i, col := range left.columns {
		v := value{}
		if i < len(right.columns) {
			v = a.common([]value{col.value, right.columns[i].value})
		}
		out.add(col.name, v)
	}
	return out
}

// plainSelect is a SELECT without set operations.
func (a *analyst) plainSelect(s *scope, n *pg.SelectStmt) output {
	for _, node := range n.FromClause {
		s.items = append(s.items, a.from(s, node)...)
	}
	a.expr(s, n.WhereClause)
	if len(n.GroupClause) > 0 {
		s.group = &grouping{}
	}
	out := a.targets(s, n.TargetList)
	if s.group != nil {
		a.expr(s, n.HavingClause)
		a.sortByOutput(s, out, n.SortClause)
		used := s.group
		s.group = nil
		a.groupBy(s, out, n, used)
	} else {
		a.expr(s, n.HavingClause)
		a.sortByOutput(s, out, n.SortClause)
	}
	if len(n.DistinctClause) > 0 && n.DistinctClause[0].GetNode() != nil {
		for _, node := range n.DistinctClause {
			a.byOutput(s, out, node)
		}
	}
	for _, node := range n.WindowClause {
		a.window(s, node.GetWindowDef())
	}
	a.expr(s.within(), n.LimitCount)
	a.expr(s.within(), n.LimitOffset)
	a.locking(s, n)
	return out
}

// targets are the columns of a SELECT or RETURNING.
func (a *analyst) targets(s *scope, list []*pgsql.Node) output {
	var out output
	for _, node := range list {
		target := node.GetResTarget()
		switch {
		case isStar(target.GetVal()):
			a.star(s, &out, Strings(target.Val.GetColumnRef().Fields))
		case starOf(target.GetVal()) != nil:
			a.fields(&out, a.indirection(s, starOf(target.Val)))
		default:
			v := a.expr(s, target.GetVal())
			name := target.GetName()
			if name == "" {
				name = a.c.OutputName(target.GetVal())
			}
			out.add(name, v)
		}
	}
	return out
}

// starOf is "(x).*" without the star; nil for anything else.
func starOf(node *pgsql.Node) *pg.A_Indirection {
	n := node.GetAIndirection()
	if last := len(n.GetIndirection()) - 1; last >= 0 && n.Indirection[last].GetAStar() != nil {
		return &pg.A_Indirection{Arg: n.Arg, Indirection: n.Indirection[:last]}
	}
	return nil
}

// star is "*" or "t.*".
func (a *analyst) star(s *scope, out *output, names []string) {
	if qualifier := names[:len(names)-1]; len(qualifier) > 0 {
		at, it := a.entry(s, qualifier)
		if it == nil {
			a.refuse("42P01", "missing FROM-clause entry for table %s", pgsql.QuoteIdent(qualifier[len(qualifier)-1]))
			out.open = true
			return
		}
		a.allOf(at, it, out)
		return
	}
	for _, it := range s.items {
		if !it.hidden {
			a.allOf(s, it, out)
		}
	}
}

func (a *analyst) allOf(s *scope, it *item, out *output) {
	out.open = out.open || it.open
	out.columns = slices.Grow(out.columns, len(it.columns))
	for _, col := range it.columns {
		out.add(col.name, a.use(s, it, col))
	}
}

// fields are the attributes of a composite value.
func (a *analyst) fields(out *output, v value) {
	rel := a.c.rowType(v.Type)
	if rel == nil {
		out.open = true
		return
	}
	for _, col := range rel.Live() {
		a.ref(Address{OID: rel.OID, Sub: col.Num})
		out.add(col.Name, value{Type: col.Type, collation: col.Collation})
	}
}

// sortByOutput is ORDER BY: a name by itself is a column of the output first.
func (a *analyst) sortByOutput(s *scope, out output, nodes []*pgsql.Node) {
	for _, node := range nodes {
		a.byOutput(s, out, node.GetSortBy().GetNode())
	}
}

func (a *analyst) byOutput(s *scope, out output, node *pgsql.Node) {
	if fields := node.GetColumnRef().GetFields(); len(fields) == 1 {
		name := fields[0].GetString_().GetSval()
		for _, col := range out.columns {
			if col.name == name {
				return
			}
		}
		if out.open {
			return
		}
	}
	a.expr(s, node)
}

// locking is FOR UPDATE and its kin (transformLockingClause, analyze.c).
func (a *analyst) locking(s *scope, n *pg.SelectStmt) {
	for _, node := range n.LockingClause {
		wanted := node.GetLockingClause().GetLockedRels()
		for _, it := range s.items {
			for _, rel := range wanted {
				if rel.GetRangeVar().GetRelname() == it.name {
					a.lock(it)
				}
			}
			if len(wanted) == 0 {
				a.lock(it)
			}
		}
	}
}

// lock notes a relation that is locked; a query in FROM hands it on to what it
// reads.
func (a *analyst) lock(it *item) {
	if it.rel != nil {
		once(&a.Locked, it.rel.OID)
	}
	for _, rel := range it.reads {
		once(&a.Locked, rel)
	}
}
