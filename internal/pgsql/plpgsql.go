package pgsql

import (
	"encoding/json"
	"fmt"

	pg_query "github.com/pganalyze/pg_query_go/v5"
)

// StepKind is what a step of a routine is.
type StepKind int

// The kinds of steps.
const (
	// StepSQL is a statement of SQL.
	StepSQL StepKind = iota
	// StepExpression is an expression that is evaluated.
	StepExpression
	// StepDynamic runs what an expression gives as a statement.
	StepDynamic
	// StepBranches are bodies of which any number may run.
	StepBranches
	// StepIf is an IF: the first branch runs whose condition holds.
	StepIf
	// StepTry is a body, the first branch, whose errors the others handle.
	StepTry
	// StepReturn ends the routine.
	StepReturn
	// StepLoop is a body that runs at least once, until an EXIT.
	StepLoop
	// StepExit ends a loop, or one turn of it.
	StepExit
	// StepRaise is RAISE EXCEPTION.
	StepRaise
	// StepForget gives a variable a value that nobody knows.
	StepForget
)

// Step is a statement of a routine in PL/pgSQL, as far as it touches the
// database.
type Step struct {
	Kind StepKind
	// Text is the statement or expression.
	Text string
	// Branches are the bodies in it.
	Branches [][]Step
	// Conditions are those of the branches of an IF; ELSE has none, "".
	Conditions []string
	// Into are the variables that it sets, in the order of the values.
	Into []string
	// Handles are the names or SQLSTATEs of the errors that each handler of a
	// try is for.
	Handles [][]string
}

// ParseRoutine parses a statement with a body in PL/pgSQL, DO or CREATE FUNCTION,
// and gives the body's steps in the order in which they would run. Variables stand
// in the texts as they are written.
func ParseRoutine(statement string) ([]Step, error) {
	if err := checkDepth(statement); err != nil {
		return nil, err
	}
	text, err := pg_query.ParsePlPgSqlToJSON(statement)
	if err != nil {
		return nil, fmt.Errorf("parsing a body in PL/pgSQL: %w", err)
	}
	var functions []struct {
		Function struct {
			Datums []plNode
			Action plNode
		} `json:"PLpgSQL_function"`
	}
	if err := json.Unmarshal([]byte(text), &functions); err != nil {
		return nil, fmt.Errorf("reading the tree of a body in PL/pgSQL: %w", err)
	}
	var steps []Step
	for _, f := range functions {
		steps = append(steps, datumSteps(f.Function.Datums)...)
		steps = append(steps, f.Function.Action.steps()...)
	}
	return steps, nil
}

// plNode is a node of the tree that libpg_query gives: an object with the one
// name of its kind.
type plNode map[string]*plFields

// plFields are the fields of all kinds of nodes together.
type plFields struct {
	Query    json.RawMessage
	Expr     plNode
	SQLStmt  plNode `json:"sqlstmt"`
	Cond     plNode
	TExpr    plNode `json:"t_expr"`
	Lower    plNode
	Upper    plNode
	ArgQuery plNode
	DynQuery plNode `json:"dynquery"`
	Default  plNode `json:"default_val"`

	Params   []plNode
	Body     []plNode
	Stmts    []plNode
	Then     []plNode `json:"then_body"`
	Elsif    []plNode `json:"elsif_list"`
	Else     []plNode `json:"else_body"`
	When     []plNode `json:"case_when_list"`
	CaseElse []plNode `json:"else_stmts"`

	Exceptions plNode
	Handlers   []plNode `json:"exc_list"`
	Errors     []plNode `json:"conditions"`
	Error      string   `json:"condname"`
	Action     []plNode

	Name   string `json:"refname"`
	Into   bool
	Target plNode
	Fields []struct{ Name string }
	Level  int `json:"elog_level"`
}

// datumSteps are the initial values of variables.
func datumSteps(datums []plNode) []Step {
	var steps []Step
	for _, datum := range datums {
		if v := datum["PLpgSQL_var"]; v != nil {
			steps = append(steps, into(v.Default.expression(), []string{v.Name})...)
		}
	}
	return steps
}

// expression is an expression as a step; none where there is none.
func (n plNode) expression() []Step {
	e := n["PLpgSQL_expr"]
	if e == nil {
		return nil
	}
	return []Step{{Kind: StepExpression, Text: e.text()}}
}

// into makes steps set variables.
func into(steps []Step, names []string) []Step {
	for i := range steps {
		steps[i].Into = names
	}
	return steps
}

// targets are the variables that INTO names.
func (f *plFields) targets() []string {
	if !f.Into {
		return nil
	}
	var names []string
	for _, target := range f.Target { // one only
		if len(target.Fields) == 0 {
			names = append(names, target.Name)
		}
		for _, field := range target.Fields {
			names = append(names, field.Name)
		}
	}
	return names
}

// text is the text of an expression or statement.
func (f *plFields) text() string {
	var text string
	if f == nil || json.Unmarshal(f.Query, &text) != nil {
		return ""
	}
	return text
}

// inner is a field "query" that holds a node.
func (f *plFields) inner() plNode {
	var n plNode
	if json.Unmarshal(f.Query, &n) != nil {
		return nil
	}
	return n
}
