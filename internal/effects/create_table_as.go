package effects

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// createTableAs is CREATE TABLE AS, CREATE MATERIALIZED VIEW, and with them
// SELECT INTO: what the query reads is locked as a SELECT does (PostgreSQL 16,
// section "CREATE TABLE AS").
func (r *run) createTableAs(n *pg.CreateTableAsStmt) {
	kind := catalog.Table
	r.e.Section = "CREATE TABLE AS"
	if n.Objtype == pg.ObjectType_OBJECT_MATVIEW {
		kind = catalog.MaterializedView
		r.e.Section = "CREATE MATERIALIZED VIEW"
	}
	r.tableAs(n.Into, n.Query, kind, n.IfNotExists)
}

// tableAs makes a table of a query's result (ExecCreateTableAs, createas.c).
func (r *run) tableAs(into *pg.IntoClause, query *pgsql.Node, kind catalog.Kind, ifNotExists bool) {
	schema, persistence := r.creationPlace(into.Rel)
	if r.nameTaken(schema, into.Rel.Relname, ifNotExists) {
		return
	}
	if kind == catalog.MaterializedView && persistence == catalog.Unlogged {
		r.refuse("0A000", "materialized views cannot be unlogged")
	}
	a := r.queryInto(into, query)
	if kind == catalog.MaterializedView && slices.ContainsFunc(a.Relations, r.isTemporary) {
		r.refuse("0A000", "materialized views must not use temporary tables or views")
	}
	rel := &catalog.Relation{
		Head: head(catalog.ClassRelation, schema, into.Rel.Relname), Kind: kind, Persistence: persistence,
		AccessMethod: into.AccessMethod, Tablespace: into.TableSpaceName, Options: parameters(into.Options),
		Columns: r.viewColumns(a, into.ColNames), Unknown: a.OpenOutput,
	}
	for _, col := range rel.Columns {
		if col.Type.Name == "unknown" {
			col.Type = catalog.Builtin("text")
		}
	}
	if kind == catalog.MaterializedView {
		rel.Query, rel.Uses, rel.Populated = query, a.Relations, !into.SkipData
	}
	rel = made(r, rel)
	if into.OnCommit == pg.OnCommitAction_ONCOMMIT_DROP {
		r.DropOnCommit(rel.OID)
	}
	for _, col := range rel.Columns {
		r.dependColumn(rel, col)
	}
	if kind == catalog.MaterializedView {
		r.Depend(catalog.Address{OID: rel.OID}, catalog.Normal, a.Refs...)
	}
}

// queryInto is the query at work; WITH NO DATA it is parsed and no more.
func (r *run) queryInto(into *pg.IntoClause, query *pgsql.Node) *catalog.Analysis {
	switch {
	case query.GetExecuteStmt() != nil:
		r.unknown("what the prepared statement reads and gives")
		return &catalog.Analysis{OpenOutput: true}
	case into.SkipData:
		return r.query(query)
	}
	a := r.runQuery(query)
	r.scanRead(a.Relations, query.GetSelectStmt().GetWhereClause())
	return a
}

// scanRead notes what a query reads in full: all that stands in it, also inside
// views, but for tables with an index that its condition could use.
func (r *run) scanRead(relations []catalog.OID, where *pgsql.Node) {
	for _, oid := range relations {
		rel, ok := r.Object(oid).(*catalog.Relation)
		if !ok {
			continue
		}
		if rel.Kind == catalog.View {
			r.scanRead(rel.Uses, where)
			continue
		}
		for _, table := range append([]*catalog.Relation{rel}, r.Descendants(oid)...) {
			if where != nil && r.servedByIndex(table.OID, namedColumns(table, where)) {
				r.mayScan(table.OID, "its rows are read for the query")
				continue
			}
			r.scan(table.OID, "its rows are read for the query")
		}
	}
}

// namedColumns are the columns of a table whose names stand in an expression.
func namedColumns(table *catalog.Relation, n *pgsql.Node) []int16 {
	var nums []int16
	pgsql.Walk(n, func(message any) bool {
		if ref, ok := message.(*pg.ColumnRef); ok {
			if names := catalog.Strings(ref.Fields); len(names) > 0 && table.Column(names[len(names)-1]) != nil {
				nums = append(nums, table.Column(names[len(names)-1]).Num)
			}
		}
		return true
	})
	return nums
}
