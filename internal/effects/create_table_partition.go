package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
)

// partitionOf ties the table to its parents; as a partition with its bound.
func (c *creation) partitionOf() {
	bound := c.n.Partbound
	if bound == nil {
		for _, parent := range c.parents {
			c.Inherit(c.mustRelation(c.table), parent.OID)
		}
		return
	}
	for _, parent := range c.parents {
		c.checkBound(parent, bound)
		n := catalog.Edit(c.Catalog, c.mustRelation(c.table))
		n.Partition, n.Bound, n.IsDefault = true, bound, bound.IsDefault
		c.lockDefault(parent, bound)
		c.Inherit(n, parent.OID)
	}
}

// lockDefault locks the default partition, from which the new partition takes a
// part; it is read for rows of that unless a constraint shows that it has none
// (check_default_partition_contents, partbounds.c).
func (r *run) lockDefault(parent *catalog.Relation, bound *pg.PartitionBoundSpec) {
	for _, sibling := range r.Children(parent.OID) {
		if !sibling.IsDefault {
			continue
		}
		r.lock(sibling.OID, AccessExclusive, "as default partition it gives up what the new one holds")
		if r.defaultExcludes(sibling.OID, parent.OID, bound) {
			return
		}
		r.scan(sibling.OID, "it may hold rows of the new partition")
		r.demand(sibling.OID, "no row of it may belong to the new partition")
		for _, part := range r.Descendants(sibling.OID) {
			r.lock(part.OID, AccessExclusive, "as part of the default partition it is looked through")
			if !r.defaultExcludes(part.OID, parent.OID, bound) {
				r.scan(part.OID, "it may hold rows of the new partition")
				r.demand(part.OID, "no row of it may belong to the new partition")
			}
		}
	}
}

// partitionBy stores the key of a partitioned table (ComputePartitionAttrs,
// tablecmds.c).
func (c *creation) partitionBy() {
	spec := c.n.Partspec
	if spec == nil {
		return
	}
	n := catalog.Edit(c.Catalog, c.mustRelation(c.table))
	switch spec.Strategy {
	case pg.PartitionStrategy_PARTITION_STRATEGY_LIST:
		n.Strategy = "list"
	case pg.PartitionStrategy_PARTITION_STRATEGY_HASH:
		n.Strategy = "hash"
	default:
		n.Strategy = "range"
	}
	if n.Strategy == "list" && len(spec.PartParams) > 1 {
		c.refuse("42P17", "cannot use \"list\" partition strategy with more than one column")
	}
	for _, node := range spec.PartParams {
		n.Key = append(n.Key, c.keyColumn(n, node.GetPartitionElem()))
	}
}

func (c *creation) keyColumn(table *catalog.Relation, elem *pg.PartitionElem) catalog.IndexColumn {
	key := catalog.IndexColumn{}
	_, key.Collation = catalog.Split(elem.GetCollation())
	_, key.Opclass = catalog.Split(elem.GetOpclass())
	name := elem.GetName()
	if fields := elem.GetExpr().GetColumnRef().GetFields(); name == "" && len(fields) > 0 {
		name = fields[len(fields)-1].GetString_().GetSval()
	}
	if name != "" {
		col := table.Column(name)
		if col == nil && table.Unknown {
			num := c.appendColumn(c.table, &newColumn{Column: catalog.Column{Name: name, Local: true}})
			col = c.mustRelation(c.table).Columns[num-1]
		}
		if col == nil {
			c.refuse("42703", "column %q named in partition key does not exist", name)
		}
		if col.Generated != 0 {
			c.refuse("42P17", "cannot use generated column in partition key")
		}
		key.Num = col.Num
		return key
	}
	a := c.AnalyzeExpr(table, elem.GetExpr())
	c.checkAnalysis(a)
	switch c.plannedVolatility(table, &a.Expr) {
	case catalog.Stable, catalog.Volatile:
		c.refuse("42P17", "functions in partition key expression must be marked IMMUTABLE")
	}
	key.Expr = &a.Expr
	for _, ref := range a.Refs {
		if ref.OID != c.table {
			c.Depend(catalog.Address{OID: c.table}, catalog.Normal, ref)
		}
	}
	return key
}

// clonePartition gives a partition what its parent has: indexes with their
// constraints, triggers FOR EACH ROW and foreign keys (DefineRelation).
func (c *creation) clonePartition() {
	if c.n.Partbound == nil {
		return
	}
	for _, parent := range c.parents {
		for _, index := range c.Indexes(parent.OID) {
			if c.draft.Kind != catalog.ForeignTable {
				c.cloneIndex(c.table, index, indexOptions{made: true, parent: index.OID})
			} else if index.Index.Unique {
				c.refuse("42809", "cannot create foreign partition of partitioned table %q", parent.Name)
			}
		}
		c.cloneTriggers(parent, c.mustRelation(c.table))
		c.cloneForeignKeys(parent.OID, c.table, false)
	}
}
