package lint

import (
	"strings"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
	"sqlbundle/internal/pgsql"
)

// bodyQueries are the statements in a function's quoted body, in SQL or
// PL/pgSQL; expressions of PL/pgSQL stand as the SELECT that the server makes of
// them. What does not parse is left out.
func bodyQueries(f *catalog.Function) []*pgsql.Node {
	switch {
	case f.Body == "":
	case f.Language == "sql":
		return bodyStatements(f.Body)
	case f.Language == "plpgsql":
		steps, err := effects.RoutineOnce("CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS " + pgsql.QuoteLiteral(f.Body))
		if err == nil {
			return stepQueries(steps)
		}
	}
	return nil
}

// bodyStatements parses several statements.
func bodyStatements(text string) []*pgsql.Node {
	tree, err := effects.ParseOnce(text)
	if err != nil {
		return nil
	}
	var found []*pgsql.Node
	for _, raw := range tree {
		found = append(found, raw.Stmt)
	}
	return found
}

// stepQueries are the statements and expressions of a routine's steps.
func stepQueries(steps []pgsql.Step) []*pgsql.Node {
	var found []*pgsql.Node
	for _, step := range steps {
		text := step.Text
		switch step.Kind {
		case pgsql.StepDynamic:
			text = ""
		case pgsql.StepSQL:
		default:
			text = "SELECT " + text
		}
		if strings.TrimSpace(text) != "" && text != "SELECT " {
			found = append(found, bodyStatements(text)...)
		}
		for _, condition := range step.Conditions {
			if condition != "" {
				found = append(found, bodyStatements("SELECT "+condition)...)
			}
		}
		for _, branch := range step.Branches {
			found = append(found, stepQueries(branch)...)
		}
	}
	return found
}
