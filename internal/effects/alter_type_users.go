package effects

import (
	"slices"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// refuseUsers refuses a change of a column's type where something uses the
// column that cannot be made anew (RememberAllDependentForRebuilding,
// tablecmds.c, PostgreSQL 17).
func (a *alteration) refuseUsers(rel *catalog.Relation, col *catalog.Column) {
	for _, d := range a.Dependents(catalog.Address{OID: rel.OID, Sub: col.Num}) {
		switch o := a.Object(d.Dependent.OID).(type) {
		case *catalog.Relation:
			if o.Kind == catalog.View || o.Kind == catalog.MaterializedView {
				a.inUse(col, "0A000", "a view or rule")
			}
			if o.OID == rel.OID && d.Dependent.Sub > 0 && d.Dependent.Sub != col.Num {
				a.inUse(col, a.generatedState(), "a generated column")
			}
		case *catalog.Default:
			if o.In != rel.OID || o.Num != col.Num {
				a.inUse(col, a.generatedState(), "a generated column")
			}
		case *catalog.Trigger:
			a.inUse(col, "0A000", "a trigger definition")
		case *catalog.Function:
			a.inUse(col, "0A000", "a function or procedure")
		case *catalog.Other:
			a.refuseOtherUser(col, o)
		}
	}
}

// generatedState is the code of that error, which has changed.
func (a *alteration) generatedState() string {
	if a.Version < 15 {
		return "42601"
	}
	return "0A000"
}

func (a *alteration) refuseOtherUser(col *catalog.Column, o *catalog.Other) {
	switch o.Class {
	case catalog.ClassRule:
		a.inUse(col, "0A000", "a view or rule")
	case catalog.ClassPolicy:
		a.inUse(col, "0A000", "a policy definition")
	case catalog.ClassPublicationRelation:
		a.inUse(col, "0A000", "a publication WHERE clause")
	}
}

func (a *alteration) inUse(col *catalog.Column, sqlstate, by string) {
	a.refuse(sqlstate, "cannot alter type of a column used by %s: %s", by, pgsql.QuoteIdent(col.Name))
}

// remake makes anew what stands on the columns of a table whose types have
// changed: indexes and constraints (ATPostAlterTypeCleanup, tablecmds.c).
func (a *alteration) remake(t *altered) {
	for _, index := range a.Indexes(t.oid) {
		if a.usesRetyped(t, index) {
			a.remakeIndex(t, index)
		}
	}
	for _, k := range a.Constraints(t.oid) {
		uses := slices.ContainsFunc(k.Columns, func(num int16) bool { return slices.Contains(t.retyped, num) })
		switch {
		case !uses:
		case k.Kind == catalog.Check:
			a.readAgain(t, k.Expr)
			if k.Validated {
				t.mustScan("constraint " + pgsql.QuoteIdent(k.Name) + " is checked anew")
			}
		case k.Kind == catalog.ForeignKey:
			a.remakeForeignKey(k)
		}
	}
	for _, k := range a.ReferencedBy(t.oid) {
		if slices.ContainsFunc(k.RefColumns, func(num int16) bool { return slices.Contains(t.retyped, num) }) {
			a.remakeForeignKey(k)
		}
	}
}

// usesRetyped tells whether an index has a column in it whose type changes.
func (a *alteration) usesRetyped(t *altered, index *catalog.Relation) bool {
	return slices.ContainsFunc(t.retyped, func(num int16) bool {
		info := index.Index
		return slices.Contains(indexedColumns(info), num) || info.Predicate != nil && info.Predicate.Mentions(num) ||
			slices.ContainsFunc(info.Columns, func(c catalog.IndexColumn) bool { return c.Expr != nil && c.Expr.Mentions(num) })
	})
}

// remakeIndex drops an index and makes it again, with its old file if that fits.
func (a *alteration) remakeIndex(t *altered, index *catalog.Relation) {
	a.lock(index.OID, AccessExclusive, "it is made anew with the new type of a column")
	a.checkOpclasses(t, index)
	a.readAgain(t, index.Index.Predicate)
	for _, c := range index.Index.Columns {
		a.readAgain(t, c.Expr)
	}
	if t.rewrite == "" && index.Kind == catalog.Index && !a.keepsFile(t, index) {
		a.reindex(index.OID, "its old entries do not fit the new type of a column")
		a.scan(t.oid, "index %s is built anew from its rows", pgsql.QuoteIdent(index.Name))
	}
	a.simplify(t, index)
}

// readAgain refuses an expression that means nothing with the new types.
func (a *alteration) readAgain(t *altered, e *catalog.Expr) {
	if e != nil {
		rel := t.relation(a)
		a.refuseProblem(a.AnalyzeExpr(rel, e.Current(rel)))
	}
}

// checkOpclasses refuses a type that an index cannot have.
func (a *alteration) checkOpclasses(t *altered, index *catalog.Relation) {
	rel := t.relation(a)
	for _, c := range index.Index.Columns {
		if c.Num == 0 || !slices.Contains(t.retyped, c.Num) {
			continue
		}
		typ := rel.Columns[c.Num-1].Type
		if c.Opclass == "" {
			if _, ok := a.defaultOpclass(index.Index.Method, typ); !ok && a.lacksOpclass(index.Index.Method, typ) {
				a.refuse("42704", "data type %s has no default operator class for access method %s", a.FormatType(typ), index.Index.Method)
			}
			continue
		}
		if class, ok := a.opclassNamed(index.Index.Method, c.Opclass); ok && a.classifiable(typ) && !a.coercible(typ, class.Input) {
			a.refuse("42804", "operator class %s does not accept data type %s", pgsql.QuoteIdent(c.Opclass), a.FormatType(typ))
		}
	}
}

// keepsFile tells whether an index can keep its file though the type of a column
// has changed: if it has neither expressions nor a predicate, is no part of a
// partitioned one, and each column keeps its operator class and its collation
// (CheckIndexCompatible, indexcmds.c).
func (a *alteration) keepsFile(t *altered, index *catalog.Relation) bool {
	info := index.Index
	if info.Predicate != nil || hasExpression(info) || !info.Valid || info.Parent != 0 {
		return false
	}
	rel, before := t.relation(a), a.before()
	for _, c := range info.Columns {
		if !slices.Contains(t.retyped, c.Num) {
			continue
		}
		is := rel.Columns[c.Num-1]
		was := columnBefore(before, rel.OID, c.Num)
		if was == nil {
			return false
		}
		if c.Collation == "" && a.collationOf(is) != a.collationOf(was) {
			return false
		}
		if !a.sameOpclass(info.Method, c.Opclass, was.Type, is.Type) {
			return false
		}
	}
	return true
}

// columnBefore is a column as it was before the statement.
func columnBefore(before *catalog.Catalog, table catalog.OID, num int16) *catalog.Column {
	rel, ok := before.Object(table).(*catalog.Relation)
	if !ok || num < 1 || int(num) > len(rel.Columns) {
		return nil
	}
	return rel.Columns[num-1]
}

// collationOf names a column's collation, the type's own where it has none.
func (r *run) collationOf(col *catalog.Column) string {
	switch {
	case col.Collation != "":
		return col.Collation
	case r.Bottom(col.Type).Name == "name":
		return "C"
	}
	return "default"
}

// sameOpclass tells whether a column of an index has the same operator class for
// both types. One that takes any type of a kind must be used for the same type.
func (r *run) sameOpclass(method, named string, was, is catalog.Type) bool {
	find := func(t catalog.Type) (string, string) {
		if named != "" {
			class, _ := r.opclassNamed(method, named)
			return named, class.Input
		}
		class, ok := r.defaultOpclass(method, t)
		if !ok {
			return r.TypeName(bare(t)), ""
		}
		return class.Name, class.Input
	}
	oldName, input := find(was)
	newName, _ := find(is)
	return oldName == newName && (!isPolymorphicInput(input) || was.Is(is))
}

// remakeForeignKey drops a foreign key and adds it again, which locks both
// tables. Rows are looked up again if either table is rewritten, or if the
// comparison is another one (TryReuseForeignKey, ATAddForeignKeyConstraint).
func (a *alteration) remakeForeignKey(k *catalog.Constraint) {
	why, mode := "a foreign key on a column whose type changes is made anew", ShareRowExclusive
	if k.Enforced && a.hasActionTriggers(k.References) {
		mode = AccessExclusive
	}
	a.lock(k.In, AccessExclusive, "%s", why)
	a.lock(k.References, mode, "%s", why)
	a.run.checkForeignKeyTypes(k)
	if !k.Validated || k.Parent != 0 && a.run.isPartOfReferenced(k) {
		return
	}
	if !a.isRewritten(k.In) && !a.isRewritten(k.References) && a.comparesAsBefore(k) {
		return
	}
	a.validateForeignKey(k, "a foreign key on a column whose type changes is checked anew")
}

func (a *alteration) isRewritten(oid catalog.OID) bool {
	return slices.ContainsFunc(a.tables, func(t *altered) bool { return t.oid == oid && t.rewrite != "" })
}

// comparesAsBefore tells whether a foreign key uses the operators that it used
// before the statement.
func (a *alteration) comparesAsBefore(k *catalog.Constraint) bool {
	for i, num := range k.RefColumns {
		was, ref := columnBefore(a.before(), k.In, k.Columns[i]), columnBefore(a.before(), k.References, num)
		if was == nil || ref == nil {
			return false
		}
		rel, pk := a.run.table(k.In), a.run.table(k.References)
		old, _ := a.keyOperator(was.Type, ref.Type)
		now, _ := a.keyOperator(rel.Columns[k.Columns[i]-1].Type, pk.Columns[num-1].Type)
		if old == "" || old != now {
			return false
		}
	}
	return true
}
