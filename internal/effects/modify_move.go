package effects

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// keptTargets are the targets of an UPDATE that assign a column to itself.
func keptTargets(n *pg.UpdateStmt) []*pgsql.Node {
	name := n.Relation.Relname
	if n.Relation.Alias != nil {
		name = n.Relation.Alias.Aliasname
	}
	var kept []*pgsql.Node
	for _, node := range n.TargetList {
		target := node.GetResTarget()
		fields := catalog.Strings(target.GetVal().GetColumnRef().GetFields())
		if len(target.GetIndirection()) > 0 || len(fields) == 2 && fields[0] != name || len(fields) == 1 && len(n.FromClause) > 0 {
			continue
		}
		if (len(fields) == 1 || len(fields) == 2) && fields[len(fields)-1] == target.Name {
			kept = append(kept, node)
		}
	}
	return kept
}

// changes tells whether an UPDATE may give a column another value: a key that
// stays as it is starts no check (RI_FKey_pk_upd_check_required and its like,
// ri_triggers.c).
func (c change) changes(column int16) bool {
	return slices.Contains(c.set, column) && !slices.Contains(c.kept, column)
}

// lockMoved locks the partitions that rows move to when an UPDATE changes the
// partition key (ExecCrossPartitionUpdate, nodeModifyTable.c), where constants
// tell which.
func (r *run) lockMoved(rel *catalog.Relation, c change) {
	if !c.update || rel.Kind != catalog.Partitioned || !r.changesKey(rel, rel, c) {
		return
	}
	values := row{}
	if !c.joined {
		values = r.equalIn(rel, c.where)
	}
	for _, num := range c.set {
		delete(values, num)
	}
	for num, v := range c.assignedConstants(rel) {
		values[num] = v
	}
	parts, ok := r.partsOf(rel, []row{values})
	if !ok {
		r.unknown("which partitions of %s the rows go to", r.QualifiedName(rel))
	}
	for _, part := range parts {
		r.lock(part, RowExclusive, "rows move to it")
	}
}

// assignedConstants are the constants that an UPDATE gives to columns.
func (c change) assignedConstants(rel *catalog.Relation) row {
	values := row{}
	for _, node := range c.values {
		target := node.GetResTarget()
		col, val := rel.Column(target.GetName()), target.GetVal()
		if m := val.GetMultiAssignRef(); m != nil && len(m.Source.GetRowExpr().GetArgs()) >= int(m.Colno) {
			val = m.Source.GetRowExpr().Args[m.Colno-1]
		}
		if v, ok := constant(val); ok && col != nil && len(target.Indirection) == 0 {
			values[col.Num] = v
		}
	}
	return values
}

// changesKey tells whether an UPDATE of the table at the top changes the key of
// a partitioned table or of one below it.
func (r *run) changesKey(at, top *catalog.Relation, c change) bool {
	for _, key := range at.Key {
		for _, num := range c.set {
			col := at.Column(top.Columns[num-1].Name)
			if c.changes(num) && col != nil && (key.Num == col.Num || key.Expr != nil && key.Expr.Mentions(col.Num)) {
				return true
			}
		}
	}
	return slices.ContainsFunc(r.Children(at.OID), func(part *catalog.Relation) bool {
		return part.Kind == catalog.Partitioned && r.changesKey(part, top, c)
	})
}
