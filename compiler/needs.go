package compiler

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	pg_query "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
)

// Needs is what a plan finds in the database or misses there, for questions
// before it begins. A place is the number of steps that are done; what has Since
// and Until matters where the database stands at Since or later and before
// Until. Objects have the names that they have there.
type Needs struct {
	Touched []Touched
	Makes   []Making
	Changes []Changing
	// Schemas are those that are there and in which something is made.
	Schemas []Making
	// Refused are the statements that the server would refuse if the history is
	// all that there is.
	Refused []*Statement
}

// Touched is a relation that later steps use, and what they do to it.
type Touched struct {
	Since, Until int
	Schema, Name string
	// Named holds where a statement names it, and fails where it is not there.
	Named bool
	// Mode is the strongest lock on it.
	Mode effects.Mode
	Does map[Use]bool
	// Columns are those on which a use wants its privilege, where it does not want
	// it on the whole relation.
	Columns map[Use][]string
}

// Use is what is done to a relation. Of those who may, the server decides.
type Use string

// The uses. Own and Drop want the owner, Maintain the owner or the privilege of
// that name, the lower-case names of privileges those. Waits is a statement that
// waits for other sessions' transactions.
const (
	Own        Use = "own"
	Drop       Use = "drop"
	Maintain   Use = "maintain"
	Select     Use = "select"
	Insert     Use = "insert"
	Update     Use = "update"
	Delete     Use = "delete"
	Truncate   Use = "truncate"
	Trigger    Use = "trigger"
	References Use = "references"
	Rewrite    Use = "rewrite"
	Scan       Use = "scan"
	Index      Use = "index"
	Define     Use = "define"
	Waits      Use = "waits"
)

// Making is an object that the plan makes; Kind is "relation", "type",
// "function", "extension" or "schema", Part a function's arguments. Tolerant holds
// where one that is there already is left alone or replaced.
type Making struct {
	Until                    int
	Kind, Schema, Name, Part string
	Tolerant                 bool
}

// Changing is a type, function or schema that the plan changes or drops and that
// was there before it. Part is a function's arguments. Its owner may do that, and
// where Drops holds, the schema's as well. Tolerant holds where it need not be
// there.
type Changing struct {
	Until                    int
	Kind, Schema, Name, Part string
	Drops, Tolerant          bool
}

// Needs finds them.
func (p *Plan) Needs() *Needs {
	n := &Needs{}
	if len(p.Steps) == 0 {
		return n
	}
	c := &collector{Needs: n, plan: p, start: p.Steps[0].before, uses: map[catalog.OID]*use{}, schemas: map[string]int{}, made: map[[4]string]int{}}
	c.role = c.start.Session.Role
	for i, step := range p.Steps {
		c.step = i + 1
		c.statements(step)
		c.objects(step)
	}
	c.finish()
	return n
}

// collector is a plan that is being looked at, step by step.
type collector struct {
	*Needs
	plan  *Plan
	start *catalog.Catalog
	step  int // counts from 1
	role  string
	uses  map[catalog.OID]*use
	// schemas are those in which something is made, with the last step that
	// does; made counts the names that the plan gives.
	schemas map[string]int
	made    map[[4]string]int
	// lost holds once something has run of which nobody knows what it does,
	// granted once privileges have changed, foreign once roles have.
	lost, granted, foreign bool
	renamed                []int // steps that rename schemas
	switched               int   // the last step in which a statement runs as another role
}

// use is what the plan does to one relation.
type use struct {
	first  *catalog.Relation // as it was met
	schema string
	until  int
	named  bool
	mode   effects.Mode
	does   map[Use]bool
	// columns are those that a use names.
	columns map[Use][]string
	// breaks are the steps behind which it has another name.
	breaks []int
}

// statements looks at what the statements of a step do.
func (c *collector) statements(step *Step) {
	var list []*Statement
	for _, segment := range step.Segments {
		list = append(list, segment.Statements...)
	}
	for i, st := range list {
		after := step.after
		if i+1 < len(list) {
			after = list[i+1].Before
		}
		if st.Effects == nil || st.Before == nil {
			continue
		}
		if st.Before.Session.Role != c.role {
			c.switched = c.step
		}
		if st.Effects.Refused != nil {
			c.Refused = append(c.Refused, st)
		}
		c.statement(st, after)
		c.lost = c.lost || st.opaque()
	}
}

