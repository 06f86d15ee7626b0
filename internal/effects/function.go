package effects

import (
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// createFunction is CREATE [OR REPLACE] FUNCTION and PROCEDURE. A body in SQL is
// parsed, which locks the relations in it (CreateFunction, functioncmds.c,
// fmgr_sql_validator, pg_proc.c). One of the SQL standard's makes the function
// depend on them; a quoted one does not.
func (r *run) createFunction(n *pg.CreateFunctionStmt) {
	r.e.Section = "CREATE FUNCTION"
	schema, name := r.place(n.Funcname)
	f := &catalog.Function{BareName: name, Kind: 'f', Volatility: catalog.Volatile}
	f.Language = strings.ToLower(word(n.Options, "language"))
	if n.SqlBody != nil {
		if r.Version < 14 {
			r.refuse("42601", "the SQL standard's function bodies are new in PostgreSQL 14")
		}
		f.Language = "sql"
	}
	if n.IsProcedure {
		f.Kind = 'p'
	}
	r.functionResult(f, n)
	r.functionOptions(f, n.Options)
	if as := list(option(n.Options, "as").GetArg()); len(as) > 0 {
		f.Body = as[len(as)-1].GetString_().GetSval()
	}
	f.Head = head(catalog.ClassFunction, schema.OID, "")
	f.Name = catalog.Signature(name, f.Arguments)
	f = r.storeFunction(f, n.Replace)
	r.functionBody(f, n)
}

// functionResult takes in the arguments and what a call gives.
func (r *run) functionResult(f *catalog.Function, n *pg.CreateFunctionStmt) {
	f.Returns = catalog.Builtin("void")
	if n.ReturnType != nil {
		f.Returns, f.Set = r.resultType(f, n.ReturnType), n.ReturnType.Setof
	}
	table := false
	for _, node := range n.Parameters {
		p := node.GetFunctionParameter()
		t := r.typeNamed(p.ArgType)
		in, out := true, false
		switch p.Mode {
		case pg.FunctionParameterMode_FUNC_PARAM_OUT, pg.FunctionParameterMode_FUNC_PARAM_TABLE:
			in, out = false, true
			table = table || p.Mode == pg.FunctionParameterMode_FUNC_PARAM_TABLE
		case pg.FunctionParameterMode_FUNC_PARAM_INOUT:
			out = true
		case pg.FunctionParameterMode_FUNC_PARAM_VARIADIC:
			f.Variadic = true
		}
		if in {
			f.Arguments, f.Names = append(f.Arguments, t), append(f.Names, p.Name)
		}
		if in && p.Defexpr != nil {
			f.Defaults++
		}
		if out {
			f.Columns = append(f.Columns, catalog.OutputColumn{Name: p.Name, Type: t})
		}
	}
	if len(f.Columns) == 1 {
		f.Returns = f.Columns[0].Type
	} else if len(f.Columns) > 1 {
		f.Returns = catalog.Builtin("record")
	}
	f.Set = f.Set || table
}

// resultType is the type that a function returns. Of a language that needs no
// SQL, it may be one that is still to be made: a shell (compute_return_type,
// functioncmds.c).
func (r *run) resultType(f *catalog.Function, n *pg.TypeName) catalog.Type {
	if _, ok := r.ResolveType(n); !ok && (f.Language == "c" || f.Language == "internal") {
		schema, name := r.place(n.Names)
		t := made(r, &catalog.DataType{Head: head(catalog.ClassType, schema.OID, name), Kind: 'p'})
		return catalog.Type{OID: t.OID}
	}
	return r.typeNamed(n)
}

func (r *run) functionOptions(f *catalog.Function, options []*pgsql.Node) {
	switch word(options, "volatility") {
	case "immutable":
		f.Volatility = catalog.Immutable
	case "stable":
		f.Volatility = catalog.Stable
	case "volatile":
		f.Volatility = catalog.Volatile
	}
	f.Apart = isTrue(option(options, "security")) || isTrue(option(options, "strict")) || option(options, "set") != nil
	if isTrue(option(options, "window")) {
		f.Kind = 'w'
	}
}

// storeFunction makes a function, or puts it in the place of the one with the
// same name and arguments (ProcedureCreate, pg_proc.c).
func (r *run) storeFunction(f *catalog.Function, replace bool) *catalog.Function {
	old, _ := r.Find(catalog.ClassFunction, f.In, f.Name).(*catalog.Function)
	switch {
	case old == nil:
		f = made(r, f)
	case !replace:
		r.refuse("42723", "function %s already exists with same argument types", pgsql.QuoteIdent(f.BareName))
	case old.Kind != f.Kind:
		r.refuse("42809", "cannot change routine kind of %s", pgsql.QuoteIdent(f.BareName))
	case old.Set != f.Set || !old.Returns.Is(f.Returns) && !old.Returns.Unknown() && !f.Returns.Unknown() ||
		f.Returns.Name == "record" && !sameColumns(old.Columns, f.Columns):
		r.refuse("42P13", "cannot change return type of existing function %s", pgsql.QuoteIdent(f.BareName))
	case f.Defaults < old.Defaults:
		r.refuse("42P13", "cannot remove parameter defaults from existing function %s", pgsql.QuoteIdent(f.BareName))
	case renamesArgument(old, f) != "":
		r.refuse("42P13", "cannot change name of input parameter %s", pgsql.QuoteIdent(renamesArgument(old, f)))
	default:
		stored := catalog.Edit(r.Catalog, old)
		f.Head = stored.Head
		f.Doubtful = false
		*stored = *f
		f = stored
		r.forgetBut(catalog.Address{OID: f.OID}, catalog.Member)
	}
	self := catalog.Address{OID: f.OID}
	r.dependOnTypes(self, append(slices.Clone(f.Arguments), f.Returns)...)
	for _, col := range f.Columns {
		r.dependOnTypes(self, col.Type)
	}
	if language := r.Find(catalog.ClassLanguage, 0, f.Language); language != nil {
		r.Depend(self, catalog.Normal, catalog.Address{OID: catalog.HeadOf(language).OID})
	}
	return f
}

func sameColumns(a, b []catalog.OutputColumn) bool {
	return slices.EqualFunc(a, b, func(x, y catalog.OutputColumn) bool { return x.Name == y.Name && x.Type.Is(y.Type) })
}

// forgetBut forgets what an object depends on, to be recorded anew, but for one
// kind.
func (r *run) forgetBut(a catalog.Address, kind catalog.DependencyKind) {
	kept := r.References(a)
	r.Forget(a)
	for _, d := range kept {
		if d.Kind == kind {
			r.Depend(d.Dependent, kind, d.Ref)
		}
	}
}

// functionBody locks what stands in an SQL body, and records what a standard one
// depends on. Defaults of arguments are depended on as well.
func (r *run) functionBody(f *catalog.Function, n *pg.CreateFunctionStmt) {
	self := catalog.Address{OID: f.OID}
	for _, node := range n.Parameters {
		if def := node.GetFunctionParameter().GetDefexpr(); def != nil {
			r.Depend(self, catalog.Normal, r.AnalyzeExpr(nil, def).Refs...)
		}
	}
	path := r.Session.Path
	defer func() { r.Session.Path = path }()
	r.ownPath(n.Options)
	arguments := catalog.Named{Name: f.BareName, Columns: r.argumentColumns(n)}
	switch {
	case n.SqlBody != nil:
		for _, node := range bodyStatements(n.SqlBody) {
			r.Depend(self, catalog.Normal, r.bodyStatement(node, arguments).Refs...)
		}
	case f.Language == "sql":
		statements, err := pgsql.Parse(f.Body)
		if err != nil {
			return // newer than the parser, or refused by the server
		}
		for _, s := range statements {
			r.bodyStatement(s.Stmt, arguments)
		}
	}
}

// ownPath sets the search_path that a function has of its own: its body is
// parsed with it.
func (r *run) ownPath(options []*pgsql.Node) {
	for _, node := range options {
		set := node.GetDefElem().GetArg().GetVariableSetStmt()
		if set.GetName() != "search_path" || set.Kind != pg.VariableSetKind_VAR_SET_VALUE {
			continue
		}
		r.Session.Path = nil
		for _, arg := range set.Args {
			r.Session.Path = append(r.Session.Path, arg.GetAConst().GetSval().GetSval())
		}
	}
}

// bodyStatements are the statements of a body in the standard's form: RETURN, or
// BEGIN ATOMIC.
func bodyStatements(body *pgsql.Node) []*pgsql.Node {
	if body.GetList() == nil {
		return []*pgsql.Node{body}
	}
	var found []*pgsql.Node
	for _, node := range list(body) {
		found = append(found, bodyStatements(node)...)
	}
	return found
}

// argumentColumns are the arguments as names in the body.
func (r *run) argumentColumns(n *pg.CreateFunctionStmt) []catalog.OutputColumn {
	var columns []catalog.OutputColumn
	for _, node := range n.Parameters {
		p := node.GetFunctionParameter()
		columns = append(columns, catalog.OutputColumn{Name: p.Name, Type: r.typeNamed(p.ArgType)})
	}
	return columns
}

// bodyStatement analyses one statement of a body. What seems wrong with it counts
// for nothing: the server need not have looked (check_function_bodies).
func (r *run) bodyStatement(node *pgsql.Node, arguments catalog.Named) *catalog.Analysis {
	if value := node.GetReturnStmt().GetReturnval(); value != nil {
		node = pgSelect(value)
	}
	switch node.GetNode().(type) {
	case *pg.Node_SelectStmt, *pg.Node_InsertStmt, *pg.Node_UpdateStmt, *pg.Node_DeleteStmt, *pg.Node_MergeStmt:
	default:
		return &catalog.Analysis{}
	}
	if rel := r.RangeVar(writtenTo(node)); rel != nil {
		r.lock(rel.OID, RowExclusive, "the function's body writes to it and is parsed")
	}
	a := r.AnalyzeQueryWith(node, arguments)
	for _, oid := range a.Relations {
		r.lock(oid, AccessShare, "the function's body names it and is parsed")
	}
	return a
}

// pgSelect is a SELECT of one value.
func pgSelect(value *pgsql.Node) *pgsql.Node {
	target := &pgsql.Node{Node: &pg.Node_ResTarget{ResTarget: &pg.ResTarget{Val: value}}}
	return &pgsql.Node{Node: &pg.Node_SelectStmt{SelectStmt: &pg.SelectStmt{TargetList: []*pgsql.Node{target}}}}
}

// writtenTo is what an INSERT, UPDATE, DELETE or MERGE writes to.
func writtenTo(node *pgsql.Node) *pg.RangeVar {
	switch n := node.Node.(type) {
	case *pg.Node_InsertStmt:
		return n.InsertStmt.Relation
	case *pg.Node_UpdateStmt:
		return n.UpdateStmt.Relation
	case *pg.Node_DeleteStmt:
		return n.DeleteStmt.Relation
	case *pg.Node_MergeStmt:
		return n.MergeStmt.Relation
	}
	return nil
}

// alterFunction is ALTER FUNCTION, PROCEDURE and ROUTINE with options.
func (r *run) alterFunction(n *pg.AlterFunctionStmt) {
	r.e.Section = "ALTER FUNCTION"
	f := r.functionNamed(n.Objtype, n.Func)
	if f == nil {
		r.notMade("function", spelled(n.Func.Objname))
		return
	}
	f = catalog.Edit(r.Catalog, f)
	r.functionOptions(f, n.Actions)
}

// renamesArgument is an argument of a function that has another name or none in
// the one that is to replace it; empty for none.
func renamesArgument(old, f *catalog.Function) string {
	for i, name := range old.Names {
		if name != "" && i < len(f.Names) && f.Names[i] != name {
			return name
		}
	}
	return ""
}
