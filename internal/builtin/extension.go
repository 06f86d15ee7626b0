package builtin

import (
	"strings"

	"sqlbundle/internal/memo"
)

// Extension is what CREATE EXTENSION makes of one, without what it requires.
type Extension struct {
	Name string
	// Complete holds where all below was measured. Else it is what migrations
	// commonly need of the extension: what is not listed, or is empty or false
	// below, is unknown.
	Complete bool
	// Version is the default version; the lists are that version's.
	Version string
	// Schema is where the objects go whatever CREATE EXTENSION says; empty where
	// it can choose.
	Schema string
	// Relocatable holds where ALTER EXTENSION can move it to another schema,
	// Trusted where its control file lets users create it that are no
	// superusers.
	Relocatable, Trusted bool
	// Requires are the extensions that CASCADE creates first.
	Requires []string

	Functions           []Function
	Types               []Type // with those of arrays and of rows
	Casts               []Cast
	Operators           []Operator
	Opclasses           []Opclass
	Relations           []Relation
	AccessMethods       []string
	ForeignDataWrappers []string
	Languages           []string
}

// LookupExtension finds an extension that the version's contrib has, or that is
// well known. One that is not found may exist all the same.
func LookupExtension(name string, version int) (Extension, bool) {
	e := extensionMemo.Get(question{version, name, ""}, func() found[Extension] {
		for _, data := range []string{extensionData, otherData} {
			e := found[Extension]{fact: Extension{Name: name}}
			for f := range lines(data, version, name) {
				e.fact.add(f[1], f[2:])
				e.ok = true
			}
			if e.ok {
				return e
			}
		}
		return found[Extension]{}
	})
	return e.fact, e.ok
}

var extensionMemo memo.Memo[question, found[Extension]]

// add takes in one line, EXTENSION KIND and then the fields of the kind.
func (e *Extension) add(kind string, f []string) {
	switch kind {
	case "about":
		e.about(f)
	case "function":
		e.Functions = append(e.Functions, parseFunction(f))
	case "type":
		e.Types = append(e.Types, parseType(f))
	case "cast":
		e.Casts = append(e.Casts, parseCast(f))
	case "operator":
		e.Operators = append(e.Operators, parseOperator(f))
	case "opclass":
		e.Opclasses = append(e.Opclasses, parseOpclass(f))
	case "relation":
		e.Relations = append(e.Relations, parseRelation(f))
	case "am":
		e.AccessMethods = append(e.AccessMethods, f[0])
	case "fdw":
		e.ForeignDataWrappers = append(e.ForeignDataWrappers, f[0])
	case "language":
		e.Languages = append(e.Languages, f[0])
	}
}

// about reads VERSION SCHEMA FLAGS REQUIRED; the flags are r for relocatable, t
// for trusted. What was not measured has no version.
func (e *Extension) about(f []string) {
	e.Version = opt(f[0])
	e.Complete = e.Version != ""
	e.Schema = opt(f[1])
	e.Relocatable = strings.Contains(f[2], "r")
	e.Trusted = strings.Contains(f[2], "t")
	e.Requires = list(f[3])
}
