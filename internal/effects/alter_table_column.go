package effects

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/builtin"
	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// columnAction are the actions that add, drop and alter columns, their types apart.
// Modes are those of AlterTableGetLockLevel, passes and recursion those of
// ATPrepCmd (tablecmds.c, PostgreSQL 18).
func columnAction(kind pg.AlterTableType) (action, bool) {
	a := action{lock: always(AccessExclusive), pass: passDrop}
	switch kind {
	case pg.AlterTableType_AT_AddColumn:
		a.pass, a.do = passAddColumn, addColumnAction
	case pg.AlterTableType_AT_DropColumn:
		a.do = dropColumnAction
	case pg.AlterTableType_AT_ColumnDefault:
		a.recurse, a.do = true, columnDefault
	case pg.AlterTableType_AT_SetNotNull:
		a.pass, a.do = passColumnAttributes, setNotNullAction
	case pg.AlterTableType_AT_DropNotNull:
		a.do = dropNotNullAction
	case pg.AlterTableType_AT_DropExpression:
		a.recurse, a.do = true, dropExpression
	case pg.AlterTableType_AT_AddIdentity:
		a.pass, a.do = passAddOtherConstraint, addIdentity
	case pg.AlterTableType_AT_SetIdentity:
		a.pass, a.do = passMisc, setIdentity
	case pg.AlterTableType_AT_DropIdentity:
		a.do = dropIdentity
	case pg.AlterTableType_AT_SetStatistics:
		a.lock, a.pass, a.recurse, a.do = always(ShareUpdateExclusive), passMisc, true, columnSetting
	case pg.AlterTableType_AT_SetOptions, pg.AlterTableType_AT_ResetOptions:
		a.lock, a.pass, a.do = always(ShareUpdateExclusive), passMisc, columnSetting
	case pg.AlterTableType_AT_SetStorage:
		a.pass, a.recurse, a.do = passMisc, true, columnSetting
	case pg.AlterTableType_AT_SetCompression, pg.AlterTableType_AT_AlterColumnGenericOptions:
		a.pass, a.do = passMisc, columnSetting
	default:
		return action{}, false
	}
	return a, true
}

// column finds the column of an action. In a relation of unknown content it is
// made up where the history does not know it. It is never nil.
func (a *alteration) column(t *altered, name string) *catalog.Column {
	if slices.Contains(systemColumns, name) {
		a.refuse("0A000", "cannot alter system column %s", pgsql.QuoteIdent(name))
	}
	return a.needColumn(t.oid, name)
}

// edit changes a column.
func (a *alteration) edit(t *altered, num int16, change func(*catalog.Column)) {
	a.EditColumn(t.relation(a), num, change)
}

// columnDefault is SET and DROP DEFAULT: only rows to come are concerned. What
// is dropped is dropped before anything else, what is set is set after the
// columns have their types.
func columnDefault(a *alteration, t *altered, cmd *pg.AlterTableCmd) {
	if a.newer.expressions[cmd] {
		a.later(passSetExpression, func() { setExpression(a, t, cmd) })
		return
	}
	if cmd.Def != nil {
		a.later(passAddOtherConstraint, func() {
			col := a.columnWithDefault(t, cmd.Name)
			a.setDefault(t.oid, col.Num, cmd.Def)
		})
		return
	}
	a.dropDefault(t.oid, a.columnWithDefault(t, cmd.Name).Num)
}

// columnWithDefault is the column of an action that may not be one on identity
// and generated columns (ATExecColumnDefault).
func (a *alteration) columnWithDefault(t *altered, name string) *catalog.Column {
	col := a.column(t, name)
	if col.Identity != 0 {
		a.refuse("42601", "column %q is an identity column", name)
	}
	if col.Generated != 0 {
		a.refuse("42601", "column %q is a generated column", name)
	}
	return col
}

