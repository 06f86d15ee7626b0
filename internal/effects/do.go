package effects

import (
	"strconv"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// do is DO: what its body runs (PostgreSQL 16, section "DO").
func (r *run) do(n *pg.DoStmt) {
	r.e.Section = "DO"
	language := word(n.Args, "language")
	if language != "" && language != "plpgsql" {
		r.unknown("what a body in %s does", language)
		return
	}
	body := option(n.Args, "as").GetArg().GetString_().GetSval()
	r.routines = append(r.routines, 0)
	r.plpgsql("DO "+pgsql.QuoteLiteral(body), "the body")
	r.routines = r.routines[:len(r.routines)-1]
}

// call is CALL: the procedure's body, and what its arguments need.
func (r *run) call(n *pg.CallStmt) {
	r.e.Section = "CALL"
	a := r.AnalyzeExpr(nil, &pgsql.Node{Node: &pg.Node_FuncCall{FuncCall: n.Funccall}})
	for _, oid := range a.Sequences {
		r.lock(oid, RowExclusive, "its values are taken")
	}
	r.runCalls(a)
}

// runCalls runs the functions that an expression or a query calls.
func (r *run) runCalls(a *catalog.Analysis) {
	section := r.e.Section
	defer func() { r.e.Section = section }()
	for _, oid := range a.Calls {
		if f, ok := r.Object(oid).(*catalog.Function); ok {
			r.routine(f, "function "+pgsql.QuoteIdent(f.BareName))
		}
	}
	for _, name := range a.Unknown {
		r.unknown("what function %s does", pgsql.QuoteIdent(name))
	}
}

// maxRoutines is how deep routines that call each other are followed.
const maxRoutines = 8

// routine runs a function or procedure. One that is not volatile changes
// nothing.
func (r *run) routine(f *catalog.Function, what string) {
	if f.Volatility == catalog.Immutable || f.Volatility == catalog.Stable || r.isMember(f.OID) {
		return
	}
	for _, oid := range r.routines {
		if oid == f.OID {
			return
		}
	}
	if len(r.routines) == maxRoutines {
		r.unknown("what %s does", what)
		return
	}
	r.routines = append(r.routines, f.OID)
	defer func() { r.routines = r.routines[:len(r.routines)-1] }()
	switch {
	case f.Body == "":
		r.unknown("what %s does", what)
	case f.Language == "sql":
		r.sqlText(f.Body, "of "+what)
	case f.Language == "plpgsql":
		r.plpgsql(r.definition(f), what)
	default:
		r.unknown("what %s does", what)
	}
}

// definition is a CREATE FUNCTION with the body of a function, for the parser of
// PL/pgSQL. It needs the names of the arguments, and knows NEW and OLD in triggers
// only.
func (r *run) definition(f *catalog.Function) string {
	parameters := ""
	for i, name := range f.Names {
		if i > 0 {
			parameters += ", "
		}
		if name == "" {
			name = "$" + itoa(i+1)
		}
		parameters += pgsql.QuoteIdent(name) + " text"
	}
	for _, col := range f.Columns {
		if parameters != "" {
			parameters += ", "
		}
		parameters += "OUT " + pgsql.QuoteIdent(col.Name) + " text"
	}
	returns := "RETURNS text"
	switch {
	case f.Returns.Name == "trigger" || f.Returns.Name == "event_trigger":
		returns = "RETURNS " + f.Returns.Name
	case f.Set && len(f.Columns) == 0:
		returns = "RETURNS SETOF text"
	case f.Set:
		returns = "RETURNS SETOF record"
	case len(f.Columns) > 0:
		returns = ""
	}
	return "CREATE FUNCTION f(" + parameters + ") " + returns + " LANGUAGE plpgsql AS " + pgsql.QuoteLiteral(f.Body)
}

func itoa(n int) string { return strconv.Itoa(n) }
