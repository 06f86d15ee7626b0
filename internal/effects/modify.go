package effects

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// modify is INSERT, UPDATE, DELETE and MERGE: ROW EXCLUSIVE on the table, ROW
// SHARE on what its foreign keys reference, and on the tables that reference it
// what their actions need (PostgreSQL 16, section 13.3.1).
func (r *run) modify(node *pgsql.Node) {
	switch node.Node.(type) {
	case *pg.Node_InsertStmt:
		r.e.Section = "INSERT"
	case *pg.Node_UpdateStmt:
		r.e.Section = "UPDATE"
	case *pg.Node_DeleteStmt:
		r.e.Section = "DELETE"
	case *pg.Node_MergeStmt:
		r.e.Section = "MERGE"
		if r.Version < 15 {
			r.refuse("42601", "MERGE is new in PostgreSQL 15")
		}
	}
	r.runQuery(node)
}

// change is what one statement does to the rows of one table.
type change struct {
	table catalog.OID
	only  bool
	// insert, update and remove say what happens to rows.
	insert, update, remove bool
	// given are the columns that an INSERT gives values to, other than NULL;
	// set those that an UPDATE assigns, kept those of them that it assigns to
	// themselves.
	given, set, kept []int16
	// values are what an UPDATE of the table itself assigns.
	values []*pgsql.Node
	// nulls are those of them that become NULL.
	nulls []int16
	// arbiter holds for ON CONFLICT with a target, merge for MERGE: both look
	// into the indexes.
	arbiter, merge bool
	// where is the condition; joined holds where it is over other relations
	// too.
	where  *pgsql.Node
	joined bool
	// rows and columns are those of VALUES.
	rows    [][]*pgsql.Node
	columns []int16
	// overriding holds for OVERRIDING SYSTEM or USER VALUE.
	overriding bool
}

// changesIn are the changes of a statement, and of those in its WITH.
func (r *run) changesIn(node *pgsql.Node) []change {
	var changes []change
	pgsql.Walk(node, func(message any) bool {
		switch n := message.(type) {
		case *pg.InsertStmt:
			changes = r.appendChange(changes, n.Relation, func(rel *catalog.Relation) change { return insertion(rel, n) })
		case *pg.UpdateStmt:
			changes = r.appendChange(changes, n.Relation, func(rel *catalog.Relation) change {
				return change{
					update: true, set: assigned(rel, n.TargetList), kept: assigned(rel, keptTargets(n)), values: n.TargetList,
					nulls: assigned(rel, nullTargets(n.TargetList)), where: n.WhereClause, joined: len(n.FromClause) > 0,
				}
			})
		case *pg.DeleteStmt:
			changes = r.appendChange(changes, n.Relation, func(*catalog.Relation) change {
				return change{remove: true, where: n.WhereClause, joined: len(n.UsingClause) > 0}
			})
		case *pg.MergeStmt:
			changes = r.appendChange(changes, n.Relation, func(rel *catalog.Relation) change { return merged(rel, n) })
		}
		return true
	})
	return changes
}

func (r *run) appendChange(to []change, n *pg.RangeVar, make func(*catalog.Relation) change) []change {
	rel := r.RangeVar(n)
	if rel == nil {
		return to
	}
	made := make(rel)
	made.table, made.only = rel.OID, !n.Inh
	return append(to, made)
}

// insertion is an INSERT; ON CONFLICT DO UPDATE makes it an UPDATE as well.
func insertion(rel *catalog.Relation, n *pg.InsertStmt) change {
	c := change{insert: true, arbiter: n.OnConflictClause.GetInfer() != nil}
	c.columns, c.overriding = targeted(rel, n.Cols), n.Override != pg.OverridingKind_OVERRIDING_NOT_SET
	query := n.SelectStmt.GetSelectStmt()
	for i, num := range c.columns {
		if n.SelectStmt != nil && !alwaysNull(query, i) {
			c.given = append(c.given, num)
		}
	}
	for _, row := range query.GetValuesLists() {
		c.rows = append(c.rows, row.GetList().GetItems())
	}
	if n.OnConflictClause.GetAction() == pg.OnConflictAction_ONCONFLICT_UPDATE {
		c.update, c.set = true, assigned(rel, n.OnConflictClause.TargetList)
	}
	return c
}

// targeted are the columns that the values of an INSERT go to, in their order.
func targeted(rel *catalog.Relation, cols []*pgsql.Node) []int16 {
	if len(cols) > 0 {
		return assigned(rel, cols)
	}
	var nums []int16
	for _, col := range rel.Live() {
		nums = append(nums, col.Num)
	}
	return nums
}

