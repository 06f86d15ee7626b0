package lint

import (
	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// wasThere is the relation that had a relation's name before the up section of
// the same revision. A down section that brings it back chooses neither its name
// nor its form. It is nil in an up section.
func (x *section) wasThere(schema, name string) *catalog.Relation {
	if x.up == nil {
		return nil
	}
	return x.up.Before.Relation(schema, name)
}

// hadColumn tells whether a down section gives a table a column that it had
// before the up section, of the same type.
func (s *statement) hadColumn(rel *catalog.Relation, col *catalog.Column) bool {
	old := s.section.wasThere(s.after().SchemaOf(rel), rel.Name)
	if old == nil {
		return false
	}
	before := old.Column(col.Name)
	return before != nil && before.Type.Same(col.Type)
}

// restores tells whether a down section brings back an object that was there
// before the up section. c is a catalog that has it.
func (x *section) restores(c *catalog.Catalog, o catalog.Object) bool {
	if x.up == nil {
		return false
	}
	name := catalog.HeadOf(o).Name
	switch o := o.(type) {
	case *catalog.Schema:
		return x.up.Before.Schema(name) != nil
	case *catalog.Relation:
		return x.wasThere(c.SchemaOf(o), name) != nil
	case *catalog.Constraint:
		rel, ok := c.Object(o.In).(*catalog.Relation)
		if !ok {
			return false
		}
		old := x.wasThere(c.SchemaOf(rel), rel.Name)
		return old != nil && x.up.Before.Constraint(old.OID, name) != nil
	}
	return false
}

// creation is an object that a statement of a section makes, as it is at the
// section's end.
type creation struct {
	object catalog.Object
	by     *statement
}

// creations are the objects that a section makes and keeps to its end, in the
// order in which they are made. What an extension brings is not among them, nor
// what a down section brings back.
func (x *section) creations() []creation {
	var found []creation
	for _, s := range x.statements {
		if s.node().GetCreateExtensionStmt() != nil {
			continue
		}
		for oid := s.Before.Next(); oid < s.after().Next(); oid++ {
			if o := x.After.Object(oid); o != nil && !x.restores(x.After, o) {
				found = append(found, creation{o, s})
			}
		}
	}
	return found
}

// addedColumn is a column that ADD COLUMN adds to a table that is older than the
// section; table and column are as they are at the section's end.
type addedColumn struct {
	table  *catalog.Relation
	column *catalog.Column
	action action
	by     *statement
}

// addedColumns are those that a section adds and keeps to its end, in their
// order.
func (x *section) addedColumns() []addedColumn {
	var found []addedColumn
	for _, s := range x.statements {
		for _, a := range s.actions() {
			now, ok := s.after().Object(a.table.OID).(*catalog.Relation)
			if !ok || a.column() == nil || a.table.OID >= x.Before.Next() || a.table.Column(a.column().Colname) != nil {
				continue
			}
			col := now.Column(a.column().Colname)
			end, ok := x.After.Object(now.OID).(*catalog.Relation)
			if !ok || col == nil || end.Columns[col.Num-1].Dropped || s.hadColumn(now, col) {
				continue
			}
			found = append(found, addedColumn{end, end.Columns[col.Num-1], a, s})
		}
	}
	return found
}

// name is how SQL at the section's end may write a relation.
func (x *section) name(rel *catalog.Relation) string {
	if found := x.After.Relation("", rel.Name); found != nil && found.OID == rel.OID {
		return pgsql.QuoteIdent(rel.Name)
	}
	return x.After.QualifiedName(rel)
}
