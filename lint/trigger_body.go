package lint

import (
	"slices"
	"strings"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
	"sqlbundle/internal/pgsql"
)

// onlyAssignsNew tells whether a trigger's function does nothing but give columns
// of the new row a value, perhaps under conditions.
func onlyAssignsNew(f *catalog.Function) bool {
	if f.Language != "plpgsql" {
		return false
	}
	steps, err := effects.RoutineOnce("CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS " + pgsql.QuoteLiteral(f.Body))
	assigns := false
	return err == nil && onlyAssigns(steps, &assigns) && assigns
}

func onlyAssigns(steps []pgsql.Step, assigns *bool) bool {
	return !slices.ContainsFunc(steps, func(step pgsql.Step) bool {
		switch step.Kind {
		case pgsql.StepExpression:
			*assigns = *assigns || len(step.Into) > 0
			ofNew := func(name string) bool { return strings.HasPrefix(name, "new.") }
			queries := strings.Contains(strings.ToLower(step.Text), "select ")
			return queries || slices.ContainsFunc(step.Into, func(name string) bool { return !ofNew(name) })
		case pgsql.StepIf, pgsql.StepBranches:
			return slices.ContainsFunc(step.Branches, func(branch []pgsql.Step) bool { return !onlyAssigns(branch, assigns) })
		}
		return step.Kind != pgsql.StepReturn
	})
}
