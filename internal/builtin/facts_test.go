package builtin

import (
	"slices"
	"testing"
)

func TestFunctions(t *testing.T) {
	tests := []struct {
		name    string
		version int
		want    []Function
	}{
		{"now", 13, []Function{{Name: "now", Returns: "timestamptz", Volatility: Stable, Strict: true, Kind: 'f'}}},
		{"gen_random_uuid", 13, []Function{{Name: "gen_random_uuid", Returns: "uuid", Volatility: Volatile, Strict: true, Kind: 'f'}}},
		{"random", 16, []Function{{Name: "random", Returns: "float8", Volatility: Volatile, Strict: true, Kind: 'f'}}},
		{"format", 18, []Function{
			{Name: "format", Args: []string{"text"}, Returns: "text", Volatility: Stable, Kind: 'f'},
			{Name: "format", Args: []string{"text", "any"}, Returns: "text", Volatility: Stable, Kind: 'f', Variadic: true},
		}},
		{"jsonb_path_exists", 15, []Function{{
			Name: "jsonb_path_exists", Args: []string{"jsonb", "jsonpath", "jsonb", "bool"}, Returns: "bool",
			Volatility: Immutable, Strict: true, Kind: 'f', Defaults: 2,
		}}},
		{"unnest", 13, []Function{
			{Name: "unnest", Args: []string{"anyarray"}, Returns: "anyelement", Set: true, Volatility: Immutable, Strict: true, Kind: 'f'},
			{Name: "unnest", Args: []string{"tsvector"}, Returns: "record", Set: true, Volatility: Immutable, Strict: true, Kind: 'f'},
		}},
		{"rank", 13, []Function{
			{Name: "rank", Returns: "int8", Volatility: Immutable, Kind: 'w'},
			{Name: "rank", Args: []string{"any"}, Returns: "int8", Volatility: Immutable, Kind: 'a', Variadic: true},
		}},
		{"uuidv7", 17, nil},
		{"now", 12, nil},
		{"now", 19, nil},
		{"", 15, nil},
		{"now -", 15, nil},
		{"zzz", 15, nil},
	}
	for _, test := range tests {
		got := Functions(test.name, test.version)
		if !slices.EqualFunc(got, test.want, sameFunction) {
			t.Errorf("%s in %d:\n got %+v\nwant %+v", test.name, test.version, got, test.want)
		}
	}
	if got := Functions("random", 17); len(got) != 4 {
		t.Errorf("version 17 has %+v", got)
	}
}

func sameFunction(a, b Function) bool {
	same := slices.Equal(a.Args, b.Args)
	return same && a.Name == b.Name && a.Returns == b.Returns && a.Set == b.Set && a.Volatility == b.Volatility &&
		a.Strict == b.Strict && a.Kind == b.Kind && a.Variadic == b.Variadic && a.Defaults == b.Defaults
}

func TestLookupType(t *testing.T) {
	tests := []struct {
		version int
		want    Type
	}{
		{13, Type{Name: "int4", Kind: 'b', Category: 'N', Len: 4, Array: "_int4", Input: Immutable, Output: Immutable}},
		{13, Type{Name: "text", Kind: 'b', Category: 'S', Preferred: true, Len: -1, Array: "_text", Collatable: true, Input: Immutable, Output: Immutable}},
		{13, Type{Name: "varchar", Kind: 'b', Category: 'S', Len: -1, Array: "_varchar", Collatable: true, HasTypmod: true, Input: Immutable, Output: Immutable}},
		{18, Type{Name: "_int4", Kind: 'b', Category: 'A', Len: -1, Elem: "int4", Input: Stable, Output: Stable}},
		{18, Type{Name: "int4range", Kind: 'r', Category: 'R', Len: -1, Array: "_int4range", RangeSubtype: "int4", Input: Stable, Output: Stable}},
		{14, Type{Name: "datemultirange", Kind: 'm', Category: 'R', Len: -1, Array: "_datemultirange", RangeSubtype: "date", Input: Stable, Output: Stable}},
		{14, Type{Name: "char", Kind: 'b', Category: 'S', Len: 1, Array: "_char", Input: Immutable, Output: Immutable}},
		{15, Type{Name: "char", Kind: 'b', Category: 'Z', Len: 1, Array: "_char", Input: Immutable, Output: Immutable}},
		{15, Type{Name: "void", Kind: 'p', Category: 'P', Len: 4, Input: Immutable, Output: Immutable}},
	}
	for _, test := range tests {
		got, ok := LookupType(test.want.Name, test.version)
		if !ok || got != test.want {
			t.Errorf("in %d, %v:\n got %+v\nwant %+v", test.version, ok, got, test.want)
		}
	}
	for _, name := range []string{"integer", "datemultirange", "int4 bNii", "nosuch"} {
		if got, ok := LookupType(name, 13); ok {
			t.Errorf("version 13 has %+v", got)
		}
	}
}

