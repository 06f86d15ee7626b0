package config

import (
	"strconv"

	"github.com/pelletier/go-toml/v2/unstable"

	"sqlbundle/internal/source"
)

// node is one value of the file: a scalar, an array, or a table.
type node struct {
	kind unstable.Kind
	// text is the decoded string, or a scalar as written.
	text  string
	span  source.Span
	items []*node
	table *table
}

// origin is how a table came to be; it decides what may still be added.
type origin int

const (
	implied origin = iota // by the header of a table below it
	headed                // by its own header
	dotted                // by a dotted key
	inline                // in braces
)

// table is keys and values in the order of the file.
type table struct {
	origin  origin
	entries []*entry
	byName  map[string]*entry
}

type entry struct {
	name  string
	key   source.Span
	value *node
}

// part is one name of a dotted key.
type part struct {
	name string
	span source.Span
}

func newTable(o origin) *table { return &table{origin: o, byName: map[string]*entry{}} }

func (t *table) add(p part, value *node) {
	e := &entry{name: p.name, key: p.span, value: value}
	t.entries = append(t.entries, e)
	t.byName[p.name] = e
}

func (t *table) addTable(p part, o origin) *table {
	below := newTable(o)
	t.add(p, &node{kind: unstable.Table, span: p.span, table: below})
	return below
}

// tree grows the tables of a file by TOML's rules of what may be defined
// where, once.
type tree struct {
	file    *source.File
	errs    *source.ErrorList
	root    *table
	current *table
}

// header opens the table that the parts of a [header] name.
func (b *tree) header(parts []part) {
	t := b.root
	for i, p := range parts {
		last := i == len(parts)-1
		e := t.byName[p.name]
		switch {
		case e == nil && last:
			t = t.addTable(p, headed)
		case e == nil:
			t = t.addTable(p, implied)
		case !b.mayOpen(e, p, last):
			b.current = newTable(headed)
			return
		default:
			t = e.value.table
		}
	}
	t.origin = headed
	b.current = t
}

// mayOpen tells whether a header may name an entry that exists. A header that
// stands twice is an error, but its keys are still looked at.
func (b *tree) mayOpen(e *entry, p part, last bool) bool {
	switch {
	case e.value.table == nil:
		b.report(p.span, quote(p.name)+" is a value already, it cannot be a section", b.first(e))
		return false
	case e.value.table.origin == inline, last && e.value.table.origin == dotted:
		b.report(p.span, "section "+quote(p.name)+" is complete already", b.first(e))
		return false
	case last && e.value.table.origin == headed:
		b.report(p.span, "section "+quote(p.name)+" stands twice",
			b.first(e)+"; put all keys under one header")
	}
	return true
}

// set puts a value under a key, which may be dotted, of t.
func (b *tree) set(t *table, parts []part, value *node) {
	last := len(parts) - 1
	for _, p := range parts[:last] {
		e := t.byName[p.name]
		switch {
		case e == nil:
			t = t.addTable(p, dotted)
		case e.value.table != nil && e.value.table.origin == dotted:
			t = e.value.table
		default:
			b.report(p.span, "key "+quote(p.name)+" is set already", b.first(e))
			return
		}
	}
	if e := t.byName[parts[last].name]; e != nil {
		b.report(parts[last].span, "key "+quote(e.name)+" is set twice", b.first(e))
		return
	}
	t.add(parts[last], value)
}

func (b *tree) first(e *entry) string {
	return "the first is in line " + strconv.Itoa(b.file.Position(e.key.Start).Line)
}

func (b *tree) report(at source.Span, msg, hint string) {
	b.errs.Add(&source.Error{File: b.file, Span: at, Msg: msg, Hint: hint})
}

// quote makes a name of the file safe to print.
func quote(name string) string { return strconv.Quote(name) }
