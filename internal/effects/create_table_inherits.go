package effects

import "sqlbundle/internal/catalog"

// inheritColumns takes the columns of the parents, in their order, merging those
// of the same name (MergeAttributes, tablecmds.c). A parent of INHERITS is locked
// so that nobody changes its columns meanwhile; that of a partition so that
// nobody uses it, since its partitions change.
func (c *creation) inheritColumns() {
	mode, why := ShareUpdateExclusive, "it gets a child"
	if c.n.Partbound != nil {
		mode, why = AccessExclusive, "it gets a partition"
	}
	seen := map[catalog.OID]bool{}
	for _, node := range c.n.InhRelations {
		kind := catalog.Table
		if c.n.Partbound != nil {
			kind = catalog.Partitioned
		}
		parent := c.relation(node.GetRangeVar(), kind)
		if parent == nil {
			continue
		}
		c.lock(parent.OID, mode, "%s", why)
		if seen[parent.OID] {
			c.refuse("42P07", "relation %q would be inherited from more than once", parent.Name)
		}
		seen[parent.OID] = true
		c.checkParent(parent)
		c.parents = append(c.parents, parent)
		for _, col := range parent.Live() {
			c.inheritColumn(parent, col)
		}
	}
}

// checkParent refuses parents that cannot be.
func (c *creation) checkParent(parent *catalog.Relation) {
	partition := c.n.Partbound != nil
	switch {
	case partition && parent.Kind != catalog.Partitioned:
		c.refuse("42P17", "%q is not partitioned", parent.Name)
	case !partition && parent.Kind == catalog.Partitioned:
		c.refuse("42809", "cannot inherit from partitioned table %q", parent.Name)
	case !partition && parent.Partition:
		c.refuse("42809", "cannot inherit from partition %q", parent.Name)
	case !partition && !parent.Kind.IsTable():
		c.refuse("42809", "inherited relation %q is not a table or foreign table", parent.Name)
	case parent.Persistence == catalog.Temporary && c.draft.Persistence != catalog.Temporary:
		c.refuse("42809", "cannot inherit from temporary relation %q", parent.Name)
	case partition && c.draft.Persistence == catalog.Temporary && parent.Persistence != catalog.Temporary:
		c.refuse("42809", "cannot create a temporary relation as partition of permanent relation %q", parent.Name)
	}
}

func (c *creation) inheritColumn(parent *catalog.Relation, col *catalog.Column) {
	n := &newColumn{Column: catalog.Column{
		Name: col.Name, Type: col.Type, Collation: col.Collation, CollationOID: col.CollationOID, Storage: col.Storage, Generated: col.Generated, Inherited: 1,
	}}
	n.notNull = col.NotNull
	if k := c.notNullConstraint(parent, col.Num); k != nil {
		n.notNullName, n.notNull = k.Name, !k.NoInherit
		n.notNullParents = 1
	}
	// The partitions of a table share its identity columns from 17 on.
	if c.n.Partbound != nil && c.Version >= 17 {
		n.Identity = col.Identity
	}
	if d, ok := c.Object(col.Default).(*catalog.Default); ok {
		n.copied = &copiedExpr{from: parent, expr: d.Expr, object: d.OID}
	}
	if old := c.find(col.Name); old != nil {
		c.mergeParents(old, n)
		return
	}
	c.columns = append(c.columns, n)
}

// mergeParents merges a column that two parents have.
func (c *creation) mergeParents(old, n *newColumn) {
	c.checkMerge(old, n)
	old.Inherited++
	old.notNullParents += n.notNullParents
	if n.notNull && !old.notNull {
		old.notNull, old.notNullName = true, n.notNullName
	}
	switch {
	case n.copied == nil:
	case old.copied == nil:
		old.copied = n.copied
	case !c.sameExpr(old.copied.from, old.copied.expr, n.copied.from, n.copied.expr):
		old.conflict = true
	}
}

func (c *creation) checkMerge(old, n *newColumn) {
	if !old.Type.Same(n.Type) && !old.Type.Unknown() && !n.Type.Unknown() {
		c.refuse("42804", "column %q has a type conflict", n.Name)
	}
	if old.Collation != n.Collation {
		c.refuse("42P21", "column %q has a collation conflict", n.Name)
	}
}

// mergeInto merges the statement's own column, or its options, into an inherited
// one: its default goes first.
func (c *creation) mergeInto(given, own *newColumn) {
	if !own.fromType {
		c.checkMerge(given, own)
		given.Local = true
		given.sequence, given.serial = own.sequence, own.serial
		if own.Identity != 0 {
			given.Identity = own.Identity
		}
	}
	if own.notNull {
		given.notNull = true
		if own.notNullName != "" || given.notNullParents == 0 {
			given.notNullName = own.notNullName
		}
		given.notNullLocal = true
	}
	switch {
	case own.Generated == 0 && own.raw != nil && given.Generated != 0:
		c.refuse("42611", "column %q inherits from generated column but specifies default", own.Name)
	case own.Generated != 0 && given.Generated == 0 && given.Inherited > 0:
		c.refuse("42611", "child column %q specifies generation expression", own.Name)
	}
	if own.raw != nil || own.serial || own.copied != nil {
		given.raw, given.copied, given.conflict = own.raw, own.copied, false
	}
	given.Generated = max(given.Generated, own.Generated)
}

// refuseConflicts refuses columns whose default is not the same in all parents
// and that have none of their own.
func (c *creation) refuseConflicts() {
	for _, col := range c.columns {
		if col.conflict {
			c.refuse("42611", "column %q inherits conflicting default values", col.Name)
		}
	}
}

// inheritChecks gives the table the checks of its parents.
func (c *creation) inheritChecks() {
	for _, parent := range c.parents {
		for _, k := range c.Constraints(parent.OID) {
			if k.Kind == catalog.Check && !k.NoInherit {
				c.addCheck(c.table, c.checkAgain(parent, k), nil, true)
			}
		}
	}
}
