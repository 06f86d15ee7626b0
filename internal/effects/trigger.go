package effects

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/builtin"
	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// Bits of pg_trigger.tgtype as the parser gives them (pg_trigger.h).
const (
	triggerBefore   = 1 << 1
	triggerInsert   = 1 << 2
	triggerDelete   = 1 << 3
	triggerUpdate   = 1 << 4
	triggerTruncate = 1 << 5
	triggerInstead  = 1 << 6
)

// createTrigger is CREATE [OR REPLACE] [CONSTRAINT] TRIGGER: SHARE ROW EXCLUSIVE
// on the table and, for a row trigger, on its partitions, which get clones
// (CreateTriggerFiringOn, trigger.c).
func (r *run) createTrigger(n *pg.CreateTrigStmt) {
	r.e.Section = "CREATE TRIGGER"
	if n.Replace && r.Version < 14 {
		r.refuse("42601", "CREATE OR REPLACE TRIGGER is new in PostgreSQL 14")
	}
	rel := r.relation(n.Relation, catalog.Table)
	if rel == nil {
		return
	}
	r.lock(rel.OID, ShareRowExclusive, "a trigger is made for it")
	r.checkTrigger(rel, n)
	if n.Isconstraint && n.Constrrel != nil {
		if other := r.relation(n.Constrrel, catalog.Table); other != nil {
			r.lock(other.OID, AccessShare, "the constraint trigger names it")
		}
	}
	r.makeTrigger(rel, n, r.triggerFunction(n.Funcname), 0)
}

// triggerFunction is the function of a trigger; 0 where it is built in, or
// nobody knows it.
func (r *run) triggerFunction(names []*pgsql.Node) catalog.OID {
	schema, name := catalog.Split(names)
	found := r.Overloads(schema, name)
	for _, f := range found {
		if len(f.Arguments) > 0 {
			continue
		}
		if f.Returns.Name != "trigger" && !f.Returns.Unknown() {
			r.refuse("42P17", "function %s must return type trigger", spelled(names))
		}
		return f.OID
	}
	if schema == "" || schema == catalog.SystemSchema {
		for _, f := range builtin.Functions(name, r.Version) {
			if len(f.Args) == 0 && f.Returns != "trigger" {
				r.refuse("42P17", "function %s must return type trigger", spelled(names))
			} else if len(f.Args) == 0 {
				return 0
			}
		}
	}
	if len(found) > 0 {
		r.refuse("42883", "function %s() does not exist", spelled(names))
	}
	r.notMade("function", name)
	return 0
}

// makeTrigger makes the trigger, and those of partitions.
func (r *run) makeTrigger(rel *catalog.Relation, n *pg.CreateTrigStmt, function, parent catalog.OID) {
	t := &catalog.Trigger{
		Head: head(catalog.ClassTrigger, rel.OID, n.Trigname), Function: function, Row: n.Row, Parent: parent, Transition: len(n.TransitionRels) > 0,
		Timing: triggerTiming(n.Timing), Events: triggerEvents(n.Events), Enabled: 'O',
	}
	refs := r.triggerColumns(rel, t, n.Columns)
	if n.WhenClause != nil {
		a := r.expression(rel, n.WhenClause)
		t.When = &a.Expr
		refs = append(refs, a.Refs...)
	}
	r.replaceTrigger(rel, n, parent)
	if n.Isconstraint {
		t.Constraint = r.triggerConstraint(rel, n, parent)
	}
	t = made(r, t)
	r.dependTrigger(rel, t, refs)
	if rel.Kind != catalog.Partitioned || !n.Row {
		return
	}
	for _, child := range r.Children(rel.OID) {
		if child.Kind == catalog.ForeignTable && n.Isconstraint {
			r.refuse("42809", "%s is a foreign table: foreign tables cannot have constraint triggers", r.QualifiedName(child))
		}
		r.lock(child.OID, ShareRowExclusive, "it gets the trigger of its parent")
		r.makeTrigger(child, n, function, t.OID)
	}
}

func triggerTiming(timing int32) string {
	switch timing {
	case triggerBefore:
		return "before"
	case triggerInstead:
		return "instead"
	}
	return "after"
}

