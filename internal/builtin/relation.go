package builtin

// Relation is a row of pg_class.
type Relation struct {
	Name string
	// Kind is relkind: 'r' table, 'v' view, 'S' sequence and so on. Indexes,
	// TOAST tables and composite types are no relations here.
	Kind byte
}

// SystemRelation tells whether pg_catalog or information_schema has a table or
// view of this name.
func SystemRelation(schema, name string, version int) bool {
	for range lines(relationData, version, schema, name) {
		return true
	}
	return false
}

// parseRelation reads NAME KIND.
func parseRelation(f []string) Relation { return Relation{Name: f[0], Kind: f[1][0]} }
