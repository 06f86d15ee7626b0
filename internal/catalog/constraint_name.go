package catalog

import "strconv"

// ChooseNumberedName is the first name of this kind that no constraint of a
// schema has: "t_a_fkey_1", "t_a_fkey_2", … So constraints are called since 18
// that belong to another one of the same table (addFkConstraint, tablecmds.c).
func (c *Catalog) ChooseNumberedName(name string, schema OID) string {
	for n := 1; ; n++ {
		made := MakeName(name, "", strconv.Itoa(n))
		if !c.constraintNamed(schema, made) {
			return made
		}
	}
}