func (c *collector) statement(st *Statement, after *catalog.Catalog) {
	e := st.Effects
	for _, list := range [...][]effects.Lock{e.Locks, e.IndexLocks} {
		for _, l := range list {
			if u := c.touch(st, after, l.OID); u != nil {
				u.mode = max(u.mode, l.Mode)
				if e.Waits && l.Mode > effects.RowExclusive {
					u.does[Waits] = true
				}
				if l.Mode > effects.RowExclusive && !st.AboutRows() {
					u.does[Define] = true
				}
			}
		}
	}
	c.mark(st, after, Rewrite, e.Rewrites)
	if !st.AboutRows() {
		c.mark(st, after, Scan, e.Scans)
	}
	for _, t := range e.RewrittenIndexes {
		if index, ok := st.Before.Object(t.OID).(*catalog.Relation); ok && index.Index != nil {
			c.does(st, after, index.Index.Table, Index)
		}
	}
	for oid := st.Before.Next(); oid < after.Next(); oid++ {
		switch o := after.Object(oid).(type) {
		case *catalog.Relation:
			if o.Index != nil && !c.plan.Makes(o.Index.Table) {
				c.does(st, after, o.Index.Table, Index)
			}
		case *catalog.Constraint:
			if o.Kind == catalog.ForeignKey && o.Parent == 0 && !c.granted && !c.foreign {
				c.does(st, after, o.References, References)
			}
		}
	}
	c.node(st, after)
}

// Makes tells whether the plan itself makes an object.
func (p *Plan) Makes(oid catalog.OID) bool { return oid >= p.Steps[0].before.Next() }

func (c *collector) mark(st *Statement, after *catalog.Catalog, what Use, list []effects.Touch) {
	for _, t := range list {
		c.does(st, after, t.OID, what)
	}
}

func (c *collector) does(st *Statement, after *catalog.Catalog, oid catalog.OID, what Use) {
	if u := c.touch(st, after, oid); u != nil {
		u.does[what] = true
	}
}

// touch is the use of a relation that was there before a statement; nil for what
// was not, and for what only this session sees.
func (c *collector) touch(st *Statement, after *catalog.Catalog, oid catalog.OID) *use {
	from := st.Before
	r, ok := from.Object(oid).(*catalog.Relation)
	if !ok && oid.Assumed() {
		from = after
		r, ok = from.Object(oid).(*catalog.Relation)
	}
	if !ok || from.OfExtension(r) {
		return nil
	}
	schema := from.SchemaOf(r)
	if schema == "" || schema == catalog.TempSchema {
		return nil
	}
	u := c.uses[oid]
	if u == nil {
		u = &use{first: r, schema: schema, does: map[Use]bool{}, columns: map[Use][]string{}}
		c.uses[oid] = u
	}
	u.until = c.step
	return u
}

// objects looks at what a step leaves: what it has made, renamed and changed.
func (c *collector) objects(step *Step) {
	for _, oid := range catalog.Changed(step.before, step.after) {
		was, is := step.before.Object(oid), step.after.Object(oid)
		switch {
		case is == nil || oid.Assumed():
		case was == nil:
			c.fresh(step.after, is)
		default:
			c.changed(step, was, is)
			if !sameName(was, is) {
				c.fresh(step.after, is) // a new name wants CREATE as a new object does
			}
		}
		if _, ok := is.(*catalog.Relation); is != nil && ok && (was == nil || !sameName(was, is)) {
			if u := c.uses[oid]; u != nil {
				u.breaks = append(u.breaks, c.step)
			} else {
				c.uses[oid] = &use{first: is.(*catalog.Relation), schema: step.after.SchemaOf(is), does: map[Use]bool{}, columns: map[Use][]string{}, breaks: []int{c.step}}
			}
		}
	}
}

func sameName(a, b catalog.Object) bool {
	x, y := catalog.HeadOf(a), catalog.HeadOf(b)
	return x.Name == y.Name && x.In == y.In
}

// fresh notes where a new object needs a place.
func (c *collector) fresh(after *catalog.Catalog, o catalog.Object) {
	h := catalog.HeadOf(o)
	if _, ok := o.(*catalog.DataType); ok && h.Origin == 0 {
		return // taken to be there
	}
	if !h.Doubtful && !after.OfExtension(o) {
		c.inside(after, h.In)
	}
}

// inside notes that something is made in a schema: one that is there at the
// start, or that no statement has made.
func (c *collector) inside(after *catalog.Catalog, oid catalog.OID) {
	schema, ok := c.start.Object(oid).(*catalog.Schema)
	if !ok && !c.lost {
		schema, ok = after.Object(oid).(*catalog.Schema)
		ok = ok && schema.Origin == 0
	}
	if ok && !schema.Doubtful && schema.Name != catalog.TempSchema && !c.foreign && !c.granted && c.switched != c.step {
		c.schemas[schema.Name] = c.step
	}
}

