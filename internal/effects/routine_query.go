package effects

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// scope is what names of columns mean in a query over the server's catalogs.
type scope struct {
	outer  *scope
	tables []bound
	// count is what count(*) gives.
	count datum
}

// bound is a table of a scope, at one of its rows; nil before it has one.
type bound struct {
	alias string
	facts facts
	rows  []factRow
	at    []datum
}

// factRow is a row that is there, or may be.
type factRow struct {
	maybe  bool
	values []datum
}

// answered is what a query gives: how many rows surely, and how many perhaps.
type answered struct {
	known       bool
	sure, maybe int
	values      []datum
}

// exists tells whether there is a row.
func (f answered) exists() datum {
	if !f.known || f.sure == 0 && f.maybe > 0 {
		return datum{}
	}
	return boolDatum(f.sure > 0)
}

// value is one of the values of the first row.
func (f answered) value(i int) datum {
	switch {
	case !f.known || f.maybe > 0:
		return datum{}
	case f.sure == 0:
		return nothing
	case i >= len(f.values):
		return datum{}
	}
	return f.values[i]
}

// nameValue is what a name means: a column of the query or one around it, or a
// variable.
func (r *run) nameValue(fields []string, s *scope) datum {
	for ; s != nil; s = s.outer {
		for _, t := range s.tables {
			if len(fields) > 2 || len(fields) == 2 && fields[0] != t.alias {
				continue
			}
			column := slices.Index(t.facts.columns, fields[len(fields)-1])
			switch {
			case column >= 0 && t.at != nil:
				return t.at[column]
			case column >= 0 || len(fields) == 2:
				return datum{}
			}
		}
	}
	if len(fields) != 1 {
		return datum{}
	}
	return r.variables[fields[0]]
}

// subLink is a query in an expression.
func (r *run) subLink(n *pg.SubLink, s *scope) datum {
	answer := r.ask(n.Subselect.GetSelectStmt(), s)
	switch n.SubLinkType {
	case pg.SubLinkType_EXISTS_SUBLINK:
		return answer.exists()
	case pg.SubLinkType_EXPR_SUBLINK:
		return answer.value(0)
	}
	return datum{}
}

// ask runs a query over the server's catalogs as far as the history fills
// them. Nothing is known of what it gives where it reads anything else.
func (r *run) ask(n *pg.SelectStmt, outer *scope) answered {
	if n == nil || n.Op != pg.SetOperation_SETOP_NONE || n.HavingClause != nil || n.LimitOffset != nil || len(n.ValuesLists) > 0 {
		return answered{}
	}
	s, conditions := &scope{outer: outer}, conjuncts(n.WhereClause)
	for _, from := range n.FromClause {
		more, ok := r.bindFrom(s, from)
		if !ok {
			return answered{}
		}
		conditions = append(conditions, more...)
	}
	const most = 1 << 17
	combinations := 1
	for i := range s.tables {
		r.fill(s, i, conditions)
		if combinations *= len(s.tables[i].rows); combinations > most {
			return answered{}
		}
	}
	answer := answered{known: true}
	if len(n.FromClause) == 0 && slices.ContainsFunc(n.TargetList, func(target *pgsql.Node) bool { return r.mayBeSet(target, s) }) {
		return answered{}
	}
	r.join(s, 0, false, conditions, n.TargetList, &answer)
	if hasCount(n.TargetList) && len(n.GroupClause) == 0 {
		if answer.maybe == 0 {
			s.count = textDatum(itoa(answer.sure))
		}
		answer = answered{known: true, sure: 1}
		answer.values = r.targets(n.TargetList, s)
	}
	return answer
}

// mayBeSet tells whether what is selected is a function that nobody knows: it may
// give any number of rows.
func (r *run) mayBeSet(target *pgsql.Node, s *scope) bool {
	call := target.GetResTarget().GetVal()
	return call.GetFuncCall() != nil && r.value(call, s).open()
}

