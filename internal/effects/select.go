package effects

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"
	"google.golang.org/protobuf/proto"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// selectStatement is SELECT and VALUES: ACCESS SHARE on what is read, also inside
// views, ROW SHARE with FOR UPDATE and its kin (PostgreSQL 16, section "SELECT").
// SELECT INTO is CREATE TABLE AS.
func (r *run) selectStatement(node *pgsql.Node, n *pg.SelectStmt) {
	r.e.Section = "SELECT"
	first := n
	for first.Larg != nil {
		first = first.Larg
	}
	if first.IntoClause == nil {
		r.runQuery(node)
		return
	}
	query := proto.Clone(node).(*pgsql.Node)
	from := query.GetSelectStmt()
	for from.Larg != nil {
		from = from.Larg
	}
	from.IntoClause = nil
	r.createTableAs(&pg.CreateTableAsStmt{
		Query: query, Into: first.IntoClause, Objtype: pg.ObjectType_OBJECT_TABLE, IsSelectInto: true,
	})
}

// query analyses a query that a statement has in it, locks what stands in it as
// the server does to parse it, and ends the statement where the server refuses
// it. What the query does when it runs is [run.execute].
func (r *run) query(node *pgsql.Node) *catalog.Analysis {
	a := r.AnalyzeQuery(node)
	if len(a.Missing) > 0 {
		for _, n := range a.Missing {
			r.relation(n, catalog.Table)
		}
		a = r.AnalyzeQuery(node)
	}
	r.checkAnalysis(a)
	for _, oid := range a.Relations {
		r.lock(oid, AccessShare, "it is read")
	}
	r.refuseLaterFunctions(a)
	return a
}

// valueOf is the same for an expression without columns whose value is given to
// something of a type.
func (r *run) valueOf(node *pgsql.Node, t catalog.Type) catalog.Analysis {
	a := r.AnalyzeValue(node, t)
	r.checkAnalysis(&a)
	return a
}

// expression is the same for an expression over a relation's columns.
func (r *run) expression(rel *catalog.Relation, node *pgsql.Node) *catalog.Analysis {
	a := r.AnalyzeExpr(rel, node)
	if len(a.Missing) > 0 {
		for _, n := range a.Missing {
			r.relation(n, catalog.Table)
		}
		a = r.AnalyzeExpr(rel, node)
	}
	r.checkAnalysis(a)
	for _, oid := range a.Relations {
		r.lock(oid, AccessShare, "it is read")
	}
	return a
}

// checkAnalysis refuses what the server would. In the body of a routine, what
// seems to be no column may be a variable.
func (r *run) checkAnalysis(a *catalog.Analysis) {
	if a.Problem == nil || len(r.routines) > 0 && a.Problem.SQLState[:2] == "42" {
		return
	}
	r.refuse(a.Problem.SQLState, "%s", a.Problem.Message)
}

// runQuery is a query that runs: what it reads and changes, and what the
// functions in it do.
func (r *run) runQuery(node *pgsql.Node) *catalog.Analysis {
	a := r.query(node)
	r.execute(node, a)
	return a
}

// execute is what a query does that has been analysed.
func (r *run) execute(node *pgsql.Node, a *catalog.Analysis) {
	r.readAll(node, a)
	for _, oid := range a.Sequences {
		r.lock(oid, RowExclusive, "its values are taken")
	}
	r.modifies(node)
	r.runCalls(a)
	r.settings(node)
}

// readAll locks what a query reads, as planning it does.
func (r *run) readAll(node *pgsql.Node, a *catalog.Analysis) {
	pruned := r.prunedBy(node)
	for _, oid := range a.Locked {
		r.read(oid, RowShare, slices.Contains(a.Only, oid), pruned)
	}
	for _, oid := range a.Relations {
		r.read(oid, AccessShare, slices.Contains(a.Only, oid), pruned)
	}
}

