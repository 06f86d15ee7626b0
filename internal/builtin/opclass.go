package builtin

import (
	"slices"

	"sqlbundle/internal/memo"
)

// Opclass is a row of pg_opclass.
type Opclass struct {
	AccessMethod, Name, Family string
	// Input is the type that it indexes.
	Input string
	// Default holds where it is the type's default in the access method.
	Default bool
}

// Opclasses are all operator classes of an access method.
func Opclasses(am string, version int) []Opclass {
	return opclassMemo.Get(question{version, am, ""}, func() []Opclass {
		var found []Opclass
		for f := range lines(opclassData, version, am) {
			found = append(found, parseOpclass(f))
		}
		return slices.Clip(found)
	})
}

var opclassMemo memo.Memo[question, []Opclass]

// DefaultOpclass is the default operator class whose input type is exactly this
// one. varchar has none in btree: GetDefaultOpClass in indexcmds.c goes on to
// those of types that [IsBinaryCoercible] leads to.
func DefaultOpclass(am, typ string, version int) (Opclass, bool) {
	for _, c := range Opclasses(am, version) {
		if c.Default && c.Input == typ {
			return c, true
		}
	}
	return Opclass{}, false
}

// LookupOpclass finds an operator class by its name, which is unique in an
// access method.
func LookupOpclass(am, name string, version int) (Opclass, bool) {
	for f := range lines(opclassData, version, am, name) {
		return parseOpclass(f), true
	}
	return Opclass{}, false
}

// parseOpclass reads METHOD NAME FAMILY INPUT DEFAULT; the last is d or empty.
func parseOpclass(f []string) Opclass {
	return Opclass{AccessMethod: f[0], Name: f[1], Family: f[2], Input: f[3], Default: f[4] == "d"}
}