// bindFrom adds the tables of an item of FROM, and gives the conditions of its
// joins.
func (r *run) bindFrom(s *scope, node *pgsql.Node) (conditions []*pgsql.Node, ok bool) {
	if join := node.GetJoinExpr(); join != nil {
		if join.Jointype != pg.JoinType_JOIN_INNER || join.IsNatural || len(join.UsingClause) > 0 || join.Alias != nil {
			return nil, false
		}
		left, ok := r.bindFrom(s, join.Larg)
		right, also := r.bindFrom(s, join.Rarg)
		return append(append(left, right...), conjuncts(join.Quals)...), ok && also
	}
	v := node.GetRangeVar()
	name := v.GetRelname()
	if v.GetSchemaname() != "" && v.GetSchemaname() != catalog.SystemSchema {
		name = v.GetSchemaname() + "." + name
	}
	table, ok := serverFacts[name]
	if !ok {
		return nil, false
	}
	alias := v.GetRelname()
	if v.Alias != nil {
		alias = v.Alias.Aliasname
	}
	s.tables = append(s.tables, bound{alias: alias, facts: table})
	return nil, true
}

// conjuncts are the conditions that AND connects.
func conjuncts(node *pgsql.Node) []*pgsql.Node {
	if node == nil {
		return nil
	}
	if and := node.GetBoolExpr(); and.GetBoolop() == pg.BoolExprType_AND_EXPR {
		var all []*pgsql.Node
		for _, arg := range and.Args {
			all = append(all, conjuncts(arg)...)
		}
		return all
	}
	return []*pgsql.Node{node}
}

// fill finds the rows of a table that meet the conditions by themselves.
func (r *run) fill(s *scope, i int, conditions []*pgsql.Node) {
	t := &s.tables[i]
	t.facts.each(r, func(maybe bool, values ...datum) {
		t.at = values
		if excluded, _ := r.test(s, conditions); !excluded {
			t.rows = append(t.rows, factRow{maybe, slices.Clone(values)})
		}
	})
	t.at = nil
}

// test evaluates the conditions.
func (r *run) test(s *scope, conditions []*pgsql.Node) (excluded, open bool) {
	for _, c := range conditions {
		d := r.value(c, s)
		if d.null || d.is(false) {
			return true, false
		}
		open = open || d.open()
	}
	return false, open
}

// join combines the rows of the tables from one on.
func (r *run) join(s *scope, i int, maybe bool, conditions, targets []*pgsql.Node, answer *answered) {
	if i < len(s.tables) {
		for _, row := range s.tables[i].rows {
			s.tables[i].at = row.values
			if excluded, _ := r.test(s, conditions); !excluded {
				r.join(s, i+1, maybe || row.maybe, conditions, targets, answer)
			}
		}
		s.tables[i].at = nil
		return
	}
	excluded, open := r.test(s, conditions)
	switch {
	case excluded:
	case maybe || open:
		answer.maybe++
	default:
		values := r.targets(targets, s)
		for i := range values {
			if answer.sure > 0 && !values[i].same(answer.values[i]) {
				values[i] = datum{}
			}
		}
		answer.values = values
		answer.sure++
	}
}

func (r *run) targets(targets []*pgsql.Node, s *scope) []datum {
	var values []datum
	for _, target := range targets {
		values = append(values, r.value(target.GetResTarget().GetVal(), s))
	}
	return values
}

// hasCount tells whether a query aggregates.
func hasCount(targets []*pgsql.Node) bool {
	has := false
	for _, target := range targets {
		pgsql.Walk(target, func(message any) bool {
			call, ok := message.(*pg.FuncCall)
			_, name := catalog.Split(call.GetFuncname())
			has = has || ok && slices.Contains(aggregates, name)
			_, inner := message.(*pg.SubLink)
			return !inner
		})
	}
	return has
}

// aggregates are the functions that make one row of all.
var aggregates = []string{"count", "max", "min", "sum", "bool_or", "bool_and", "every", "string_agg", "array_agg", "json_agg", "jsonb_agg"}
