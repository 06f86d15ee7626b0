package effects

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/builtin"
	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// createExtension is CREATE EXTENSION (CreateExtension, extension.c). What
// extensions bring is known for those of contrib; of others nobody knows.
func (r *run) createExtension(n *pg.CreateExtensionStmt) {
	r.e.Section = "CREATE EXTENSION"
	// plpgsql is in every database from the start.
	if r.Find(catalog.ClassExtension, 0, n.Extname) != nil || n.Extname == "plpgsql" {
		if n.IfNotExists {
			return
		}
		r.refuse("42710", "extension %s already exists", pgsql.QuoteIdent(n.Extname))
	}
	r.makeExtension(n.Extname, word(n.Options, "schema"), isTrue(option(n.Options, "cascade")))
}

// makeExtension makes an extension and, with cascade, those that it needs.
func (r *run) makeExtension(name, schema string, cascade bool) catalog.OID {
	e, known := builtin.LookupExtension(name, r.Version)
	if !known || !e.Complete {
		r.Incomplete = true
	}
	var required []catalog.Address
	for _, other := range e.Requires {
		found := r.Find(catalog.ClassExtension, 0, other)
		switch {
		case found != nil:
			required = append(required, catalog.Address{OID: catalog.HeadOf(found).OID})
		case cascade:
			required = append(required, catalog.Address{OID: r.makeExtension(other, schema, true)})
		default:
			r.refuse("42704", "required extension %s is not installed", pgsql.QuoteIdent(other))
		}
	}
	in := r.extensionSchema(e.Schema, schema)
	o := made(r, &catalog.Other{Head: head(catalog.ClassExtension, 0, name), Kind: "extension"})
	self := catalog.Address{OID: o.OID}
	r.Depend(self, catalog.Normal, append(required, catalog.Address{OID: in})...)
	x := &extension{run: r, oid: o.OID, schema: in, name: name, types: map[string]catalog.OID{}}
	x.make(e)
	return o.OID
}

// extensionSchema is where the objects go: the schema of the control file, which
// is made where it is not there, the one that the statement names, or the first
// of the search_path. Those of pg_catalog stand in none here.
func (r *run) extensionSchema(fixed, named string) catalog.OID {
	switch {
	case fixed == catalog.SystemSchema:
		return 0
	case fixed != "":
		if s := r.Schema(fixed); s != nil {
			return s.OID
		}
		return made(r, &catalog.Schema{Head: head(catalog.ClassSchema, 0, fixed)}).OID
	}
	if named == catalog.SystemSchema {
		return 0
	}
	return r.schemaFor(named).OID
}

// extensionToAlter is the extension that a statement names; nil where the
// history has not made it.
func (r *run) extensionToAlter(name string) *catalog.Other {
	o, ok := r.Find(catalog.ClassExtension, 0, name).(*catalog.Other)
	if !ok && name != "plpgsql" {
		r.notMade("extension", name)
	}
	return o
}

// alterExtension is ALTER EXTENSION … UPDATE. What an extension brings is taken
// to be that of its default version all the time.
func (r *run) alterExtension(n *pg.AlterExtensionStmt) {
	r.e.Section = "ALTER EXTENSION"
	r.extensionToAlter(n.Extname)
}

// alterExtensionContents is ALTER EXTENSION … ADD and DROP of an object: a
// relation is locked SHARE UPDATE EXCLUSIVE (ExecAlterExtensionContentsStmt).
func (r *run) alterExtensionContents(n *pg.AlterExtensionContentsStmt) {
	r.e.Section = "ALTER EXTENSION"
	e := r.extensionToAlter(n.Extname)
	var member catalog.OID
	if isRelation(n.Objtype) {
		rel := r.relation(rangeVar(list(n.Object)), kindOfObject(n.Objtype))
		if rel == nil {
			return
		}
		r.lock(rel.OID, ShareUpdateExclusive, "it becomes or ceases to be a part of an extension")
		member = rel.OID
	} else if found, ok := r.named(n.Objtype, n.Object); ok {
		member = catalog.HeadOf(found).OID
	}
	if e == nil || member == 0 {
		return
	}
	if n.Action < 0 {
		r.Undepend(catalog.Address{OID: member}, e.OID, catalog.Member)
		return
	}
	r.Depend(catalog.Address{OID: member}, catalog.Member, catalog.Address{OID: e.OID})
}

// moveExtension is ALTER EXTENSION … SET SCHEMA: its relations are locked ACCESS
// EXCLUSIVE (AlterExtensionNamespace, extension.c).
func (r *run) moveExtension(e *catalog.Other, schema *catalog.Schema) {
	if known, ok := builtin.LookupExtension(e.Name, r.Version); ok && known.Complete && !known.Relocatable {
		r.refuse("0A000", "extension %s does not support SET SCHEMA", pgsql.QuoteIdent(e.Name))
	}
	self := catalog.Address{OID: e.OID}
	for _, d := range r.Dependents(self) {
		if d.Kind != catalog.Member {
			continue
		}
		switch o := r.Object(d.Dependent.OID).(type) {
		case *catalog.Relation:
			if o.Kind != catalog.CompositeType {
				r.lock(o.OID, AccessExclusive, "the extension that it belongs to moves to another schema")
				r.moveRelation(o, schema.OID)
			}
		case *catalog.DataType:
			r.moveType(o, schema.OID)
		default:
			if _, inSchema := r.Object(catalog.HeadOf(o).In).(*catalog.Schema); inSchema {
				r.moveObject(o, schema.OID)
			}
		}
	}
	for _, d := range r.References(self) {
		if _, ok := r.Object(d.Ref.OID).(*catalog.Schema); ok {
			r.Undepend(self, d.Ref.OID, catalog.Normal)
		}
	}
	r.Depend(self, catalog.Normal, catalog.Address{OID: schema.OID})
}

