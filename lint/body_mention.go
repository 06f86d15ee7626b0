package lint

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// subject is what a statement drops or renames: an object, or with column a
// column of a relation.
type subject struct {
	object catalog.Object
	column string
}

// name is the name by which bodies would call it.
func (x subject) name() string {
	if f, ok := x.object.(*catalog.Function); ok {
		return f.BareName
	}
	return catalog.HeadOf(x.object).Name
}

// functionBody is a function's quoted body, taken apart once, when that is needed.
type functionBody struct {
	function *catalog.Function
	words    func() []string
	queries  func() []*pgsql.Node
}

// quotedBodies are those of all functions that a judged statement may meet, in all
// their versions, by the words that stand in them; all by the empty word too. A
// rule that goes through all functions for each of many statements would take the
// square of the history's length.
func (h *history) quotedBodies() map[string][]*functionBody {
	return h.bodies.get(func() map[string][]*functionBody {
		byWord := map[string][]*functionBody{}
		seen := map[*catalog.Function]bool{}
		add := func(o catalog.Object) {
			f, ok := o.(*catalog.Function)
			if !ok || f.Body == "" || seen[f] {
				return
			}
			seen[f] = true
			b := &functionBody{
				function: f,
				words:    sync.OnceValue(func() []string { return bodyWords(f.Body) }),
				queries:  sync.OnceValue(func() []*pgsql.Node { return bodyQueries(f) }),
			}
			words := append(runs(f.Body), "")
			slices.Sort(words)
			for _, word := range slices.Compact(words) {
				byWord[word] = append(byWord[word], b)
			}
		}
		changed := func(before, after *catalog.Catalog) {
			for _, oid := range catalog.Changed(before, after) {
				add(after.Object(oid))
			}
		}
		var last *catalog.Catalog
		for _, x := range h.sections {
			if last == nil {
				for f := range x.Before.Functions() {
					add(f)
				}
			} else {
				changed(last, x.Before)
			}
			for _, s := range x.statements {
				changed(s.Before, s.after())
				for _, in := range s.body {
					changed(s.Before, in.Before)
				}
			}
			last = x.After
		}
		return byWord
	})
}

// bodiesWith are the bodies in which a name may stand.
func (h *history) bodiesWith(name string) []*functionBody {
	longest := ""
	for _, run := range runs(name) {
		if len(run) > len(longest) {
			longest = run
		}
	}
	return h.quotedBodies()[longest]
}

// runs are the letters and digits of a text that stand together, in lower case:
// where a name stands in it, all runs of the name do.
func runs(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return r < utf8.RuneSelf && r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z')
	})
}

// inBody tells whether the quoted body of a function names a subject. Bodies in
// SQL and PL/pgSQL are parsed; others are searched for the words.
func (x subject) inBody(c *catalog.Catalog, b *functionBody) bool {
	f := b.function
	words := b.words()
	named := slices.Contains(words, x.name())
	switch {
	case x.column == "" && f.Language != "sql":
		return named
	case x.column == "":
		return slices.ContainsFunc(b.queries(), func(node *pgsql.Node) bool { return x.named(c, node) })
	case !slices.Contains(words, x.column) || !named && !isTriggerOf(c, f, x.object):
		return false
	}
	queries := b.queries()
	return len(queries) == 0 || slices.ContainsFunc(queries, func(node *pgsql.Node) bool {
		plain, qualified := columnNamed(node, x.column)
		return qualified && f.Language == "plpgsql" || (plain || qualified) && x.named(c, node)
	}) || f.Language == "plpgsql" && slices.Contains(assignedFields(words), x.column)
}

// named tells whether a statement names the object, as what it is.
func (x subject) named(c *catalog.Catalog, node *pgsql.Node) bool {
	found := false
	pgsql.Walk(node, func(message any) bool {
		switch n := message.(type) {
		case *pg.RangeVar:
			rel, isRelation := x.object.(*catalog.Relation)
			means := c.RangeVar(n)
			found = found || isRelation && n.Relname == rel.Name && (means == nil || means.OID == rel.OID)
		case *pg.FuncCall:
			_, isFunction := x.object.(*catalog.Function)
			_, name := catalog.Split(n.Funcname)
			found = found || isFunction && name == x.name()
		case *pg.TypeName:
			_, name := catalog.Split(n.Names)
			found = found || name == x.name()
		}
		return !found
	})
	return found
}

// columnNamed tells whether a statement names a column, by itself or behind
// something and a dot.
func columnNamed(node *pgsql.Node, column string) (plain, qualified bool) {
	pgsql.Walk(node, func(message any) bool {
		switch n := message.(type) {
		case *pg.ColumnRef:
			if names := pgsql.Names(n.Fields); len(names) > 0 && names[len(names)-1] == column {
				plain, qualified = plain || len(names) == 1, qualified || len(names) > 1
			}
		case *pg.ResTarget:
			// That of an INSERT or UPDATE is a column; that of a SELECT is a
			// label, behind a value.
			plain = plain || n.Name == column
		}
		return true
	})
	return plain, qualified
}

// assignedFields are the fields that a body in PL/pgSQL of these words assigns
// to, as of NEW.
func assignedFields(words []string) []string {
	var fields []string
	for i, word := range words {
		if word == "new" && i+1 < len(words) {
			fields = append(fields, words[i+1])
		}
	}
	return fields
}

// isTriggerOf tells whether a function is that of a trigger of a relation.
func isTriggerOf(c *catalog.Catalog, f *catalog.Function, o catalog.Object) bool {
	return slices.ContainsFunc(c.Triggers(catalog.HeadOf(o).OID), func(t *catalog.Trigger) bool { return t.Function == f.OID })
}

// bodyWords are the names and key words of a text, as the server reads them.
func bodyWords(text string) []string {
	tokens, err := pgsql.Scan(text)
	if err != nil {
		return nil
	}
	var words []string
	for _, t := range tokens {
		word := text[t.Start:t.End]
		switch {
		case strings.HasPrefix(word, `"`):
			words = append(words, strings.ReplaceAll(strings.Trim(word, `"`), `""`, `"`))
		case t.Keyword || t.Kind == pg.Token_IDENT:
			words = append(words, strings.ToLower(word))
		}
	}
	return words
}
