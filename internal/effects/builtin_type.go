package effects

import (
	"strings"

	"sqlbundle/internal/catalog"
)

// builtinType is a type of pg_catalog by its name there: "_text" is an array.
func builtinType(name string) catalog.Type {
	if element, array := strings.CutPrefix(name, "_"); array {
		return catalog.Type{Name: element, Array: true}
	}
	return catalog.Builtin(name)
}
