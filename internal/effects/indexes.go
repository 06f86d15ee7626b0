package effects

import (
	"strconv"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/syntax"
)

// indexOptions say for what an index is made.
type indexOptions struct {
	// constraint is what it supports; 0 for a plain index.
	constraint catalog.OID
	// alter is the table's entry where an ALTER TABLE makes the index; made
	// holds where the table itself is being made: nothing is locked or read.
	alter *altered
	made  bool
	// overlaps holds for the index of a key WITHOUT OVERLAPS.
	overlaps bool
	// parent is the partitioned index that it becomes a part of.
	parent catalog.OID
}

// defineIndex makes an index and, on a partitioned table, those of its
// partitions, with their constraints where it supports one (DefineIndex,
// indexcmds.c). Without a name it gets the one that the server chooses. Locks on
// the table itself are the caller's. It is nil where IF NOT EXISTS finds the
// name.
func (r *run) defineIndex(table catalog.OID, n *pg.IndexStmt, o indexOptions) *catalog.Relation {
	rel := r.mustRelation(table)
	r.checkIndexed(rel, n)
	info := &catalog.IndexInfo{
		Table: table, Method: syntax.IndexMethod(n), Unique: n.Unique || n.Primary, Primary: n.Primary,
		NullsNotDistinct: n.NullsNotDistinct, Exclusion: len(n.ExcludeOpNames) > 0, Valid: true, Constraint: o.constraint,
	}
	r.checkMethod(info, n, o.overlaps)
	refs := r.indexParts(rel, info, n)
	rel = r.mustRelation(table)
	r.checkPartitionKey(rel, info)
	name := n.Idxname
	switch {
	case name == "":
		name = r.chooseIndexName(rel, info, r.indexColumnNames(n))
	case o.constraint != 0: // it is free, as that of the constraint
	case r.Find(catalog.ClassRelation, rel.In, name) != nil:
		if n.IfNotExists {
			return nil
		}
		r.refuse("42P07", "relation %q already exists", name)
	}
	recurse := n.Relation == nil || n.Relation.Inh
	info.Valid = rel.Kind != catalog.Partitioned || recurse || len(r.Children(table)) == 0
	index := r.makeIndex(rel, name, info, refs, o)
	if n.TableSpace != "" || len(n.Options) > 0 {
		index = catalog.Edit(r.Catalog, index)
		index.Tablespace, index.Options = n.TableSpace, parameters(n.Options)
	}
	if rel.Kind == catalog.Partitioned && recurse {
		r.indexPartitions(rel, index, o)
	}
	return r.mustRelation(index.OID)
}

// makeIndex stores an index with its dependencies (index_create, index.c);
// building it reads the table.
func (r *run) makeIndex(rel *catalog.Relation, name string, info *catalog.IndexInfo, refs []catalog.Address, o indexOptions) *catalog.Relation {
	kind := catalog.Index
	if rel.Kind == catalog.Partitioned {
		kind = catalog.PartitionedIndex
	}
	index := catalog.Add(r.Catalog, &catalog.Relation{
		Head: catalog.Head{Class: catalog.ClassRelation, In: rel.In, Name: name, Origin: r.origin},
		Kind: kind, Persistence: rel.Persistence, Index: info,
	})
	self := catalog.Address{OID: index.OID}
	r.dependIndex(self, rel, info, refs)
	if k, ok := r.Object(info.Constraint).(*catalog.Constraint); ok {
		catalog.Edit(r.Catalog, k).Index = index.OID
		r.Depend(self, catalog.Internal, catalog.Address{OID: k.OID})
	}
	if o.parent != 0 {
		r.setParentIndex(index, o.parent)
	}
	if !o.made {
		r.scan(rel.OID, "index %s is built from its rows", name)
		r.demandUnique(rel, info)
	}
	return r.mustRelation(index.OID)
}

