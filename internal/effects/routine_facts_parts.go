package effects

import (
	"strings"

	"sqlbundle/internal/catalog"
)

// eachConstraint visits the constraints of a relation; nil stands for those that
// nobody knows of.
func (r *run) eachConstraint(f relationFact, visit func(k *catalog.Constraint)) {
	if f.open() {
		visit(nil)
	}
	if f.rel != nil {
		for _, k := range r.Constraints(f.rel.OID) {
			visit(k)
		}
	}
}

func constraintFacts(r *run, f relationFact, yield func(bool, ...datum)) {
	r.eachConstraint(f, func(k *catalog.Constraint) {
		if k == nil {
			yield(true, f.oid, datum{}, f.part, f.space)
			return
		}
		target := datum{}
		if k.References != 0 {
			target = oidDatum(k.References)
		}
		yield(f.maybe || k.Doubtful, f.oid, oidDatum(k.OID), textDatum(k.Name), f.space, textDatum(string(rune(k.Kind))), target, f.certain(boolDatum(k.Validated)))
	})
}

// constraintTypes are the words of information_schema.table_constraints.
var constraintTypes = map[catalog.ConstraintKind]string{
	catalog.Check: "CHECK", catalog.NotNull: "CHECK", catalog.PrimaryKey: "PRIMARY KEY", catalog.Unique: "UNIQUE",
	catalog.ForeignKey: "FOREIGN KEY",
}

func tableConstraints(r *run, f relationFact, yield func(bool, ...datum)) {
	r.eachConstraint(f, func(k *catalog.Constraint) {
		switch {
		case k == nil:
			yield(true, f.schema, f.name, f.part, f.schema, datum{}, thisDatabase, thisDatabase)
		case constraintTypes[k.Kind] != "":
			yield(f.maybe || k.Doubtful, f.schema, f.name, textDatum(k.Name), f.schema, textDatum(constraintTypes[k.Kind]), thisDatabase, thisDatabase)
		}
	})
	if f.rel != nil && f.rel.Kind.IsTable() {
		// Columns that are NOT NULL have one each, under a made-up name.
		madeUp := isOne(func(name string) bool { return strings.HasSuffix(name, "_not_null") })
		yield(true, f.schema, f.name, madeUp, f.schema, textDatum("CHECK"), thisDatabase, thisDatabase)
	}
}

func referential(r *run, f relationFact, yield func(bool, ...datum)) {
	r.eachConstraint(f, func(k *catalog.Constraint) {
		switch {
		case k == nil:
			yield(true, datum{}, datum{}, f.part, f.schema)
		case k.Kind == catalog.ForeignKey:
			yield(f.maybe || k.Doubtful, datum{}, datum{}, textDatum(k.Name), f.schema)
		}
	})
}

// keyUsage are the columns of keys, constraintUsage what a constraint needs: of
// a foreign key the columns that it references.
func keyUsage(r *run, f relationFact, yield func(bool, ...datum)) {
	r.eachConstraint(f, func(k *catalog.Constraint) {
		switch {
		case k == nil:
			yield(true, f.schema, f.name, f.part, datum{}, f.schema)
		case k.Kind == catalog.PrimaryKey || k.Kind == catalog.Unique || k.Kind == catalog.ForeignKey:
			r.yieldUsage(f, f.rel, k, k.Columns, yield)
		}
	})
}

func constraintUsage(r *run, f relationFact, yield func(bool, ...datum)) {
	r.eachConstraint(f, func(k *catalog.Constraint) {
		switch {
		case k == nil:
			yield(true, datum{}, datum{}, f.part, datum{}, f.schema)
		case k.Kind == catalog.ForeignKey:
			if target, ok := r.Object(k.References).(*catalog.Relation); ok {
				r.yieldUsage(f, target, k, k.RefColumns, yield)
			}
		case constraintTypes[k.Kind] != "":
			r.yieldUsage(f, f.rel, k, k.Columns, yield)
		}
	})
}

func (r *run) yieldUsage(f relationFact, rel *catalog.Relation, k *catalog.Constraint, columns []int16, yield func(bool, ...datum)) {
	schema, maybe := textDatum(r.SchemaOf(rel)), f.maybe || k.Doubtful || rel.Unknown
	if len(columns) == 0 {
		yield(true, schema, textDatum(rel.Name), textDatum(k.Name), datum{}, f.schema)
	}
	for _, num := range columns {
		if num > 0 && int(num) <= len(rel.Columns) {
			yield(maybe, schema, textDatum(rel.Name), textDatum(k.Name), textDatum(rel.Columns[num-1].Name), f.schema)
		}
	}
}

func indexNames(r *run, f relationFact, yield func(bool, ...datum)) {
	if f.open() {
		yield(true, f.schema, f.part, f.name)
	}
	if f.rel == nil || f.rel.Index == nil {
		return
	}
	table, ok := r.Object(f.rel.Index.Table).(*catalog.Relation)
	if !ok {
		yield(true, f.schema, f.name)
		return
	}
	yield(f.maybe || table.Doubtful, f.schema, f.name, textDatum(table.Name))
}

func indexFacts(_ *run, f relationFact, yield func(bool, ...datum)) {
	if f.open() {
		yield(true, f.oid)
	}
	if f.rel != nil && f.rel.Index != nil {
		i := f.rel.Index
		yield(f.maybe, oidDatum(i.Table), f.oid, boolDatum(i.Unique), boolDatum(i.Primary), f.certain(boolDatum(i.Valid)))
	}
}

func triggerFacts(r *run, f relationFact, yield func(bool, ...datum)) {
	if f.open() {
		yield(true, f.oid, f.part)
	}
	if f.rel != nil {
		for _, t := range r.Triggers(f.rel.OID) {
			yield(f.maybe || t.Doubtful, f.oid, textDatum(t.Name), boolDatum(t.Internal))
		}
	}
}

func informationTriggers(r *run, f relationFact, yield func(bool, ...datum)) {
	if f.open() {
		yield(true, f.schema, f.name, f.part, f.schema)
	}
	if f.rel != nil {
		for _, t := range r.Triggers(f.rel.OID) {
			if !t.Internal {
				yield(f.maybe || t.Doubtful, f.schema, f.name, textDatum(t.Name), f.schema)
			}
		}
	}
}

// partsNamed are the objects of a class that relations have; what stands before
// their names is given.
func partsNamed(class catalog.Class, before func(relationFact) []datum) func(*run, relationFact, func(bool, ...datum)) {
	return func(r *run, f relationFact, yield func(bool, ...datum)) {
		if f.open() {
			yield(true, append(before(f), f.part)...)
		}
		if f.rel != nil {
			for _, o := range r.Of(class, f.rel.OID) {
				yield(f.maybe || catalog.HeadOf(o).Doubtful, append(before(f), textDatum(catalog.HeadOf(o).Name))...)
			}
		}
	}
}
