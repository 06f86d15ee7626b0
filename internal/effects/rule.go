package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// createRule is CREATE [OR REPLACE] RULE: ACCESS EXCLUSIVE on the table or view;
// the actions are parsed, which locks what stands in them (DefineRule,
// rewriteDefine.c).
func (r *run) createRule(n *pg.RuleStmt) {
	r.e.Section = "CREATE RULE"
	rel := r.relation(n.Relation, catalog.Table)
	if rel == nil {
		return
	}
	if rel.Kind == catalog.MaterializedView {
		r.refuse("0A000", "rules on materialized views are not supported")
	}
	if !rel.Kind.IsTable() && rel.Kind != catalog.View || rel.Kind == catalog.ForeignTable {
		r.refuse("42809", "relation %s cannot have rules", r.QualifiedName(rel))
	}
	r.lock(rel.OID, AccessExclusive, "a rule is made for it")
	if n.Event == pg.CmdType_CMD_SELECT && rel.Kind != catalog.View {
		if r.Version >= 16 {
			r.refuse("42809", "relation %s cannot have ON SELECT rules", r.QualifiedName(rel))
		}
		r.unknown("whether the rule makes %s a view", r.QualifiedName(rel))
	}
	self := r.storeRule(rel, n)
	r.Depend(self, catalog.Auto, catalog.Address{OID: rel.OID})
	for _, node := range n.Actions {
		r.ruleAction(self, rel, node)
	}
	if n.WhereClause != nil {
		r.Depend(self, catalog.Normal, r.ruleRefs(rel, r.expression(rel, n.WhereClause).Refs)...)
	}
}

// storeRule makes the rule or, with OR REPLACE, puts it in the place of the one
// that is there.
func (r *run) storeRule(rel *catalog.Relation, n *pg.RuleStmt) catalog.Address {
	old := r.Find(catalog.ClassRule, rel.OID, n.Rulename)
	if old == nil {
		rule := made(r, &catalog.Other{
			Head: head(catalog.ClassRule, rel.OID, n.Rulename), Relation: rel.OID, Kind: n.Event.String(),
			Actions: n.Actions, Instead: n.Instead, Conditional: n.WhereClause != nil,
		})
		return catalog.Address{OID: rule.OID}
	}
	if !n.Replace {
		r.refuse("42710", "rule %s for relation %s already exists", pgsql.QuoteIdent(n.Rulename), r.QualifiedName(rel))
	}
	self := catalog.Address{OID: catalog.HeadOf(old).OID}
	if rule, ok := old.(*catalog.Other); ok {
		rule = catalog.Edit(r.Catalog, rule)
		rule.Kind, rule.Actions, rule.Instead, rule.Conditional = n.Event.String(), n.Actions, n.Instead, n.WhereClause != nil
	}
	r.Forget(self)
	return self
}

// ruleAction locks what an action of a rule names, and records what it stands
// on.
func (r *run) ruleAction(self catalog.Address, rel *catalog.Relation, node *pgsql.Node) {
	switch node.GetNode().(type) {
	case *pg.Node_SelectStmt, *pg.Node_InsertStmt, *pg.Node_UpdateStmt, *pg.Node_DeleteStmt:
	default:
		return
	}
	if n := writtenTo(node); n != nil {
		if target := r.relation(n, catalog.Table); target != nil {
			r.lock(target.OID, RowExclusive, "an action of the rule writes to it and is parsed")
			r.Depend(self, catalog.Normal, catalog.Address{OID: target.OID})
			for _, num := range writtenColumns(target, node) {
				r.Depend(self, catalog.Normal, catalog.Address{OID: target.OID, Sub: num})
			}
		}
	}
	a := r.analyzeRule(rel, node)
	for _, oid := range a.Relations {
		r.lock(oid, AccessShare, "an action of the rule names it and is parsed")
	}
	r.Depend(self, catalog.Normal, r.ruleRefs(rel, a.Refs)...)
}

// ruleRefs leaves out the rule's relation as a whole: it goes with that anyway.
func (r *run) ruleRefs(rel *catalog.Relation, refs []catalog.Address) []catalog.Address {
	var kept []catalog.Address
	for _, ref := range refs {
		if ref != (catalog.Address{OID: rel.OID}) {
			kept = append(kept, ref)
		}
	}
	return kept
}
