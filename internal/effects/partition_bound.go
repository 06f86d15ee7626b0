package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
)

// checksImplyBound tells whether the constraints of a table show that all its
// rows belong into a partition with this bound: then ATTACH does not read it.
// The bounds of the parent, where it is a partition itself, must be implied too
// (ATExecAttachPartition and PartConstraintImpliedByRelConstraint, tablecmds.c).
func (r *run) checksImplyBound(table, parent catalog.OID, bound *pg.PartitionBoundSpec) bool {
	rel := r.mustRelation(table)
	proven := r.provenBy(rel)
	for up := r.mustRelation(parent); ; {
		wanted, ok := r.boundPredicate(up, rel, bound)
		if !ok || !r.implies(proven, wanted) {
			return false
		}
		if !up.Partition || len(up.Parents) == 0 {
			return true
		}
		bound = up.Bound
		up = r.mustRelation(up.Parents[0])
	}
}

// defaultExcludes tells whether the constraints of a default partition, or of a
// part of it, show that none of its rows belongs into a new partition with this
// bound (check_default_partition_contents, partbounds.c).
func (r *run) defaultExcludes(defaultTable, parent catalog.OID, bound *pg.PartitionBoundSpec) bool {
	rel := r.mustRelation(defaultTable)
	unwanted, ok := r.boundPredicate(r.mustRelation(parent), rel, bound)
	return ok && r.implies(r.provenBy(rel), unwanted.not())
}

// provenBy is what holds for all rows: NOT NULL and the valid checks.
func (r *run) provenBy(rel *catalog.Relation) *predicate {
	p := &predicate{join: "and"}
	for _, col := range rel.Live() {
		if k := r.notNullConstraint(rel, col.Num); col.NotNull && (k == nil || k.Validated) {
			p.parts = append(p.parts, &predicate{subject: "column " + col.Name, op: "not null", t: col.Type})
		}
	}
	for _, k := range r.Constraints(rel.OID) {
		if k.Kind == catalog.Check && k.Validated && k.Enforced && k.Expr != nil {
			p.parts = append(p.parts, r.predicateOf(rel, k.Expr))
		}
	}
	return p
}

// boundPredicate is the condition that a bound puts on rows (get_qual_from_partbound,
// partbounds.c). ok is false where it is none that a constraint could imply, as
// for hash partitions.
func (r *run) boundPredicate(parent, rel *catalog.Relation, bound *pg.PartitionBoundSpec) (p *predicate, ok bool) {
	if bound == nil || parent.Unknown && len(parent.Key) == 0 {
		return nil, false
	}
	if bound.IsDefault {
		return r.defaultPredicate(parent, rel)
	}
	switch parent.Strategy {
	case "list":
		return r.listPredicate(parent, rel, bound)
	case "range":
		return r.rangePredicate(parent, rel, bound)
	}
	return nil, false
}

// defaultPredicate is the opposite of what the other partitions take; nothing at
// all where there are none.
func (r *run) defaultPredicate(parent, rel *catalog.Relation) (*predicate, bool) {
	p := &predicate{join: "and"}
	for _, sibling := range r.Children(parent.OID) {
		if sibling.IsDefault || sibling.OID == rel.OID {
			continue
		}
		taken, ok := r.boundPredicate(parent, rel, sibling.Bound)
		if !ok {
			return nil, false
		}
		p.parts = append(p.parts, taken.not())
	}
	return p, true
}

// keyAtom is a condition on a column or expression of the partition key, in the
// partition's own terms.
func (r *run) keyAtom(parent, rel *catalog.Relation, key catalog.IndexColumn, op string, v value) *predicate {
	if key.Num > 0 {
		col := parent.Columns[key.Num-1]
		return &predicate{subject: "column " + col.Name, op: op, value: v, t: col.Type}
	}
	return r.atom(rel, key.Expr.Current(parent), op, v)
}

// listPredicate is "key = ANY (…)", and that the key is not NULL unless NULL is
// in the list.
func (r *run) listPredicate(parent, rel *catalog.Relation, bound *pg.PartitionBoundSpec) (*predicate, bool) {
	if len(parent.Key) == 0 {
		return nil, false
	}
	values := &predicate{join: "or"}
	null := false
	for _, node := range bound.Listdatums {
		v, ok := constant(node)
		if !ok {
			return nil, false
		}
		if v.null {
			null = true
			continue
		}
		values.parts = append(values.parts, r.keyAtom(parent, rel, parent.Key[0], "=", v))
	}
	if null {
		return joined("or", append(values.parts, r.keyAtom(parent, rel, parent.Key[0], "null", value{}))...), true
	}
	return joined("and", r.keyAtom(parent, rel, parent.Key[0], "not null", value{}), values), true
}

// rangePredicate is that no column of the key is NULL and the key stands between
// the limits (get_qual_for_range).
func (r *run) rangePredicate(parent, rel *catalog.Relation, bound *pg.PartitionBoundSpec) (*predicate, bool) {
	lower, ok := boundValues(bound.Lowerdatums)
	upper, also := boundValues(bound.Upperdatums)
	if !ok || !also || len(lower) != len(parent.Key) || len(upper) != len(parent.Key) {
		return nil, false
	}
	p := &predicate{join: "and"}
	for _, key := range parent.Key {
		p.parts = append(p.parts, r.keyAtom(parent, rel, key, "not null", value{}))
	}
	i := 0
	for ; i < len(lower)-1 && r.sameLimit(parent, i, lower[i], upper[i]); i++ {
		p.parts = append(p.parts, r.keyAtom(parent, rel, parent.Key[i], "=", lower[i]))
	}
	for _, side := range []struct {
		limits []value
		op     string
	}{{lower, ">"}, {upper, "<"}} {
		if limit := r.limit(parent, rel, i, side.limits, side.op); limit != nil {
			p.parts = append(p.parts, limit)
		}
	}
	return p, true
}

func (r *run) sameLimit(parent *catalog.Relation, i int, a, b value) bool {
	order, ok := r.compareValues(r.keyType(parent, i), a, b)
	return ok && order == 0 && a.infinite == 0 && b.infinite == 0
}

// limit is one side of a range from column i on: "a > 1 OR a = 1 AND b >= 2"; nil
// where there is none.
func (r *run) limit(parent, rel *catalog.Relation, i int, limits []value, op string) *predicate {
	if limits[i].infinite != 0 {
		return nil
	}
	key, last := parent.Key[i], i == len(limits)-1
	if last || limits[i+1].infinite != 0 {
		inclusive := op == ">" && (last || limits[i+1].infinite < 0) || op == "<" && !last && limits[i+1].infinite > 0
		if inclusive {
			op += "="
		}
		return r.keyAtom(parent, rel, key, op, limits[i])
	}
	return joined("or", r.keyAtom(parent, rel, key, op, limits[i]),
		joined("and", r.keyAtom(parent, rel, key, "=", limits[i]), r.limit(parent, rel, i+1, limits, op)))
}

func (r *run) keyType(parent *catalog.Relation, i int) catalog.Type {
	if key := parent.Key[i]; key.Num > 0 {
		return parent.Columns[key.Num-1].Type
	}
	return r.AnalyzeExpr(parent, parent.Key[i].Expr.Node).Type
}

func boundValues(nodes []*pg.Node) (values []value, ok bool) {
	for _, node := range nodes {
		v, ok := boundValue(node)
		if !ok {
			return nil, false
		}
		values = append(values, v)
	}
	return values, true
}
