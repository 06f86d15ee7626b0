package catalog

import (
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
)

// Difference is what tells two states of one history apart: the lines of
// [Catalog.Lines], with the text of expressions, queries and bodies, that only a
// has and that only b has, each sorted. What both have in common is not looked
// at.
func Difference(a, b *Catalog) (onlyA, onlyB []string) {
	left, right := &description{Catalog: a, against: b, quoted: map[string]string{}}, &description{Catalog: b, against: a, quoted: map[string]string{}}
	for _, oid := range Changed(a, b) {
		left.whole(a.Object(oid))
		right.whole(b.Object(oid))
	}
	alike := sameTrees(left.texts, right.texts)
	left.write(alike)
	right.write(alike)
	return Without(left.lines, right.lines), Without(right.lines, left.lines)
}

// treeText is the subject of a line that tells of a tree, and the tree.
type treeText struct {
	subject string
	// of is which of an object's trees it is.
	of   treeKind
	node *pgsql.Node
}

type treeKind int

const (
	expressionTree treeKind = iota
	queryTree
)

// sameTrees are the subjects of which both lists have the same trees: a line that
// both have is none, and to write a tree takes much longer than to compare two.
func sameTrees(a, b []treeText) map[string]bool {
	bySubject := func(list []treeText) map[string][]*pgsql.Node {
		trees := map[string][]*pgsql.Node{}
		for _, t := range list {
			trees[t.subject] = append(trees[t.subject], t.node)
		}
		return trees
	}
	same, others := map[string]bool{}, bySubject(b)
	for subject, trees := range bySubject(a) {
		same[subject] = slices.EqualFunc(trees, others[subject], pgsql.Same)
	}
	return same
}

// write makes lines of the texts, but for some subjects.
func (d *description) write(alike map[string]bool) {
	for _, t := range d.texts {
		if alike[t.subject] {
			continue
		}
		switch t.of {
		case queryTree:
			if query, err := pgsql.Deparse(t.node); err == nil {
				d.line(t.subject, strings.ReplaceAll(query, "public.", ""))
			}
		case expressionTree:
			if expr, err := pgsql.DeparseExpr(t.node); err == nil {
				d.line(t.subject, strings.ReplaceAll(expr, SystemSchema+".", ""))
			}
		}
	}
}

// Changed are the OIDs behind which two catalogs do not have the very same
// object, in order.
func Changed(a, b *Catalog) []OID {
	var found []OID
	a.objects.apart(&b.objects, func(o Object) {
		if oid := o.head().OID; b.Object(oid) != o {
			found = append(found, oid)
		}
	})
	b.objects.apart(&a.objects, func(o Object) {
		if oid := o.head().OID; a.Object(oid) == nil {
			found = append(found, oid)
		}
	})
	return found
}

// Without are the lines of a list that another does not have, as often as they
// stand there more; sorted.
func Without(list, other []string) []string {
	count := map[string]int{}
	for _, line := range other {
		count[line]++
	}
	var left []string
	for _, line := range list {
		if count[line]--; count[line] < 0 {
			left = append(left, line)
		}
	}
	slices.Sort(left)
	return left
}

// whole describes an object with its texts; nothing for none.
func (d *description) whole(o Object) {
	if o == nil || d.ofExtension(o) {
		return
	}
	d.object(o)
	switch o := o.(type) {
	case *Default:
		if rel, ok := d.Object(o.In).(*Relation); ok {
			d.expression("column "+d.name(rel)+"."+d.columnName(rel, o.Num)+" default", rel, o.Expr)
		}
	case *Constraint:
		table, _ := d.Object(o.In).(*Relation)
		d.expression("constraint "+d.name(o), table, o.Expr)
	case *Trigger:
		d.expression("trigger "+d.name(o), nil, o.When)
	case *Relation:
		if o.Index != nil {
			table, _ := d.Object(o.Index.Table).(*Relation)
			d.expression("index "+d.name(o)+" where", table, o.Index.Predicate)
			for _, key := range o.Index.Columns {
				d.expression("index "+d.name(o), table, key.Expr)
			}
		}
		if o.Bound != nil {
			d.line("bound of "+d.name(o), boundText(o.Bound))
		}
		if o.Query != nil {
			d.texts = append(d.texts, treeText{"query of " + d.name(o), queryTree, o.Query})
		}
	case *Function:
		if o.Body != "" {
			d.line("body of "+d.name(o)+strings.TrimPrefix(o.Name, o.BareName), strings.Join(strings.Fields(o.Body), " "))
		}
	}
}

// expression tells of an expression of a relation, if it is one's, with the columns named
// as they are now.
func (d *description) expression(subject string, rel *Relation, e *Expr) {
	if e == nil || e.Node == nil {
		return
	}
	node := e.Node
	if rel != nil {
		node = e.Current(rel)
	}
	d.texts = append(d.texts, treeText{subject, expressionTree, node})
}

// boundText is the bound of a partition as SQL writes it.
func boundText(bound *pg.PartitionBoundSpec) string {
	name := &pg.RangeVar{Relname: "t", Inh: true, Relpersistence: "p"}
	text, err := pgsql.Deparse(&pgsql.Node{Node: &pg.Node_CreateStmt{CreateStmt: &pg.CreateStmt{
		Relation: name, InhRelations: []*pgsql.Node{{Node: &pg.Node_RangeVar{RangeVar: name}}}, Partbound: bound,
	}}})
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(text, "CREATE TABLE t PARTITION OF t ")
}
