package catalog

import (
	"slices"
	"strconv"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
)

func itoa(n int) string { return strconv.Itoa(n) }

// with is WITH: each query can be named by those behind it, with RECURSIVE by
// all.
func (a *analyst) with(s *scope, n *pg.WithClause) {
	for _, node := range n.GetCtes() {
		cte := node.GetCommonTableExpr()
		it := &item{name: cte.Ctename}
		if n.Recursive {
			a.recursive(s, it, cte)
		}
		a.name(it, a.statement(s, cte.Ctequery).settle(), cte)
		if !n.Recursive || !slices.Contains(s.ctes, it) {
			s.ctes = append(s.ctes, it)
		}
	}
}

// recursive lets a query name itself: its columns are those of the first side
// of its UNION.
func (a *analyst) recursive(s *scope, it *item, cte *pg.CommonTableExpr) {
	query := cte.Ctequery.GetSelectStmt()
	if query.GetLarg() == nil {
		it.open = true
	} else {
		inner := &scope{outer: s}
		a.with(inner, query.WithClause)
		// What the first side names may be a query that comes later: nobody
		// writes that.
		a.name(it, a.selectStatement(inner, query.Larg).settle(), cte)
	}
	s.ctes = append(s.ctes, it)
}

// name gives a WITH query its columns.
func (a *analyst) name(it *item, out output, cte *pg.CommonTableExpr) {
	it.columns, it.open = out.columns, out.open
	for i, name := range Strings(cte.Aliascolnames) {
		if i < len(it.columns) {
			it.columns[i].name = name
		}
	}
	if cte.SearchClause != nil {
		it.columns = append(it.columns, column{name: cte.SearchClause.SearchSeqColumn, value: value{Type: Builtin("record")}})
	}
	if c := cte.CycleClause; c != nil {
		mark := boolean
		if c.CycleMarkValue != nil {
			mark = settle(a.common([]value{a.expr(nil, c.CycleMarkValue), a.expr(nil, c.CycleMarkDefault)}))
		}
		it.columns = append(it.columns, column{name: c.CycleMarkColumn, value: mark},
			column{name: c.CyclePathColumn, value: value{Type: Type{Name: "record", Array: true}}})
	}
}

// from is an entry of FROM; a join gives the entries of its sides, too, and its
// own last (transformFromClauseItem, parse_clause.c).
func (a *analyst) from(s *scope, node *pgsql.Node) []*item {
	switch n := node.Node.(type) {
	case *pg.Node_RangeVar:
		return []*item{a.relation(s, n.RangeVar)}
	case *pg.Node_RangeSubselect:
		inner := s.within()
		if n.RangeSubselect.Lateral {
			inner = s
		}
		before := len(a.Relations)
		out := a.statement(inner, n.RangeSubselect.Subquery)
		it := &item{columns: out.settle().columns, open: out.open, reads: slices.Clone(a.Relations[before:])}
		it.rename(n.RangeSubselect.Alias)
		return []*item{it}
	case *pg.Node_RangeFunction:
		return []*item{a.rangeFunction(s, n.RangeFunction)}
	case *pg.Node_RangeTableFunc:
		return []*item{a.xmlTable(s, n.RangeTableFunc)}
	case *pg.Node_RangeTableSample:
		items := a.from(s, n.RangeTableSample.Relation)
		a.exprs(s, n.RangeTableSample.Args)
		a.expr(s, n.RangeTableSample.Repeatable)
		return items
	case *pg.Node_JoinExpr:
		return a.join(s, n.JoinExpr)
	}
	return []*item{{open: true}}
}

// relation is a table, view or WITH query.
func (a *analyst) relation(s *scope, n *pg.RangeVar) *item {
	it := &item{name: n.Relname}
	var cte *item
	if n.Schemaname == "" {
		cte = s.cte(n.Relname)
	}
	rel := a.c.RangeVar(n)
	switch {
	case cte != nil:
		it.columns, it.open = cte.columns, cte.open
	case rel != nil:
		it.schema = a.c.SchemaOf(rel)
		a.fill(it, rel)
		if rel.Kind == Sequence {
			it.columns = sequenceColumns()
		}
		a.ref(Address{OID: rel.OID})
		once(&a.Relations, rel.OID)
		if !n.Inh {
			once(&a.Only, rel.OID)
		}
	default:
		it.open, it.schema = true, n.Schemaname
		if !a.c.IsSystem(n.Schemaname, n.Relname) {
			a.Missing = append(a.Missing, n)
		}
	}
	it.rename(n.Alias)
	return it
}

// sequenceColumns are those of every sequence.
func sequenceColumns() []column {
	return []column{
		{name: "last_value", value: value{Type: Builtin("int8")}},
		{name: "log_cnt", value: value{Type: Builtin("int8")}},
		{name: "is_called", value: boolean},
	}
}

// rangeFunction is one or several functions in FROM.
func (a *analyst) rangeFunction(s *scope, n *pg.RangeFunction) *item {
	it := &item{}
	for _, node := range n.Functions {
		pair := node.GetList().GetItems()
		if len(pair) == 0 {
			continue
		}
		definitions := n.Coldeflist
		if len(pair) > 1 && len(pair[1].GetList().GetItems()) > 0 {
			definitions = pair[1].GetList().Items
		}
		a.functionColumns(s, it, pair[0], definitions, n.Alias, len(n.Functions) == 1)
		if it.name == "" {
			it.name = a.c.OutputName(pair[0])
		}
	}
	if n.Ordinality {
		it.scalar = false
		it.columns = append(it.columns, column{name: "ordinality", value: value{Type: Builtin("int8")}})
	}
	it.rename(n.Alias)
	return it
}

