package catalog

import (
	"slices"
	"strings"

	"sqlbundle/internal/pgsql"
)

// DependentsError is a DROP without CASCADE of what others depend on (2BP01).
type DependentsError struct {
	// Object is what was to be dropped, Dependents what stands in the way.
	Object     string
	Dependents []string
	// Requires is the owner of what cannot be dropped by itself; Dependents is
	// empty then.
	Requires string
}

func (e *DependentsError) Error() string {
	if e.Requires != "" {
		return "cannot drop " + e.Object + " because " + e.Requires + " requires it"
	}
	return "cannot drop " + e.Object + " because other objects depend on it: " + strings.Join(e.Dependents, ", ")
}

// Doomed finds what a DROP of some objects or columns removes: they themselves
// and all that goes with them, dependents before what they depend on. Nothing is
// removed yet. Without cascade the error is a [*DependentsError] where something
// depends on them that does not go silently.
//
// It is findDependentObjects and reportDependentObjects of PostgreSQL's
// dependency.c (16).
func (c *Catalog) Doomed(targets []Address, cascade bool) ([]Address, error) {
	d := &deletion{c: c, seen: map[Address]*doomed{}, targets: targets}
	for _, target := range targets {
		if err := d.visit(target, direct); err != nil {
			return nil, err
		}
	}
	if !cascade {
		if err := d.report(); err != nil {
			return nil, err
		}
	}
	return d.order, nil
}

// flags say by which ways an object was reached.
type flags byte

const (
	direct flags = 1 << iota
	normal
	silent // auto, internal or by its owner
)

type doomed struct{ reached flags }

type deletion struct {
	c       *Catalog
	targets []Address
	seen    map[Address]*doomed
	order   []Address
}

// visit adds an object behind all that depends on it.
func (d *deletion) visit(a Address, how flags) error {
	if a.Sub != 0 {
		if whole, ok := d.seen[Address{OID: a.OID}]; ok {
			whole.reached |= how &^ normal
			return nil
		}
	}
	if known, ok := d.seen[a]; ok {
		known.reached |= how
		return nil
	}
	if owner, err := d.owner(a, how); err != nil {
		return err
	} else if owner.OID != 0 {
		// The owner goes, and takes this along. It was not what the DROP is
		// about, so that it does not go silently.
		if err := d.visit(owner, normal); err != nil {
			return err
		}
		if known, ok := d.seen[a]; ok {
			known.reached |= silent
			return nil
		}
	}
	d.seen[a] = &doomed{how}
	for _, dep := range d.c.dependents(a) {
		next := silent
		if dep.Kind == Normal {
			next = normal
		}
		if dep.Dependent.OID == a.OID && (a.Sub == 0 || dep.Dependent.Sub == a.Sub) {
			continue
		}
		if err := d.visit(dep.Dependent, next); err != nil {
			return err
		}
	}
	d.order = append(d.order, a)
	return nil
}

// owner is what has to go first because the object is a part of it: zero where
// there is no such thing, or where it is going already.
func (d *deletion) owner(a Address, how flags) (Address, error) {
	var owner Address
	for _, dep := range d.c.References(a) {
		if dep.Dependent != a {
			continue
		}
		switch dep.Kind {
		case Internal, Member, PartitionPrimary, PartitionSecondary:
		default:
			continue
		}
		if d.going(dep.Ref) {
			return Address{}, nil
		}
		if dep.Kind != PartitionSecondary || owner.OID == 0 {
			owner = dep.Ref
		}
	}
	if owner.OID != 0 && how&direct != 0 {
		return Address{}, &DependentsError{Object: d.c.Describe(a), Requires: d.c.Describe(owner)}
	}
	return owner, nil
}

// going tells whether something is, or will be, dropped.
func (d *deletion) going(a Address) bool {
	if _, ok := d.seen[a]; ok {
		return true
	}
	if _, ok := d.seen[Address{OID: a.OID}]; ok {
		return true
	}
	return slices.Contains(d.targets, a) || slices.Contains(d.targets, Address{OID: a.OID})
}