func triggerEvents(events int32) []string {
	var words []string
	for _, e := range []struct {
		bit  int32
		word string
	}{{triggerInsert, "insert"}, {triggerDelete, "delete"}, {triggerUpdate, "update"}, {triggerTruncate, "truncate"}} {
		if events&e.bit != 0 {
			words = append(words, e.word)
		}
	}
	return words
}

// triggerColumns are the columns of UPDATE OF.
func (r *run) triggerColumns(rel *catalog.Relation, t *catalog.Trigger, columns []*pgsql.Node) []catalog.Address {
	var refs []catalog.Address
	for _, name := range catalog.Strings(columns) {
		col := rel.Column(name)
		if col == nil {
			if !rel.Unknown {
				r.refuse("42703", "column %s of relation %s does not exist", pgsql.QuoteIdent(name), r.QualifiedName(rel))
			}
			continue
		}
		if slices.Contains(t.Columns, col.Num) {
			r.refuse("42701", "column %s specified more than once", pgsql.QuoteIdent(name))
		}
		t.Columns = append(t.Columns, col.Num)
		refs = append(refs, catalog.Address{OID: rel.OID, Sub: col.Num})
	}
	return refs
}

// replaceTrigger takes away the trigger of the same name, where OR REPLACE lets
// it.
func (r *run) replaceTrigger(rel *catalog.Relation, n *pg.CreateTrigStmt, parent catalog.OID) {
	old, ok := r.Find(catalog.ClassTrigger, rel.OID, catalog.Truncate(n.Trigname)).(*catalog.Trigger)
	switch {
	case !ok:
		return
	case !n.Replace:
		r.refuse("42710", "trigger %s for relation %s already exists", pgsql.QuoteIdent(n.Trigname), r.QualifiedName(rel))
	case old.Internal || old.Parent != 0 && parent == 0:
		r.refuse("42710", "trigger %s for relation %s is an internal or a child trigger", pgsql.QuoteIdent(n.Trigname), r.QualifiedName(rel))
	case old.Constraint != 0:
		r.refuse("42710", "trigger %s for relation %s is a constraint trigger", pgsql.QuoteIdent(n.Trigname), r.QualifiedName(rel))
	}
	doomed, err := r.Doomed([]catalog.Address{{OID: old.OID}}, true)
	if err == nil {
		r.Delete(doomed)
	} else {
		r.Delete([]catalog.Address{{OID: old.OID}})
	}
}

// triggerConstraint makes the constraint of a constraint trigger.
func (r *run) triggerConstraint(rel *catalog.Relation, n *pg.CreateTrigStmt, parent catalog.OID) catalog.OID {
	if r.Constraint(rel.OID, n.Trigname) != nil {
		r.refuse("42710", "constraint %s for relation %s already exists", pgsql.QuoteIdent(n.Trigname), r.QualifiedName(rel))
	}
	k := made(r, &catalog.Constraint{
		Head: head(catalog.ClassConstraint, rel.OID, n.Trigname), Kind: catalog.ConstraintTrigger,
		Validated: true, Enforced: true, NoInherit: true, Local: true,
		Deferrable: n.Deferrable, Deferred: n.Initdeferred,
	})
	r.Depend(catalog.Address{OID: k.OID}, catalog.Auto, catalog.Address{OID: rel.OID})
	return k.OID
}

// dependTrigger records what a trigger stands on: the table and, for a clone, the
// trigger that it was made for. The constraint of a constraint trigger goes with
// it.
func (r *run) dependTrigger(rel *catalog.Relation, t *catalog.Trigger, refs []catalog.Address) {
	self, table := catalog.Address{OID: t.OID}, catalog.Address{OID: rel.OID}
	r.Depend(self, catalog.Normal, append(refs, catalog.Address{OID: t.Function})...)
	r.Depend(self, catalog.Auto, table)
	r.Depend(catalog.Address{OID: t.Constraint}, catalog.Internal, self)
	if t.Parent != 0 {
		r.Depend(self, catalog.PartitionPrimary, catalog.Address{OID: t.Parent})
		r.Depend(self, catalog.PartitionSecondary, table)
	}
}
