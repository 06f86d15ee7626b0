package effects

import (
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
)

// The bits of INCLUDING (TableLikeOption, parsenodes.h, PostgreSQL 16).
const (
	likeConstraints = 1 << 2
	likeDefaults    = 1 << 3
	likeGenerated   = 1 << 4
	likeIdentity    = 1 << 5
	likeIndexes     = 1 << 6
	likeStatistics  = 1 << 7
	likeStorage     = 1 << 8
)

// like is a LIKE clause of which something is left to do.
type like struct {
	source  catalog.OID
	options uint32
}

// likeColumns takes the columns of another table: names, types and NOT NULL
// always, the rest as INCLUDING says (transformTableLikeClause, parse_utilcmd.c).
func (c *creation) likeColumns(n *pg.TableLikeClause) {
	source := c.relation(n.Relation, catalog.Table)
	if source == nil {
		c.draft.Unknown = true // a catalog of the server's
		return
	}
	if c.draft.Kind == catalog.ForeignTable && c.Version < 18 {
		c.refuse("0A000", "LIKE is not supported for creating foreign tables")
	}
	c.lock(source.OID, AccessShare, "its columns are copied")
	switch source.Kind {
	case catalog.Sequence, catalog.Index, catalog.PartitionedIndex:
		c.refuse("42809", "relation %q is invalid in LIKE clause", source.Name)
	}
	c.draft.Unknown = c.draft.Unknown || source.Unknown
	for _, col := range source.Live() {
		c.own = append(c.own, c.likeColumn(source, col, n.Options))
	}
	c.likes = append(c.likes, like{source.OID, n.Options})
}

func (c *creation) likeColumn(source *catalog.Relation, col *catalog.Column, options uint32) *newColumn {
	n := &newColumn{Column: catalog.Column{Name: col.Name, Type: col.Type, Collation: col.Collation, CollationOID: col.CollationOID, Local: true}}
	n.notNull = col.NotNull
	if k := c.notNullConstraint(source, col.Num); k != nil {
		n.notNullName = k.Name
	}
	if options&likeStorage != 0 {
		n.Storage = col.Storage
	}
	if options&likeIdentity != 0 && col.Identity != 0 {
		n.Identity = col.Identity
		n.sequence = c.columnSequence(c.draft, n, nil)
		// Nobody says the sequence's type then, so it is the usual one.
		catalog.Edit(c.Catalog, c.mustRelation(n.sequence)).Sequence = &catalog.SequenceInfo{Type: catalog.Builtin("int8")}
	}
	if d, ok := c.Object(col.Default).(*catalog.Default); ok {
		if col.Generated != 0 && options&likeGenerated != 0 || col.Generated == 0 && options&likeDefaults != 0 {
			n.Generated = col.Generated
			n.copied = &copiedExpr{from: source, expr: d.Expr, object: d.OID}
		}
	}
	return n
}

// finishLikes copies what can only be copied once the table is there: checks,
// indexes and keys, and statistics (expandTableLikeClause).
func (c *creation) finishLikes() {
	for _, l := range c.likes {
		source := c.mustRelation(l.source)
		if l.options&likeConstraints != 0 {
			c.likeChecks(source)
		}
		if l.options&likeIndexes != 0 && c.draft.Kind != catalog.ForeignTable {
			for _, index := range c.Indexes(source.OID) {
				c.cloneIndex(c.table, index, indexOptions{made: true})
			}
		}
		if l.options&likeStatistics != 0 {
			c.likeStatistics(source)
		}
	}
}

// likeChecks copies the checks under their names.
func (c *creation) likeChecks(source *catalog.Relation) {
	for _, k := range c.Constraints(source.OID) {
		if k.Kind == catalog.Check {
			c.addConstraint(c.table, c.checkAgain(source, k), nil)
		}
	}
}

// checkAgain is a check of another table as a statement would write it for this
// one.
func (c *creation) checkAgain(source *catalog.Relation, k *catalog.Constraint) *pg.Constraint {
	return &pg.Constraint{
		Contype: pg.ConstrType_CONSTR_CHECK, Conname: k.Name, IsNoInherit: k.NoInherit, InitiallyValid: true,
		RawExpr: k.Expr.Current(source),
	}
}

// likeStatistics copies extended statistics under names that are chosen
// (generateClonedExtStatsStmt, ChooseExtendedStatisticName).
func (c *creation) likeStatistics(source *catalog.Relation) {
	for _, o := range c.All(catalog.ClassStatistics) {
		s, ok := o.(*catalog.Other)
		if !ok || s.Relation != source.OID {
			continue
		}
		c.cloneStatistics(s, source, c.mustRelation(c.table))
	}
}

// cloneStatistics makes the same statistics object on another table.
func (r *run) cloneStatistics(s *catalog.Other, from, to *catalog.Relation) {
	var names []string
	var nums []int16
	for _, d := range r.References(catalog.Address{OID: s.OID}) {
		if d.Ref.OID == from.OID && d.Ref.Sub > 0 {
			names = append(names, from.Columns[d.Ref.Sub-1].Name)
			nums = append(nums, mapColumn(from, to, d.Ref.Sub))
		}
	}
	name := catalog.MakeName(to.Name, strings.Join(names, "_"), "stat")
	for i := 1; r.Find(catalog.ClassStatistics, to.In, name) != nil; i++ {
		name = catalog.MakeName(to.Name, strings.Join(names, "_"), "stat"+string(rune('0'+i)))
	}
	copied := *s
	copied.Head = head(catalog.ClassStatistics, to.In, name)
	copied.Relation = to.OID
	stored := made(r, &copied)
	for _, num := range nums {
		r.Depend(catalog.Address{OID: stored.OID}, catalog.Auto, catalog.Address{OID: to.OID, Sub: num})
	}
}
