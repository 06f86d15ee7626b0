package catalog

import (
	"slices"
	"strconv"
	"strings"

	"sqlbundle/internal/builtin"
)

var persistences = map[Persistence]string{Unlogged: "unlogged", Temporary: "temporary"}

func (d *description) relation(r *Relation) {
	switch {
	case r.Unknown:
		d.unknownRelation(r)
		return
	case r.Kind.IsIndex():
		d.index(r)
		return
	case r.Sequence != nil:
		d.sequence(r)
	}
	kind := kindNames[r.Kind]
	if r.Kind == Partitioned {
		kind = "partitioned table"
	}
	d.line("relation "+d.name(r), kind, persistences[r.Persistence], d.partitioning(r),
		when(r.OfType != 0, "of "+d.nameOf(d.rowType(r.OfType))), d.parents(r), d.options(r),
		when(r.RowSecurity, "row security"), when(r.ForceRowSecurity, "forced"),
		when(r.ReplicaIdentity != 0 && r.ReplicaIdentity != 'd', "replica identity "+string(rune(r.ReplicaIdentity))),
		when(r.DetachPending, "detach pending"))
	if r.Kind == Sequence {
		return
	}
	theirs := d.columnsOfOther(r)
	for i, col := range r.Live() {
		if i < len(theirs) && d.sameLine(col, theirs[i]) {
			continue // a line that both have is none
		}
		d.column(r, col, i+1)
	}
	if r.OpenPartitions {
		d.line("partitions of "+d.name(r), "??")
	}
	if view := r.Kind == View || r.Kind == MaterializedView; view && len(r.Columns) == 0 {
		d.line("column "+d.name(r)+".?", "?")
	}
}

// columnsOfOther are the columns that the relation has in the other catalog, or the
// one of its name has that stands there in its place; none where there is neither,
// or one that is an extension's and not described.
func (d *description) columnsOfOther(r *Relation) []*Column {
	if d.against == nil || d.Object(r.In) != d.against.Object(r.In) {
		return nil
	}
	o, ok := d.against.Object(r.OID).(*Relation)
	if !ok {
		if o, ok = d.against.Find(ClassRelation, r.In, r.Name).(*Relation); !ok || d.Object(o.OID) != nil {
			return nil
		}
	}
	if o.Unknown || o.Kind != r.Kind || o.Name != r.Name || o.In != r.In || d.against.OfExtension(o) {
		return nil
	}
	return o.Live()
}

// sameLine tells whether two columns at one place surely have the same line, see
// [description.column].
func (d *description) sameLine(a, b *Column) bool {
	return d.sameName(a.Type.OID) && (a == b || a.Name == b.Name && a.Type.Same(b.Type) && a.NotNull == b.NotNull &&
		a.Identity == b.Identity && a.Generated == b.Generated && a.Collation == b.Collation &&
		a.Local == b.Local && a.Inherited == b.Inherited && (a.Default != 0) == (b.Default != 0))
}

// sameName tells whether a type, 0 for a built-in one, has surely the same name
// in both catalogs.
func (d *description) sameName(oid OID) bool {
	if oid == 0 {
		return true
	}
	o := d.Object(oid)
	return o != nil && o == d.against.Object(oid) && d.Object(o.head().In) == d.against.Object(o.head().In)
}

// unknownRelation says that a relation may have anything.
func (d *description) unknownRelation(r *Relation) {
	name := d.name(r)
	d.line("relation "+name, "??")
	d.line("sequence "+name, "??")
	d.line("column "+name+".??", "?")
	for _, part := range []string{"constraint", "trigger", "policy", "rule"} {
		d.line(part+" "+name+" ??", "?")
	}
	d.line("index ??", "on "+name+" ?")
	if r.Kind.IsIndex() {
		d.line("index "+name, "??")
	}
}

// rowType is the composite type behind the number that a typed table has.
func (d *description) rowType(oid OID) OID {
	if t, ok := d.Object(oid).(*DataType); ok && t.Relation != 0 {
		return t.Relation
	}
	return oid
}

func (d *description) partitioning(r *Relation) string {
	if r.Strategy == "" {
		return ""
	}
	var keys []string
	for _, key := range r.Key {
		keys = append(keys, d.columnName(r, key.Num))
	}
	return "by " + r.Strategy + " (" + strings.Join(keys, ", ") + ")"
}