// extension is a CREATE EXTENSION at work.
type extension struct {
	*run
	oid, schema catalog.OID
	name        string
	types       map[string]catalog.OID
}

// member makes an object a part of the extension.
func (x *extension) member(oid catalog.OID) {
	x.Depend(catalog.Address{OID: oid}, catalog.Member, catalog.Address{OID: x.oid})
}

// free ends the statement where a name is taken.
func (x *extension) free(class catalog.Class, in catalog.OID, name string) {
	if x.Find(class, in, name) != nil {
		x.refuse("42710", "%s, which extension %s brings, is there already", pgsql.QuoteIdent(name), pgsql.QuoteIdent(x.name))
	}
}

// make makes all that the extension brings.
func (x *extension) make(e builtin.Extension) {
	x.makeTypes(e)
	for _, f := range e.Functions {
		x.makeFunction(f)
	}
	for _, o := range e.Operators {
		x.makeOperator(o)
	}
	for _, c := range e.Casts {
		name := catalog.Signature("cast", []catalog.Type{x.typ(c.From), x.typ(c.To)})
		x.makeOther(catalog.ClassCast, 0, name, string(c.Method), string(c.Context))
	}
	for _, c := range e.Opclasses {
		x.makeOther(catalog.ClassOperatorClass, x.schema, methodName(c.Name, c.AccessMethod))
		if family := methodName(c.Family, c.AccessMethod); x.Find(catalog.ClassOperatorFamily, x.schema, family) == nil {
			x.makeOther(catalog.ClassOperatorFamily, x.schema, family)
		}
	}
	for _, rel := range e.Relations {
		x.free(catalog.ClassRelation, x.schema, rel.Name)
		x.member(made(x.run, &catalog.Relation{
			Head: head(catalog.ClassRelation, x.schema, rel.Name), Kind: catalog.Kind(rel.Kind),
			Persistence: catalog.Permanent, Unknown: true,
		}).OID)
	}
	for _, name := range e.AccessMethods {
		x.makeOther(catalog.ClassAccessMethod, 0, name)
	}
	for _, name := range e.ForeignDataWrappers {
		x.makeOther(catalog.ClassWrapper, 0, name)
	}
	for _, name := range e.Languages {
		x.makeOther(catalog.ClassLanguage, 0, name)
	}
}

func (x *extension) makeOther(class catalog.Class, in catalog.OID, name string, options ...string) {
	x.free(class, in, name)
	x.member(made(x.run, &catalog.Other{Head: catalog.Head{Class: class, In: in, Name: name}, Options: options}).OID)
}

// makeTypes makes the types, those of arrays and of the rows of its relations
// apart.
func (x *extension) makeTypes(e builtin.Extension) {
	for _, t := range e.Types {
		ofRows := slices.ContainsFunc(e.Relations, func(rel builtin.Relation) bool { return rel.Name == t.Name })
		if t.IsArray() && t.Category == 'A' || ofRows {
			continue
		}
		x.free(catalog.ClassType, x.schema, t.Name)
		d := &catalog.DataType{
			Head: head(catalog.ClassType, x.schema, t.Name), Kind: t.Kind, Extension: x.name, Collatable: t.Collatable,
		}
		switch {
		case t.Base != "":
			d.Base = x.typ(t.Base)
		case t.RangeSubtype != "":
			d.Base = x.typ(t.RangeSubtype)
		}
		d = made(x.run, d)
		x.types[t.Name] = d.OID
		x.member(d.OID)
	}
}

// typ is a type by its name in pg_type: the extension's own, a built-in one, or
// one of the extensions that this one needs.
func (x *extension) typ(name string) catalog.Type {
	t := builtinType(name)
	if oid, own := x.types[t.Name]; own {
		return catalog.Type{OID: oid, Array: t.Array}
	}
	if _, known := builtin.LookupType(t.Name, x.Version); known {
		return t
	}
	for _, o := range x.All(catalog.ClassType) {
		if d, ok := o.(*catalog.DataType); ok && d.Name == t.Name && d.Extension != "" {
			return catalog.Type{OID: d.OID, Array: t.Array}
		}
	}
	return catalog.Type{}
}

func (x *extension) makeFunction(f builtin.Function) {
	fn := &catalog.Function{
		BareName: f.Name, Returns: x.typ(f.Returns), Set: f.Set, Volatility: catalog.Volatility(f.Volatility),
		Kind: f.Kind, Variadic: f.Variadic, Defaults: f.Defaults, Language: "c",
	}
	for _, arg := range f.Args {
		fn.Arguments = append(fn.Arguments, x.typ(arg))
	}
	fn.Head = head(catalog.ClassFunction, x.schema, "")
	fn.Name = catalog.Signature(f.Name, fn.Arguments)
	x.free(catalog.ClassFunction, x.schema, fn.Name)
	x.member(made(x.run, fn).OID)
}

func (x *extension) makeOperator(o builtin.Operator) {
	op := &catalog.Operator{
		BareName: o.Name, Right: x.typ(o.Right), Result: x.typ(o.Result), Prefix: o.Left == "",
		Volatility: catalog.Volatility(o.Volatility),
	}
	if o.Left != "" {
		op.Left = x.typ(o.Left)
	}
	op.Head = head(catalog.ClassOperator, x.schema, "")
	op.Name = catalog.Signature(o.Name, []catalog.Type{op.Left, op.Right})
	x.free(catalog.ClassOperator, x.schema, op.Name)
	x.member(made(x.run, op).OID)
}
