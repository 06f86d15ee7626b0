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
		return f.SQLStmt.sql()
	case "perform", "call":
		return f.Expr.sql()
	case "dynexecute":
		return f.inner().dynamic(f.Params)
	case "assign":
		return assignment(f.Expr)
	case "if":
		return append(f.Cond.expression(), f.choice())
	case "case":
		return append(f.TExpr.expression(), f.branches()...)
	case "loop":
		return allSteps(f.Body)
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
	case "raise", "assert":
		return expressions(append(f.Params, f.Cond)...)
	}
	return nil
}

// assignment is ":=": what stands behind it.
func assignment(n plNode) []Step {
	steps := n.expression()
	for i := range steps {
		for _, sign := range []string{":=", "="} {
			if _, right, ok := strings.Cut(steps[i].Text, sign); ok {
				steps[i].Text = right
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
			if steps := allSteps(e.Action); len(steps) > 0 {
				try.Branches = append(try.Branches, steps)
			}
		}
	}
	return []Step{try}
}
