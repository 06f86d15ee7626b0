package config

import (
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"

	"sqlbundle/internal/source"
)

// list is the strings of an array; ok where all of them are good.
func (l *loader) list(key string, v *node, c check) (items []string, ok bool) {
	if v.kind != unstable.Array {
		l.wrongType(key, v, "a list of strings")
		return nil, false
	}
	ok = true
	for i, item := range v.items {
		s, good := l.text(key+"["+strconv.Itoa(i)+"]", item, []check{c})
		items = append(items, s)
		ok = ok && good
	}
	return items, ok
}

// unique reports the items that stand twice in the array v; bad items are
// empty and have been reported.
func (l *loader) unique(key string, v *node, items []string) bool {
	ok := true
	seen := map[string]bool{}
	for i, s := range items {
		if s != "" && seen[s] {
			l.report(v.items[i].span, key+" holds "+quote(s)+" twice", "")
			ok = false
		}
		seen[s] = true
	}
	return ok
}

// text is a string that passes the checks.
func (l *loader) text(key string, v *node, checks []check) (s string, ok bool) {
	l.config.places[key] = v.span
	if v.kind != unstable.String {
		l.wrongType(key, v, "a string")
		return "", false
	}
	for _, c := range append([]check{checkText}, checks...) {
		if p := c(v.text); p.msg != "" {
			l.report(v.span, key+" "+p.msg, p.hint)
			return "", false
		}
	}
	return v.text, true
}

// wrongType reports a value of another type than wanted, and how to write it.
func (l *loader) wrongType(key string, v *node, wanted string) {
	hint := ""
	name := key[strings.LastIndexByte(key, '.')+1:]
	isScalar := v.kind != unstable.Array && v.table == nil
	switch {
	case wanted == "a string" && isScalar:
		hint = "put it in quotes: " + strconv.Quote(v.text)
	case wanted == "a list of strings" && v.kind == unstable.String:
		hint = "write a list: " + name + " = [" + strconv.Quote(v.text) + "]"
	case wanted == "an integer" && v.kind == unstable.String && isInteger(v.text),
		wanted == "true or false" && (v.text == "true" || v.text == "false"):
		hint = "write it without quotes: " + name + " = " + v.text
	}
	l.report(v.span, key+" must be "+wanted+", not "+kindName(v.kind), hint)
}

func isInteger(s string) bool {
	_, err := strconv.Atoi(s)
	return err == nil
}

func kindName(k unstable.Kind) string {
	switch k {
	case unstable.String:
		return "a string"
	case unstable.Bool:
		return "true or false"
	case unstable.Integer:
		return "an integer"
	case unstable.Float:
		return "a float"
	case unstable.Array:
		return "a list"
	case unstable.Table, unstable.InlineTable:
		return "a section"
	}
	return "a date or time"
}

func (l *loader) report(at source.Span, msg, hint string) {
	l.errs.Add(&source.Error{File: l.config.File, Span: at, Msg: msg, Hint: hint})
}
