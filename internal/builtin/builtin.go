// Package builtin knows what a PostgreSQL database has before anything is
// created in it, and what the extensions of contrib bring.
//
// In goes a name and a major version; out comes what that version's server has
// under the name: functions, types, casts, operators, operator classes,
// relations, extensions. The facts were measured on servers, and the tests
// compare them with each server that they run on; only data/other.txt is
// written by hand, and what comes from there says that it is incomplete.
//
// Types go by pg_type.typname alone ("int4", "varchar", "_text", "char" for the
// one-byte type), as no extension has a type of a name that pg_catalog has.
// Functions and operators are those of pg_catalog. A version other than
// [Oldest] to [Newest] has nothing at all.
//
// Invariants: nothing is parsed before it is asked for, nothing is kept, and
// lists come in the order of the data, which is that of the bytes.
package builtin

import _ "embed" // the data

// The major versions that were measured.
const (
	Oldest = 13
	Newest = 18
)

// The data: a line an object, the fields apart by one space, "-" where a field
// is empty, lines in the order of their bytes. What not all versions have ends
// in "@since-until", either of which may be left out. The functions that parse
// a line tell its fields.
var (
	//go:embed data/functions.txt
	functionData string
	//go:embed data/types.txt
	typeData string
	//go:embed data/casts.txt
	castData string
	//go:embed data/operators.txt
	operatorData string
	//go:embed data/opclasses.txt
	opclassData string
	//go:embed data/relations.txt
	relationData string
	//go:embed data/extensions.txt
	extensionData string
	//go:embed data/other.txt
	otherData string
)
