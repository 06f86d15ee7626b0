package compiler

import (
	pg_query "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// wants is a statement that is asked what it names, makes and wants.
type wants struct {
	*collector
	st    *Statement
	after *catalog.Catalog
}

// relation is what a name means to the statement; 0 for nothing.
func (w *wants) relation(n *pg_query.RangeVar) catalog.OID {
	if n == nil {
		return 0
	}
	return w.named(n.Schemaname, n.Relname)
}

func (w *wants) named(schema, name string) catalog.OID {
	if r := w.st.Before.Relation(schema, name); r != nil {
		return r.OID
	}
	if r := w.after.Relation(schema, name); r != nil && r.OID.Assumed() {
		return r.OID
	}
	return 0
}

// does notes a use of what a name means.
func (w *wants) does(n *pg_query.RangeVar, what Use) { w.doesTo(w.relation(n), what) }

func (w *wants) doesTo(oid catalog.OID, what Use) {
	if oid != 0 {
		w.collector.does(w.st, w.after, oid, what)
	}
}

// names notes the relations that have to be there: those that the statement
// names and locks, unless it has IF EXISTS.
func (w *wants) names() {
	node := w.st.node
	if node.GetAlterTableStmt().GetMissingOk() || node.GetDropStmt().GetMissingOk() || node.GetRenameStmt().GetMissingOk() ||
		node.GetAlterObjectSchemaStmt().GetMissingOk() || node.GetAlterSeqStmt().GetMissingOk() || w.st.Effects.Refused != nil {
		return
	}
	locked := map[catalog.OID]bool{}
	for _, l := range w.st.Effects.Locks {
		locked[l.OID] = true
	}
	for _, l := range w.st.Effects.IndexLocks {
		locked[l.OID] = true
	}
	note := func(oid catalog.OID) {
		if u := w.uses[oid]; u != nil && locked[oid] && !u.first.Doubtful && !(w.lost && oid.Assumed()) {
			u.named = true
		}
	}
	pgsql.Walk(node, func(message any) bool {
		if n, ok := message.(*pg_query.RangeVar); ok {
			note(w.relation(n))
		}
		return true
	})
	for _, oid := range w.dropped() {
		note(oid)
	}
}

// dropped are the relations that a DROP names.
func (w *wants) dropped() []catalog.OID {
	drop := w.st.node.GetDropStmt()
	switch drop.GetRemoveType() {
	case pg_query.ObjectType_OBJECT_TABLE, pg_query.ObjectType_OBJECT_VIEW, pg_query.ObjectType_OBJECT_MATVIEW,
		pg_query.ObjectType_OBJECT_SEQUENCE, pg_query.ObjectType_OBJECT_INDEX, pg_query.ObjectType_OBJECT_FOREIGN_TABLE:
	default:
		return nil
	}
	var found []catalog.OID
	for _, o := range drop.Objects {
		found = append(found, w.qualified(pgsql.Names(o.GetList().GetItems())))
	}
	return found
}

// qualified is a relation by the parts of its name.
func (w *wants) qualified(name []string) catalog.OID {
	switch n := len(name); n {
	case 0:
		return 0
	case 1:
		return w.named("", name[0])
	default:
		return w.named(name[n-2], name[n-1])
	}
}

// owners notes what only the owner may do (PostgreSQL 16, the Notes of each
// statement's page; tablecmds.c, ATSimplePermissions).
func (w *wants) owners() {
	switch n := w.st.node.Node.(type) {
	case *pg_query.Node_AlterTableStmt:
		oid := w.relation(n.AlterTableStmt.Relation)
		w.doesTo(oid, Own)
		for _, cmd := range n.AlterTableStmt.Cmds {
			w.does(cmd.GetAlterTableCmd().GetDef().GetPartitionCmd().GetName(), Own)
		}
	case *pg_query.Node_IndexStmt:
		w.does(n.IndexStmt.Relation, Own)
	case *pg_query.Node_RenameStmt:
		w.does(n.RenameStmt.Relation, Own)
	case *pg_query.Node_AlterObjectSchemaStmt:
		w.does(n.AlterObjectSchemaStmt.Relation, Own)
	case *pg_query.Node_AlterSeqStmt:
		w.does(n.AlterSeqStmt.Sequence, Own)
	case *pg_query.Node_ViewStmt:
		w.does(n.ViewStmt.View, Own)
	case *pg_query.Node_CommentStmt:
		w.commented(n.CommentStmt)
	case *pg_query.Node_CreatePolicyStmt:
		w.does(n.CreatePolicyStmt.Table, Own)
	case *pg_query.Node_AlterPolicyStmt:
		w.does(n.AlterPolicyStmt.Table, Own)
	case *pg_query.Node_RuleStmt:
		w.does(n.RuleStmt.Relation, Own)
	case *pg_query.Node_CreateStatsStmt:
		for _, rel := range n.CreateStatsStmt.Relations {
			w.does(rel.GetRangeVar(), Own)
		}
	case *pg_query.Node_CreateStmt:
		for _, parent := range n.CreateStmt.InhRelations {
			w.does(parent.GetRangeVar(), Own)
		}
	case *pg_query.Node_ReindexStmt:
		w.does(n.ReindexStmt.Relation, Maintain)
	case *pg_query.Node_ClusterStmt:
		w.does(n.ClusterStmt.Relation, Maintain)
	case *pg_query.Node_RefreshMatViewStmt:
		w.does(n.RefreshMatViewStmt.Relation, Maintain)
	case *pg_query.Node_DropStmt:
		w.drops(n.DropStmt)
		for _, oid := range w.dropped() {
			w.doesTo(oid, Drop)
		}
		switch n.DropStmt.RemoveType {
		case pg_query.ObjectType_OBJECT_TRIGGER, pg_query.ObjectType_OBJECT_POLICY, pg_query.ObjectType_OBJECT_RULE:
			for _, o := range n.DropStmt.Objects {
				if name := pgsql.Names(o.GetList().GetItems()); len(name) > 1 {
					w.doesTo(w.qualified(name[:len(name)-1]), Own)
				}
			}
		}
	}
}

// commented notes the relation that a comment is about, or about a part of.
func (w *wants) commented(n *pg_query.CommentStmt) {
	name := pgsql.Names(n.Object.GetList().GetItems())
	switch n.Objtype {
	case pg_query.ObjectType_OBJECT_TABLE, pg_query.ObjectType_OBJECT_VIEW, pg_query.ObjectType_OBJECT_MATVIEW, pg_query.ObjectType_OBJECT_SEQUENCE,
		pg_query.ObjectType_OBJECT_INDEX, pg_query.ObjectType_OBJECT_FOREIGN_TABLE:
	case pg_query.ObjectType_OBJECT_COLUMN, pg_query.ObjectType_OBJECT_TABCONSTRAINT, pg_query.ObjectType_OBJECT_TRIGGER, pg_query.ObjectType_OBJECT_RULE,
		pg_query.ObjectType_OBJECT_POLICY:
		name = name[:max(len(name)-1, 0)]
	default:
		return
	}
	w.doesTo(w.qualified(name), Own)
}
