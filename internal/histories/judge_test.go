package histories

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"sqlbundle/internal/effects"
	"sqlbundle/internal/oracle"
)

func TestDiff(t *testing.T) {
	tests := []struct{ name, server, model, missing, extra string }{
		{name: "equal", server: "column t.a: int", model: "column t.a: int"},
		{name: "one lacks", server: "a:", missing: "a:"},
		{name: "one too many", model: "a:", extra: "a:"},
		{name: "other value", server: "a: 1", model: "a: 2", missing: "a: 1", extra: "a: 2"},
		{name: "unknown value", server: "column v.a: #1 text", model: "column v.a: #1 ?"},
		{name: "unknown value of something else", server: "column v.b: #1 text", model: "column v.a: #1 ?", missing: "column v.b: #1 text", extra: "column v.a: #1 ?"},
		{name: "unknown in the middle", server: "f(a int): kind f", model: "f(?): kind f"},
		{name: "unknown in the middle, other end", server: "f(a int): kind p", model: "f(?): kind f", missing: "f(a int): kind p", extra: "f(?): kind f"},
		{name: "may be missing", model: "relation t: ??"},
		{name: "must be there", model: "relation t: ?", extra: "relation t: ?"},
	}
	for _, test := range tests {
		missing, extra := diff(lines(test.server), lines(test.model))
		if d := cmp.Diff([][]string{lines(test.missing), lines(test.extra)}, [][]string{missing, extra}); d != "" {
			t.Errorf("%s: %s", test.name, d)
		}
	}
}

func lines(line string) []string {
	if line == "" {
		return nil
	}
	return []string{line}
}

func TestCompare(t *testing.T) {
	lock := func(name string, mode effects.Mode) []effects.Lock {
		return []effects.Lock{{Touch: effects.Touch{Relation: name}, Mode: mode}}
	}
	scan := []effects.Touch{{Relation: "public.t"}}
	refused := &effects.Refusal{SQLState: "42P07", Message: "no"}
	tests := []struct {
		name, kind string
		e          effects.Effects
		a          oracle.Answer
		want       outcome
	}{
		{"equal", "ALTER TABLE", effects.Effects{Locks: lock("public.t", effects.Share)}, oracle.Answer{Locks: map[string]string{"public.t": "ShareLock"}}, agree},
		{"other mode", "ALTER TABLE", effects.Effects{Locks: lock("public.t", effects.Share)}, oracle.Answer{Locks: map[string]string{"public.t": "ExclusiveLock"}}, differ},
		{"other table", "ALTER TABLE", effects.Effects{Locks: lock("public.u", effects.Share)}, oracle.Answer{Locks: map[string]string{"public.t": "ShareLock"}}, differ},
		{"AccessShare apart", "ALTER TABLE", effects.Effects{}, oracle.Answer{Locks: map[string]string{"public.t": "AccessShareLock"}}, agree},
		{"scan missing", "ALTER TABLE", effects.Effects{}, oracle.Answer{Scanned: []string{"public.t"}}, differ},
		{"scan of a query", "SELECT", effects.Effects{}, oracle.Answer{Scanned: []string{"public.t"}}, agree},
		{"scan too many", "CREATE INDEX", effects.Effects{Scans: scan}, oracle.Answer{}, differ},
		{"rewrite missing", "ALTER TABLE", effects.Effects{}, oracle.Answer{Rewritten: []string{"public.t"}}, differ},
		{"said to be unknown", "ALTER TABLE", effects.Effects{Unknown: []string{"x"}}, oracle.Answer{Rewritten: []string{"public.t"}}, unsure},
		{"both refuse", "CREATE TABLE", effects.Effects{Refused: refused}, oracle.Answer{SQLState: "42P07", Error: "exists"}, agree},
		{"refused otherwise", "CREATE TABLE", effects.Effects{Refused: refused}, oracle.Answer{SQLState: "42601", Error: "x"}, differ},
		{"only the model refuses", "CREATE TABLE", effects.Effects{Refused: refused}, oracle.Answer{}, differ},
		{"only the server refuses", "CREATE TABLE", effects.Effects{}, oracle.Answer{SQLState: "42P07", Error: "exists"}, differ},
		{"a row is wrong", "ALTER TABLE", effects.Effects{}, oracle.Answer{SQLState: "23514", Error: "violated"}, data},
		{"no row to look up", "INSERT", effects.Effects{Locks: lock("public.t", effects.RowShare)}, oracle.Answer{}, data},
		{"a lock that the model lacks", "INSERT", effects.Effects{}, oracle.Answer{Locks: map[string]string{"public.t": "RowShareLock"}}, differ},
		{"transaction block", "VACUUM", effects.Effects{}, oracle.Answer{NoTx: true}, differ},
	}
	for _, test := range tests {
		if v := compare(test.kind, &test.e, test.a); v.outcome != test.want {
			t.Errorf("%s: outcome %d, want %d: %+v", test.name, v.outcome, test.want, v)
		}
	}
}
