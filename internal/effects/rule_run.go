package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// rulesFor are the rules of a relation for what a statement does to its rows.
func (r *run) rulesFor(rel *catalog.Relation, c change) []*catalog.Other {
	var rules []*catalog.Other
	for _, o := range r.Of(catalog.ClassRule, rel.OID) {
		rule, ok := o.(*catalog.Other)
		if ok && (rule.Kind == pg.CmdType_CMD_INSERT.String() && c.insert || rule.Kind == pg.CmdType_CMD_UPDATE.String() && c.update ||
			rule.Kind == pg.CmdType_CMD_DELETE.String() && c.remove) {
			rules = append(rules, rule)
		}
	}
	return rules
}

// runRules does what the rules of a relation make of a change of its rows;
// instead holds where that is all that happens (RewriteQuery, rewriteHandler.c,
// PostgreSQL 16).
func (r *run) runRules(rel *catalog.Relation, c change) (instead bool) {
	rules := r.rulesFor(rel, c)
	if len(rules) > 0 && (c.merge || c.insert && c.update) {
		r.refuse("0A000", "MERGE and ON CONFLICT cannot be used with %s, which has rules", r.QualifiedName(rel))
	}
	for _, rule := range rules {
		instead = instead || rule.Instead && !rule.Conditional
		if len(r.ruling) == maxRoutines {
			r.unknown("what the rules of %s make of the statement", r.QualifiedName(rel))
			continue
		}
		for _, node := range rule.Actions {
			r.runRule(rel, rule, node)
		}
	}
	return instead
}

func (r *run) runRule(rel *catalog.Relation, rule *catalog.Other, node *pgsql.Node) {
	for _, oid := range r.ruling {
		if oid == rule.OID {
			r.refuse("42P17", "infinite recursion detected in rules for relation %s", r.QualifiedName(rel))
		}
	}
	r.ruling = append(r.ruling, rule.OID)
	defer func() { r.ruling = r.ruling[:len(r.ruling)-1] }()
	switch node.GetNode().(type) {
	case *pg.Node_SelectStmt, *pg.Node_InsertStmt, *pg.Node_UpdateStmt, *pg.Node_DeleteStmt:
		r.execute(node, r.analyzeRule(rel, node))
	}
}

// analyzeRule analyses an action of a rule, in which NEW and OLD stand for rows
// of the rule's relation.
func (r *run) analyzeRule(rel *catalog.Relation, node *pgsql.Node) *catalog.Analysis {
	return r.AnalyzeQueryWith(node, catalog.Named{Name: "new", Relation: rel}, catalog.Named{Name: "old", Relation: rel})
}

// writtenColumns are the columns that an INSERT or UPDATE gives values to: a rule
// stands on each (find_expr_references_walker, dependency.c).
func writtenColumns(target *catalog.Relation, node *pgsql.Node) []int16 {
	if update := node.GetUpdateStmt(); update != nil {
		return assigned(target, update.TargetList)
	}
	insert := node.GetInsertStmt()
	if insert == nil {
		return nil
	}
	columns := targeted(target, insert.Cols)
	width := len(insert.SelectStmt.GetSelectStmt().GetTargetList())
	for _, row := range insert.SelectStmt.GetSelectStmt().GetValuesLists() {
		width = len(row.GetList().GetItems())
	}
	return columns[:min(width, len(columns))]
}
