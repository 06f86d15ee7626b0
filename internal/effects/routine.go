package effects

import (
	"errors"
	"strings"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// plpgsql runs a body in PL/pgSQL, given as the statement that it stands in.
func (r *run) plpgsql(statement, what string) {
	steps, err := pgsql.ParseRoutine(statement)
	if err != nil {
		r.unknown("what %s does", what)
		return
	}
	r.steps(steps, true)
}

// steps runs the steps of a body; certain is false where nobody knows whether
// they run. goesOn is false where one of them may end the routine.
func (r *run) steps(steps []pgsql.Step, certain bool) (goesOn bool) {
	goesOn = true
	for _, step := range steps {
		here := true
		switch step.Kind {
		case pgsql.StepSQL:
			r.step(step.Text, certain)
		case pgsql.StepExpression:
			r.evaluate(step.Text)
		case pgsql.StepDynamic:
			r.dynamic(step.Text, certain)
		case pgsql.StepReturn:
			return false
		case pgsql.StepBranches:
			for _, branch := range step.Branches {
				here = r.steps(branch, false) && here
			}
		case pgsql.StepIf:
			here = r.choose(step, certain)
		case pgsql.StepTry:
			here = r.try(step.Branches, certain)
		}
		goesOn, certain = goesOn && here, certain && here
	}
	return goesOn
}

// try runs a body whose errors are handled, and the handlers, which may run.
func (r *run) try(branches [][]pgsql.Step, certain bool) bool {
	goesOn := true
	refused := r.attempt(func() { goesOn = r.steps(branches[0], certain) })
	for _, handler := range branches[1:] {
		r.steps(handler, refused && certain && len(branches) == 2)
	}
	return goesOn
}

// step runs a statement. One that may not run is tried: what it is refused for
// is why it would not run, and a relation that nobody has made is another reason.
func (r *run) step(text string, certain bool) {
	statements, err := pgsql.Parse(text)
	if err != nil {
		work, ok := r.newerStatement(text)
		if !ok {
			r.unknown("what %s does", summary(text))
			return
		}
		r.perhaps(text, certain, work)
	}
	for _, s := range statements {
		of := text
		if s.Stmt.GetSelectStmt() != nil {
			of = ""
		}
		r.perhaps(of, certain, func() { r.statement(s.Stmt) })
	}
}

// perhaps runs a statement that may not run. Without a text it is not worth
// telling whether it does.
func (r *run) perhaps(text string, certain bool, work func()) {
	if certain {
		work()
		return
	}
	known := len(r.assumed)
	unknown := r.e.Unknown
	refused := r.attempt(func() {
		work()
		if len(r.assumed) > known {
			r.refuse("42P01", "what it names may not exist")
		}
	})
	if refused {
		r.e.Unknown = unknown
	}
	if text != "" {
		r.unknown("whether %s runs", summary(text))
	}
}

// attempt does something and, where the server refuses it, takes back what it
// has done to the catalog; locks stay until the transaction ends.
func (r *run) attempt(work func()) (refused bool) {
	before, assumed := r.Catalog.Copy(), len(r.assumed)
	defer func() {
		problem := recover()
		if problem == nil {
			return
		}
		var refusal *Refusal
		if err, ok := problem.(error); !ok || !errors.As(err, &refusal) {
			panic(problem)
		}
		refused = true
		*r.Catalog = *before
		if len(r.assumed) > assumed {
			r.forgetAssumed()
		}
	}()
	work()
	return false
}

// forgetAssumed takes back the assumption that relations exist that are not in
// the catalog any more.
func (r *run) forgetAssumed() {
	for oid := range r.assumed {
		if _, ok := r.Object(oid).(*catalog.Relation); !ok {
			delete(r.assumed, oid)
		}
	}
}

// sqlText runs the statements of a text.
func (r *run) sqlText(text, what string) {
	statements, err := pgsql.Parse(text)
	if err != nil {
		r.unknown("what the statements %s do", what)
		return
	}
	for _, s := range statements {
		r.statement(s.Stmt)
	}
}

// evaluate is an expression of a body.
func (r *run) evaluate(text string) {
	statements, err := pgsql.Parse("SELECT " + text)
	if err != nil || len(statements) != 1 {
		return
	}
	a := r.AnalyzeQuery(statements[0].Stmt)
	if len(a.Missing) == 0 {
		r.execute(statements[0].Stmt, a)
	}
}

// dynamic is EXECUTE: of a constant it runs that.
func (r *run) dynamic(text string, certain bool) {
	statements, err := pgsql.Parse("SELECT " + text)
	if err == nil && len(statements) == 1 {
		targets := statements[0].Stmt.GetSelectStmt().GetTargetList()
		if len(targets) == 1 {
			if s := targets[0].GetResTarget().GetVal().GetAConst().GetSval(); s != nil {
				r.step(s.Sval, certain)
				return
			}
		}
	}
	r.unknown("it runs a statement that it puts together: %s", summary(text))
	r.afterDynamic(text)
}

// summary is the beginning of a statement, on one line.
func summary(text string) string {
	const most = 60
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > most {
		text = string(runes[:most]) + "…"
	}
	return text
}
