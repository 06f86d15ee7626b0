package syntax

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
)

// expression looks at expressions and types.
func (f *finder) expression(message any) {
	switch m := message.(type) {
	case *pg.FuncCall:
		f.function(m)
	case *pg.TypeName:
		f.typeName(m)
	case *pg.JsonIsPredicate:
		if f.find(pg.Token_IS, pg.Token_JSON) >= 0 {
			f.foundAt(16, "IS JSON", pg.Token_IS, pg.Token_JSON)
		} else {
			f.foundAt(16, "IS JSON", pg.Token_IS, pg.Token_NOT, pg.Token_JSON)
		}
	case *pg.JsonObjectConstructor:
		// An empty one may be a call of the user's own function.
		if len(m.Exprs) > 0 || m.Output != nil {
			f.foundAt(16, "JSON_OBJECT with SQL/JSON syntax", pg.Token_JSON_OBJECT)
		}
	case *pg.JsonObjectAgg:
		f.foundAt(16, "JSON_OBJECTAGG", pg.Token_JSON_OBJECTAGG)
	case *pg.JsonArrayQueryConstructor:
		f.foundAt(16, "JSON_ARRAY with a query", pg.Token_JSON_ARRAY)
	case *pg.JsonArrayConstructor:
		if m.Output != nil || !m.AbsentOnNull || f.formatted(m.Exprs...) ||
			f.absentOnNull(pg.Token_JSON_ARRAY) {
			f.foundAt(16, "JSON_ARRAY with SQL/JSON syntax", pg.Token_JSON_ARRAY)
		}
	case *pg.JsonArrayAgg:
		value := &pgsql.Node{Node: &pg.Node_JsonValueExpr{JsonValueExpr: m.Arg}}
		if m.Constructor.GetOutput() != nil || !m.AbsentOnNull || f.formatted(value) ||
			f.absentOnNull(pg.Token_JSON_ARRAYAGG) {
			f.foundAt(16, "JSON_ARRAYAGG with SQL/JSON syntax", pg.Token_JSON_ARRAYAGG)
		}
	case *pg.XmlSerialize:
		if m.Indent || f.within(pg.Token_XMLSERIALIZE, pg.Token_NO, pg.Token_INDENT) >= 0 {
			f.foundAt(16, "INDENT in XMLSERIALIZE", pg.Token_INDENT)
		}
	}
}

// formatted tells whether a JSON value is followed by FORMAT JSON.
func (f *finder) formatted(values ...*pgsql.Node) bool {
	for _, value := range values {
		if value.GetJsonValueExpr().GetFormat().GetFormatType() == pg.JsonFormatType_JS_FORMAT_JSON {
			return true
		}
	}
	return false
}

// absentOnNull tells whether a constructor says what is its default, and so
// cannot be a call of a function.
func (f *finder) absentOnNull(constructor pg.Token) bool {
	return f.within(constructor, pg.Token_ABSENT, pg.Token_ON, pg.Token_NULL_P) >= 0
}

func (f *finder) function(m *pg.FuncCall) {
	parts := pgsql.Names(m.Funcname)
	sqlSyntax := m.Funcformat == pg.CoercionForm_COERCE_SQL_SYNTAX
	switch {
	case len(parts) == 1 && parts[0] == "overlay":
		// A quoted name was a plain call in every version.
		if i := f.find(pg.Token_OVERLAY, openParen); i >= 0 && f.kind(i-1) != dot &&
			f.within(pg.Token_OVERLAY, pg.Token_PLACING) < 0 {
			f.found(14, "overlay called as a plain function", i, i)
		}
	case len(parts) == 2 && parts[1] == "substring" && sqlSyntax:
		if i := f.within(pg.Token_SUBSTRING, pg.Token_SIMILAR); i >= 0 && f.kind(i+1) != pg.Token_TO {
			f.found(14, "SUBSTRING … SIMILAR … ESCAPE", i, i)
		}
	}
}

// typeName looks for a scale of numeric that servers before 15 refuse.
func (f *finder) typeName(m *pg.TypeName) {
	parts := pgsql.Names(m.Names)
	if len(parts) != 2 || parts[0] != "pg_catalog" || parts[1] != "numeric" || len(m.Typmods) != 2 {
		return
	}
	if i := f.once(pattern{within: pg.Token_NUMERIC}, f.findUnusualScale); i >= 0 {
		f.found(15, "a scale of numeric below zero or above the precision", i, f.closing(i+1))
	}
}

// systemUser looks for SYSTEM_USER where it can be no column: older servers
// take it for one.
func (f *finder) systemUser(node *pgsql.Node) {
	if f.target >= 16 || f.find(pg.Token_SYSTEM_USER) < 0 {
		return
	}
	switch n := node.Node.(type) {
	case *pg.Node_SelectStmt:
		f.systemUserIn(node)
	case *pg.Node_InsertStmt:
		f.systemUserIn(n.InsertStmt.SelectStmt)
	case *pg.Node_CreateStmt, *pg.Node_AlterTableStmt, *pg.Node_CreateForeignTableStmt:
		pgsql.Walk(node, func(message any) bool {
			switch m := message.(type) {
			case *pg.Constraint:
				if m.Contype == pg.ConstrType_CONSTR_DEFAULT {
					f.systemUserIn(m.RawExpr)
				}
			case *pg.AlterTableCmd:
				if m.Subtype == pg.AlterTableType_AT_ColumnDefault {
					f.systemUserIn(m.Def)
				}
			}
			return true
		})
	}
}

func (f *finder) systemUserIn(node *pgsql.Node) {
	pgsql.Walk(node, func(message any) bool {
		switch m := message.(type) {
		case *pg.SelectStmt:
			return len(m.FromClause) == 0
		case *pg.FuncCall:
			if m.Funcformat == pg.CoercionForm_COERCE_SQL_SYNTAX && isBuiltin(m.Funcname, "system_user") {
				f.foundAt(16, "SYSTEM_USER", pg.Token_SYSTEM_USER)
			}
		}
		return true
	})
}
