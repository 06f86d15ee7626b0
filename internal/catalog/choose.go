package catalog

import (
	"strconv"
	"unicode/utf8"
)

// maxName is how many bytes of a name the server keeps (NAMEDATALEN - 1).
const maxName = 63

// Truncate shortens a name as the server does, to 63 bytes of whole characters.
func Truncate(name string) string { return clip(name, maxName) }

func clip(name string, n int) string {
	if len(name) <= n {
		return name
	}
	for n > 0 && !utf8.RuneStart(name[n]) {
		n--
	}
	return name[:n]
}

// MakeName joins two names and a label with underscores, shortening the longer
// of the two names until all fits (makeObjectName, indexcmds.c). An empty second
// name or label is left out.
func MakeName(name1, name2, label string) string {
	over := len(name1) - maxName
	if name2 != "" {
		over += len(name2) + 1
	}
	if label != "" {
		over += len(label) + 1
	}
	n1, n2 := len(name1), len(name2)
	for ; over > 0; over-- {
		if n1 > n2 {
			n1--
		} else {
			n2--
		}
	}
	made := clip(name1, n1)
	if name2 != "" {
		made += "_" + clip(name2, n2)
	}
	if label != "" {
		made += "_" + label
	}
	return made
}

// ChooseRelationName is the first name of this kind that no relation of a schema
// has: "t_a_idx", "t_a_idx1", … With constraint it must not be that of a
// constraint in the schema either (ChooseRelationName, indexcmds.c).
func (c *Catalog) ChooseRelationName(name1, name2, label string, schema OID, constraint bool) string {
	return choose(name1, name2, label, func(name string) bool {
		return c.Find(ClassRelation, schema, name) != nil || constraint && c.constraintNamed(schema, name)
	})
}

// ChooseConstraintName is the first name of this kind that no constraint in a
// schema has, and none of those that the statement has chosen already
// (ChooseConstraintName, pg_constraint.c).
func (c *Catalog) ChooseConstraintName(name1, name2, label string, schema OID, others ...string) string {
	return choose(name1, name2, label, func(name string) bool {
		for _, other := range others {
			if other == name {
				return true
			}
		}
		return c.constraintNamed(schema, name)
	})
}

func choose(name1, name2, label string, taken func(string) bool) string {
	name := MakeName(name1, name2, label)
	for n := 1; taken(name); n++ {
		name = MakeName(name1, name2, label+strconv.Itoa(n))
	}
	return name
}
