package lint

import (
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/effects"
	"sqlbundle/internal/pgsql"
)

// allQualified tells whether all names of tables and functions in a routine's
// body have a schema. It is false for languages that nobody here reads. whole is a
// statement that makes the routine.
func allQualified(language, body, whole string) bool {
	switch strings.ToLower(language) {
	case "sql":
		return textQualified(body)
	case "plpgsql":
		steps, err := effects.RoutineOnce(whole)
		return err == nil && stepsQualified(steps)
	}
	return false
}

// stepsQualified is the same for the steps of a body in PL/pgSQL.
func stepsQualified(steps []pgsql.Step) bool {
	for _, step := range steps {
		switch {
		case step.Kind == pgsql.StepDynamic:
			return false
		case step.Kind == pgsql.StepSQL && !textQualified(step.Text):
			return false
		case step.Kind == pgsql.StepExpression && !textQualified("SELECT "+step.Text) && !textQualified(step.Text):
			return false
		}
		for _, condition := range step.Conditions {
			if condition != "" && !textQualified("SELECT "+condition) {
				return false
			}
		}
		for _, branch := range step.Branches {
			if !stepsQualified(branch) {
				return false
			}
		}
	}
	return true
}

// textQualified is the same for statements; it is false for a text that is none.
func textQualified(text string) bool {
	statements, err := pgsql.Parse(text)
	if err != nil {
		return false
	}
	common := map[string]bool{}
	for _, st := range statements {
		pgsql.Walk(st.Stmt, func(message any) bool {
			if cte, ok := message.(*pg.CommonTableExpr); ok {
				common[cte.Ctename] = true
			}
			return true
		})
	}
	qualified := true
	for _, st := range statements {
		pgsql.Walk(st.Stmt, func(message any) bool {
			switch n := message.(type) {
			case *pg.RangeVar:
				qualified = qualified && (n.Schemaname != "" || common[n.Relname])
			case *pg.FuncCall:
				qualified = qualified && len(n.Funcname) > 1
			}
			return qualified
		})
	}
	return qualified
}
