package main

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"sort"
	"strings"

	"github.com/google/go-cmp/cmp"
)

// validator checks values against a JSON Schema that uses few keywords; any
// other keyword is a problem of its own.
type validator struct {
	root     map[string]any
	problems []string
	// seen counts the objects of each schema, by its place, and what each
	// property was seen in.
	seen map[string]int
}

func (v *validator) validate(value any) []string {
	v.problems = nil
	v.check("$", "$", v.root, value)
	sort.Strings(v.problems)
	return v.problems
}

// requirements are the properties that every object seen has and the schema
// does not require, or that none has.
func (v *validator) requirements(place string, schema map[string]any) []string {
	var wrong []string
	properties, _ := schema["properties"].(map[string]any)
	required, _ := schema["required"].([]any)
	for name, property := range properties {
		switch n := v.seen[place+"."+name]; {
		case n == 0:
			wrong = append(wrong, place+"."+name+" is in no manifest")
		case n == v.seen[place+"{}"] && !slices.Contains(required, any(name)):
			wrong = append(wrong, place+"."+name+" is in every manifest and not required")
		}
		wrong = append(wrong, v.requirements(place+"."+name, property.(map[string]any))...)
	}
	definitions, _ := schema["$defs"].(map[string]any)
	for name, definition := range definitions {
		wrong = append(wrong, v.requirements("#/$defs/"+name, definition.(map[string]any))...)
	}
	sort.Strings(wrong)
	return wrong
}

func (v *validator) problem(at, format string, args ...any) {
	v.problems = append(v.problems, at+": "+fmt.Sprintf(format, args...))
}

// check checks a value at a place of the document against the schema at a
// place of the schema.
func (v *validator) check(at, place string, schema map[string]any, value any) {
	object, isObject := value.(map[string]any)
	if isObject && schema["properties"] != nil {
		v.seen[place+"{}"]++
		for name := range object {
			v.seen[place+"."+name]++
		}
	}
	for keyword, rule := range schema {
		switch keyword {
		case "$schema", "$id", "$defs", "title", "description":
		case "$ref":
			name := strings.TrimPrefix(rule.(string), "#/$defs/")
			v.check(at, rule.(string), v.root["$defs"].(map[string]any)[name].(map[string]any), value)
		case "type":
			if types := typeNames(rule); !slices.ContainsFunc(types, func(name string) bool { return isType(value, name) }) {
				v.problem(at, "is no %s", strings.Join(types, " or "))
			}
		case "const":
			if !cmp.Equal(rule, value) {
				v.problem(at, "is not %v", rule)
			}
		case "enum":
			if !slices.ContainsFunc(rule.([]any), func(allowed any) bool { return cmp.Equal(allowed, value) }) {
				v.problem(at, "is none of %v", rule)
			}
		case "pattern":
			if text, ok := value.(string); ok && !regexp.MustCompile(rule.(string)).MatchString(text) {
				v.problem(at, "does not match %s", rule)
			}
		case "required":
			for _, name := range rule.([]any) {
				if _, ok := object[name.(string)]; !ok {
					v.problem(at, "%q is missing", name)
				}
			}
		case "items":
			list, _ := value.([]any)
			for i, entry := range list {
				v.check(fmt.Sprintf("%s[%d]", at, i), place+"[]", rule.(map[string]any), entry)
			}
		case "properties":
			for name, schema := range rule.(map[string]any) {
				if entry, ok := object[name]; ok {
					v.check(at+"."+name, place+"."+name, schema.(map[string]any), entry)
				}
			}
		case "additionalProperties":
			v.additional(at, schema, rule, object)
		default:
			v.problem(at, "the schema uses %q", keyword)
		}
	}
}

func (v *validator) additional(at string, schema map[string]any, rule any, object map[string]any) {
	known, _ := schema["properties"].(map[string]any)
	for name, entry := range object {
		if _, ok := known[name]; ok {
			continue
		}
		if rule == false {
			v.problem(at, "%q is not allowed", name)
			continue
		}
		v.check(at+"."+name, "", rule.(map[string]any), entry)
	}
}

func typeNames(rule any) []string {
	if name, ok := rule.(string); ok {
		return []string{name}
	}
	var names []string
	for _, name := range rule.([]any) {
		names = append(names, name.(string))
	}
	return names
}

func isType(value any, name string) bool {
	switch v := value.(type) {
	case map[string]any:
		return name == "object"
	case []any:
		return name == "array"
	case string:
		return name == "string"
	case json.Number:
		return name == "number" || name == "integer" && !strings.ContainsAny(v.String(), ".eE")
	case nil:
		return name == "null"
	}
	return name == "boolean"
}
