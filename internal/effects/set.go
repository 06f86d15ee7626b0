package effects

import (
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
)

// set is SET and RESET. Of the settings only those matter that names and types
// depend on (PostgreSQL 16, section "SET").
func (r *run) set(n *pg.VariableSetStmt) {
	r.e.Section = "SET"
	if n.IsLocal {
		r.SetLocal()
	}
	switch n.Kind {
	case pg.VariableSetKind_VAR_SET_VALUE:
		var values []string
		for _, arg := range n.Args {
			values = append(values, settingText(arg.GetAConst()))
		}
		r.setting(n.Name, values)
	case pg.VariableSetKind_VAR_SET_DEFAULT, pg.VariableSetKind_VAR_RESET:
		r.resetSetting(n.Name)
	case pg.VariableSetKind_VAR_RESET_ALL:
		for _, name := range []string{"search_path", "timezone"} {
			r.resetSetting(name)
			r.KeepSetting(name)
		}
	}
	if !n.IsLocal {
		r.KeepSetting(strings.ToLower(n.Name))
	}
}

// settingText is a value as SET writes it.
func settingText(n *pg.A_Const) string {
	if i, ok := n.GetVal().(*pg.A_Const_Ival); ok {
		return itoa(int(i.Ival.GetIval()))
	}
	return n.GetSval().GetSval() + n.GetFval().GetFval()
}

// setting changes a setting of the session.
func (r *run) setting(name string, values []string) {
	switch strings.ToLower(name) {
	case "search_path":
		r.Session.Path = values
	case "timezone":
		r.Session.TimeZone = strings.Join(values, "")
	case "role", "session_authorization":
		r.Session.Role = strings.Join(values, "")
		if r.Session.Role == "none" {
			r.Session.Role = ""
		}
	}
}

// resetSetting puts a setting back to what the session began with.
func (r *run) resetSetting(name string) {
	switch strings.ToLower(name) {
	case "search_path":
		r.Session.Path = []string{"$user", "public"}
	case "timezone":
		r.Session.TimeZone = ""
	case "role", "session_authorization":
		r.Session.Role = ""
	}
}

// listed takes the text of a list of names apart, as search_path has it.
func listed(text string) []string {
	var names []string
	for _, part := range strings.Split(text, ",") {
		part = strings.TrimSpace(part)
		if quoted, ok := strings.CutPrefix(part, `"`); ok {
			part = strings.ReplaceAll(strings.TrimSuffix(quoted, `"`), `""`, `"`)
		} else {
			part = strings.ToLower(part)
		}
		if part != "" {
			names = append(names, part)
		}
	}
	return names
}

// discard is DISCARD: of ALL and TEMP, the temporary tables go.
func (r *run) discard(n *pg.DiscardStmt) {
	r.e.Section = "DISCARD"
	if n.Target == pg.DiscardMode_DISCARD_ALL {
		for _, name := range []string{"search_path", "timezone", "role"} {
			r.resetSetting(name)
		}
	}
	if n.Target != pg.DiscardMode_DISCARD_ALL && n.Target != pg.DiscardMode_DISCARD_TEMP {
		return
	}
	temp := r.Schema(catalog.TempSchema)
	if temp == nil {
		return
	}
	var targets []catalog.Address
	for _, class := range []catalog.Class{catalog.ClassRelation, catalog.ClassType, catalog.ClassFunction} {
		for _, o := range r.Of(class, temp.OID) {
			if rel, ok := o.(*catalog.Relation); !ok || !rel.Kind.IsIndex() && rel.Kind != catalog.CompositeType {
				targets = append(targets, catalog.Address{OID: catalog.HeadOf(o).OID})
			}
		}
	}
	if len(targets) > 0 {
		r.drop(targets, pg.DropBehavior_DROP_CASCADE, "temporary objects are dropped")
	}
}
