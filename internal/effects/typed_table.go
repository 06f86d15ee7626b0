package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
)

// addOf is ALTER TABLE … OF: the table must have the columns of the type, in
// order (ATExecAddOf, tablecmds.c).
func addOf(a *alteration, t *altered, cmd *pg.AlterTableCmd) {
	rel := t.relation(a)
	of := a.typeNamed(cmd.GetDef().GetTypeName())
	d := a.DataType(of)
	if d == nil || of.Array || d.Kind != 'c' && d.Kind != 0 {
		a.refuse("42809", "type %s is not a composite type", a.FormatType(of))
	}
	if len(rel.Parents) > 0 {
		a.refuse("42809", "typed tables cannot inherit")
	}
	if attributes, ok := a.Object(d.Relation).(*catalog.Relation); ok {
		a.lock(attributes.OID, AccessShare, "a table takes its columns")
		a.checkTyped(rel, attributes)
	}
	a.untype(rel)
	n := catalog.Edit(a.Catalog, a.mustRelation(rel.OID))
	n.OfType = of.OID
	a.Depend(catalog.Address{OID: rel.OID}, catalog.Normal, catalog.Address{OID: of.OID})
}

// checkTyped refuses columns that are not those of a type.
func (a *alteration) checkTyped(rel, attributes *catalog.Relation) {
	if rel.Unknown || attributes.Unknown {
		return
	}
	columns, wanted := rel.Live(), attributes.Live()
	for i, want := range wanted {
		switch {
		case i >= len(columns):
			a.refuse("42804", "table is missing column %q", want.Name)
		case columns[i].Name != want.Name:
			a.refuse("42804", "table has column %q where type requires %q", columns[i].Name, want.Name)
		case !columns[i].Type.Same(want.Type):
			a.refuse("42804", "table %q has different type for column %q", rel.Name, want.Name)
		}
	}
	if len(columns) > len(wanted) {
		a.refuse("42804", "table has extra column %q", columns[len(wanted)].Name)
	}
}

// dropOf is ALTER TABLE … NOT OF.
func dropOf(a *alteration, t *altered, _ *pg.AlterTableCmd) {
	rel := t.relation(a)
	if rel.OfType == 0 && !rel.Unknown {
		a.refuse("42809", "%q is not a typed table", rel.Name)
	}
	a.untype(rel)
}

// untype forgets the type of a typed table.
func (a *alteration) untype(rel *catalog.Relation) {
	if rel.OfType == 0 {
		return
	}
	a.Undepend(catalog.Address{OID: rel.OID}, rel.OfType, catalog.Normal)
	n := catalog.Edit(a.Catalog, rel)
	n.OfType = 0
}
