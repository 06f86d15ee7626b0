package main

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestSARIFSchema checks what lint writes against the schema of the standard,
// and that the schema is looked at.
func TestSARIFSchema(t *testing.T) {
	v := &validator{root: decode(t, sarifSchema(t)), seen: map[string]int{}}
	real, _ := call(t, 1, "-c", filepath.Join(root, "examples/helpdesk/sqlbundle.toml"), "lint", "--format", "sarif")
	for name, text := range map[string]string{
		"of all kinds": read(t, "out/testdata/findings/sarif"), "none": read(t, "out/testdata/findings/none_sarif"), "helpdesk": real,
	} {
		for _, problem := range v.validate(decode(t, []byte(text))) {
			t.Errorf("%s: %s", name, problem)
		}
	}
	damages := map[string]func(run, result map[string]any){
		`$.runs[0]: "tool" is missing`:                         func(run, _ map[string]any) { delete(run, "tool") },
		`$.runs[0]: "more" is not allowed`:                     func(run, _ map[string]any) { run["more"] = true },
		`$.runs[0].columnKind: is none of`:                     func(run, _ map[string]any) { run["columnKind"] = "bytes" },
		`$.runs[0].results[0].level: is none of`:               func(_, result map[string]any) { result["level"] = "notice" },
		`$.runs[0].results[0].ruleIndex: is not within`:        func(_, result map[string]any) { result["ruleIndex"] = json.Number("-2") },
		`$.runs[0].results[0].message: matches 0 of anyOf`:     func(_, result map[string]any) { delete(result["message"].(map[string]any), "text") },
		`$.runs[0].results[0].partialFingerprints.a: is no st`: func(_, result map[string]any) { result["partialFingerprints"].(map[string]any)["a"] = true },
	}
	for want, damage := range damages {
		log := decode(t, []byte(read(t, "out/testdata/findings/sarif")))
		run := log["runs"].([]any)[0].(map[string]any)
		damage(run, run["results"].([]any)[0].(map[string]any))
		if problems := v.validate(log); len(problems) != 1 || !strings.HasPrefix(problems[0], want) {
			t.Errorf("%q, want %q", problems, want)
		}
	}
}

// sarifModule carries the schema of SARIF 2.1.0 as its standard has it, in a
// constant of a Go file.
const sarifModule, sarifFile = "github.com/owenrumney/go-sarif/v3@v3.3.1", "pkg/report/v210/sarif/schema.go"

// sarifSchema is the schema, out of the module cache.
func sarifSchema(t *testing.T) []byte {
	t.Helper()
	answer, err := exec.Command("go", "mod", "download", "-json", sarifModule).Output()
	var module struct{ Dir, Error string }
	if err != nil || json.Unmarshal(answer, &module) != nil || module.Dir == "" {
		t.Fatalf("downloading %s: %v\n%s", sarifModule, err, answer)
	}
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(module.Dir, sarifFile), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var text string
	ast.Inspect(file, func(n ast.Node) bool {
		if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			text, err = strconv.Unquote(literal.Value)
		}
		return true
	})
	if err != nil || !strings.Contains(text, "SARIF") {
		t.Fatalf("%s has no schema: %v", sarifFile, err)
	}
	return []byte(text)
}
