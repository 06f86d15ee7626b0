package main

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"sort"
	"strconv"
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
		case "$schema", "$id", "id", "$defs", "definitions", "title", "description", "default":
		case "$ref":
			_, path, _ := strings.Cut(rule.(string), "#/")
			folder, name, _ := strings.Cut(path, "/")
			v.check(at, rule.(string), v.root[folder].(map[string]any)[name].(map[string]any), value)
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
		case "required":
			for _, name := range rule.([]any) {
				if _, ok := object[name.(string)]; isObject && !ok {
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
			v.limit(at, keyword, rule, value)
		}
	}
}

// limit checks a value against the rarer keywords.
func (v *validator) limit(at, keyword string, rule, value any) {
	switch keyword {
	case "pattern":
		if text, ok := value.(string); ok && !regexp.MustCompile(rule.(string)).MatchString(text) {
			v.problem(at, "does not match %s", rule)
		}
	case "minimum", "maximum":
		if number, ok := value.(json.Number); ok && !inBound(keyword, rule, number) {
			v.problem(at, "is not within the %s %v", keyword, rule)
		}
	case "format":
		if text, ok := value.(string); ok && !isFormat(rule.(string), text) {
			v.problem(at, "is no %s", rule)
		}
	case "anyOf", "oneOf":
		if n := v.matching(rule.([]any), value); n == 0 || keyword == "oneOf" && n > 1 {
			v.problem(at, "matches %d of %s", n, keyword)
		}
	case "minItems":
		if list, ok := value.([]any); ok && !inBound("minimum", rule, json.Number(strconv.Itoa(len(list)))) {
			v.problem(at, "has %d items", len(list))
		}
	case "uniqueItems":
		if list, ok := value.([]any); ok && rule == true && hasTwice(list) {
			v.problem(at, "has an item twice")
		}
	default:
		v.problem(at, "the schema uses %q", keyword)
	}
}

// matching counts the schemas that a value matches.
func (v *validator) matching(schemas []any, value any) int {
	n := 0
	for _, schema := range schemas {
		other := &validator{root: v.root, seen: map[string]int{}}
		if other.check("$", "$", schema.(map[string]any), value); len(other.problems) == 0 {
			n++
		}
	}
	return n
}

func inBound(keyword string, bound any, number json.Number) bool {
	limit, err := bound.(json.Number).Float64()
	n, err2 := number.Float64()
	return err == nil && err2 == nil && (keyword == "minimum" && n >= limit || keyword == "maximum" && n <= limit)
}

func isFormat(name, text string) bool {
	switch name {
	case "uri":
		u, err := url.Parse(text)
		return err == nil && u.IsAbs()
	case "uri-reference":
		_, err := url.Parse(text)
		return err == nil
	}
	return false
}

func hasTwice(list []any) bool {
	for i, a := range list {
		for _, b := range list[:i] {
			if cmp.Equal(a, b) {
				return true
			}
		}
	}
	return false
}

func (v *validator) additional(at string, schema map[string]any, rule any, object map[string]any) {
	known, _ := schema["properties"].(map[string]any)
	for name, entry := range object {
		if _, ok := known[name]; ok {
			continue
		}
		switch rule := rule.(type) {
		case map[string]any:
			v.check(at+"."+name, "", rule, entry)
		case bool:
			if !rule {
				v.problem(at, "%q is not allowed", name)
			}
		}
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
