package lint

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// notNullProof is SQL that proves that columns hold no NULL while reads and
// writes go on, and SQL that takes the proof away again.
func (s *statement) notNullProof(table *catalog.Relation, columns []string) (prove, forget []string) {
	var taken []string
	name := "ALTER TABLE " + s.name(table)
	for _, column := range columns {
		made := s.Before.ChooseConstraintName(table.Name, column, "nn", table.In, taken...)
		taken = append(taken, made)
		check := pgsql.QuoteIdent(made)
		prove = append(prove,
			name+" ADD CONSTRAINT "+check+" CHECK ("+pgsql.QuoteIdent(column)+" IS NOT NULL) NOT VALID;",
			s.boundary(),
			name+" VALIDATE CONSTRAINT "+check+";",
			s.boundary())
		forget = append(forget, name+" DROP CONSTRAINT "+check+";")
	}
	return prove, forget
}

// unproven are those of some columns that SET NOT NULL would have to look for
// NULLs in.
func (s *statement) unproven(columns []string) []string {
	var found []string
	for _, column := range columns {
		cmd := &pg.AlterTableCmd{Subtype: pg.AlterTableType_AT_SetNotNull, Name: column}
		if e := s.does(s.Before.Branch(), cmd); len(e.Scans) > 0 {
			found = append(found, column)
		}
	}
	return found
}

// saysNotNull is the column of a CHECK that says no more than that the column is
// not NULL; 0 for other constraints.
func saysNotNull(k *catalog.Constraint) int16 {
	if k.Kind != catalog.Check || k.Expr == nil || len(k.Columns) != 1 {
		return 0
	}
	n, is := k.Expr.Node, pg.NullTestType_IS_NOT_NULL
	if not := n.GetBoolExpr(); not.GetBoolop() == pg.BoolExprType_NOT_EXPR {
		n, is = not.GetArgs()[0], pg.NullTestType_IS_NULL
	}
	if x := n.GetAExpr(); is == pg.NullTestType_IS_NOT_NULL && x.GetKind() == pg.A_Expr_Kind_AEXPR_DISTINCT &&
		x.GetLexpr().GetColumnRef() != nil && x.GetRexpr().GetAConst().GetIsnull() {
		return k.Columns[0]
	}
	if test := n.GetNullTest(); test.GetArg().GetColumnRef() == nil || test.GetNulltesttype() != is {
		return 0
	}
	return k.Columns[0]
}