// columnSetting are statistics targets, attribute options, storage and
// compression: rows that are there stay as they are. Indexes have columns with
// settings too.
func columnSetting(a *alteration, t *altered, cmd *pg.AlterTableCmd) {
	if cmd.Subtype == pg.AlterTableType_AT_SetCompression && a.Version < 14 {
		a.refuse("42601", "SET COMPRESSION is new in PostgreSQL 14")
	}
	if index := t.relation(a); index.Index != nil {
		a.checkIndexStatistics(index, cmd)
		return
	}
	if cmd.Name == "" {
		a.refuse("0A000", "cannot refer to non-index column by number")
	}
	col := a.column(t, cmd.Name)
	if cmd.Subtype == pg.AlterTableType_AT_SetStatistics && col.Generated == 'v' {
		a.refuse("0A000", "cannot alter statistics on virtual generated column %q", col.Name)
	}
	if word := cmd.Def.GetString_().GetSval(); cmd.Subtype == pg.AlterTableType_AT_SetCompression && word != "default" && a.neverToasted(col.Type) {
		a.refuse("0A000", "column data type %s does not support compression", a.FormatType(col.Type))
	}
	if cmd.Subtype == pg.AlterTableType_AT_SetStorage {
		storage := storageOf(cmd.Def.GetString_().GetSval())
		if storage != 0 && storage != 'p' && a.neverToasted(col.Type) {
			a.refuse("0A000", "column data type %s can only have storage PLAIN", a.FormatType(col.Type))
		}
		a.edit(t, col.Num, func(c *catalog.Column) { c.Storage = storage })
	}
}

// neverToasted tells whether values of a type have a fixed length, so that they
// are stored as they are (TypeIsToastable, tablecmds.c).
func (r *run) neverToasted(t catalog.Type) bool {
	if b := r.Bottom(t); !b.Array {
		known, ok := builtin.LookupType(b.Name, r.Version)
		d := r.DataType(b)
		return ok && b.OID == 0 && known.Len > 0 || d != nil && d.Kind == 'e'
	}
	return false
}

// dropExpression makes a generated column an ordinary one; its values stay
// (PostgreSQL 16, section "ALTER TABLE", DROP EXPRESSION).
func dropExpression(a *alteration, t *altered, cmd *pg.AlterTableCmd) {
	rel, col := t.relation(a), a.column(t, cmd.Name)
	if a.only && !t.child && len(a.Children(t.oid)) > 0 {
		a.refuse("42P16", "ALTER TABLE / DROP EXPRESSION must be applied to child tables too")
	}
	if !t.child && col.Inherited > 0 {
		a.refuse("42P16", "cannot drop generation expression from inherited column")
	}
	if col.Generated == 0 {
		if rel.Unknown {
			a.unknown("whether %s is a generated column", col.Name)
		} else if !cmd.MissingOk {
			a.refuse("55000", "column %q of relation %q is not a generated column", col.Name, rel.Name)
		}
		return
	}
	if col.Generated == 'v' {
		a.refuse("0A000", "ALTER TABLE / DROP EXPRESSION is not supported for virtual generated columns")
	}
	a.dropDefault(t.oid, col.Num)
	a.edit(t, col.Num, func(c *catalog.Column) { c.Generated = 0 })
}

// setExpression gives a generated column another expression (PostgreSQL 17):
// stored values are worked out anew, virtual ones are not there.
func setExpression(a *alteration, t *altered, cmd *pg.AlterTableCmd) {
	if a.Version < 17 {
		a.refuse("42601", "SET EXPRESSION is new in PostgreSQL 17")
	}
	rel, col := t.relation(a), a.column(t, cmd.Name)
	switch {
	case col.Generated == 0 && rel.Unknown:
		a.unknown("whether %s is a stored generated column: taken to be", col.Name)
		a.edit(t, col.Num, func(c *catalog.Column) { c.Generated = 's' })
	case col.Generated == 0:
		a.refuse("55000", "column %q of relation %q is not a generated column", col.Name, rel.Name)
	case col.Generated == 'v' && a.hasChecks(t.oid):
		a.refuse("0A000", "SET EXPRESSION is not supported for virtual generated columns in tables with check constraints")
	}
	a.setDefault(t.oid, col.Num, cmd.Def)
	switch {
	case col.Generated == 'v' && col.NotNull:
		t.mustScan("every row is checked for NULL in the new expression")
	case col.Generated != 'v':
		a.refuseRowTypeUsers(rel)
		t.mustRewrite("the generated column is worked out anew for every row")
	}
}

func (r *run) hasChecks(table catalog.OID) bool {
	for _, k := range r.Constraints(table) {
		if k.Kind == catalog.Check {
			return true
		}
	}
	return false
}