// functionColumns adds the columns that a call in FROM gives: those of the
// composite type that it returns, of its OUT arguments, of the definitions
// behind it, or one with the value itself, which goes by the alias.
func (a *analyst) functionColumns(s *scope, it *item, node *pgsql.Node, definitions []*pgsql.Node, alias *pg.Alias, only bool) {
	f, given, certain := candidate{}, []value(nil), false
	v := value{}
	_, bare := Split(node.GetFuncCall().GetFuncname())
	if call := node.GetFuncCall(); bare == "unnest" && len(call.Args) > 1 {
		given = a.exprs(s, call.Args)
	} else if call != nil {
		f, given, certain = a.call(s, call)
		if certain {
			v = a.apply(f, given...)
		} else {
			v = a.strangeCall(call, given)
		}
	} else {
		v = a.expr(s, node)
	}
	name := a.c.OutputName(node)
	switch {
	case len(definitions) > 0:
		it.columns = append(it.columns, a.defined(definitions)...)
	case f.function != nil && len(f.function.Columns) > 0 && (v.Name == "record" || len(f.function.Columns) > 1):
		for _, col := range f.function.Columns {
			it.columns = append(it.columns, column{name: col.Name, value: value{Type: col.Type, collation: col.Collation}})
		}
	case a.c.rowType(v.Type) != nil:
		columns := attributes(a.c.rowType(v.Type))
		if a.c.Version < 14 {
			for i := range columns {
				columns[i].refs = nil
			}
		}
		it.columns = append(it.columns, columns...)
	case v.Name == "record" || v.Unknown():
		columns := a.builtinColumns(node, given)
		it.columns = append(it.columns, columns...)
		it.open = it.open || len(columns) == 0
	default:
		it.scalar = only
		if f.function != nil && len(f.function.Columns) == 1 {
			name = f.function.Columns[0].Name
		} else if out := outputColumns[bare]; f.function == nil && len(out) == 1 {
			name = out[0].name
		} else if only && alias.GetAliasname() != "" {
			name = alias.Aliasname
		}
		it.columns = append(it.columns, column{name: name, value: v})
	}
}

// defined are the columns of a list of definitions behind a call.
func (a *analyst) defined(definitions []*pgsql.Node) []column {
	var columns []column
	for _, node := range definitions {
		def := node.GetColumnDef()
		t, _ := a.c.ResolveType(def.GetTypeName())
		a.ref(Address{OID: t.OID})
		_, collation := Split(def.GetCollClause().GetCollname())
		columns = append(columns, column{name: def.GetColname(), value: value{Type: t, collation: collation}})
	}
	return columns
}

// outputColumns are those of functions of the server's that return records and
// that migrations call (PostgreSQL 16, section 9).
var outputColumns = map[string][]column{
	"json_each":                 {{name: "key", value: value{Type: Builtin("text")}}, {name: "value", value: value{Type: Builtin("json")}}},
	"jsonb_each":                {{name: "key", value: value{Type: Builtin("text")}}, {name: "value", value: value{Type: Builtin("jsonb")}}},
	"json_each_text":            {{name: "key", value: value{Type: Builtin("text")}}, {name: "value", value: value{Type: Builtin("text")}}},
	"jsonb_each_text":           {{name: "key", value: value{Type: Builtin("text")}}, {name: "value", value: value{Type: Builtin("text")}}},
	"json_array_elements":       {{name: "value", value: value{Type: Builtin("json")}}},
	"jsonb_array_elements":      {{name: "value", value: value{Type: Builtin("jsonb")}}},
	"json_array_elements_text":  {{name: "value", value: value{Type: Builtin("text")}}},
	"jsonb_array_elements_text": {{name: "value", value: value{Type: Builtin("text")}}},
	"aclexplode": {
		{name: "grantor", value: value{Type: Builtin("oid")}},
		{name: "grantee", value: value{Type: Builtin("oid")}},
		{name: "privilege_type", value: value{Type: Builtin("text")}},
		{name: "is_grantable", value: boolean},
	},
	"pg_options_to_table": {
		{name: "option_name", value: value{Type: Builtin("text")}}, {name: "option_value", value: value{Type: Builtin("text")}},
	},
}

// builtinColumns are the columns of a call of a built-in function that returns
// records; none where nobody has written them down. unnest of several arrays
// gives a column for each.
func (a *analyst) builtinColumns(node *pgsql.Node, given []value) []column {
	_, name := Split(node.GetFuncCall().GetFuncname())
	switch {
	case name != "unnest":
		return slices.Clone(outputColumns[name])
	case len(given) == 1 && given[0].Unknown(): // of rows, perhaps
		return nil
	}
	var columns []column
	for _, v := range given {
		columns = append(columns, column{name: name, value: value{Type: a.c.Bottom(v.Type).Element()}})
	}
	return columns
}

// xmlTable is XMLTABLE.
func (a *analyst) xmlTable(s *scope, n *pg.RangeTableFunc) *item {
	a.expr(s, n.Docexpr)
	a.expr(s, n.Rowexpr)
	for _, node := range n.Namespaces {
		a.expr(s, node.GetResTarget().GetVal())
	}
	it := &item{name: "xmltable"}
	for _, node := range n.Columns {
		col := node.GetRangeTableFuncCol()
		t := Builtin("int4")
		if !col.ForOrdinality {
			t, _ = a.c.ResolveType(col.TypeName)
		}
		a.ref(Address{OID: t.OID})
		a.expr(s, col.Colexpr)
		a.expr(s, col.Coldefexpr)
		it.columns = append(it.columns, column{name: col.Colname, value: value{Type: t}})
	}
	it.rename(n.Alias)
	return it
}
