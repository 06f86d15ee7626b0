package catalog

import (
	"slices"
	"strings"

	"sqlbundle/internal/pgsql"
)

// Fact is something that a server's catalogs can be asked for.
type Fact struct {
	// Kind is the kind of the object in words, as the query of a script knows
	// it: "relation", "column", "index", "constraint", "trigger", "function",
	// "type", "schema", "extension", "policy", "rule", "statistics".
	Kind string
	// Schema and Name are those of the object, or of the relation that Part
	// belongs to; Part is a function's arguments. What stands in no schema has
	// an empty Schema.
	Schema, Name, Part string
	// Want is what there is to be, in words; empty where nothing is to be there,
	// [Any] where it only has to be there.
	Want string
}

// Any is what a [Fact] wants where no more is known than that the object is
// there.
const Any = "?"

// Key is the fact without what it wants: no two facts of one catalog share it.
func (f Fact) Key() Fact { f.Want = ""; return f }

// Facts are what tells a state of a history from an earlier one, as far as it
// is sure on servers of every version: names that servers choose, what an
// extension brought, what nobody knows or is in doubt, and privileges are left
// out. They come in the order in which objects were made.
func Facts(before, after *Catalog) []Fact {
	left, right := &description{Catalog: before, quoted: map[string]string{}}, &description{Catalog: after, quoted: map[string]string{}}
	var facts, gone []Fact
	made := map[Fact]bool{}
	for _, oid := range Changed(before, after) {
		was, is := left.facts(before.Object(oid)), right.facts(after.Object(oid))
		for _, f := range is {
			made[f.Key()] = true
			if !slices.Contains(was, f) && !left.leaves(right, oid) {
				facts = append(facts, f)
			}
		}
		if o := after.Object(oid); o == nil || !after.isDoubtful(o) {
			gone = append(gone, was...)
		}
	}
	for _, f := range gone {
		if !made[f.Key()] && after.holds(f) {
			facts = append(facts, f.Key())
		}
	}
	return facts
}

// leaves tells whether an object was a part of a parent's: what it has then
// differs between versions.
func (d *description) leaves(after *description, oid OID) bool {
	switch was := d.Object(oid).(type) {
	case *Constraint:
		is, ok := after.Object(oid).(*Constraint)
		return ok && was.Parent != 0 && is.Parent == 0
	case *Relation:
		is, ok := after.Object(oid).(*Relation)
		return ok && len(is.Parents) < len(was.Parents)
	}
	return false
}

// holds tells whether what a fact was about would have its place still: what
// belongs to something goes with it, which goes without saying.
func (c *Catalog) holds(f Fact) bool {
	if f.Schema != "" && c.Schema(f.Schema) == nil {
		return false
	}
	switch f.Kind {
	case "column", "constraint", "trigger", "policy", "rule":
		return c.Lookup(ClassRelation, f.Schema, f.Name) != nil
	}
	return true
}

// facts are those of one object; none for nil.
func (d *description) facts(o Object) []Fact {
	if o == nil || d.isDoubtful(o) || d.ofExtension(o) {
		return nil
	}
	owner := o
	if in := d.Object(o.head().In); in != nil && o.head().Class.belongs() {
		owner = in
	}
	f := Fact{Schema: d.SchemaOf(owner), Name: owner.head().Name}
	if f.Schema == TempSchema || f.Schema == SystemSchema {
		return nil
	}
	switch o := o.(type) {
	case *Schema:
		if o.Name != TempSchema {
			f.Kind, f.Want = "schema", Any
		}
	case *Relation:
		return d.relationFacts(f, o)
	case *Constraint:
		f.Kind, f.Part, f.Want = "constraint", o.Name, d.constraintFact(o)
	case *Trigger:
		if !o.Internal && o.Parent == 0 {
			f.Kind, f.Part, f.Want = "trigger", o.Name, triggerStates[o.Enabled]
		}
	case *Function:
		return d.functionFacts(f, o)
	case *DataType:
		f.Kind, f.Want = "type", d.typeFact(o)
	case *Other:
		f.Kind, f.Want = otherFacts[o.Class], Any
		if o.Class.belongs() {
			f.Part = o.Name
		}
	}
	if f.Kind == "" || f.Want == "" {
		return nil
	}
	return []Fact{f}
}

// triggerStates are those of pg_trigger.tgenabled in words.
var triggerStates = map[byte]string{0: "enabled", 'O': "enabled", 'D': "disabled", 'R': "enabled for replicas", 'A': "enabled always"}

// otherFacts are the classes of which only existence is asked.
var otherFacts = map[Class]string{
	ClassExtension: "extension", ClassPolicy: "policy", ClassRule: "rule", ClassStatistics: "statistics",
}