// assigned are the columns that a list of targets names.
func assigned(rel *catalog.Relation, targets []*pgsql.Node) []int16 {
	var nums []int16
	for _, node := range targets {
		if col := rel.Column(node.GetResTarget().GetName()); col != nil {
			nums = append(nums, col.Num)
		}
	}
	return nums
}

// nullTargets are the targets that are set to NULL.
func nullTargets(targets []*pgsql.Node) []*pgsql.Node {
	return slices.DeleteFunc(slices.Clone(targets), func(node *pgsql.Node) bool { return !isNull(node.GetResTarget().GetVal()) })
}

// alwaysNull tells whether a column of the rows is NULL or DEFAULT in all of
// them, or missing.
func alwaysNull(query *pg.SelectStmt, i int) bool {
	if query == nil {
		return true
	}
	for _, row := range query.ValuesLists {
		items := row.GetList().GetItems()
		if i < len(items) && !isNull(items[i]) {
			return false
		}
	}
	if len(query.ValuesLists) > 0 {
		return true
	}
	return query.Larg == nil && i < len(query.TargetList) && isNull(query.TargetList[i].GetResTarget().GetVal())
}

func isNull(node *pgsql.Node) bool {
	if cast := node.GetTypeCast(); cast != nil {
		return isNull(cast.Arg)
	}
	return node.GetSetToDefault() != nil || node.GetAConst().GetIsnull()
}

// merged is a MERGE, with all that its branches do.
func merged(rel *catalog.Relation, n *pg.MergeStmt) change {
	c := change{where: n.JoinCondition, joined: true, merge: true}
	for _, node := range n.MergeWhenClauses {
		when := node.GetMergeWhenClause()
		switch when.CommandType {
		case pg.CmdType_CMD_INSERT:
			c.insert = true
			for i, num := range targeted(rel, when.TargetList) {
				if i < len(when.Values) && !isNull(when.Values[i]) {
					c.given = append(c.given, num)
				}
			}
		case pg.CmdType_CMD_UPDATE:
			c.update = true
			c.set = append(c.set, assigned(rel, when.TargetList)...)
		case pg.CmdType_CMD_DELETE:
			c.remove = true
		}
	}
	return c
}

// modifies runs the changes of a statement.
func (r *run) modifies(node *pgsql.Node) {
	for _, c := range r.changesIn(node) {
		for _, base := range r.lockTarget(c) {
			r.change(base)
		}
	}
}

// lockTarget locks what a statement changes: the table, its partitions and
// children, and the table under a view. It gives the changes of the tables
// proper.
func (r *run) lockTarget(c change) []change {
	rel, ok := r.Object(c.table).(*catalog.Relation)
	if !ok {
		return nil
	}
	r.lock(rel.OID, RowExclusive, "%s", c.why())
	if r.runRules(rel, c) {
		return nil
	}
	switch {
	case rel.Kind == catalog.View:
		return r.lockUnderView(rel, c)
	case rel.Kind == catalog.MaterializedView:
		r.refuse("42809", "cannot change materialized view %s", r.QualifiedName(rel))
	case rel.Kind == catalog.Sequence:
		r.refuse("42809", "cannot change sequence %s", r.QualifiedName(rel))
	}
	r.touch('c', &r.e.Changed, rel.OID, "%s", c.why())
	r.refuseGenerated(rel, c)
	if c.update || c.remove || c.arbiter || c.merge {
		r.lockIndexesOf(rel, RowExclusive, c.only, c.why())
	}
	if !c.only {
		r.lockParts(rel, c)
	}
	return []change{c}
}

// why is the reason for the lock on what is changed.
func (c change) why() string {
	switch {
	case c.insert:
		return "rows are put into it"
	case c.update:
		return "its rows are changed"
	}
	return "its rows are deleted"
}

// lockParts locks partitions and children. An INSERT locks the partitions that
// its rows go to, and only those; an UPDATE or DELETE all that its conditions
// leave.
func (r *run) lockParts(rel *catalog.Relation, c change) {
	parts := r.Descendants(rel.OID)
	if len(parts) == 0 || c.insert && rel.Kind != catalog.Partitioned {
		return
	}
	if c.insert && !c.update && !c.remove {
		r.lockRouted(rel, c)
		return
	}
	var excluded []catalog.OID
	if !c.joined {
		excluded = r.prunedParts(rel, c.where)
	}
	for _, part := range parts {
		if slices.Contains(excluded, part.OID) {
			continue
		}
		r.lock(part.OID, RowExclusive, "%s", c.why())
		r.lockIndexes(part.OID, RowExclusive, c.why())
	}
	r.lockMoved(rel, c)
}
