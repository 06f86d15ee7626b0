package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/google/go-cmp/cmp"

	"sqlbundle/internal/executor"
)

const executorPage = "docs/executor.md"

// TestExecutorEvents compares the page's events and their fields with the code.
func TestExecutorEvents(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, "internal/executor/event.go"), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok {
			if kind, ok := spec.Type.(*ast.Ident); ok && kind.Name == "Kind" {
				kinds = append(kinds, strings.Trim(spec.Values[0].(*ast.BasicLit).Value, `"`))
			}
		}
		return true
	})
	if d := cmp.Diff(kinds, firstCells(t, executorPage, "event")); d != "" {
		t.Errorf("events (- the code, + the page)\n%s", d)
	}
	page := read(t, executorPage)
	for _, typ := range []reflect.Type{reflect.TypeFor[executor.Event](), reflect.TypeFor[executor.Blocker]()} {
		for i := range typ.NumField() {
			name, _, _ := strings.Cut(typ.Field(i).Tag.Get("json"), ",")
			if !strings.Contains(page, "`"+name+"`") {
				t.Errorf("the page does not tell of the field %s", name)
			}
		}
	}
}

// TestExecutorOptions compares the page's options with the grammar.
func TestExecutorOptions(t *testing.T) {
	parser, err := kong.New(&cli{}, helpVars())
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, command := range parser.Model.Children {
		if command.Name == "apply" {
			for _, flag := range command.Flags {
				if flag.Name != "help" {
					want = append(want, "--"+flag.Name)
				}
			}
		}
	}
	var got []string
	for _, page := range []string{executorPage, fleetPage} {
		for _, cell := range firstCells(t, page, "option") {
			name, _, _ := strings.Cut(cell, " ")
			got = append(got, name)
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("options (- the grammar, + the page)\n%s", d)
	}
}