// prunedBy are the partitions that the condition of a query over one table
// excludes.
func (r *run) prunedBy(node *pgsql.Node) []catalog.OID {
	query := node.GetSelectStmt()
	if len(query.GetFromClause()) != 1 || query.FromClause[0].GetRangeVar() == nil {
		return nil
	}
	rel := r.RangeVar(query.FromClause[0].GetRangeVar())
	if rel == nil {
		return nil
	}
	return r.prunedParts(rel, query.WhereClause)
}

// read locks a relation that a plan reads, with its indexes; for a view, what
// stands in it, and for a parent its children (expand_inherited_rtentry,
// inherit.c, get_relation_info, plancat.c).
func (r *run) read(oid catalog.OID, mode Mode, only bool, pruned []catalog.OID) {
	rel, ok := r.Object(oid).(*catalog.Relation)
	if !ok {
		return
	}
	why := "it is read"
	if mode == RowShare {
		why = "its rows are locked"
	}
	r.lock(oid, mode, "%s", why)
	switch rel.Kind {
	case catalog.View:
		for _, used := range rel.Uses {
			r.read(used, mode, false, nil)
		}
	case catalog.Sequence:
	default:
		r.refuseReading(rel, mode)
		r.lockIndexesOf(rel, mode, only, why)
		for _, child := range r.Descendants(oid) {
			if only || slices.Contains(pruned, child.OID) {
				continue
			}
			r.lock(child.OID, mode, "%s", why)
			r.lockIndexes(child.OID, mode, why)
		}
	}
}

// refuseReading refuses what a plan cannot do with a materialized view
// (CheckValidRowMarkRel and ExecOpenScanRelation, PostgreSQL 16).
func (r *run) refuseReading(rel *catalog.Relation, mode Mode) {
	switch {
	case rel.Kind != catalog.MaterializedView || rel.Unknown:
	case mode >= RowShare:
		r.refuse("42809", "cannot lock rows in materialized view %s", r.QualifiedName(rel))
	case !rel.Populated && !r.planOnly:
		r.refuse("55000", "materialized view %s has not been populated", r.QualifiedName(rel))
	}
}

// lockIndexes locks the indexes of a table in the mode of the plan that could use
// them.
func (r *run) lockIndexes(table catalog.OID, mode Mode, why string) {
	if rel, ok := r.Object(table).(*catalog.Relation); ok {
		r.lockIndexesOf(rel, mode, false, why)
	}
}

// lockIndexesOf is the same. Of a partitioned table that is read with its
// partitions the planner looks at the indexes from 16 on; with ONLY it always
// has (get_relation_info, plancat.c).
func (r *run) lockIndexesOf(rel *catalog.Relation, mode Mode, only bool, why string) {
	if rel.Kind == catalog.Partitioned && !only && r.Version < 16 {
		return
	}
	for _, index := range r.Indexes(rel.OID) {
		r.lock(index.OID, mode, "%s", why)
	}
}

// settings are the calls of set_config, which change the session as SET does.
func (r *run) settings(node *pgsql.Node) {
	pgsql.Walk(node, func(message any) bool {
		call, ok := message.(*pg.FuncCall)
		if !ok || len(call.Args) < 2 {
			return true
		}
		schema, name := catalog.Split(call.Funcname)
		if name != "set_config" || schema != "" && schema != catalog.SystemSchema {
			return true
		}
		setting, value := call.Args[0].GetAConst().GetSval(), call.Args[1].GetAConst().GetSval()
		if setting == nil || value == nil {
			r.unknown("which setting set_config changes")
			return true
		}
		if len(call.Args) > 2 && isTrueConstant(call.Args[2]) {
			r.SetLocal()
		}
		r.setting(setting.Sval, listed(value.Sval))
		return true
	})
}

// isTrueConstant tells whether an expression is the constant true.
func isTrueConstant(node *pgsql.Node) bool {
	if cast := node.GetTypeCast(); cast != nil {
		node = cast.Arg
	}
	text := node.GetAConst().GetSval().GetSval()
	return node.GetAConst().GetBoolval().GetBoolval() || text == "t" || text == "true"
}
