package effects

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// withoutCast is what a conversion of a column to its own type stands for: the
// parser leaves nothing of it, but where it takes modifiers away
// (coerce_type_typmod, parse_coerce.c). An index on it is one on the column.
func (r *run) withoutCast(rel *catalog.Relation, expr *pgsql.Node) *pgsql.Node {
	inner, called := expr.GetTypeCast().GetArg(), false
	to, ok := r.ResolveType(expr.GetTypeCast().GetTypeName())
	if call := expr.GetFuncCall(); call != nil && len(call.Args) == 1 {
		inner, called = call.Args[0], true
		to, ok = r.ResolveType(&pg.TypeName{Names: call.Funcname})
	}
	fields := inner.GetColumnRef().GetFields()
	if !ok || len(fields) == 0 {
		return expr
	}
	col := r.mustRelation(rel.OID).Column(fields[len(fields)-1].GetString_().GetSval())
	if col != nil && col.Type.Is(to) && (called || col.Type.Same(to)) {
		return inner
	}
	return expr
}

// simplify makes columns of those expressions of an index that the new types of
// the columns leave nothing of, as it is made again from its text.
func (a *alteration) simplify(t *altered, index *catalog.Relation) {
	rel, info := t.relation(a), *index.Index
	info.Columns = slices.Clone(info.Columns)
	for i, part := range info.Columns {
		if part.Expr == nil {
			continue
		}
		fields := a.withoutCast(rel, part.Expr.Current(rel)).GetColumnRef().GetFields()
		if len(fields) == 0 {
			continue
		}
		if col := rel.Column(fields[len(fields)-1].GetString_().GetSval()); col != nil {
			info.Columns[i].Num, info.Columns[i].Expr = col.Num, nil
		}
	}
	catalog.Edit(a.Catalog, a.mustRelation(index.OID)).Index = &info
}
