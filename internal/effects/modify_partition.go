package effects

import (
	"slices"
	"strings"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// row are the constants that columns of a new row have.
type row map[int16]value

// constantRows are the rows of VALUES, as far as they are constants; ok is false
// for any other source. Columns of the table that get no value are NULL.
func (c change) constantRows(rel *catalog.Relation) (rows []row, ok bool) {
	for _, items := range c.rows {
		made := row{}
		if rel != nil {
			for _, col := range rel.Live() {
				if !slices.Contains(c.columns, col.Num) && col.Default == 0 && col.Identity == 0 {
					made[col.Num] = value{null: true}
				}
			}
		}
		for i, num := range c.columns {
			if i < len(items) {
				if v, ok := constant(items[i]); ok {
					made[num] = v
				}
			}
		}
		rows = append(rows, made)
	}
	return rows, len(rows) > 0
}

// lockRouted locks the partitions that new rows go to, where constants tell
// which (ExecFindPartition, execPartition.c).
func (r *run) lockRouted(rel *catalog.Relation, c change) {
	rows, ok := c.constantRows(rel)
	if ok {
		var parts []catalog.OID
		if parts, ok = r.partsOf(rel, rows); ok {
			for _, part := range parts {
				r.lock(part, RowExclusive, "%s", c.why())
			}
			return
		}
	}
	r.unknown("which partitions of %s the rows go to", r.QualifiedName(rel))
}

// partsOf are the partitions that some rows are in, at every level; ok is false
// where the constants do not tell.
func (r *run) partsOf(parent *catalog.Relation, rows []row) (parts []catalog.OID, ok bool) {
	for _, values := range rows {
		for at := parent; at.Kind == catalog.Partitioned; {
			part := r.partOf(at, parent, values)
			if part == nil {
				return nil, false
			}
			if !slices.Contains(parts, part.OID) {
				parts = append(parts, part.OID)
			}
			at = part
		}
	}
	return parts, true
}

// partOf is the partition of a table that a row belongs to; nil where nobody
// knows. The row's columns are those of the table at the top.
func (r *run) partOf(at, top *catalog.Relation, values row) *catalog.Relation {
	if at.Strategy == "hash" {
		part, _ := r.hashPart(at, top, values)
		return part
	}
	facts := &predicate{join: "and"}
	for _, col := range top.Live() {
		v, given := values[col.Num]
		switch {
		case !given:
			continue
		case v.null:
			facts.parts = append(facts.parts, &predicate{subject: "column " + col.Name, op: "null", t: col.Type})
			continue
		}
		facts.parts = append(facts.parts,
			&predicate{subject: "column " + col.Name, op: "=", value: v, t: col.Type},
			&predicate{subject: "column " + col.Name, op: "not null", t: col.Type})
	}
	for _, part := range r.Children(at.OID) {
		if bound, ok := r.boundPredicate(at, part, part.Bound); ok && r.implies(facts, bound) {
			return part
		}
	}
	return nil
}

// prunedParts are the partitions that a condition excludes by constants, as the
// planner finds before it locks them (prune_append_rel_partitions, partprune.c).
func (r *run) prunedParts(rel *catalog.Relation, where *pgsql.Node) []catalog.OID {
	if where == nil || rel.Kind != catalog.Partitioned {
		return nil
	}
	condition := strict(r.predicateNode(rel, where))
	var pruned []catalog.OID
	var prune func(parent *catalog.Relation)
	prune = func(parent *catalog.Relation) {
		hashed, ok := r.hashedBy(parent, rel, condition)
		for _, part := range r.Children(parent.OID) {
			if ok && part != hashed || r.excluded(parent, part, condition) {
				pruned = append(append(pruned, part.OID), oids(r.Descendants(part.OID))...)
				continue
			}
			prune(part)
		}
	}
	prune(rel)
	return pruned
}

// excluded tells whether a condition leaves nothing of a partition by its bound.
func (r *run) excluded(parent, part *catalog.Relation, condition *predicate) bool {
	bound, ok := r.boundPredicate(parent, part, part.Bound)
	return ok && r.implies(condition, bound.not())
}

// hashedBy is the one partition by hash that a condition leaves; ok is false
// where it leaves more, or nobody knows.
func (r *run) hashedBy(parent, top *catalog.Relation, condition *predicate) (part *catalog.Relation, ok bool) {
	if parent.Strategy != "hash" {
		return nil, false
	}
	values := equalTo(top, condition)
	part, ok = r.hashPart(parent, top, values)
	if !ok && keyGiven(parent, top, values) {
		r.unknown("which partitions of %s the condition leaves", r.QualifiedName(parent))
	}
	return part, ok
}

// equalIn are the constants that columns have where a condition holds.
func (r *run) equalIn(rel *catalog.Relation, where *pgsql.Node) row {
	if where == nil {
		return row{}
	}
	return equalTo(rel, r.predicateNode(rel, where))
}

func equalTo(rel *catalog.Relation, condition *predicate) row {
	values := row{}
	var collect func(p *predicate)
	collect = func(p *predicate) {
		name, isColumn := strings.CutPrefix(p.subject, "column ")
		if col := rel.Column(name); isColumn && p.op == "=" && col != nil {
			values[col.Num] = p.value
		}
		if p.join == "and" {
			for _, part := range p.parts {
				collect(part)
			}
		}
	}
	collect(condition)
	return values
}

// strict adds to a condition that is true what else is true then: what is
// compared is not NULL.
func strict(p *predicate) *predicate {
	if p.join == "" {
		if commuted[p.op] == "" {
			return p
		}
		return joined("and", p, &predicate{subject: p.subject, op: "not null", t: p.t})
	}
	made := &predicate{join: p.join}
	for _, part := range p.parts {
		made.parts = append(made.parts, strict(part))
	}
	return made
}
