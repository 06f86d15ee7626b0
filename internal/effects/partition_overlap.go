package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
)

// checkBound refuses a bound that does not fit the parent, or that takes what
// another partition has (transformPartitionBound, parse_utilcmd.c, and
// check_new_partition_bound, partbounds.c).
func (r *run) checkBound(parent *catalog.Relation, bound *pg.PartitionBoundSpec) {
	if parent.Strategy == "" {
		return
	}
	if bound.IsDefault {
		if parent.Strategy == "hash" {
			r.refuse("42P16", "a hash-partitioned table may not have a default partition")
		}
	} else if bound.Strategy != parent.Strategy[:1] {
		r.refuse("42P16", "invalid bound specification for a %s partition", parent.Strategy)
	}
	if parent.Strategy == "range" && !bound.IsDefault {
		r.checkRange(parent, bound)
	}
	for _, sibling := range r.Children(parent.OID) {
		if sibling.Bound == nil {
			continue
		}
		if r.overlaps(parent, bound, sibling.Bound) {
			r.refuse("42P17", "the partition would overlap partition %q", sibling.Name)
		}
	}
}

// checkRange refuses limits that do not fit the key, and a range without values.
func (r *run) checkRange(parent *catalog.Relation, bound *pg.PartitionBoundSpec) {
	if len(bound.Lowerdatums) != len(parent.Key) || len(bound.Upperdatums) != len(parent.Key) {
		r.refuse("42P16", "FROM and TO must specify exactly one value per partitioning column")
	}
	lower, ok := boundValues(bound.Lowerdatums)
	upper, also := boundValues(bound.Upperdatums)
	if !ok || !also {
		return
	}
	if order, known := r.compareLimits(parent, lower, upper); known && order >= 0 {
		r.refuse("42P17", "empty range bound specified for the partition")
	}
}

// overlaps tells whether two bounds surely have a value in common.
func (r *run) overlaps(parent *catalog.Relation, a, b *pg.PartitionBoundSpec) bool {
	if a.IsDefault || b.IsDefault {
		return a.IsDefault && b.IsDefault
	}
	switch parent.Strategy {
	case "hash":
		if a.Modulus == 0 || b.Modulus == 0 {
			return false
		}
		if max(a.Modulus, b.Modulus)%min(a.Modulus, b.Modulus) != 0 {
			return true // refused too, in other words
		}
		return a.Remainder%min(a.Modulus, b.Modulus) == b.Remainder%min(a.Modulus, b.Modulus)
	case "list":
		return r.listsMeet(parent, a, b)
	}
	return r.rangesMeet(parent, a, b)
}

func (r *run) listsMeet(parent *catalog.Relation, a, b *pg.PartitionBoundSpec) bool {
	for _, x := range a.Listdatums {
		for _, y := range b.Listdatums {
			v, ok := constant(x)
			w, also := constant(y)
			if !ok || !also {
				continue
			}
			order, known := r.compareValues(r.keyType(parent, 0), v, w)
			if v.null && w.null || known && order == 0 {
				return true
			}
		}
	}
	return false
}

func (r *run) rangesMeet(parent *catalog.Relation, a, b *pg.PartitionBoundSpec) bool {
	var limits [4][]value
	for i, nodes := range [4][]*pg.Node{a.Lowerdatums, a.Upperdatums, b.Lowerdatums, b.Upperdatums} {
		values, ok := boundValues(nodes)
		if !ok || len(values) != len(parent.Key) {
			return false
		}
		limits[i] = values
	}
	before, ok := r.compareLimits(parent, limits[1], limits[2])
	behind, also := r.compareLimits(parent, limits[3], limits[0])
	return ok && also && before > 0 && behind > 0
}

// compareLimits compares two limits of ranges, column by column.
func (r *run) compareLimits(parent *catalog.Relation, a, b []value) (order int, ok bool) {
	for i := range a {
		order, ok = r.compareValues(r.keyType(parent, i), a[i], b[i])
		if !ok || order != 0 {
			return order, ok
		}
		if a[i].infinite != 0 {
			return 0, true
		}
	}
	return 0, true
}
