package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// createCompositeType is CREATE TYPE … AS (…): a type, and a relation behind it
// that has the attributes (DefineCompositeType, typecmds.c).
func (r *run) createCompositeType(n *pg.CompositeTypeStmt) {
	r.e.Section = "CREATE TYPE"
	schema := r.schemaFor(n.Typevar.GetSchemaname())
	name := catalog.Truncate(n.Typevar.GetRelname())
	if r.Find(catalog.ClassRelation, schema.OID, name) != nil {
		r.refuse("42710", "type %s already exists", pgsql.QuoteIdent(name))
	}
	rel := made(r, &catalog.Relation{
		Head: head(catalog.ClassRelation, schema.OID, name), Kind: catalog.CompositeType, Persistence: catalog.Permanent,
	})
	t := r.newType([]*pgsql.Node{stringNode(schema.Name), stringNode(name)}, &catalog.DataType{Kind: 'c', Relation: rel.OID})
	r.Depend(catalog.Address{OID: rel.OID}, catalog.Internal, catalog.Address{OID: t.OID})
	for _, node := range n.Coldeflist {
		r.addAttribute(rel.OID, node.GetColumnDef())
	}
}

func stringNode(s string) *pgsql.Node {
	return &pgsql.Node{Node: &pg.Node_String_{String_: &pg.String{Sval: s}}}
}

// addAttribute adds an attribute behind the others.
func (r *run) addAttribute(oid catalog.OID, def *pg.ColumnDef) {
	rel := r.Object(oid).(*catalog.Relation)
	if rel.Column(def.Colname) != nil {
		r.refuse("42701", "attribute %s is there already", pgsql.QuoteIdent(def.Colname))
	}
	t := r.typeNamed(def.TypeName)
	if def.TypeName.GetSetof() {
		r.refuse("42P16", "attribute %s cannot be a set", pgsql.QuoteIdent(def.Colname))
	}
	num := int16(len(rel.Columns) + 1)
	rel = catalog.Edit(r.Catalog, rel)
	column := &catalog.Column{Name: catalog.Truncate(def.Colname), Num: num, Type: t, Local: true}
	if c := def.GetCollClause(); c != nil {
		column.Collation = spelled(c.Collname)
	}
	rel.Columns = append(rel.Columns[:len(rel.Columns):len(rel.Columns)], column)
	r.dependOnTypes(catalog.Address{OID: oid, Sub: num}, t)
}

// alterComposite is ALTER TYPE … ADD, DROP and ALTER ATTRIBUTE. It locks the
// relation behind the type; tables with a column of the type are not locked.
// Tables that are OF the type need CASCADE and are altered as well
// (ATTypedTableRecursion, tablecmds.c).
func (r *run) alterComposite(n *pg.AlterTableStmt) {
	r.e.Section = "ALTER TYPE"
	a, t := r.compositeToAlter(n.Relation)
	if t == nil {
		return
	}
	r.lock(t.Relation, AccessExclusive, "the relation behind the type is altered")
	for _, node := range n.Cmds {
		a.checkStored(t, node.GetAlterTableCmd())
		a.typedTables(t, node.GetAlterTableCmd())
	}
	for _, node := range n.Cmds {
		a.attribute(t, node.GetAlterTableCmd())
	}
	a.work()
	a.finish()
}

// compositeToAlter finds the type; what the history has not made is nil.
func (r *run) compositeToAlter(n *pg.RangeVar) (*alteration, *catalog.DataType) {
	schema := n.GetSchemaname()
	t, _ := r.Lookup(catalog.ClassType, schema, n.GetRelname()).(*catalog.DataType)
	switch {
	case t == nil && r.RangeVar(n) != nil:
		r.refuse("42809", "%s is not a composite type", pgsql.QuoteIdent(n.GetRelname()))
	case t == nil:
		r.notMade("type", n.GetRelname())
		return nil, nil
	case t.Kind == 0:
		r.unknown("what type %s is", r.QualifiedName(t))
		return nil, nil
	case t.Relation == 0:
		r.refuse("42P01", "type %s is not composite", r.QualifiedName(t))
	}
	return &alteration{run: r, mode: AccessExclusive, target: t.Relation}, t
}