// changed notes types and functions that want their owner.
func (c *collector) changed(step *Step, was, is catalog.Object) {
	if _, ok := was.(*catalog.Schema); ok && !sameName(was, is) {
		c.renamed = append(c.renamed, c.step)
	}
	if catalog.HeadOf(is).Doubtful {
		return
	}
	if change, ok := c.changing(step.before, was); ok && change.Kind != "schema" {
		c.Changes = append(c.Changes, change)
	}
}

// changing is a change of an object, not ok where nothing can be asked about it:
// it has not been there from the start, under this name, or nobody knows its
// arguments.
func (c *collector) changing(before *catalog.Catalog, o catalog.Object) (change Changing, ok bool) {
	h := catalog.HeadOf(o)
	first := c.start.Object(h.OID)
	if first == nil || c.plan.Makes(h.OID) || c.foreign || c.switched == c.step || h.Doubtful || c.start.OfExtension(o) {
		return change, false
	}
	change, ok = naming(before, o)
	was, _ := naming(c.start, first)
	ok = ok && change == was && !strings.Contains(change.Part, "?")
	change.Until = c.step
	return change, ok
}

// naming is what a type, function or schema is called.
func naming(c *catalog.Catalog, o catalog.Object) (Changing, bool) {
	n := Changing{Schema: c.SchemaOf(o), Name: catalog.HeadOf(o).Name}
	switch o := o.(type) {
	case *catalog.DataType:
		n.Kind = "type"
	case *catalog.Function:
		n.Kind, n.Name, n.Part = "function", o.BareName, c.Arguments(o)
	case *catalog.Schema:
		n.Kind = "schema"
	default:
		return n, false
	}
	return n, true
}

// finish writes a row for each name that a relation has on the way.
func (c *collector) finish() {
	for _, oid := range slices.Sorted(maps.Keys(c.uses)) {
		u := c.uses[oid]
		breaks := slices.Compact(slices.Sorted(slices.Values(append(slices.Clone(u.breaks), c.renamed...))))
		for since := 0; since < u.until; {
			next := u.until
			if i := slices.IndexFunc(breaks, func(b int) bool { return b > since }); i >= 0 {
				next = min(next, breaks[i])
			}
			if schema, name, ok := c.nameAt(u, oid, since); ok {
				c.Touched = append(c.Touched, Touched{since, next, schema, name, u.named, u.mode, u.does, u.columns})
			}
			since = next
		}
	}
	slices.SortFunc(c.Touched, func(a, b Touched) int {
		return cmp.Or(cmp.Compare(a.Schema, b.Schema), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Since, b.Since))
	})
	for _, schema := range slices.Sorted(maps.Keys(c.schemas)) {
		c.Schemas = append(c.Schemas, Making{Until: c.schemas[schema], Kind: "schema", Name: schema})
	}
	c.Makes = slices.DeleteFunc(c.Makes, func(m Making) bool { return c.made[m.name()] > 1 })
}

// nameAt is what a relation is called where a number of steps is done; not ok
// where it is not there.
func (c *collector) nameAt(u *use, oid catalog.OID, place int) (schema, name string, ok bool) {
	at := c.start
	if place > 0 {
		at = c.plan.Steps[place-1].after
	}
	if r, ok := at.Object(oid).(*catalog.Relation); ok {
		return at.SchemaOf(r), r.Name, true
	}
	return u.schema, u.first.Name, oid.Assumed() && u.first.Unknown && !u.first.Doubtful
}

// node looks at what a statement names, and what that wants.
func (c *collector) node(st *Statement, after *catalog.Catalog) {
	w := &wants{collector: c, st: st, after: after}
	if st.node == nil {
		return
	}
	w.names()
	w.makes()
	if !c.foreign && st.Before.Session.Role == c.role {
		w.owners()
		if !c.granted {
			w.privileges()
		}
	}
	switch st.node.Node.(type) {
	case *pg_query.Node_GrantStmt, *pg_query.Node_AlterDefaultPrivilegesStmt:
		c.granted = true
	case *pg_query.Node_GrantRoleStmt, *pg_query.Node_AlterOwnerStmt, *pg_query.Node_ReassignOwnedStmt, *pg_query.Node_AlterRoleStmt, *pg_query.Node_CreateRoleStmt:
		c.foreign = true
	case *pg_query.Node_AlterTableStmt:
		for _, cmd := range st.node.GetAlterTableStmt().Cmds {
			if cmd.GetAlterTableCmd().GetSubtype() == pg_query.AlterTableType_AT_ChangeOwner {
				c.foreign = true
			}
		}
	}
}
