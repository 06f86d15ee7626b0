package pgsql

import "strings"

func allSteps(nodes []plNode) []Step {
	var steps []Step
	for _, n := range nodes {
		steps = append(steps, n.steps()...)
	}
	return steps
}

func expressions(nodes ...plNode) []Step {
	var steps []Step
	for _, n := range nodes {
		steps = append(steps, n.expression()...)
	}
	return steps
}

// sql is a statement as a step.
func (n plNode) sql() []Step {
	if text := n["PLpgSQL_expr"].text(); text != "" {
		return []Step{{Kind: StepSQL, Text: text}}
	}
	return nil
}

// dynamic is a statement that an expression gives.
func (n plNode) dynamic(params []plNode) []Step {
	return append(expressions(params...), Step{Kind: StepDynamic, Text: n["PLpgSQL_expr"].text()})
}

// maybe is a body that may run, or not.
func maybe(bodies ...[]Step) []Step {
	var branches [][]Step
	for _, body := range bodies {
		if len(body) > 0 {
			branches = append(branches, body)
		}
	}
	if len(branches) == 0 {
		return nil
	}
	return []Step{{Kind: StepBranches, Branches: branches}}
}

// steps are what a statement of the body does.
func (n plNode) steps() []Step {
	var steps []Step
	for kind, f := range n { // one only
		if f != nil {
			steps = f.steps(strings.TrimPrefix(kind, "PLpgSQL_stmt_"))
		}
	}
	return steps
}

func (f *plFields) steps(kind string) []Step {
	switch kind {
	case "block":
		return f.block()
	case "execsql":
		return into(f.SQLStmt.sql(), f.targets())
	case "perform", "call":
		return f.Expr.sql()
	case "dynexecute":
		steps := f.inner().dynamic(f.Params)
		if f.Into {
			steps = append(steps, Step{Kind: StepForget})
		}
		return steps
	case "getdiag", "fetch":
		return []Step{{Kind: StepForget}}
	case "assign":
		return assignment(f.Expr)
	case "if":
		return append(f.Cond.expression(), f.choice())
	case "case":
		return append(f.TExpr.expression(), f.branches()...)
	case "loop":
		return []Step{{Kind: StepLoop, Branches: [][]Step{allSteps(f.Body)}}}
	case "exit":
		exit := []Step{{Kind: StepExit}}
		if f.Cond == nil {
			return exit
		}
		condition := f.Cond["PLpgSQL_expr"].text()
		return append(f.Cond.expression(), Step{Kind: StepIf, Branches: [][]Step{exit, nil}, Conditions: []string{condition, ""}})
	case "while":
		return append(f.Cond.expression(), maybe(allSteps(f.Body))...)
	case "fori":
		return append(expressions(f.Lower, f.Upper), maybe(allSteps(f.Body))...)
	case "foreach_a":
		return append(f.Expr.expression(), maybe(allSteps(f.Body))...)
	case "fors":
		return append(f.inner().sql(), maybe(allSteps(f.Body))...)
	case "forc":
		return maybe(allSteps(f.Body))
	case "dynfors":
		return append(f.inner().dynamic(f.Params), maybe(allSteps(f.Body))...)
	case "open":
		if f.DynQuery != nil {
			return f.DynQuery.dynamic(f.Params)
		}
		return f.inner().sql()
	case "return_query":
		if f.DynQuery != nil {
			return f.DynQuery.dynamic(f.Params)
		}
		return f.inner().sql()
	case "return":
		return append(f.Expr.expression(), Step{Kind: StepReturn})
	case "return_next":
		return f.Expr.expression()
	case "raise":
		const exception = 21 // ERROR of elog.h, PostgreSQL 14 and later
		if f.Level >= exception {
			return append(expressions(f.Params...), Step{Kind: StepRaise})
		}
		return expressions(f.Params...)
	case "assert":
		return f.Cond.expression()
	}
	return nil
}

// assignment is ":=": what stands behind it.
func assignment(n plNode) []Step {
	steps := n.expression()
	for i := range steps {
		for _, sign := range []string{":=", "="} {
			if left, right, ok := strings.Cut(steps[i].Text, sign); ok {
				steps[i].Text, steps[i].Into = right, []string{strings.ToLower(strings.TrimSpace(left))}
				break
			}
		}
	}
	return steps
}

// choice is an IF.
func (f *plFields) choice() Step {
	step := Step{
		Kind: StepIf, Branches: [][]Step{allSteps(f.Then)}, Conditions: []string{f.Cond["PLpgSQL_expr"].text()},
	}
	for _, n := range f.Elsif {
		for _, part := range n { // one only
			step.Branches = append(step.Branches, append(part.Cond.expression(), allSteps(part.Stmts)...))
			step.Conditions = append(step.Conditions, part.Cond["PLpgSQL_expr"].text())
		}
	}
	step.Branches, step.Conditions = append(step.Branches, allSteps(f.Else)), append(step.Conditions, "")
	return step
}

// branches are those of CASE.
func (f *plFields) branches() []Step {
	var bodies [][]Step
	for _, n := range f.When {
		for _, part := range n {
			bodies = append(bodies, append(part.Expr.expression(), allSteps(part.Stmts)...))
		}
	}
	return maybe(append(bodies, allSteps(f.CaseElse))...)
}

// block is BEGIN … END, with its handlers.
func (f *plFields) block() []Step {
	body := allSteps(f.Body)
	handlers := f.Exceptions["PLpgSQL_exception_block"]
	if handlers == nil || len(body) == 0 {
		return body
	}
	try := Step{Kind: StepTry, Branches: [][]Step{body}}
	for _, n := range handlers.Handlers {
		if e := n["PLpgSQL_exception"]; e != nil {
			var names []string
			for _, condition := range e.Errors {
				names = append(names, condition["PLpgSQL_condition"].Error)
			}
			try.Branches, try.Handles = append(try.Branches, allSteps(e.Action)), append(try.Handles, names)
		}
	}
	return []Step{try}
}