// relationFacts are those of a relation and of its columns.
func (d *description) relationFacts(f Fact, r *Relation) []Fact {
	switch {
	case r.Unknown || r.Sequence != nil && r.Sequence.Identity:
		return nil
	case r.Kind.IsIndex():
		if f.Kind, f.Want = "index", d.indexFact(r); f.Want == "" {
			return nil
		}
		return []Fact{f}
	}
	f.Kind, f.Want = "relation", kindNames[r.Kind]
	if r.Kind == Partitioned {
		f.Want = "partitioned table"
	}
	if r.Kind != Sequence { // which follows its table, from 15 on
		f.Want = join(persistences[r.Persistence], f.Want, when(r.RowSecurity, "with row security"))
	}
	facts := []Fact{f}
	if !r.Kind.IsTable() && r.Kind != CompositeType {
		return facts
	}
	for _, col := range r.Live() {
		if col.Inherited == 0 || col.Local {
			facts = append(facts, Fact{Kind: "column", Schema: f.Schema, Name: f.Name, Part: col.Name, Want: d.columnFact(r, col)})
		}
	}
	return facts
}

func (d *description) columnFact(r *Relation, col *Column) string {
	name := d.FormatType(col.Type)
	if strings.Contains(name, "?") {
		return Any
	}
	if !r.Kind.IsTable() {
		return name
	}
	// NOT NULL comes and goes with parents in other ways from 18 on; NULL of
	// another type is no default, or is one, by the kind of the cast.
	if len(r.Parents) > 0 || len(d.Children(r.OID)) > 0 || d.defaultsToNull(col) {
		return name + " ?"
	}
	return join(name, when(col.NotNull, "not null"), when(col.Identity != 0, "identity "+string(rune(col.Identity))),
		when(col.Generated != 0, "generated "+string(rune(col.Generated))), when(col.Default != 0 && col.Generated == 0, "default"))
}

// defaultsToNull tells whether a column's default is a NULL with a cast.
func (d *description) defaultsToNull(col *Column) bool {
	def, ok := d.Object(col.Default).(*Default)
	if !ok || def.Expr == nil {
		return false
	}
	node, cast := def.Expr.Node, false
	for node.GetTypeCast() != nil {
		node, cast = node.GetTypeCast().Arg, true
	}
	return cast && node.GetAConst().GetIsnull()
}

// indexFact is empty for an index that a constraint or a partitioned index
// brings, and for one that is invalid.
func (d *description) indexFact(r *Relation) string {
	i := r.Index
	if i.Constraint != 0 || i.Parent != 0 || !i.Valid || d.Object(i.Table) == nil {
		return ""
	}
	return join("valid", when(i.Unique, "unique"), "on", d.nameOf(i.Table))
}

// constraintFact is empty for what comes from a parent, for NOT NULL, which is
// the column's, and for what belongs to a domain.
func (d *description) constraintFact(k *Constraint) string {
	table, ok := d.Object(k.In).(*Relation)
	if !ok || table.Unknown || k.Parent != 0 || k.Inherited > 0 && !k.Local || !k.Enforced || k.Kind == NotNull || k.Kind == ConstraintTrigger {
		return ""
	}
	target := ""
	if k.Kind == ForeignKey {
		if d.Object(k.References) == nil {
			return ""
		}
		target = "references " + d.nameOf(k.References)
	}
	return join(when(!k.Validated, "not valid"), constraintKinds[k.Kind], target)
}

var functionKinds = map[byte]string{'f': "function", 'p': "procedure", 'a': "aggregate", 'w': "window function"}

// functionFacts leaves out the constructors of range types, and what has
// arguments of types that nobody knows.
func (d *description) functionFacts(f Fact, fn *Function) []Fact {
	f.Kind, f.Name, f.Part, f.Want = "function", fn.BareName, d.Arguments(fn), functionKinds[fn.Kind]
	internal := slices.ContainsFunc(d.References(Address{OID: fn.OID}), func(ref Dependency) bool { return ref.Kind == Internal })
	if internal || f.Want == "" || strings.Contains(f.Part, "?") {
		return nil
	}
	return []Fact{f}
}

// Arguments are the types of a function's arguments, as [Catalog.FormatType]
// writes them, in parentheses.
func (c *Catalog) Arguments(f *Function) string {
	types := make([]string, len(f.Arguments))
	for i, t := range f.Arguments {
		t.Mods, t.Words = nil, ""
		types[i] = c.FormatType(t)
	}
	return "(" + strings.Join(types, ", ") + ")"
}

func (d *description) typeFact(t *DataType) string {
	switch t.Kind {
	case 'e':
		labels := make([]string, len(t.Labels))
		for i, l := range t.Labels {
			labels[i] = pgsql.QuoteLiteral(l)
		}
		return "enum (" + strings.Join(labels, ", ") + ")"
	case 'd':
		if base := d.FormatType(t.Base); !strings.Contains(base, "?") {
			return join("domain over "+base, when(t.NotNull, "not null"))
		}
	case 'r':
		return "range"
	}
	return ""
}
