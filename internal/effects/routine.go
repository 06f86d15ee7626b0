package effects

import (
	"errors"
	"slices"
	"strings"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
	"sqlbundle/internal/syntax"
)

// plpgsql runs a body in PL/pgSQL, given as the statement that it stands in.
func (r *run) plpgsql(statement, what string) {
	steps, err := RoutineOnce(statement)
	if err != nil {
		r.unknown("what %s does", what)
		return
	}
	defer func(outer map[string]datum) { r.variables, r.over = outer, 0 }(r.variables)
	r.variables = map[string]datum{}
	r.steps(steps, true)
}

// steps runs the steps of a body; certain is false where nobody knows whether
// they run. goesOn is false where one of them may end the routine or the turn of
// a loop. What is not certain leaves the catalog in doubt.
func (r *run) steps(steps []pgsql.Step, certain bool) (goesOn bool) {
	goesOn = true
	var before *catalog.Catalog
	for _, step := range steps {
		if !certain && before == nil {
			before = r.Catalog.Copy()
		}
		if step.Kind == pgsql.StepReturn || step.Kind == pgsql.StepExit {
			if goesOn = false; certain {
				r.over = step.Kind
			}
			break
		}
		here := r.oneStep(step, certain)
		goesOn, certain = goesOn && here, certain && here
		if r.over != 0 {
			break
		}
	}
	if before != nil {
		r.Doubt(before)
	}
	return goesOn
}

// oneStep runs one step; goesOn is false where it may end the routine.
func (r *run) oneStep(step pgsql.Step, certain bool) (goesOn bool) {
	switch step.Kind {
	case pgsql.StepSQL:
		r.step(step.Text, certain)
		r.afterStep(step)
	case pgsql.StepExpression:
		r.evaluate(step.Text)
		r.assign(step)
	case pgsql.StepDynamic:
		r.dynamic(step.Text, certain)
	case pgsql.StepForget:
		clear(r.variables)
	case pgsql.StepRaise:
		// A function runs for each row, of which there may be none.
		if inFunction := slices.ContainsFunc(r.routines, func(oid catalog.OID) bool { return oid != 0 }); certain && !inFunction {
			r.refuse("P0001", "the body raises an exception")
		}
	case pgsql.StepLoop:
		clear(r.variables)
		r.steps(step.Branches[0], certain)
		if r.over == pgsql.StepExit {
			r.over = 0
		}
		clear(r.variables)
		return !returns(step.Branches)
	case pgsql.StepBranches:
		for _, branch := range step.Branches {
			clear(r.variables)
			r.steps(branch, false)
		}
		clear(r.variables)
		return !returns(step.Branches)
	case pgsql.StepIf:
		return r.choose(step, certain)
	case pgsql.StepTry:
		return r.try(step, certain)
	}
	return true
}

// returns tells whether a RETURN stands anywhere in some bodies.
func returns(bodies [][]pgsql.Step) bool {
	for _, body := range bodies {
		for _, step := range body {
			if step.Kind == pgsql.StepReturn || returns(step.Branches) {
				return true
			}
		}
	}
	return false
}

// step runs a statement. One that may not run is tried: what it is refused for
// is why it would not run, and a relation that nobody has made is another reason.
func (r *run) step(text string, certain bool) {
	statements, err := ParseOnce(text)
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
		r.perhaps(of, certain, func() { r.inside(text, s.Stmt) })
	}
}

// inside runs a statement of a body; that of a DO is told apart from the rest.
func (r *run) inside(text string, node *pgsql.Node) {
	if len(r.routines) != 1 || r.routines[0] != 0 || len(r.ruling) > 0 {
		r.statement(node)
		return
	}
	if ok, what := syntax.InTransaction(node, r.Version); !ok {
		r.refuse("25001", "%s cannot be executed from a function or DO", what)
	}
	before := r.Catalog.Copy()
	r.statement(node)
	r.e.Inside = append(r.e.Inside, Inside{Text: text, Node: node, Before: before, After: r.Catalog.Copy()})
}

// perhaps runs a statement that may not run. Without a text it is not worth
// telling whether it does.
func (r *run) perhaps(text string, certain bool, work func()) {
	if certain {
		work()
		return
	}
	known := len(r.assumed)
	unknown, inside := r.e.Unknown, r.e.Inside
	refusal := r.attempt(func() {
		work()
		if len(r.assumed) > known {
			r.refuse("42P01", "what it names may not exist")
		}
	})
	if refusal != nil {
		r.e.Unknown, r.e.Inside = unknown, inside
	}
	if text != "" {
		r.unknown("whether %s runs", summary(text))
	}
}

// attempt does something and, where the server refuses it, takes back what it
// has done to the catalog; locks stay until the transaction ends.
func (r *run) attempt(work func()) (refusal *Refusal) {
	before, assumed := r.Catalog.Copy(), len(r.assumed)
	defer func() {
		problem := recover()
		if problem == nil {
			return
		}
		if err, ok := problem.(error); !ok || !errors.As(err, &refusal) {
			panic(problem)
		}
		*r.Catalog = *before
		if len(r.assumed) > assumed {
			r.forgetAssumed()
		}
	}()
	work()
	return nil
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
	statements, err := ParseOnce(text)
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
	statements, err := ParseOnce("SELECT " + text)
	if err != nil || len(statements) != 1 {
		return
	}
	a := r.AnalyzeQuery(statements[0].Stmt)
	if len(a.Missing) == 0 {
		r.execute(statements[0].Stmt, a)
	}
}

// dynamic is EXECUTE: where the text that it runs is known, it runs that.
func (r *run) dynamic(text string, certain bool) {
	if d := r.evaluated(text); d.known && d.oid == 0 {
		r.step(d.text, certain)
		return
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
