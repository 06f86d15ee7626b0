package catalog

import (
	"iter"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/builtin"
)

// Schema is the schema with a name, or nil. The temporary schema is there from
// its first use on.
func (c *Catalog) Schema(name string) *Schema {
	s, _ := c.Find(ClassSchema, 0, name).(*Schema)
	return s
}

// SchemaOf is the name of the schema that an object stands in; empty where it
// stands in none.
func (c *Catalog) SchemaOf(o Object) string {
	if s, ok := c.Object(o.head().In).(*Schema); ok {
		return s.Name
	}
	return ""
}

// path are the schemas in which a name without one is looked for, those that
// exist; the temporary one first, for relations and types.
func (c *Catalog) path(class Class) iter.Seq[*Schema] {
	return func(yield func(*Schema) bool) {
		if class == ClassRelation || class == ClassType {
			if temp := c.Schema(TempSchema); temp != nil && !yield(temp) {
				return
			}
		}
		for _, name := range c.Session.Path {
			if s := c.pathSchema(name); s != nil && !yield(s) {
				return
			}
		}
	}
}

func (c *Catalog) pathSchema(name string) *Schema {
	if name == "$user" {
		if c.Session.Role == "" {
			return nil
		}
		name = c.Session.Role
	}
	return c.Schema(name)
}

// CreationSchema is where an object without a schema is made: the first of the
// search_path that exists; nil where none does.
func (c *Catalog) CreationSchema() *Schema {
	for _, name := range c.Session.Path {
		if name == TempSchema {
			return c.Temp()
		}
		if s := c.pathSchema(name); s != nil {
			return s
		}
	}
	return nil
}

// HasForeignPath tells whether the search_path begins with a schema that is not
// known, and may be there all the same. That named after the user seldom is.
func (c *Catalog) HasForeignPath() bool {
	for _, name := range c.Session.Path {
		switch {
		case name == TempSchema || c.pathSchema(name) != nil:
			return false
		case name != "$user":
			return true
		}
	}
	return false
}

// Temp is the session's own schema, made where it is not yet there.
func (c *Catalog) Temp() *Schema {
	if s := c.Schema(TempSchema); s != nil {
		return s
	}
	return Add(c, &Schema{Head: Head{Class: ClassSchema, Name: TempSchema}})
}

// Lookup finds an object of a class by its name, in a schema or, where that is
// empty, along the search_path; nil where there is none.
func (c *Catalog) Lookup(class Class, schema, name string) Object {
	if schema != "" {
		s := c.Schema(schema)
		if s == nil {
			return nil
		}
		return c.Find(class, s.OID, name)
	}
	for s := range c.path(class) {
		if o := c.Find(class, s.OID, name); o != nil {
			return o
		}
	}
	return nil
}

// Relation finds a relation as FROM names it; nil where there is none, and for
// the server's own.
func (c *Catalog) Relation(schema, name string) *Relation {
	if schema == "" && c.IsSystem("", name) {
		if temp := c.Schema(TempSchema); temp == nil || c.Find(ClassRelation, temp.OID, name) == nil {
			return nil
		}
	}
	r, _ := c.Lookup(ClassRelation, schema, name).(*Relation)
	return r
}

// RangeVar finds the relation that a statement names; nil where there is none,
// and for the server's own.
func (c *Catalog) RangeVar(n *pg.RangeVar) *Relation {
	return c.Relation(n.GetSchemaname(), n.GetRelname())
}

// IsSystem tells whether a name means a relation of the server's own: pg_catalog
// comes first in every search_path.
func (c *Catalog) IsSystem(schema, name string) bool {
	if schema == "" {
		schema = SystemSchema
	}
	if schema == SystemSchema && !strings.HasPrefix(name, "pg_") {
		return false
	}
	return builtin.SystemRelation(schema, name, c.Version)
}

// Of are the objects of a class that belong to a relation or domain, in the
// order in which they were made.
func (c *Catalog) Of(class Class, oid OID) []Object {
	found := c.In(class, oid)
	sortByOID(found)
	return found
}

// Constraints are those of a relation or domain, in the order in which they were
// made.
func (c *Catalog) Constraints(oid OID) []*Constraint {
	return cast[*Constraint](c.Of(ClassConstraint, oid))
}

// Constraint is the one of a relation or domain with a name, or nil.
func (c *Catalog) Constraint(oid OID, name string) *Constraint {
	k, _ := c.Find(ClassConstraint, oid, name).(*Constraint)
	return k
}

// Triggers are those of a relation, in the order in which they were made.
func (c *Catalog) Triggers(oid OID) []*Trigger { return cast[*Trigger](c.Of(ClassTrigger, oid)) }

// Indexes are those of a table or materialized view, in the order in which they
// were made.
func (c *Catalog) Indexes(table OID) []*Relation {
	var found []*Relation
	for d := range c.EachDependent(Address{OID: table}) {
		switch o := c.Object(d.Dependent.OID).(type) {
		case *Relation:
			if o.Index != nil && o.Index.Table == table {
				once(&found, o)
			}
		case *Constraint:
			if o.Index != 0 && o.In == table && o.Kind != ForeignKey {
				if r, ok := c.Object(o.Index).(*Relation); ok {
					once(&found, r)
				}
			}
		}
	}
	sortByOID(found)
	return found
}

// ReferencedBy are the foreign keys of any table that reference a table.
func (c *Catalog) ReferencedBy(table OID) []*Constraint {
	var found []*Constraint
	seen := map[OID]bool{}
	for d := range c.EachDependent(Address{OID: table}) {
		k, ok := c.Object(d.Dependent.OID).(*Constraint)
		if ok && k.Kind == ForeignKey && k.References == table && !seen[k.OID] {
			seen[k.OID] = true
			found = append(found, k)
		}
	}
	sortByOID(found)
	return found
}

// Column is the column of a relation with a name, or nil.
func (r *Relation) Column(name string) *Column {
	for _, col := range r.Columns {
		if col.Name == name && !col.Dropped {
			return col
		}
	}
	return nil
}

// Live are the columns that are not dropped.
func (r *Relation) Live() []*Column {
	var live []*Column
	for _, col := range r.Columns {
		if !col.Dropped {
			live = append(live, col)
		}
	}
	return live
}
