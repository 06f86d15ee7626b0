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
			Head: head(catalog.ClassRule, rel.OID, n.Rulename), Relation: rel.OID, Kind: n.Event.String(), Options: ruleActions(n),
		})
		return catalog.Address{OID: rule.OID}
	}
	if !n.Replace {
		r.refuse("42710", "rule %s for relation %s already exists", pgsql.QuoteIdent(n.Rulename), r.QualifiedName(rel))
	}
	self := catalog.Address{OID: catalog.HeadOf(old).OID}
	if rule, ok := old.(*catalog.Other); ok {
		rule = catalog.Edit(r.Catalog, rule)
		rule.Kind, rule.Options = n.Event.String(), ruleActions(n)
	}
	r.Forget(self)
	return self
}

// ruleActions tells what a rule does: nothing for DO ALSO NOTHING.
func ruleActions(n *pg.RuleStmt) []string {
	if len(n.Actions) == 0 && !n.Instead {
		return nil
	}
	return []string{"do"}
}

// hasRuleFor tells whether a relation has a rule that does something when its rows
// change in this way.
func (r *run) hasRuleFor(rel *catalog.Relation, c change) bool {
	for _, o := range r.Of(catalog.ClassRule, rel.OID) {
		rule, ok := o.(*catalog.Other)
		if !ok || len(rule.Options) == 0 {
			continue
		}
		switch rule.Kind {
		case pg.CmdType_CMD_INSERT.String():
			ok = c.insert
		case pg.CmdType_CMD_UPDATE.String():
			ok = c.update
		case pg.CmdType_CMD_DELETE.String():
			ok = c.remove
		}
		if ok {
			return true
		}
	}
	return false
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
		}
	}
	a := r.AnalyzeQueryWith(node, catalog.Named{Name: "new", Relation: rel}, catalog.Named{Name: "old", Relation: rel})
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
