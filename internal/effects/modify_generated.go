package effects

import (
	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// refuseGenerated refuses values for columns that have none but their own
// (rewriteTargetListIU, rewriteHandler.c).
func (r *run) refuseGenerated(rel *catalog.Relation, c change) {
	for _, items := range c.rows {
		for i, num := range c.columns {
			if i < len(items) && !isDefault(items[i]) {
				r.refuseValue(rel, num, c.overriding)
			}
		}
	}
	for _, node := range c.values {
		if col := rel.Column(node.GetResTarget().GetName()); col != nil && !isDefault(node.GetResTarget().GetVal()) {
			r.refuseValue(rel, col.Num, false)
		}
	}
}

func isDefault(node *pgsql.Node) bool { return node.GetSetToDefault() != nil }

func (r *run) refuseValue(rel *catalog.Relation, num int16, overriding bool) {
	switch col := rel.Columns[num-1]; {
	case col.Generated != 0 && r.Version < 14:
		r.refuse("42601", "column %s is generated: only DEFAULT can be given to it", pgsql.QuoteIdent(col.Name))
	case col.Generated != 0, col.Identity == 'a' && !overriding:
		r.refuse("428C9", "column %s is generated always: only DEFAULT can be given to it", pgsql.QuoteIdent(col.Name))
	}
}
