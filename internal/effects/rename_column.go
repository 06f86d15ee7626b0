package effects

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// renameColumnOf renames a column or an attribute.
func (r *run) renameColumnOf(n *pg.RenameStmt, to string) {
	rel := r.renamedRelation(n)
	if rel == nil {
		return
	}
	switch rel.Kind {
	case catalog.Sequence, catalog.PartitionedIndex:
		r.refuse("42809", "cannot rename columns of relation %s", r.QualifiedName(rel))
	}
	if rel.OfType != 0 {
		r.refuse("42809", "cannot rename column of typed table %s", r.QualifiedName(rel))
	}
	if slices.Contains(systemColumns, n.Subname) {
		r.refuse("0A000", "cannot rename system column %s", n.Subname)
	}
	r.lock(rel.OID, AccessExclusive, "a column of it is renamed")
	if rel.Kind == catalog.CompositeType {
		r.renameInTypedTables(rel, n, to)
	} else if children := r.Descendants(rel.OID); n.Relation.Inh {
		for _, child := range children {
			r.lock(child.OID, AccessExclusive, "a column of its parent is renamed, and its own with it")
			r.renameColumn(child, n.Subname, to, true)
		}
	} else if len(children) > 0 && rel.Kind.IsTable() {
		r.refuse("42P16", "inherited column %s must be renamed in child tables too", pgsql.QuoteIdent(n.Subname))
	}
	r.renameColumn(rel, n.Subname, to, false)
}

// renamedRelation is the relation whose column is renamed; for ALTER TYPE that
// behind the type.
func (r *run) renamedRelation(n *pg.RenameStmt) *catalog.Relation {
	if n.RenameType == pg.ObjectType_OBJECT_ATTRIBUTE {
		_, t := r.compositeToAlter(n.Relation)
		if t == nil {
			return nil
		}
		rel, _ := r.Object(t.Relation).(*catalog.Relation)
		return rel
	}
	rel := r.relationIfExists(n.Relation, kindOfObject(n.RelationType), n.MissingOk)
	if rel != nil {
		r.checkAltered(rel, n.RelationType)
	}
	return rel
}

// renameInTypedTables renames the column of tables that are of a type, which
// needs CASCADE (find_typed_table_dependencies, tablecmds.c).
func (r *run) renameInTypedTables(composite *catalog.Relation, n *pg.RenameStmt, to string) {
	t := r.compositeOf(composite.OID)
	if t == nil {
		return
	}
	for _, table := range r.tablesOf(t) {
		if n.Behavior != pg.DropBehavior_DROP_CASCADE {
			r.refuse("2BP01", "cannot alter type %s because it is the type of a typed table", r.QualifiedName(t))
		}
		for _, rel := range append(r.Descendants(table.OID), table) {
			r.lock(rel.OID, AccessExclusive, "an attribute of its type is renamed")
			r.renameColumn(rel, n.Subname, to, true)
		}
	}
}

// tablesOf are the tables OF a type.
func (r *run) tablesOf(t *catalog.DataType) []*catalog.Relation {
	var found []*catalog.Relation
	for _, d := range r.Dependents(catalog.Address{OID: t.OID}) {
		rel, ok := r.Object(d.Dependent.OID).(*catalog.Relation)
		if ok && d.Dependent.Sub == 0 && rel.OfType != 0 && (rel.OfType == t.OID || rel.OfType == t.Relation) {
			found = append(found, rel)
		}
	}
	return found
}

// renameColumn renames a column of one relation.
func (r *run) renameColumn(rel *catalog.Relation, from, to string, child bool) {
	rel = r.Object(rel.OID).(*catalog.Relation)
	col := rel.Column(from)
	switch {
	case rel.Index != nil:
		return // the names of an index's columns stand nowhere else
	case col == nil && rel.Unknown:
		return
	case col == nil:
		r.refuse("42703", "column %s does not exist", pgsql.QuoteIdent(from))
	case col.Inherited > 0 && !child:
		r.refuse("42P16", "cannot rename inherited column %s", pgsql.QuoteIdent(from))
	case child && col.Inherited > r.parentsWith(rel, from, to):
		r.refuse("42P16", "cannot rename inherited column %s", pgsql.QuoteIdent(from))
	case rel.Column(to) != nil:
		r.refuse("42701", "column %s of relation %s already exists", pgsql.QuoteIdent(to), r.QualifiedName(rel))
	}
	r.EditColumn(rel, col.Num, func(c *catalog.Column) { c.Name = to })
}

// parentsWith counts the parents of a relation that have a column under its old
// or its new name and are locked for being renamed, too.
func (r *run) parentsWith(rel *catalog.Relation, from, to string) int {
	count := 0
	for _, oid := range rel.Parents {
		parent, ok := r.Object(oid).(*catalog.Relation)
		_, locked := r.touched[touchKey{'l', oid}]
		if ok && (locked || !r.existed(oid)) && (parent.Column(from) != nil || parent.Column(to) != nil) {
			count++
		}
	}
	return count
}
