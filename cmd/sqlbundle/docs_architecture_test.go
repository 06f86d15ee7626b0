package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const architecture = "docs/architecture.md"

// TestArchitectureNames looks up each name in code font: pkg.Name and
// pkg.Type.Name in the declarations of the tree, paths among its files.
func TestArchitectureNames(t *testing.T) {
	declared := declarations(t)
	qualified := regexp.MustCompile(`^([a-z]+)((?:\.\w+)+)$`)
	path := regexp.MustCompile(`^[\w.-]+(/[\w.-]+)+$`)
	found := 0
	for _, code := range inlineCode.FindAllString(fence.ReplaceAllString(read(t, architecture), ""), -1) {
		name := strings.Trim(code, "`")
		if m := qualified.FindStringSubmatch(name); m != nil && declared[m[1]] {
			if found++; !declared[name] {
				t.Errorf("there is no %s", name)
			}
		}
		if path.MatchString(name) && !strings.HasPrefix(name, "migrations/") {
			if _, err := os.Stat(filepath.Join(root, name)); err != nil {
				t.Errorf("there is no file %s", name)
			}
		}
	}
	if found < 50 {
		t.Errorf("only %d names were found", found)
	}
}

// declarations are the names of the tree: "pkg", "pkg.Name",
// "pkg.Type.Method", "pkg.Type.Field". Commands other than the tool are left
// out.
func declarations(t *testing.T) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	for _, folder := range packages(t) {
		if folder == "internal/demo" {
			continue
		}
		files, err := filepath.Glob(filepath.Join(root, folder, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			found[file.Name.Name] = true
			for _, d := range file.Decls {
				for _, name := range declaredBy(d) {
					found[file.Name.Name+"."+name] = true
				}
			}
		}
	}
	return found
}

func declaredBy(d ast.Decl) []string {
	if f, ok := d.(*ast.FuncDecl); ok {
		if f.Recv == nil {
			return []string{f.Name.Name}
		}
		receiver := f.Recv.List[0].Type
		if star, ok := receiver.(*ast.StarExpr); ok {
			receiver = star.X
		}
		switch generic := receiver.(type) {
		case *ast.IndexExpr:
			receiver = generic.X
		case *ast.IndexListExpr:
			receiver = generic.X
		}
		return []string{receiver.(*ast.Ident).Name + "." + f.Name.Name}
	}
	var names []string
	for _, spec := range d.(*ast.GenDecl).Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			names = append(names, spec.Name.Name)
			if fields, ok := spec.Type.(*ast.StructType); ok {
				names = append(names, fieldNames(spec.Name.Name, fields)...)
			}
		case *ast.ValueSpec:
			for _, name := range spec.Names {
				names = append(names, name.Name)
			}
		}
	}
	return names
}

// fieldNames are "Type.Field" for the named fields of a struct.
func fieldNames(name string, of *ast.StructType) []string {
	var names []string
	for _, field := range of.Fields.List {
		for _, id := range field.Names {
			names = append(names, name+"."+id.Name)
		}
	}
	return names
}

// TestArchitectureTable compares the page's table of packages with the one
// that the imports are tested against.
func TestArchitectureTable(t *testing.T) {
	exists := packages(t)
	want := map[string][]string{}
	for name, imports := range importTable(t) {
		if !slices.Contains(exists, name) || name == "internal" {
			continue
		}
		want[name] = []string{}
		for _, imported := range imports {
			if imported == "*" {
				want[name] = []string{"everything"}
			} else if slices.Contains(exists, imported) {
				want[name] = append(want[name], imported)
			}
		}
	}
	got := map[string][]string{}
	row := regexp.MustCompile("(?m)^\\| `([a-z/]+)` \\| .* \\| (.*)\\|$")
	for _, m := range row.FindAllStringSubmatch(read(t, architecture), -1) {
		got[m[1]] = strings.FieldsFunc(m[2], func(r rune) bool { return strings.ContainsRune("`, ", r) })
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(- internal/arch_test.go, + the page)\n%s", d)
	}
}

// importTable reads the variable mayImport of internal/arch_test.go.
func importTable(t *testing.T) map[string][]string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, "internal", "arch_test.go"), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	table := map[string][]string{}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || spec.Names[0].Name != "mayImport" {
			return true
		}
		for _, element := range spec.Values[0].(*ast.CompositeLit).Elts {
			pair := element.(*ast.KeyValueExpr)
			var imports []string
			for _, v := range pair.Value.(*ast.CompositeLit).Elts {
				if id, ok := v.(*ast.Ident); ok && id.Name == "everything" {
					imports = append(imports, "*")
					continue
				}
				imports = append(imports, unquote(t, v))
			}
			table[unquote(t, pair.Key)] = imports
		}
		return false
	})
	if len(table) < 10 {
		t.Fatalf("the table has only %d packages", len(table))
	}
	return table
}

func unquote(t *testing.T, e ast.Expr) string {
	t.Helper()
	text, err := strconv.Unquote(e.(*ast.BasicLit).Value)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// packages are the folders that hold Go files, test files apart.
func packages(t *testing.T) []string {
	t.Helper()
	var folders []string
	for _, pattern := range []string{"*/*.go", "cmd/*/*.go", "internal/*/*.go"} {
		names, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			folder, err := filepath.Rel(root, filepath.Dir(name))
			if err != nil {
				t.Fatal(err)
			}
			folder = filepath.ToSlash(folder)
			if !strings.HasSuffix(name, "_test.go") && !slices.Contains(folders, folder) {
				folders = append(folders, folder)
			}
		}
	}
	return folders
}
