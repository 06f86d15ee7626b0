package effects

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/builtin"
	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// referencedKey finds the columns that a foreign key references and the unique
// index on them (transformFkeyCheckAttrs and transformFkeyGetPrimaryKey,
// tablecmds.c, PostgreSQL 16).
func (r *run) referencedKey(k *catalog.Constraint, def *pg.Constraint) {
	pk := r.table(k.References)
	if len(def.PkAttrs) == 0 {
		r.referencedPrimaryKey(k, pk)
	} else {
		k.RefColumns = r.needColumns(pk.OID, catalog.Strings(def.PkAttrs))
		r.referencedUnique(k, r.table(pk.OID))
	}
	if len(k.RefColumns) != len(k.Columns) && len(k.RefColumns) > 0 {
		r.refuse("42830", "number of referencing and referenced columns for foreign key disagree")
	}
}

func (r *run) referencedPrimaryKey(k *catalog.Constraint, pk *catalog.Relation) {
	for _, key := range r.Constraints(pk.OID) {
		if key.Kind != catalog.PrimaryKey {
			continue
		}
		if key.Deferrable {
			r.refuse("55000", "cannot use a deferrable primary key for referenced table %s", pgsql.QuoteIdent(pk.Name))
		}
		k.RefColumns, k.Index = key.Columns, key.Index
		return
	}
	if !pk.Unknown {
		r.refuse("42704", "there is no primary key for referenced table %s", pgsql.QuoteIdent(pk.Name))
	}
}

func (r *run) referencedUnique(k *catalog.Constraint, pk *catalog.Relation) {
	wanted := slices.Clone(k.RefColumns)
	slices.Sort(wanted)
	if len(slices.Compact(slices.Clone(wanted))) != len(wanted) {
		r.refuse("42830", "foreign key referenced-columns list must not contain duplicates")
	}
	deferrable := false
	for _, index := range r.Indexes(pk.OID) {
		if !isUniqueOn(index.Index, wanted) {
			continue
		}
		if key, ok := r.Object(index.Index.Constraint).(*catalog.Constraint); ok && key.Deferrable {
			deferrable = true
			continue
		}
		k.Index = index.OID
		return
	}
	switch {
	case deferrable:
		r.refuse("55000", "cannot use a deferrable unique constraint for referenced table %s", pgsql.QuoteIdent(pk.Name))
	case !pk.Unknown:
		r.refuse("42830", "there is no unique constraint matching given keys for referenced table %s", pgsql.QuoteIdent(pk.Name))
	}
}

// isUniqueOn tells whether an index makes just these columns unique, in any
// order.
func isUniqueOn(info *catalog.IndexInfo, sorted []int16) bool {
	if !info.Unique || !info.Valid || info.Predicate != nil || hasExpression(info) {
		return false
	}
	var nums []int16
	for _, c := range info.Columns {
		nums = append(nums, c.Num)
	}
	slices.Sort(nums)
	return slices.Equal(nums, sorted)
}

// checkForeignKeyTypes refuses a key whose types have no equality between them.
func (r *run) checkForeignKeyTypes(k *catalog.Constraint) {
	rel, pk := r.table(k.In), r.table(k.References)
	for i, num := range k.RefColumns {
		from, to := rel.Columns[k.Columns[i]-1], pk.Columns[num-1]
		op, sure := r.keyOperator(from.Type, to.Type)
		// The operators of a key WITHOUT OVERLAPS are GiST's, of one type each.
		cast, castable := r.FindCast(bare(r.Bottom(from.Type)), bare(r.Bottom(to.Type)))
		period := k.Period && !r.isBinaryCoercible(from.Type, to.Type) && !(castable && cast.Context == implicitly)
		if op == "" && sure || period {
			r.refuse("42804", "foreign key constraint cannot be implemented: %s is %s, %s is %s",
				pgsql.QuoteIdent(from.Name), r.FormatType(from.Type), pgsql.QuoteIdent(to.Name), r.FormatType(to.Type))
		}
	}
}

// keyOperator stands for the equality by which a foreign key's column is
// compared with the referenced one, and the cast that is needed first; two are
// the same operator where the words are the same. It is empty where there is
// none, and sure is false where nobody knows (ATAddForeignKeyConstraint).
func (r *run) keyOperator(from, to catalog.Type) (op string, sure bool) {
	class, ok := r.defaultOpclass("btree", to)
	if !ok || from.Unknown() || to.Unknown() || !r.classifiable(from) || !r.classifiable(to) {
		return "", false
	}
	from = r.Bottom(from)
	own, ok := r.defaultOpclass("btree", from)
	switch {
	case ok && own.Family == class.Family:
		// An operator of the family takes both types as they are.
		input := class.Family + " " + class.Input + " " + own.Input
		if isPolymorphicInput(class.Input) {
			if !from.Is(r.Bottom(to)) {
				return "", true
			}
			input += " " + r.TypeName(from)
		}
		return input, true
	case from.Name != "" && !from.Array && isImplicit(from.Name, class.Input, r.Version):
		return class.Family + " " + class.Input + " from " + from.Name, true
	}
	return "", from.Name != "" && r.Bottom(to).Name != ""
}

// isPolymorphicInput tells whether an operator class takes several types.
func isPolymorphicInput(name string) bool {
	return len(name) > 3 && name[:3] == "any" || name == "record"
}

func isImplicit(from, to string, version int) bool {
	found, ok := builtin.FindCast(from, to, version)
	return ok && found.Context == 'i'
}
