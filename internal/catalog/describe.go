package catalog

import (
	"slices"
	"strings"

	"sqlbundle/internal/pgsql"
)

// Lines describes the catalog for comparison, in sorted lines of one fact each:
// what a thing is called, a colon, and what is known of it. It is what a query
// of pg_catalog can tell too, with a "?" in place of what nobody knows; a line
// with "??" tells of things that need not be there at all. Left out are the
// objects of extensions, the triggers of foreign keys, privileges, comments,
// and the text of expressions and bodies.
func (c *Catalog) Lines() []string {
	d := &description{Catalog: c, quoted: map[string]string{}}
	c.objects.scan(func(o Object) {
		if d.ofExtension(o) {
			return
		}
		from := len(d.lines)
		d.object(o)
		if c.isDoubtful(o) {
			d.doubt(o, from)
		}
	})
	slices.Sort(d.lines)
	return d.lines
}

// description is a list of lines that is being written.
type description struct {
	*Catalog
	lines []string
	// quoted remembers names: quoting asks the scanner.
	quoted map[string]string
	// against is what the catalog is compared with; nil where all is described.
	against *Catalog
	// texts are to become lines.
	texts []treeText
}

// line adds a line: its subject, and words of which empty ones are left out.
func (d *description) line(subject string, words ...string) {
	d.lines = append(d.lines, join(append([]string{subject + ":"}, words...)...))
}

// join puts words in a row, without the empty ones.
func join(words ...string) string {
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), " ")
}

// when is a word that stands under a condition.
func when(condition bool, word string) string {
	if condition {
		return word
	}
	return ""
}

func (d *description) quote(name string) string {
	q, ok := d.quoted[name]
	if !ok {
		q = pgsql.QuoteIdent(name)
		d.quoted[name] = q
	}
	return q
}

// name is an object's name with its schema, or with the relation or domain that
// it belongs to.
func (d *description) name(o Object) string {
	h := o.head()
	name := h.Name
	if f, ok := o.(*Function); ok {
		name = f.BareName
	}
	switch in := d.Object(h.In).(type) {
	case nil:
		return d.quote(name)
	case *Schema:
		return d.quote(in.Name) + "." + d.quote(name)
	default:
		return d.name(in) + " " + d.quote(name)
	}
}

// nameOf is the name of the object with an OID; "?" where there is none.
func (d *description) nameOf(oid OID) string {
	if o := d.Object(oid); o != nil {
		return d.name(o)
	}
	return "?"
}

// ofExtension tells whether an extension has brought an object or the relation
// that it belongs to.
func (d *description) ofExtension(o Object) bool {
	h := o.head()
	for _, ref := range d.References(Address{OID: h.OID}) {
		if ref.Kind == Member && ref.Dependent.Sub == 0 {
			return true
		}
	}
	if r, ok := o.(*Relation); ok && r.Index != nil {
		table := d.Object(r.Index.Table)
		return table != nil && d.ofExtension(table)
	}
	owner := d.Object(h.In)
	if _, ok := owner.(*Schema); ok || owner == nil {
		return false
	}
	return d.ofExtension(owner)
}

func (d *description) object(o Object) {
	switch o := o.(type) {
	case *Schema:
		if o.Name != TempSchema {
			d.line("schema " + d.name(o))
		}
	case *Relation:
		d.relation(o)
	case *Constraint:
		d.constraint(o)
	case *DataType:
		d.dataType(o)
	case *Function:
		d.function(o)
	case *Trigger:
		d.trigger(o)
	case *Other:
		d.other(o)
	}
}

// others are the classes of which only the name is compared.
var others = map[Class]string{
	ClassExtension: "extension", ClassEventTrigger: "event trigger", ClassPublication: "publication",
	ClassPolicy: "policy", ClassRule: "rule", ClassServer: "server", ClassWrapper: "wrapper",
	ClassCollation: "collation",
}

func (d *description) other(o *Other) {
	switch {
	case o.Class == ClassStatistics:
		d.line("statistics "+d.name(o), "on", d.nameOf(o.Relation))
	case o.Class == ClassPublicationRelation && o.Relation != 0:
		d.line("publication " + d.nameOf(o.In) + " table " + d.nameOf(o.Relation))
	case others[o.Class] != "":
		d.line(others[o.Class] + " " + d.name(o))
	}
}

// OfExtension tells whether an extension has brought an object or the relation
// that it belongs to.
func (c *Catalog) OfExtension(o Object) bool { return (&description{Catalog: c}).ofExtension(o) }
