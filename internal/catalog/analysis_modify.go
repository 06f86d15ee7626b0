package catalog

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
)

// target is the relation that a statement changes.
func (a *analyst) target(n *pg.RangeVar) *item {
	it := &item{name: n.GetRelname(), open: true}
	rel := a.c.RangeVar(n)
	if rel != nil {
		it.schema = a.c.SchemaOf(rel)
		a.fill(it, rel)
		if rel.Kind == Sequence {
			it.columns = sequenceColumns()
		}
		a.ref(Address{OID: rel.OID})
	} else if !a.c.IsSystem(n.GetSchemaname(), n.GetRelname()) {
		a.Missing = append(a.Missing, n)
	}
	it.rename(n.GetAlias())
	return it
}

// insert is INSERT.
func (a *analyst) insert(outer *scope, n *pg.InsertStmt) output {
	s := &scope{outer: outer}
	a.with(s, n.WithClause)
	it := a.target(n.Relation)
	columns := a.insertColumns(it, n.Cols)
	if n.SelectStmt != nil {
		a.source(s, it, columns, n.SelectStmt)
	}
	s.items = []*item{it}
	if conflict := n.OnConflictClause; conflict != nil {
		a.conflict(s, it, conflict)
	}
	return a.targets(s, n.ReturningList).settle()
}

// insertColumns are the columns that values go to.
func (a *analyst) insertColumns(it *item, cols []*pgsql.Node) []column {
	if len(cols) == 0 {
		return it.columns
	}
	var columns []column
	for _, node := range cols {
		columns = append(columns, a.assigned(it, node.GetResTarget().GetName()))
	}
	return columns
}

// assigned is a column that a value is given to.
func (a *analyst) assigned(it *item, name string) column {
	col, ok := it.find(name)
	if !ok && !it.open {
		a.refuse("42703", "column %s of relation %s does not exist", pgsql.QuoteIdent(name), pgsql.QuoteIdent(it.name))
	}
	a.ref(col.refs...)
	return col
}

// source are the rows of an INSERT.
func (a *analyst) source(s *scope, it *item, columns []column, node *pgsql.Node) {
	query := node.GetSelectStmt()
	if len(query.GetValuesLists()) == 0 || query.GetWithClause() != nil {
		out := a.statement(s.within(), node)
		if len(out.columns) > len(columns) && !it.open {
			a.refuse("42601", "INSERT has more expressions than target columns")
		}
		for i, col := range out.columns {
			if i < len(columns) {
				a.assign(col.value, columns[i])
			}
		}
		return
	}
	for _, row := range query.ValuesLists {
		for i, v := range a.exprs(s.within(), row.GetList().GetItems()) {
			switch {
			case i < len(columns):
				a.assign(v, columns[i])
			case !it.open:
				a.refuse("42601", "INSERT has more expressions than target columns")
			}
		}
	}
}

// assign notes the conversion of a value to a column's type.
func (a *analyst) assign(v value, col column) {
	if !v.Unknown() && !col.Unknown() {
		a.coerce(v, col.Type)
	}
}

// conflict is ON CONFLICT, in which EXCLUDED is the row that was to be put in.
func (a *analyst) conflict(s *scope, it *item, n *pg.OnConflictClause) {
	for _, node := range n.Infer.GetIndexElems() {
		elem := node.GetIndexElem()
		if elem.GetName() != "" {
			a.assigned(it, elem.Name)
		}
		a.expr(s, elem.GetExpr())
	}
	a.expr(s, n.Infer.GetWhereClause())
	excluded := *it
	excluded.name, excluded.schema, excluded.hidden = "excluded", "", true
	inner := &scope{outer: s.outer, ctes: s.ctes, items: []*item{it, &excluded}}
	a.set(inner, it, n.TargetList)
	a.expr(inner, n.WhereClause)
}

// set is SET of UPDATE and its like.
func (a *analyst) set(s *scope, it *item, list []*pgsql.Node) {
	for _, node := range list {
		target := node.GetResTarget()
		col := a.assigned(it, target.GetName())
		v := a.expr(s, target.GetVal())
		if len(target.GetIndirection()) == 0 && target.GetVal().GetMultiAssignRef() == nil {
			a.assign(v, col)
		}
	}
}

// update is UPDATE.
func (a *analyst) update(outer *scope, n *pg.UpdateStmt) output {
	s := &scope{outer: outer}
	a.with(s, n.WithClause)
	it := a.target(n.Relation)
	s.items = []*item{it}
	for _, node := range n.FromClause {
		s.items = append(s.items, a.from(s, node)...)
	}
	a.set(s, it, n.TargetList)
	a.expr(s, n.WhereClause)
	return a.targets(s, n.ReturningList).settle()
}

// delete is DELETE.
func (a *analyst) delete(outer *scope, n *pg.DeleteStmt) output {
	s := &scope{outer: outer}
	a.with(s, n.WithClause)
	s.items = []*item{a.target(n.Relation)}
	for _, node := range n.UsingClause {
		s.items = append(s.items, a.from(s, node)...)
	}
	a.expr(s, n.WhereClause)
	return a.targets(s, n.ReturningList).settle()
}

// merge is MERGE (15).
func (a *analyst) merge(outer *scope, n *pg.MergeStmt) output {
	s := &scope{outer: outer}
	a.with(s, n.WithClause)
	it := a.target(n.Relation)
	s.items = []*item{it}
	s.items = append(s.items, a.from(s.within(), n.SourceRelation)...)
	a.expr(s, n.JoinCondition)
	for _, node := range n.MergeWhenClauses {
		when := node.GetMergeWhenClause()
		a.expr(s, when.GetCondition())
		if when.GetCommandType() != pg.CmdType_CMD_INSERT {
			a.set(s, it, when.GetTargetList())
			continue
		}
		columns := a.insertColumns(it, when.GetTargetList())
		for i, v := range a.exprs(s, when.GetValues()) {
			if i < len(columns) {
				a.assign(v, columns[i])
			}
		}
	}
	return output{}
}
