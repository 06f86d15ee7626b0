package catalog

// contents are the objects that stand in a schema and would depend on it in
// pg_depend: all but indexes and the relations behind composite types, which
// hang on something else. Sequences come last, after the tables that may own
// them.
func (c *Catalog) contents(schema OID) []Object {
	var tables, sequences, rest []Object
	for class := ClassSchema; class <= ClassTransform; class++ {
		for _, o := range c.Of(class, schema) {
			r, ok := o.(*Relation)
			switch {
			case !ok:
				rest = append(rest, o)
			case r.Kind == Sequence:
				sequences = append(sequences, o)
			case !r.Kind.IsIndex() && r.Kind != CompositeType:
				tables = append(tables, o)
			}
		}
	}
	return append(append(tables, sequences...), rest...)
}

// dependents are the dependencies on an object as pg_depend has them: with those
// of what stands in a schema, which names alone show here.
func (c *Catalog) dependents(a Address) []Dependency {
	found := c.Dependents(a)
	if _, ok := c.Object(a.OID).(*Schema); ok {
		for _, o := range c.contents(a.OID) {
			found = append(found, Dependency{Ref: a, Dependent: Address{OID: o.head().OID}, Kind: Normal})
		}
	}
	return found
}