// columnName is the name of a column, and "expression" where there is none.
func (d *description) columnName(r *Relation, num int16) string {
	if r == nil || num < 1 || int(num) > len(r.Columns) {
		return "expression"
	}
	return d.quote(r.Columns[num-1].Name)
}

func (d *description) columnNames(r *Relation, nums []int16) string {
	names := make([]string, len(nums))
	for i, num := range nums {
		names[i] = d.columnName(r, num)
	}
	return "(" + strings.Join(names, ", ") + ")"
}

func (d *description) parents(r *Relation) string {
	if len(r.Parents) == 0 {
		return ""
	}
	names := make([]string, len(r.Parents))
	for i, p := range r.Parents {
		names[i] = d.nameOf(p)
	}
	list := strings.Join(names, ", ")
	if r.Partition {
		return join(when(r.IsDefault, "default"), "partition of", list)
	}
	return "inherits (" + list + ")"
}

// options are the storage parameters; those of the TOAST table are no concern of
// the relation's own row.
func (d *description) options(r *Relation) string {
	var list []string
	for name, value := range r.Options {
		if !strings.HasPrefix(name, "toast.") {
			list = append(list, name+"="+value)
		}
	}
	slices.Sort(list)
	return when(len(list) > 0, "with ("+strings.Join(list, ", ")+")")
}

func (d *description) sequence(r *Relation) {
	s := r.Sequence
	owner := ""
	if t, ok := d.Object(s.OwnerTable).(*Relation); ok && s.OwnerColumn != 0 {
		owner = "owned by " + d.name(t) + "." + d.columnName(t, s.OwnerColumn)
	}
	d.line("sequence "+d.name(r), d.FormatType(s.Type), owner, when(s.Identity, "identity"))
}

func (d *description) column(r *Relation, col *Column, position int) {
	words := []string{"#" + strconv.Itoa(position), d.FormatType(col.Type)}
	if r.Kind.IsTable() {
		words = append(words, when(col.NotNull, "not null"), when(col.Identity != 0, "identity "+string(rune(col.Identity))),
			when(col.Generated != 0, "generated "+string(rune(col.Generated))), d.collate(col.Collation, "default"),
			when(col.Inherited > 0, join(when(col.Local, "local"), "inherited "+strconv.Itoa(col.Inherited))))
	}
	words = append(words, when(col.Default != 0 && col.Generated == 0, "default"))
	d.line("column "+d.name(r)+"."+d.quote(col.Name), words...)
}

// collate names a collation, unless it is the one that goes without saying.
func (d *description) collate(name, silent string) string {
	return when(name != "" && name != silent, "collate "+d.quote(name))
}

func (d *description) index(r *Relation) {
	i := r.Index
	table, _ := d.Object(i.Table).(*Relation)
	if table != nil && table.Unknown {
		d.line("index "+d.name(r), "?")
		return
	}
	keys := make([]string, len(i.Columns))
	for k, key := range i.Columns {
		keys[k] = d.indexKey(i, table, key)
	}
	include := ""
	if len(i.Include) > 0 {
		include = "include " + d.columnNames(table, i.Include)
	}
	d.line("index "+d.name(r), "on", d.nameOf(i.Table), "using", i.Method, "("+strings.Join(keys, ", ")+")", include,
		when(i.Unique, "unique"), when(i.NullsNotDistinct, "nulls not distinct"), when(i.Primary, "primary"),
		when(i.Exclusion, "exclusion"), when(i.Predicate != nil, "partial"), when(!i.Valid, "invalid"),
		d.options(r), when(i.Parent != 0, "of "+d.nameOf(i.Parent)))
}

func (d *description) indexKey(i *IndexInfo, table *Relation, key IndexColumn) string {
	opclass, collation := "", ""
	if known, ok := builtin.LookupOpclass(i.Method, key.Opclass, d.Version); key.Opclass != "" && !(ok && known.Default) {
		opclass = d.quote(key.Opclass)
	}
	if table != nil && key.Num > 0 && int(key.Num) <= len(table.Columns) {
		collation = d.collate(key.Collation, table.Columns[key.Num-1].Collation)
	}
	return join(d.columnName(table, key.Num), collation, opclass,
		when(key.OpclassOptions, "options"), when(key.Descending, "desc"), when(key.NullsFirst, "nulls first"),
		when(key.ExclusionOperator != "", "with "+key.ExclusionOperator))
}
