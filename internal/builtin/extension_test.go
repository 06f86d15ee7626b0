package builtin

import (
	"slices"
	"testing"
)

func extension(t *testing.T, name string, version int) Extension {
	t.Helper()
	e, ok := LookupExtension(name, version)
	if !ok || e.Name != name {
		t.Fatalf("%s in %d: %v, %+v", name, version, ok, e)
	}
	return e
}

func TestLookupExtension(t *testing.T) {
	citext := extension(t, "citext", 15)
	if !citext.Complete || !citext.Relocatable || !citext.Trusted || citext.Schema != "" || citext.Version != "1.6" {
		t.Errorf("citext is %+v", citext)
	}
	want := Type{
		Name: "citext", Kind: 'b', Category: 'S', Len: -1, Array: "_citext", Collatable: true,
		Input: Immutable, Output: Immutable,
	}
	if !slices.Contains(citext.Types, want) || len(citext.Types) != 2 {
		t.Errorf("citext has the types %+v", citext.Types)
	}
	if !slices.Contains(citext.Casts, Cast{From: "citext", To: "text", Method: 'b', Context: 'i', Volatility: Immutable}) {
		t.Errorf("citext has the casts %+v", citext.Casts)
	}
	if !slices.Contains(citext.Opclasses, Opclass{AccessMethod: "btree", Name: "citext_ops", Family: "citext_ops", Input: "citext", Default: true}) {
		t.Errorf("citext has the operator classes %+v", citext.Opclasses)
	}
	equal := Operator{Name: "=", Left: "citext", Right: "citext", Result: "bool", Volatility: Immutable}
	if !slices.Contains(citext.Operators, equal) {
		t.Errorf("citext has the operators %+v", citext.Operators)
	}
}

func TestExtensionsBring(t *testing.T) {
	if e := extension(t, "uuid-ossp", 13); !hasFunction(e, "uuid_generate_v4", Volatile) {
		t.Errorf("uuid-ossp has %+v", e.Functions)
	}
	if e := extension(t, "unaccent", 13); !hasFunction(e, "unaccent", Stable) {
		t.Errorf("unaccent has %+v", e.Functions)
	}
	if e := extension(t, "earthdistance", 18); !slices.Equal(e.Requires, []string{"cube"}) || e.Types[1].Base != "cube" {
		t.Errorf("earthdistance is %+v", e)
	}
	if e := extension(t, "pg_stat_statements", 15); !slices.Contains(e.Relations, Relation{Name: "pg_stat_statements", Kind: 'v'}) {
		t.Errorf("pg_stat_statements has %+v", e.Relations)
	}
	if e := extension(t, "postgres_fdw", 15); !slices.Equal(e.ForeignDataWrappers, []string{"postgres_fdw"}) {
		t.Errorf("postgres_fdw has %+v", e.ForeignDataWrappers)
	}
	if e := extension(t, "bloom", 15); !slices.Equal(e.AccessMethods, []string{"bloom"}) {
		t.Errorf("bloom has %+v", e.AccessMethods)
	}
	if e := extension(t, "plpgsql", 15); e.Schema != "pg_catalog" || !slices.Equal(e.Languages, []string{"plpgsql"}) {
		t.Errorf("plpgsql is %+v", e)
	}
	if e, ok := LookupExtension("adminpack", 17); ok {
		t.Errorf("version 17 has %+v", e)
	}
	if e, ok := LookupExtension("nosuch", 17); ok {
		t.Errorf("version 17 has %+v", e)
	}
}

func hasFunction(e Extension, name string, v Volatility) bool {
	return slices.ContainsFunc(e.Functions, func(f Function) bool { return f.Name == name && f.Volatility == v })
}

func TestWellKnownExtensionIsIncomplete(t *testing.T) {
	e := extension(t, "postgis", 15)
	if e.Complete || !slices.ContainsFunc(e.Types, func(t Type) bool { return t.Name == "geometry" && t.HasTypmod }) {
		t.Errorf("postgis is %+v", e)
	}
	if e := extension(t, "vector", 15); e.Complete || !slices.Contains(e.AccessMethods, "hnsw") {
		t.Errorf("vector is %+v", e)
	}
}
