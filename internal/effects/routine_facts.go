package effects

import (
	"slices"
	"strings"

	"sqlbundle/internal/builtin"
	"sqlbundle/internal/catalog"
)

// facts are one of the server's catalogs: its columns, as far as they are known,
// and the rows that the history has made. A row that need not be there stands
// for all that may be there besides.
type facts struct {
	columns []string
	each    func(r *run, yield func(maybe bool, values ...datum))
}

func factsOf(columns string, each func(r *run, yield func(maybe bool, values ...datum))) facts {
	return facts{strings.Fields(columns), each}
}

// relationFact is a relation in all of them. A stranger, without rel, stands for
// those that nobody knows of.
type relationFact struct {
	rel                      *catalog.Relation
	oid, space, schema, name datum
	maybe                    bool
	// part is what a part of a stranger may be called.
	part datum
}

// open tells whether the relation may have parts that are not known.
func (f relationFact) open() bool {
	return f.rel == nil || f.rel.Unknown || f.rel.Doubtful || f.rel.Kind == catalog.View && len(f.rel.Columns) == 0
}

// eachRelation visits all relations, and strangers: the server's own and, where
// the history is not complete, any others.
func (r *run) eachRelation(yield func(relationFact)) {
	for _, o := range r.All(catalog.ClassRelation) {
		rel, ok := o.(*catalog.Relation)
		schema, in := r.Object(catalog.HeadOf(o).In).(*catalog.Schema)
		if ok && in {
			yield(relationFact{
				rel: rel, oid: oidDatum(rel.OID), space: oidDatum(schema.OID), schema: textDatum(schema.Name),
				name: textDatum(rel.Name), maybe: rel.Doubtful || rel.Unknown,
			})
		}
	}
	other := datum{may: func(d datum) bool { return r.Object(d.oid) == nil }}
	yield(relationFact{
		oid: other, space: other, schema: isOne(isSystemSchema), maybe: true, part: isOne(isSystemName),
		name: isOne(func(name string) bool { return isSystemName(name) || r.IsSystem("information_schema", name) }),
	})
	if !r.Incomplete {
		return
	}
	for _, o := range r.In(catalog.ClassSchema, 0) {
		schema := catalog.HeadOf(o)
		yield(relationFact{
			oid: other, space: oidDatum(schema.OID), schema: textDatum(schema.Name), maybe: true,
			name: isOne(func(name string) bool { return r.Catalog.Find(catalog.ClassRelation, schema.OID, name) == nil }),
		})
	}
	yield(relationFact{oid: other, space: other, schema: isOne(func(name string) bool { return r.Catalog.Schema(name) == nil }), maybe: true})
}

// isSystemName tells whether something of the server's own may have a name.
func isSystemName(name string) bool {
	return strings.HasPrefix(name, "pg_") || name == "cardinal_number_domain_check" || name == "yes_or_no_check"
}

// relations are the relations of some kinds.
func relations(kinds string, columns string, values func(f relationFact) []datum) facts {
	return factsOf(columns, func(r *run, yield func(bool, ...datum)) {
		r.eachRelation(func(f relationFact) {
			if f.rel == nil || strings.IndexByte(kinds, byte(f.rel.Kind)) >= 0 {
				yield(f.maybe, values(f)...)
			}
		})
	})
}

// parts are what belongs to relations: of each known one what list gives, and of
// the others one that may be there.
func parts(columns string, list func(r *run, f relationFact, yield func(maybe bool, values ...datum))) facts {
	wide := len(strings.Fields(columns))
	return factsOf(columns, func(r *run, yield func(bool, ...datum)) {
		padded := func(maybe bool, values ...datum) {
			yield(maybe, append(values, make([]datum, wide-len(values))...)...)
		}
		r.eachRelation(func(f relationFact) { list(r, f, padded) })
	})
}

// namedFacts are the objects of a class that have no more than a name and a schema.
func namedFacts(class catalog.Class, columns string, own func(r *run, name string) bool) facts {
	return factsOf(columns, func(r *run, yield func(bool, ...datum)) {
		other := datum{may: func(d datum) bool { return r.Object(d.oid) == nil }}
		each := r.All(class)
		if len(each) == 0 {
			each = r.In(class, 0)
		}
		for _, o := range each {
			h := catalog.HeadOf(o)
			name := h.Name
			if f, ok := o.(*catalog.Function); ok {
				name = f.BareName
			}
			yield(h.Doubtful, oidDatum(h.OID), textDatum(name), oidDatum(h.In), textDatum(r.SchemaOf(o)))
		}
		if own != nil {
			yield(true, other, isOne(func(name string) bool { return own(r, name) }), other, isOne(isSystemSchema))
		}
		if r.Incomplete {
			yield(true, other, datum{}, datum{}, datum{})
		}
	})
}

// ownSchema, ownType and the like tell whether something of the server's own has
// a name.
func ownSchema(_ *run, name string) bool { return isSystemSchema(name) }

func ownExtension(_ *run, name string) bool { return name == "plpgsql" }

func ownFunction(r *run, name string) bool { return len(builtin.Functions(name, r.Version)) > 0 }

// Arrays and the rows of relations are types, too.
func ownType(r *run, name string) bool {
	_, ok := builtin.LookupType(name, r.Version)
	return ok || strings.HasPrefix(name, "_") || slices.ContainsFunc(r.In(catalog.ClassSchema, 0), func(o catalog.Object) bool {
		return r.Catalog.Find(catalog.ClassRelation, catalog.HeadOf(o).OID, name) != nil
	}) || isSystemName(name)
}
