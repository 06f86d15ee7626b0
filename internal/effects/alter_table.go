package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
)

// pass is when an action of ALTER TABLE is done: all DROPs first, then changes
// of types, and so on, whatever the order in the statement (AlterTablePass,
// tablecmds.c, PostgreSQL 17).
type pass int

const (
	passDrop pass = iota
	passAlterType
	passOldIndex
	passOldConstraint
	passAddColumn
	passSetExpression
	passAddConstraint
	passColumnAttributes
	passAddIndexConstraint
	passAddIndex
	passAddOtherConstraint
	passMisc
	passes
)

// action is one kind of action of ALTER TABLE.
type action struct {
	// lock is the mode that the action needs. The statement takes the
	// strongest of all its actions for all of them.
	lock func(r *run, t *catalog.Relation, cmd *pg.AlterTableCmd) Mode
	pass pass
	// recurse holds where the children are altered too: all descendants are
	// locked in the statement's mode.
	recurse bool
	// do alters one relation. It is called for the named one and, with
	// recurse, for each descendant, parents first.
	do func(a *alteration, t *altered, cmd *pg.AlterTableCmd)
}

// always is the lock of an action that needs the same mode whatever it says.
func always(m Mode) func(*run, *catalog.Relation, *pg.AlterTableCmd) Mode {
	return func(*run, *catalog.Relation, *pg.AlterTableCmd) Mode { return m }
}

// alteration is an ALTER TABLE at work.
type alteration struct {
	*run
	mode   Mode
	target catalog.OID
	// only holds for ALTER TABLE ONLY.
	only bool
	// tables are the altered ones, in the order in which they came up.
	tables []*altered
	queue  []queued
}

// queued is work for a pass.
type queued struct {
	pass pass
	work func()
}

// altered is one relation of an ALTER TABLE, and what its last phase must do.
type altered struct {
	oid catalog.OID
	// child holds for what is altered because its parent is.
	child bool
	// demands are what each of its rows must fulfil.
	demands []string
	// rewrite and scan say why the table is rewritten or read; empty for not.
	rewrite, scan string
	// retyped are the columns whose type changes, for the indexes and
	// constraints that have to be made anew.
	retyped []int16
}

// relation is the altered relation as it is now.
func (t *altered) relation(a *alteration) *catalog.Relation {
	rel, _ := a.Object(t.oid).(*catalog.Relation)
	return rel
}

// mustRewrite notes that the last phase rewrites the table.
func (t *altered) mustRewrite(why string) {
	if t.rewrite == "" {
		t.rewrite = why
	}
}

// mustScan notes that the last phase reads the table, and fails at a row that does
// not fulfil what is demanded.
func (t *altered) mustScan(why string) {
	t.demands = append(t.demands, why)
	if t.scan == "" {
		t.scan = why
	}
}

// table is the entry for a relation, made where there is none yet.
func (a *alteration) table(oid catalog.OID, child bool) *altered {
	for _, t := range a.tables {
		if t.oid == oid {
			return t
		}
	}
	a.notPending(oid, "ALTER TABLE")
	t := &altered{oid: oid, child: child}
	a.tables = append(a.tables, t)
	return t
}

// later queues work for a pass.
func (a *alteration) later(p pass, work func()) { a.queue = append(a.queue, queued{p, work}) }

// work does what is queued, pass by pass.
func (a *alteration) work() {
	for p := range passes {
		for i := 0; i < len(a.queue); i++ { // work may queue more
			if a.queue[i].pass == p {
				a.queue[i].work()
			}
		}
	}
}

// alterTable is ALTER TABLE, and its likes for views, indexes, sequences and
// foreign tables (PostgreSQL 16, section "ALTER TABLE").
func (r *run) alterTable(n *pg.AlterTableStmt) {
	if n.Objtype == pg.ObjectType_OBJECT_TYPE {
		r.alterComposite(n)
		return
	}
	r.e.Section = "ALTER TABLE"
	rel := r.relationIfExists(n.Relation, kindOfObject(n.Objtype), n.MissingOk)
	if rel == nil {
		return
	}
	r.checkAltered(rel, n.Objtype)
	if n.Objtype == pg.ObjectType_OBJECT_INDEX && !isOfKind(rel, n.Objtype) {
		r.refuse("42809", "%s is not an index", r.QualifiedName(rel))
	}
	a := &alteration{run: r, target: rel.OID, only: !n.Relation.Inh}
	var cmds []*pg.AlterTableCmd
	for _, node := range n.Cmds {
		if cmd := node.GetAlterTableCmd(); cmd != nil {
			cmds = append(cmds, cmd)
		}
	}
	why := ""
	for _, cmd := range cmds {
		mode := AccessExclusive
		if what, ok := actionOf(cmd.Subtype); ok {
			mode = what.lock(r, rel, cmd)
		} else {
			r.unknown("what ALTER TABLE … %s does", cmd.Subtype)
		}
		if mode > a.mode {
			a.mode, why = mode, actionWords(cmd)
		}
	}
	r.lock(rel.OID, a.mode, "%s", why)
	a.prepare(rel, cmds)
	a.work()
	a.finish()
}

// prepare queues the actions.
func (a *alteration) prepare(rel *catalog.Relation, cmds []*pg.AlterTableCmd) {
	first := a.table(rel.OID, false)
	for _, cmd := range cmds {
		a.act(first, cmd)
	}
}

// act queues an action for a table and, where it recurses, for its descendants.
func (a *alteration) act(first *altered, cmd *pg.AlterTableCmd) {
	what, ok := actionOf(cmd.Subtype)
	if !ok {
		return
	}
	a.later(what.pass, func() { what.do(a, first, cmd) })
	if !what.recurse || a.only {
		return
	}
	for _, child := range a.Descendants(first.oid) {
		a.lock(child.OID, a.mode, "%s", "it is altered with its parent")
		t := a.table(child.OID, true)
		a.later(what.pass, func() { what.do(a, t, cmd) })
	}
}

// finish is the last phase: each table is rewritten or read, once, whatever the
// number of actions that need it.
func (a *alteration) finish() {
	for _, t := range a.tables {
		for _, why := range t.demands {
			a.demand(t.oid, "%s", why)
		}
		switch {
		case t.rewrite != "":
			a.rewriteTable(t.oid, t.rewrite)
		case t.scan != "":
			a.scan(t.oid, "%s", t.scan)
		}
	}
}

func (a *alteration) rewriteTable(oid catalog.OID, why string) { a.rewrite(oid, "%s", why) }

// kindOfObject is the kind of relation that a statement's words mean.
func kindOfObject(what pg.ObjectType) catalog.Kind {
	switch what {
	case pg.ObjectType_OBJECT_VIEW:
		return catalog.View
	case pg.ObjectType_OBJECT_MATVIEW:
		return catalog.MaterializedView
	case pg.ObjectType_OBJECT_INDEX:
		return catalog.Index
	case pg.ObjectType_OBJECT_SEQUENCE:
		return catalog.Sequence
	case pg.ObjectType_OBJECT_FOREIGN_TABLE:
		return catalog.ForeignTable
	}
	return catalog.Table
}