// report is the error for what was reached by normal dependencies alone.
func (d *deletion) report() error {
	var inTheWay []string
	for i := len(d.order) - 1; i >= 0; i-- {
		if d.seen[d.order[i]].reached == normal {
			inTheWay = append(inTheWay, d.c.Describe(d.order[i]))
		}
	}
	if len(inTheWay) == 0 {
		return nil
	}
	return &DependentsError{Object: d.c.Describe(d.targets[0]), Dependents: inTheWay}
}

// Delete removes what [Catalog.Doomed] has found. Columns stay in their places,
// marked as dropped.
func (c *Catalog) Delete(doomed []Address) {
	for _, a := range doomed {
		r, ok := c.Object(a.OID).(*Relation)
		switch {
		case a.Sub == 0:
			for ok && len(r.Parents) > 0 {
				c.Disinherit(r, r.Parents[0])
				r = c.Object(a.OID).(*Relation)
			}
			if d, isDefault := c.Object(a.OID).(*Default); isDefault {
				c.clearDefault(d)
			}
			c.remove(a.OID)
		case ok && int(a.Sub) <= len(r.Columns):
			c.EditColumn(r, a.Sub, func(col *Column) { *col = Column{Num: col.Num, Dropped: true} })
			c.Forget(a)
		}
	}
}

// clearDefault takes a default out of its column.
func (c *Catalog) clearDefault(d *Default) {
	if r, ok := c.Object(d.In).(*Relation); ok {
		c.EditColumn(r, d.Num, func(col *Column) { col.Default = 0 })
	}
}

// EditColumn stores a relation with one column changed.
func (c *Catalog) EditColumn(r *Relation, num int16, change func(*Column)) *Relation {
	if num < 1 || int(num) > len(r.Columns) {
		return r
	}
	n := Edit(c, r)
	n.Columns = slices.Clone(n.Columns)
	column := *n.Columns[num-1]
	change(&column)
	n.Columns[num-1] = &column
	return n
}

// Describe names an object for a message, as pg_describe_object does: "table
// app.tickets", "column id of table app.tickets".
func (c *Catalog) Describe(a Address) string {
	o := c.Object(a.OID)
	if o == nil {
		return "an unknown object"
	}
	what := className(o) + " " + c.QualifiedName(o)
	if r, ok := o.(*Relation); ok && a.Sub > 0 && int(a.Sub) <= len(r.Columns) {
		return "column " + pgsql.QuoteIdent(r.Columns[a.Sub-1].Name) + " of " + what
	}
	h := o.head()
	if owner, ok := c.Object(h.In).(*Relation); ok && h.Class != ClassRelation {
		if d, isDefault := o.(*Default); isDefault {
			return "default value for column " + pgsql.QuoteIdent(owner.Columns[d.Num-1].Name) + " of " + c.Describe(Address{OID: owner.OID})
		}
		what += " on " + c.Describe(Address{OID: owner.OID})
	}
	return what
}

var kindNames = map[Kind]string{
	Table: "table", Partitioned: "table", View: "view", MaterializedView: "materialized view", Sequence: "sequence",
	ForeignTable: "foreign table", CompositeType: "composite type", Index: "index", PartitionedIndex: "index",
}

var classNames = map[Class]string{
	ClassSchema: "schema", ClassType: "type", ClassFunction: "function", ClassConstraint: "constraint",
	ClassDefault: "default value", ClassTrigger: "trigger", ClassRule: "rule", ClassPolicy: "policy",
	ClassStatistics: "statistics object", ClassExtension: "extension", ClassPublication: "publication",
	ClassPublicationRelation: "publication", ClassSubscription: "subscription", ClassEventTrigger: "event trigger",
	ClassOperator: "operator", ClassOperatorClass: "operator class", ClassOperatorFamily: "operator family",
	ClassCast: "cast", ClassCollation: "collation", ClassConversion: "conversion",
	ClassTextSearch: "text search object", ClassLanguage: "language", ClassAccessMethod: "access method",
	ClassWrapper: "foreign-data wrapper", ClassServer: "server", ClassUserMapping: "user mapping",
	ClassTransform: "transform",
}

func className(o Object) string {
	if r, ok := o.(*Relation); ok {
		return kindNames[r.Kind]
	}
	return classNames[o.head().Class]
}
