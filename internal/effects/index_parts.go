package effects

import (
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/builtin"
	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// indexParts fills in the columns, expressions and condition of an index
// (ComputeIndexAttrs and CheckPredicate, indexcmds.c). It gives what they depend
// on besides plain columns.
func (r *run) indexParts(rel *catalog.Relation, info *catalog.IndexInfo, n *pg.IndexStmt) []catalog.Address {
	var refs []catalog.Address
	if n.WhereClause != nil {
		where := r.AnalyzeExpr(rel, n.WhereClause)
		r.checkImmutable(rel, where, "predicate")
		r.checkStored(rel, where.Expr)
		info.Predicate = &where.Expr
		refs = append(refs, where.Refs...)
	}
	for i, node := range n.IndexParams {
		elem := node.GetIndexElem()
		col, t, used := r.indexPart(rel, elem)
		if i < len(n.ExcludeOpNames) {
			col.ExclusionOperator = strings.Join(words(n.ExcludeOpNames[i]), ".")
		}
		r.checkOrder(info.Method, elem)
		refs = append(refs, r.chooseOpclass(&col, info.Method, t, elem)...)
		refs = append(refs, used...)
		info.Columns = append(info.Columns, col)
	}
	for _, node := range n.IndexIncludingParams {
		elem := node.GetIndexElem()
		if elem.GetName() == "" {
			r.refuse("0A000", "expressions are not supported in included columns")
		}
		info.Include = append(info.Include, r.indexedColumn(r.mustRelation(rel.OID), elem.GetName()).Num)
	}
	return refs
}

// indexPart is one column or expression of an index's key, its type, and what an
// expression depends on.
func (r *run) indexPart(rel *catalog.Relation, elem *pg.IndexElem) (catalog.IndexColumn, catalog.Type, []catalog.Address) {
	col := catalog.IndexColumn{
		Descending: elem.GetOrdering() == pg.SortByDir_SORTBY_DESC,
		NullsFirst: elem.GetNullsOrdering() == pg.SortByNulls_SORTBY_NULLS_FIRST ||
			elem.GetOrdering() == pg.SortByDir_SORTBY_DESC && elem.GetNullsOrdering() != pg.SortByNulls_SORTBY_NULLS_LAST,
		OpclassOptions: len(elem.GetOpclassopts()) > 0,
	}
	name, collation := r.plainColumn(rel, elem)
	made := catalog.OID(0)
	col.Collation, made = r.collation(collation)
	refs := []catalog.Address{{OID: made}}
	if name != "" {
		c := r.indexedColumn(r.mustRelation(rel.OID), name)
		col.Num = c.Num
		return col, c.Type, refs
	}
	expr := r.AnalyzeExpr(r.mustRelation(rel.OID), elem.GetExpr())
	r.checkImmutable(r.mustRelation(rel.OID), expr, "expression")
	r.checkStored(rel, expr.Expr)
	if t, ok := builtin.LookupType(expr.Type.Name, r.Version); ok && t.Kind == 'p' && !expr.Type.Array {
		r.refuse("42P16", "column %q has pseudo-type %s", r.expressionName(elem.GetExpr()), expr.Type.Name)
	}
	col.Expr = &expr.Expr
	return col, expr.Type, append(refs, expr.Refs...)
}

// plainColumn is the column that an element of an index names, in parentheses
// or not, and its collation. A name is not given for expressions.
func (r *run) plainColumn(rel *catalog.Relation, elem *pg.IndexElem) (name string, collation []*pgsql.Node) {
	collation = elem.GetCollation()
	if elem.GetName() != "" {
		return elem.GetName(), collation
	}
	expr := elem.GetExpr()
	for expr.GetCollateClause() != nil {
		if len(collation) == 0 {
			collation = expr.GetCollateClause().GetCollname()
		}
		expr = expr.GetCollateClause().GetArg()
	}
	fields := r.withoutCast(rel, expr).GetColumnRef().GetFields()
	if len(fields) == 0 {
		return "", collation
	}
	return fields[len(fields)-1].GetString_().GetSval(), collation
}

// indexedColumn is the column of a table with a name; where the history has not
// made the table, it is made up.
func (r *run) indexedColumn(rel *catalog.Relation, name string) *catalog.Column {
	if col := rel.Column(name); col != nil {
		if col.Generated == 'v' {
			r.refuse("0A000", "indexes on virtual generated columns are not supported")
		}
		return col
	}
	if slices.Contains(systemColumns, name) {
		if name != "tableoid" && name != "ctid" {
			r.refuse("42704", "data type of column %s has no default operator class", name)
		}
		r.refuse("0A000", "index creation on system columns is not supported")
	}
	return r.needColumn(rel.OID, name)
}

// checkStored refuses an expression over virtual generated columns (18).
func (r *run) checkStored(rel *catalog.Relation, expr catalog.Expr) {
	for _, col := range rel.Columns {
		if col.Generated == 'v' && !col.Dropped && expr.Mentions(col.Num) {
			r.refuse("0A000", "indexes on virtual generated columns are not supported")
		}
	}
}

// checkImmutable refuses an expression whose value can change.
func (r *run) checkImmutable(rel *catalog.Relation, a *catalog.Analysis, what string) {
	r.checkAnalysis(a)
	switch r.plannedVolatility(rel, &a.Expr) {
	case catalog.Stable, catalog.Volatile:
		r.refuse("42P17", "functions in index %s must be marked IMMUTABLE", what)
	case catalog.VolatilityUnknown:
		r.unknown("whether the functions in the index %s are immutable", what)
	}
	if a.Subquery {
		r.refuse("0A000", "cannot use subquery in index %s", what)
	}
}

// checkOrder refuses ASC, DESC and NULLS where the method keeps no order.
func (r *run) checkOrder(method string, elem *pg.IndexElem) {
	if known, ok := methods[method]; !ok || known.ordered {
		return
	}
	if o := elem.GetOrdering(); o != pg.SortByDir_SORTBY_DEFAULT && o != pg.SortByDir_SORT_BY_DIR_UNDEFINED {
		r.refuse("0A000", "access method %q does not support ASC/DESC options", method)
	}
	if o := elem.GetNullsOrdering(); o != pg.SortByNulls_SORTBY_NULLS_DEFAULT && o != pg.SortByNulls_SORT_BY_NULLS_UNDEFINED {
		r.refuse("0A000", "access method %q does not support NULLS FIRST/LAST options", method)
	}
}