// dependIndex records what an index stands on: its columns, where no constraint
// of the same columns does, or the whole table where it has none; functions and
// the like that its expressions use.
func (r *run) dependIndex(self catalog.Address, rel *catalog.Relation, info *catalog.IndexInfo, refs []catalog.Address) {
	onColumns := false
	for _, num := range indexedColumns(info) {
		onColumns = true
		if info.Constraint == 0 {
			r.Depend(self, catalog.Auto, catalog.Address{OID: rel.OID, Sub: num})
		}
	}
	if !onColumns && info.Constraint == 0 {
		r.Depend(self, catalog.Auto, catalog.Address{OID: rel.OID})
	}
	for _, ref := range refs {
		kind := catalog.Normal
		if ref.OID == rel.OID {
			kind = catalog.Auto
		}
		r.Depend(self, kind, ref)
	}
}

// indexedColumns are the numbers of the plain columns of an index, those of
// INCLUDE with them.
func indexedColumns(info *catalog.IndexInfo) []int16 {
	var nums []int16
	for _, col := range info.Columns {
		if col.Num != 0 {
			nums = append(nums, col.Num)
		}
	}
	return append(nums, info.Include...)
}

// setParentIndex makes an index a part of a partitioned one
// (IndexSetParentIndex, indexcmds.c).
func (r *run) setParentIndex(index *catalog.Relation, parent catalog.OID) {
	r.lock(parent, ShareUpdateExclusive, "it gets the index of a partition as a part")
	n := catalog.Edit(r.Catalog, index)
	n.Partition = true
	info := *n.Index
	info.Parent = parent
	n.Index = &info
	r.Inherit(n, parent)
	self := catalog.Address{OID: index.OID}
	r.Depend(self, catalog.PartitionPrimary, catalog.Address{OID: parent})
	r.Depend(self, catalog.PartitionSecondary, catalog.Address{OID: info.Table})
}

// clearParentIndex makes an index of a partition stand for itself.
func (r *run) clearParentIndex(index *catalog.Relation) {
	parent := index.Index.Parent
	n := catalog.Edit(r.Catalog, index)
	n.Partition = false
	info := *n.Index
	info.Parent = 0
	n.Index = &info
	r.Disinherit(n, parent)
	self := catalog.Address{OID: index.OID}
	r.Undepend(self, parent, catalog.PartitionPrimary)
	r.Undepend(self, info.Table, catalog.PartitionSecondary)
}

// editIndex stores an index with its information changed.
func (r *run) editIndex(oid catalog.OID, change func(*catalog.IndexInfo)) {
	n := catalog.Edit(r.Catalog, r.mustRelation(oid))
	info := *n.Index
	change(&info)
	n.Index = &info
}

// mustRelation is the relation with an OID, as it is now.
func (r *run) mustRelation(oid catalog.OID) *catalog.Relation {
	rel, ok := r.Object(oid).(*catalog.Relation)
	if !ok {
		r.refuse("42P01", "the relation is gone")
	}
	return rel
}

// parameters are the storage parameters of WITH (…), by name; without a value
// they are true.
func parameters(nodes []*pg.Node) map[string]string {
	if len(nodes) == 0 {
		return nil
	}
	options := map[string]string{}
	for _, node := range nodes {
		def := node.GetDefElem()
		if def == nil {
			continue
		}
		name := def.Defname
		if def.Defnamespace != "" {
			name = def.Defnamespace + "." + name
		}
		options[name] = parameterValue(def)
	}
	return options
}

// isValid tells whether an index, or each part of a partitioned one, may be
// used.
func isValid(index *catalog.Relation) bool { return index.Index == nil || index.Index.Valid }

// parameterValue is what one storage parameter is set to, as pg_class keeps it.
func parameterValue(def *pg.DefElem) string {
	switch arg := def.GetArg().GetNode().(type) {
	case nil:
		return "true"
	case *pg.Node_Integer:
		return strconv.Itoa(int(arg.Integer.Ival))
	case *pg.Node_Float:
		return arg.Float.Fval
	case *pg.Node_Boolean:
		return strconv.FormatBool(arg.Boolean.Boolval)
	}
	return strings.Join(words(def.Arg), ".")
}
