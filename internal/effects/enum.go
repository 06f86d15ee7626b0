package effects

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// createEnum is CREATE TYPE … AS ENUM; it touches no relation.
func (r *run) createEnum(n *pg.CreateEnumStmt) {
	r.e.Section = "CREATE TYPE"
	labels := catalog.Strings(n.Vals)
	for i, label := range labels {
		if slices.Contains(labels[:i], label) {
			r.refuse("23505", "enum label %s is used twice", pgsql.QuoteLiteral(label))
		}
	}
	r.newType(n.TypeName, &catalog.DataType{Kind: 'e', Labels: labels})
}

// newType stores a new type under the name that a statement gives it. A shell of
// that name is filled (TypeCreate, pg_type.c).
func (r *run) newType(names []*pgsql.Node, t *catalog.DataType) *catalog.DataType {
	schema, name := r.place(names)
	t.Head = head(catalog.ClassType, schema.OID, name)
	if old, ok := r.Find(catalog.ClassType, schema.OID, name).(*catalog.DataType); ok {
		if old.Kind != 'p' && old.Kind != 0 || t.Kind == 'p' {
			r.refuse("42710", "type %s already exists", pgsql.QuoteIdent(name))
		}
		stored := catalog.Edit(r.Catalog, old)
		t.Head = stored.Head
		*stored = *t
		return stored
	}
	if rel, ok := r.Find(catalog.ClassRelation, schema.OID, name).(*catalog.Relation); ok && hasRowType(rel) && rel.OID != t.Relation {
		r.refuse("42710", "type %s already exists", pgsql.QuoteIdent(name))
	}
	return made(r, t)
}

// hasRowType tells whether a relation's name is that of a type, too.
func hasRowType(rel *catalog.Relation) bool {
	return !rel.Kind.IsIndex() && rel.Kind != catalog.Sequence
}

// alterEnum is ALTER TYPE … ADD VALUE and RENAME VALUE. Tables that use the type
// are not locked. Until the transaction ends, a value that is added cannot be
// used (section "ALTER TYPE", Notes; check_safe_enum_use, enum.c).
func (r *run) alterEnum(n *pg.AlterEnumStmt) {
	r.e.Section = "ALTER TYPE"
	t := r.enumNamed(n.TypeName)
	if t == nil {
		return
	}
	if n.OldVal != "" {
		r.renameLabel(t, n.OldVal, n.NewVal)
		return
	}
	if slices.Contains(t.Labels, n.NewVal) {
		if n.SkipIfNewValExists {
			return
		}
		r.refuse("42710", "enum label %s already exists", pgsql.QuoteLiteral(n.NewVal))
	}
	at := len(t.Labels)
	if n.NewValNeighbor != "" {
		at = slices.Index(t.Labels, n.NewValNeighbor)
		switch {
		case at >= 0 && n.NewValIsAfter:
			at++
		case at < 0 && t.Kind == 'e':
			r.refuse("22023", "%s is not an existing enum label", pgsql.QuoteLiteral(n.NewValNeighbor))
		case at < 0:
			at = len(t.Labels)
		}
	}
	t = catalog.Edit(r.Catalog, t)
	t.Labels = slices.Insert(slices.Clone(t.Labels), at, n.NewVal)
	r.AddUncommittedValue(t.OID, n.NewVal)
}

// enumNamed is the enum that a statement names; what the history has not made is
// taken to be one whose labels nobody knows.
func (r *run) enumNamed(names []*pgsql.Node) *catalog.DataType {
	t := r.DataType(r.typeNamed(&pg.TypeName{Names: names}))
	if t == nil || t.Kind != 'e' && t.Kind != 0 {
		r.refuse("42809", "%s is not an enum", spelled(names))
	}
	return t
}

func (r *run) renameLabel(t *catalog.DataType, from, to string) {
	at := slices.Index(t.Labels, from)
	switch {
	case at < 0 && t.Kind == 'e':
		r.refuse("22023", "%s is not an existing enum label", pgsql.QuoteLiteral(from))
	case slices.Contains(t.Labels, to):
		r.refuse("42710", "enum label %s already exists", pgsql.QuoteLiteral(to))
	case at < 0:
		return
	}
	unsafe := r.UncommittedValue(t.OID, from)
	t = catalog.Edit(r.Catalog, t)
	t.Labels = slices.Clone(t.Labels)
	t.Labels[at] = to
	if unsafe {
		r.AddUncommittedValue(t.OID, to)
	}
}
