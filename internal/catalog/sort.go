package catalog

import (
	"cmp"
	"slices"
)

func sortByOID[O Object](list []O) {
	slices.SortFunc(list, func(a, b O) int { return cmp.Compare(a.head().OID, b.head().OID) })
}

// cast keeps the objects of one type.
func cast[O Object](list []Object) []O {
	var found []O
	for _, o := range list {
		if x, ok := o.(O); ok {
			found = append(found, x)
		}
	}
	return found
}
