package effects_test

import (
	"fmt"
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
	"sqlbundle/internal/oracle"
	"sqlbundle/internal/pgsql"
)

// split cuts a text into statements at the semicolons outside of parentheses.
func split(sql string) []string {
	tokens, err := pgsql.Scan(sql)
	if err != nil {
		return []string{sql}
	}
	var statements []string
	start, depth := 0, 0
	add := func(end int) {
		if text := strings.TrimSpace(sql[start:end]); text != "" {
			statements = append(statements, text)
		}
	}
	for _, t := range tokens {
		switch {
		case t.Kind == pg.Token_ASCII_40:
			depth++
		case t.Kind == pg.Token_ASCII_41:
			depth--
		case t.Kind == pg.Token_ASCII_59 && depth == 0:
			add(t.Start)
			start = t.End
		}
	}
	add(len(sql))
	return statements
}

// nodes are the trees of a text; nil for what the parser does not know, with its
// text.
func run(c *catalog.Catalog, sql string, commit bool) (last *effects.Effects) {
	stmts, err := pgsql.Parse(sql)
	if err == nil {
		for _, s := range stmts {
			last = effects.Apply(c, s.Stmt, 0)
			if commit {
				c.Commit()
			}
		}
		return last
	}
	for _, text := range split(sql) {
		if stmts, err := pgsql.Parse(text); err == nil && len(stmts) == 1 {
			last = effects.Apply(c, stmts[0].Stmt, 0)
		} else {
			last = effects.ApplyText(c, text, 0)
		}
		if commit {
			c.Commit()
		}
	}
	return last
}

// predict is what the model says of a case. The server's answer has no locks on
// what was not committed.
func predict(version int, k oracle.Case) *effects.Effects {
	c := catalog.New(version)
	for _, part := range []string{k.Setup, k.Session} {
		run(c, part, true)
	}
	committed := c.Next()
	run(c, k.Before, false)
	e := run(c, k.Stmt, false)
	fresh := func(l effects.Lock) bool { return l.OID >= committed }
	e.Locks, e.IndexLocks = slices.DeleteFunc(e.Locks, fresh), slices.DeleteFunc(e.IndexLocks, fresh)
	return e
}

// differences compares a prediction with what a server did; none where they
// agree. Locks of AccessShare are passed over. What the data decide, errors of
// the classes 22 and 23, agrees with anything.
func differences(k oracle.Case, e *effects.Effects, want oracle.Answer) []string {
	if strings.HasPrefix(want.SQLState, "22") || strings.HasPrefix(want.SQLState, "23") {
		return nil
	}
	if e.Defect != "" {
		return []string{e.Defect}
	}
	state := ""
	if e.Refused != nil {
		state = e.Refused.SQLState
	}
	if state != want.SQLState {
		why := want.Error
		if e.Refused != nil {
			why = e.Refused.Message
		}
		return []string{fmt.Sprintf("error: want %q, got %q (%s)", want.SQLState, state, why)}
	}
	if state != "" {
		return nil
	}
	var found []string
	compare := func(what string, want, got []string) {
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(want, got) {
			found = append(found, fmt.Sprintf("%s: want %v, got %v", what, want, got))
		}
	}
	var wantLocks, gotLocks []string
	for relation, mode := range want.Locks {
		if mode != effects.AccessShare.String() {
			wantLocks = append(wantLocks, relation+" "+mode)
		}
	}
	for _, l := range e.Locks {
		if l.Mode > effects.AccessShare {
			gotLocks = append(gotLocks, l.Relation+" "+l.Mode.String())
		}
	}
	compare("locks", wantLocks, gotLocks)
	if !want.NoTx {
		var wantIndexes, gotIndexes []string
		for index, mode := range want.IndexLocks {
			if mode != effects.AccessShare.String() {
				wantIndexes = append(wantIndexes, index+" "+mode)
			}
		}
		for _, l := range e.IndexLocks {
			if l.Mode > effects.AccessShare {
				gotIndexes = append(gotIndexes, l.Relation+" "+l.Mode.String())
			}
		}
		compare("index locks", wantIndexes, gotIndexes)
	}
	compare("rewritten", slices.Clone(want.Rewritten), names(e.Rewrites))
	if len(want.Rewritten) == 0 {
		compare("indexes", slices.Clone(want.RewrittenIndexes), names(e.RewrittenIndexes))
	}
	if definesSomething(k.Stmt) {
		// Of what the planner may read in one way or another, nothing counts.
		open := names(e.MayScan)
		keep := func(list []string) []string {
			return slices.DeleteFunc(slices.Clone(list), func(name string) bool { return slices.Contains(open, name) })
		}
		compare("scanned", keep(want.Scanned), keep(names(e.Scans)))
	}
	return found
}

func names(list []effects.Touch) []string {
	var names []string
	for _, t := range list {
		names = append(names, t.Relation)
	}
	return names
}

// definesSomething tells DDL from statements about rows, of which the planner
// decides what they read.
func definesSomething(sql string) bool {
	first, _, _ := strings.Cut(strings.ToUpper(strings.TrimSpace(sql)), " ")
	switch first {
	case "SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "COPY", "WITH", "DO", "CALL", "EXPLAIN", "VALUES", "TABLE":
		return false
	}
	return true
}
