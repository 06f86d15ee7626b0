package syntax

import (
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"
	"google.golang.org/protobuf/proto"

	"sqlbundle/internal/pgsql"
)

// Setting is what a statement does to one setting of the session.
type Setting struct {
	// Name is the parameter in lower case: "role" and "session_authorization"
	// too, "*" for RESET ALL. For what belongs to the transaction it is
	// "transaction" or "constraints".
	Name string
	// Local holds where the setting ends with the transaction.
	Local bool
	// Reset holds where it goes back to what the session began with.
	Reset bool
	// Value is a constant's text; empty for what is no single constant.
	Value string
}

// Settings are the settings that a statement changes when it runs, in order:
// by SET and RESET in every spelling, and by set_config with constant
// arguments in a query. What a DO block or a function does inside is not seen.
func Settings(node *pgsql.Node) []Setting {
	switch n := node.GetNode().(type) {
	case *pg.Node_VariableSetStmt:
		return variableSet(n.VariableSetStmt)
	case *pg.Node_ConstraintsSetStmt:
		return []Setting{{Name: "constraints", Local: true}}
	case *pg.Node_SelectStmt, *pg.Node_InsertStmt, *pg.Node_UpdateStmt, *pg.Node_DeleteStmt,
		*pg.Node_MergeStmt, *pg.Node_CreateTableAsStmt, *pg.Node_CopyStmt, *pg.Node_CallStmt:
		return setConfigs(node)
	}
	return nil
}

func variableSet(n *pg.VariableSetStmt) []Setting {
	name := strings.ToLower(n.Name)
	a := Setting{Name: name, Local: n.IsLocal || ofTransaction[name]}
	switch n.Kind {
	case pg.VariableSetKind_VAR_RESET_ALL:
		return []Setting{{Name: "*", Reset: true}}
	case pg.VariableSetKind_VAR_SET_MULTI:
		return multiSet(name, n.Args)
	case pg.VariableSetKind_VAR_RESET, pg.VariableSetKind_VAR_SET_DEFAULT:
		a.Reset = true
	case pg.VariableSetKind_VAR_SET_VALUE:
		if len(n.Args) == 1 {
			a.Value = constant(n.Args[0])
		}
	}
	return []Setting{a}
}

// ofTransaction are the parameters that say how the present transaction is,
// and are gone with it.
var ofTransaction = map[string]bool{
	"transaction_isolation": true, "transaction_read_only": true, "transaction_deferrable": true,
}

// multiSet is SET TRANSACTION, which ends with the transaction, or SET SESSION
// CHARACTERISTICS, which sets a default for each of its modes.
func multiSet(name string, args []*pgsql.Node) []Setting {
	if name != "session characteristics" {
		return []Setting{{Name: "transaction", Local: true}}
	}
	var all []Setting
	for _, mode := range optionsOf(args) {
		all = append(all, Setting{Name: "default_" + mode.Defname, Value: constant(mode.Arg)})
	}
	return all
}

// setConfigs are the calls of set_config in a query.
func setConfigs(node *pgsql.Node) []Setting {
	var all []Setting
	pgsql.Walk(node, func(message any) bool {
		call, ok := message.(*pg.FuncCall)
		if !ok || !isBuiltin(call.Funcname, "set_config") || len(call.Args) != 3 {
			return true
		}
		name := strings.ToLower(constant(call.Args[0]))
		if name == "" {
			return true
		}
		local, known := parseBool(constant(call.Args[2]))
		all = append(all, Setting{
			Name: name, Local: local && known || ofTransaction[name], Value: constant(call.Args[1]),
			// A NULL value is the default.
			Reset: call.Args[1].GetAConst().GetIsnull(),
		})
		return true
	})
	return all
}

// OnlySets tells whether a statement does nothing but set parameters to
// constants, so that it can be made again without doing anything twice: SET and
// RESET, or a bare SELECT of set_config calls.
func OnlySets(node *pgsql.Node) bool {
	if node.GetVariableSetStmt() != nil {
		return true
	}
	query := node.GetSelectStmt()
	if query == nil || len(query.TargetList) == 0 || !proto.Equal(query, &pg.SelectStmt{
		TargetList: query.TargetList, LimitOption: query.LimitOption, Op: query.Op,
	}) {
		return false
	}
	for _, target := range query.TargetList {
		call := target.GetResTarget().GetVal().GetFuncCall()
		if call == nil || !isBuiltin(call.Funcname, "set_config") {
			return false
		}
		for _, arg := range call.Args {
			if cast := arg.GetTypeCast(); cast != nil {
				arg = cast.Arg
			}
			if arg.GetAConst() == nil {
				return false
			}
		}
	}
	return true
}

// RunsCode tells whether a statement may call functions or fire triggers of
// its author's, which may change the session unseen, or changes it itself by a
// cursor, a prepared statement or LISTEN. Definitions do not.
func RunsCode(node *pgsql.Node) bool {
	switch node.GetNode().(type) {
	case *pg.Node_SelectStmt, *pg.Node_InsertStmt, *pg.Node_UpdateStmt, *pg.Node_DeleteStmt,
		*pg.Node_MergeStmt, *pg.Node_CreateTableAsStmt, *pg.Node_RefreshMatViewStmt, *pg.Node_CopyStmt,
		*pg.Node_TruncateStmt, *pg.Node_DoStmt, *pg.Node_CallStmt, *pg.Node_ExecuteStmt,
		*pg.Node_ExplainStmt, *pg.Node_DeclareCursorStmt, *pg.Node_FetchStmt, *pg.Node_PrepareStmt,
		*pg.Node_ListenStmt:
		return true
	case *pg.Node_AlterTableStmt:
		calls := false
		pgsql.Walk(node, func(message any) bool {
			_, call := message.(*pg.FuncCall)
			calls = calls || call
			return !calls
		})
		return calls
	}
	return node == nil
}

// parseBool reads a boolean as the server does: any beginning of true, false,
// yes and no that is unique, on, off from its second letter, 1 and 0.
func parseBool(value string) (on, ok bool) {
	value = strings.ToLower(value)
	if value == "" {
		return false, false
	}
	switch {
	case strings.HasPrefix("true", value), strings.HasPrefix("yes", value), value == "on", value == "1":
		return true, true
	case strings.HasPrefix("false", value), strings.HasPrefix("no", value),
		strings.HasPrefix("off", value) && len(value) > 1, value == "0":
		return false, true
	}
	return false, false
}
