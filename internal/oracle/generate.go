package oracle

import (
	"regexp"
	"strings"
)

// Generate gives cases that combine kinds of statement with kinds of relation,
// always the same ones in the same order. Each parses with the grammar of
// PostgreSQL 16; servers refuse some, older ones more, and what they say then is
// an answer like any other. A case's id is its state and its statement.
func Generate() []Case {
	var cases []Case
	for _, part := range [][]Case{
		tableCases(), pairCases(), columnCases(), typeCases(), castCases(),
		partitionCases(), viewCases(), foreignCases(), objectCases(), createCases(), modifyCases(),
	} {
		cases = append(cases, part...)
	}
	return cases
}

// forms are statements of one kind. The table that they speak of is item, which
// every state has.
type forms struct {
	kind  string
	stmts []string
}

// on makes a case of each form in each of the states.
func on(names []string, all []forms) []Case {
	var cases []Case
	for _, name := range names {
		s := stateNamed(name)
		for _, f := range all {
			for _, stmt := range f.stmts {
				cases = append(cases, s.measured(f.kind, stmt))
			}
		}
	}
	return cases
}

// with runs something before each case's statement, in its transaction.
func with(before string, cases []Case) []Case {
	for i := range cases {
		cases[i].ID += " after " + before
		cases[i].Before = before
	}
	return cases
}

// each writes every word into a statement with the mark *.
func each(stmt string, words ...string) []string {
	stmts := make([]string, len(words))
	for i, word := range words {
		stmts[i] = strings.ReplaceAll(stmt, "*", word)
	}
	return stmts
}

// state is a database in which cases are measured.
type state struct {
	name, setup string
	// session makes what only a session has; table is what item is called.
	session, table string
}

var itemWord = regexp.MustCompile(`\bitem\b`)

// measured makes a case of a statement.
func (s state) measured(kind, stmt string) Case {
	if s.table != "" {
		stmt = itemWord.ReplaceAllLiteralString(stmt, s.table)
	}
	return Case{ID: s.name + ": " + stmt, Kind: kind, Setup: s.setup, Session: s.session, Stmt: stmt}
}

// stateNamed finds a state.
func stateNamed(name string) state {
	for _, s := range states {
		if s.name == name {
			s.setup = shared + s.setup
			return s
		}
	}
	return state{}
}
