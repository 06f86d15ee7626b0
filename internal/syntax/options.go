package syntax

import (
	"strconv"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
)

// optionsOf are the options of a list. A server folds no quoted name, and
// neither is it done here.
func optionsOf(nodes []*pgsql.Node) []*pg.DefElem {
	options := make([]*pg.DefElem, 0, len(nodes))
	for _, node := range nodes {
		if option := node.GetDefElem(); option != nil {
			options = append(options, option)
		}
	}
	return options
}

// optionOn is the value of a boolean option: that of its last mention, or
// preset where it is not mentioned.
func optionOn(nodes []*pgsql.Node, name string, preset bool) bool {
	on := preset
	for _, option := range optionsOf(nodes) {
		if option.Defname == name {
			on = isOn(constant(option.Arg))
		}
	}
	return on
}

// isOn reads the value of a boolean option as defGetBoolean does: none is on,
// and so is what the server would not take.
func isOn(value string) bool {
	switch strings.ToLower(value) {
	case "false", "off", "0":
		return false
	}
	return true
}

// constant is the text of a constant, or of the word that stands for one in an
// option, which the parser takes for a type's name. It is empty for anything
// else.
func constant(node *pgsql.Node) string {
	switch n := node.GetNode().(type) {
	case *pg.Node_String_:
		return n.String_.Sval
	case *pg.Node_Integer:
		return strconv.Itoa(int(n.Integer.Ival))
	case *pg.Node_Float:
		return n.Float.Fval
	case *pg.Node_Boolean:
		return strconv.FormatBool(n.Boolean.Boolval)
	case *pg.Node_TypeName:
		if names := n.TypeName.Names; len(names) > 0 {
			return constant(names[len(names)-1])
		}
	case *pg.Node_TypeCast:
		return constant(n.TypeCast.Arg)
	case *pg.Node_AConst:
		return literal(n.AConst)
	}
	return ""
}

// literal is the text of a literal in an expression.
func literal(c *pg.A_Const) string {
	switch v := c.Val.(type) {
	case *pg.A_Const_Sval:
		return v.Sval.Sval
	case *pg.A_Const_Ival:
		return strconv.Itoa(int(v.Ival.Ival))
	case *pg.A_Const_Fval:
		return v.Fval.Fval
	case *pg.A_Const_Boolval:
		return strconv.FormatBool(v.Boolval.Boolval)
	}
	return ""
}

// isBuiltin tells whether a function's name is that of one of pg_catalog's, as
// far as the text says.
func isBuiltin(funcname []*pgsql.Node, name string) bool {
	switch parts := pgsql.Names(funcname); len(parts) {
	case 1:
		return parts[0] == name
	case 2:
		return parts[0] == "pg_catalog" && parts[1] == name
	}
	return false
}
