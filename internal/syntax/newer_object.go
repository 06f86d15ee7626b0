package syntax

import (
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
)

// object looks at functions, types, operators, cursors and roles.
func (f *finder) object(message any) {
	switch m := message.(type) {
	case *pg.CreateFunctionStmt:
		f.createFunction(m)
	case *pg.CreateRangeStmt:
		f.options("the option ", m.Params, rangeOptions)
	case *pg.AlterTypeStmt:
		f.options("the option ", m.Options, typeOptions)
	case *pg.AlterOperatorStmt:
		f.options("the option ", m.Options, operatorOptions)
	case *pg.DefineStmt:
		if m.Kind == pg.ObjectType_OBJECT_COLLATION {
			f.options("the collation option ", m.Definition, collationOptions)
			f.optionValue(17, m.Definition, "provider", "builtin")
		}
	case *pg.CreateEventTrigStmt:
		if m.Eventname == "login" {
			f.foundOption(17, "the event login", "login")
		}
	case *pg.RoleSpec:
		if m.Roletype == pg.RoleSpecType_ROLESPEC_CURRENT_ROLE {
			f.foundAt(14, "CURRENT_ROLE as the name of a role", pg.Token_CURRENT_ROLE)
		}
	case *pg.DeclareCursorStmt:
		const asensitive = 0x10
		if m.Options&asensitive != 0 {
			f.foundAt(14, "ASENSITIVE", pg.Token_ASENSITIVE)
		}
	}
}

// Options that came after 13, by statement.
var (
	rangeOptions     = map[string]int{"multirange_type_name": 14}
	typeOptions      = map[string]int{"subscript": 14}
	operatorOptions  = map[string]int{"commutator": 17, "negator": 17, "hashes": 17, "merges": 17}
	collationOptions = map[string]int{"rules": 16}
)

func (f *finder) createFunction(m *pg.CreateFunctionStmt) {
	switch {
	case m.SqlBody.GetReturnStmt() != nil:
		f.foundAt(14, "RETURN as a function's body", pg.Token_RETURN)
	case m.SqlBody != nil:
		f.foundAt(14, "BEGIN ATOMIC", pg.Token_BEGIN_P, pg.Token_ATOMIC)
	}
	if !m.IsProcedure {
		return
	}
	for _, parameter := range m.Parameters {
		if parameter.GetFunctionParameter().GetMode() == pg.FunctionParameterMode_FUNC_PARAM_OUT {
			f.foundAt(14, "OUT parameters of a procedure", pg.Token_OUT_P)
		}
	}
}

// options notes the first option of a list that is newer than the target.
func (f *finder) options(prefix string, list []*pgsql.Node, since map[string]int) {
	for _, option := range optionsOf(list) {
		name := strings.ToLower(option.Defname)
		if since[name] > f.target {
			f.foundOption(since[name], prefix+strings.ToUpper(name), name)
			return
		}
	}
}

// optionValue notes an option with a value that is newer than the option.
func (f *finder) optionValue(since int, list []*pgsql.Node, name, value string) {
	for _, option := range optionsOf(list) {
		if strings.EqualFold(option.Defname, name) && strings.EqualFold(constant(option.Arg), value) {
			f.foundOption(since, strings.ToUpper(name+" "+value), value)
		}
	}
}