func TestIsArray(t *testing.T) {
	for name, want := range map[string]bool{"_text": true, "oidvector": true, "name": false, "point": false, "int4": false} {
		if typ, ok := LookupType(name, 15); !ok || typ.IsArray() != want {
			t.Errorf("%s, %v: %v", name, ok, typ.IsArray())
		}
	}
}

func TestFindCast(t *testing.T) {
	tests := []Cast{
		{From: "varchar", To: "text", Method: 'b', Context: 'i', Volatility: Immutable},
		{From: "int4", To: "int8", Method: 'f', Context: 'i', Function: "int8", Volatility: Immutable},
		{From: "int8", To: "int4", Method: 'f', Context: 'a', Function: "int4", Volatility: Immutable},
		{From: "timestamp", To: "timestamptz", Method: 'f', Context: 'i', Function: "timestamptz", Volatility: Stable},
		{From: "varchar", To: "varchar", Method: 'f', Context: 'i', Function: "varchar", Volatility: Immutable},
		{From: "json", To: "jsonb", Method: 'i', Context: 'a', Volatility: Immutable},
		{From: "xml", To: "text", Method: 'b', Context: 'a', Volatility: Immutable},
	}
	for _, want := range tests {
		if got, ok := FindCast(want.From, want.To, 15); !ok || got != want {
			t.Errorf("%v:\n got %+v\nwant %+v", ok, got, want)
		}
	}
	if got, ok := FindCast("int4", "bytea", 17); ok {
		t.Errorf("version 17 casts %+v", got)
	}
}

func TestOperators(t *testing.T) {
	want := []Operator{{Name: "!", Left: "int8", Result: "numeric", Volatility: Immutable}}
	if got := Operators("!", 13); !slices.Equal(got, want) {
		t.Errorf("got %+v", got)
	}
	if got := Operators("!", 14); got != nil {
		t.Errorf("version 14 has a postfix operator: %+v", got)
	}
	negation := Operator{Name: "-", Right: "int4", Result: "int4", Volatility: Immutable}
	later := Operator{Name: "+", Left: "timestamptz", Right: "interval", Result: "timestamptz", Volatility: Stable}
	if !slices.Contains(Operators("-", 18), negation) || !slices.Contains(Operators("+", 18), later) {
		t.Error("an operator is missing")
	}
}

func TestOpclasses(t *testing.T) {
	want := Opclass{AccessMethod: "btree", Name: "text_pattern_ops", Family: "text_pattern_ops", Input: "text"}
	if got, ok := LookupOpclass("btree", "text_pattern_ops", 15); !ok || got != want {
		t.Errorf("got %+v", got)
	}
	if got, ok := DefaultOpclass("btree", "text", 15); !ok || got.Name != "text_ops" {
		t.Errorf("got %+v", got)
	}
	if got, ok := DefaultOpclass("gin", "jsonb", 15); !ok || got.Name != "jsonb_ops" {
		t.Errorf("got %+v", got)
	}
	for _, typ := range []string{"varchar", "json"} {
		if got, ok := DefaultOpclass("btree", typ, 15); ok {
			t.Errorf("%s has %+v", typ, got)
		}
	}
	if got := Opclasses("spgist", 15); len(got) != 7 {
		t.Errorf("got %+v", got)
	}
}

func TestSystemRelation(t *testing.T) {
	tests := []struct {
		schema, name string
		version      int
		want         bool
	}{
		{"pg_catalog", "pg_class", 13, true},
		{"pg_catalog", "pg_publication_namespace", 14, false},
		{"pg_catalog", "pg_publication_namespace", 15, true},
		{"information_schema", "columns", 13, true},
		{"pg_catalog", "columns", 13, false},
		{"pg_catalog", "pg_class_oid_index", 13, false},
		{"pg_catalog", "pg_class r", 13, false},
	}
	for _, test := range tests {
		if got := SystemRelation(test.schema, test.name, test.version); got != test.want {
			t.Errorf("%+v: %v", test, got)
		}
	}
}

func TestLinesAtTheEdges(t *testing.T) {
	text := "a 1\nb 1 @14-\nb 2 @-13\nbb 1\nz 1"
	tests := []struct {
		key     string
		version int
		want    string
	}{
		{"a", 13, "1"},
		{"b", 13, "2"},
		{"b", 18, "1"},
		{"bb", 15, "1"},
		{"z", 15, "1"},
		{"0", 15, ""},
		{"zz", 15, ""},
	}
	for _, test := range tests {
		got := ""
		for f := range lines(text, test.version, test.key) {
			got += f[1]
		}
		if got != test.want {
			t.Errorf("%s in %d: %q, not %q", test.key, test.version, got, test.want)
		}
	}
}

func BenchmarkFunctions(b *testing.B) {
	for b.Loop() {
		Functions("now", 15)
	}
}

func BenchmarkLookupExtension(b *testing.B) {
	for b.Loop() {
		LookupExtension("btree_gist", 15)
	}
}
