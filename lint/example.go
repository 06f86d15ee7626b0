package lint

import "embed"

//go:embed examples/*.sql examples/*/fails.sql examples/*/passes.sql
var exampleFiles embed.FS

// Examples are SQL in which a rule finds something, and SQL in which it does
// not; empty where there is none. Both stand on the tables of [ExampleTables].
// Lines with three dashes tell what is what: `--- history` is what was released
// before, each `--- revision` begins a revision.
func (r *Rule) Examples() (bad, good string) {
	return exampleText(r.ID, "fails"), exampleText(r.ID, "passes")
}

func exampleText(id, kind string) string {
	text, err := exampleFiles.ReadFile("examples/" + id + "/" + kind + ".sql")
	if err != nil {
		return ""
	}
	return string(text)
}

// ExampleTables is the database on which the examples stand, all of it released
// and in use.
func ExampleTables() string {
	text, _ := exampleFiles.ReadFile("examples/fixture.sql")
	return string(text)
}