// typedTables alters the tables that are of the type.
func (a *alteration) typedTables(t *catalog.DataType, cmd *pg.AlterTableCmd) {
	for _, d := range a.Dependents(catalog.Address{OID: t.OID}) {
		rel, ok := a.Object(d.Dependent.OID).(*catalog.Relation)
		if !ok || d.Dependent.Sub != 0 || rel.OfType != t.OID && rel.OfType != t.Relation {
			continue
		}
		if cmd.Behavior != pg.DropBehavior_DROP_CASCADE {
			a.refuse("2BP01", "cannot alter type %s because it is the type of a typed table", a.QualifiedName(t))
		}
		what, known := actionOf(cmd.Subtype)
		if !known {
			continue
		}
		for _, oid := range append([]catalog.OID{rel.OID}, oids(a.Descendants(rel.OID))...) {
			a.lock(oid, AccessExclusive, "it is a table of the type")
			entry := a.table(oid, true)
			a.later(what.pass, func() { what.do(a, entry, cmd) })
		}
	}
}

// oids are the OIDs of relations.
func oids(list []*catalog.Relation) []catalog.OID {
	found := make([]catalog.OID, len(list))
	for i, rel := range list {
		found[i] = rel.OID
	}
	return found
}

// attribute does one action on the type itself.
func (a *alteration) attribute(t *catalog.DataType, cmd *pg.AlterTableCmd) {
	rel := a.Object(t.Relation).(*catalog.Relation)
	if cmd.Subtype == pg.AlterTableType_AT_AddColumn {
		a.addAttribute(t.Relation, cmd.Def.GetColumnDef())
		return
	}
	col := rel.Column(cmd.Name)
	switch {
	case col == nil && cmd.MissingOk:
	case col == nil:
		a.refuse("42703", "column %s of relation %s does not exist", pgsql.QuoteIdent(cmd.Name), a.QualifiedName(t))
	case cmd.Subtype == pg.AlterTableType_AT_DropColumn:
		a.drop([]catalog.Address{{OID: rel.OID, Sub: col.Num}}, cmd.Behavior, "an attribute of the type goes")
	case cmd.Subtype == pg.AlterTableType_AT_AlterColumnType:
		a.retypeAttribute(t, col, cmd.Def.GetColumnDef())
	default:
		a.unknown("what ALTER TYPE … %s does", cmd.Subtype)
	}
}

// checkStored refuses to change the type of an attribute while a table has a
// column of the type (find_composite_type_dependencies, tablecmds.c).
func (a *alteration) checkStored(t *catalog.DataType, cmd *pg.AlterTableCmd) {
	if cmd.GetSubtype() != pg.AlterTableType_AT_AlterColumnType {
		return
	}
	if user := a.storedIn(catalog.Type{OID: t.OID}); user != "" {
		a.refuse("0A000", "cannot alter type %s because %s uses it", a.QualifiedName(t), user)
	}
}

// retypeAttribute changes the type of an attribute.
func (a *alteration) retypeAttribute(t *catalog.DataType, col *catalog.Column, def *pg.ColumnDef) {
	to := a.typeNamed(def.TypeName)
	rel := a.Object(t.Relation).(*catalog.Relation)
	a.EditColumn(rel, col.Num, func(c *catalog.Column) { c.Type = to })
	self := catalog.Address{OID: t.Relation, Sub: col.Num}
	a.Forget(self)
	a.dependOnTypes(self, to)
}

// storedIn describes a column with storage that has values of a type in it,
// directly or inside another type; empty where there is none.
func (r *run) storedIn(t catalog.Type) string {
	for d := range r.EachDependent(catalog.Address{OID: t.OID}) {
		switch o := r.Object(d.Dependent.OID).(type) {
		case *catalog.Relation:
			switch {
			case d.Dependent.Sub == 0 || d.Ref.Sub != 0:
			case o.Kind.HasStorage() || o.Kind == catalog.Partitioned:
				return r.Describe(d.Dependent)
			case o.Kind == catalog.CompositeType:
				if of := r.compositeOf(o.OID); of != nil {
					if user := r.storedIn(catalog.Type{OID: of.OID}); user != "" {
						return user
					}
				}
			}
		case *catalog.DataType:
			if user := r.storedIn(catalog.Type{OID: o.OID}); user != "" {
				return user
			}
		}
	}
	return ""
}

// compositeOf is the type that a relation stands behind.
func (r *run) compositeOf(relation catalog.OID) *catalog.DataType {
	for _, d := range r.References(catalog.Address{OID: relation}) {
		if t, ok := r.Object(d.Ref.OID).(*catalog.DataType); ok && t.Relation == relation {
			return t
		}
	}
	return nil
}
