package effects

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/builtin"
	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// typeAction are the actions that change the type of a column.
func typeAction(kind pg.AlterTableType) (action, bool) {
	if kind == pg.AlterTableType_AT_AlterColumnType {
		return action{lock: always(AccessExclusive), pass: passAlterType, do: alterColumnType}, true
	}
	return action{}, false
}

// alterColumnType is ALTER COLUMN … TYPE for a table and what inherits from it
// (ATPrepAlterColumnType and ATExecAlterColumnType, tablecmds.c, PostgreSQL 16).
func alterColumnType(a *alteration, t *altered, cmd *pg.AlterTableCmd) {
	def := cmd.Def.GetColumnDef()
	col := a.retypable(t, cmd.Name)
	a.setType(t, col, def)
	if t.relation(a).Kind == catalog.CompositeType {
		return
	}
	children := a.Descendants(t.oid)
	if a.only && len(children) > 0 {
		a.refuse("42P16", "type of inherited column %s must be changed in child tables too", pgsql.QuoteIdent(cmd.Name))
	}
	for _, child := range children {
		a.lock(child.OID, a.mode, "it is altered with its parent")
		entry := a.table(child.OID, true)
		own := a.column(entry, cmd.Name)
		if own.Inherited > a.parentsIn(child, t.oid, children) {
			a.refuse("42P16", "cannot alter inherited column %s of relation %s", pgsql.QuoteIdent(cmd.Name), pgsql.QuoteIdent(child.Name))
		}
		a.setType(entry, own, def)
	}
}

// parentsIn counts the parents of a table that are altered as well.
func (a *alteration) parentsIn(child *catalog.Relation, top catalog.OID, all []*catalog.Relation) int {
	n := 0
	for _, parent := range child.Parents {
		if parent == top || slices.ContainsFunc(all, func(rel *catalog.Relation) bool { return rel.OID == parent }) {
			n++
		}
	}
	return n
}

// retypable is the column, if its type may be changed at all.
func (a *alteration) retypable(t *altered, name string) *catalog.Column {
	rel := t.relation(a)
	if slices.Contains(systemColumns, name) {
		a.refuse("0A000", "cannot alter system column %s", pgsql.QuoteIdent(name))
	}
	if rel.OfType != 0 && !t.child {
		a.refuse("42809", "cannot alter column type of typed table")
	}
	if rel.Kind == catalog.View || rel.Kind == catalog.MaterializedView {
		a.refuse("42809", "%s is not a table, composite type, or foreign table", pgsql.QuoteIdent(rel.Name))
	}
	col := a.column(t, name)
	if col.Inherited > 0 && !t.child {
		a.refuse("42P16", "cannot alter inherited column %s", pgsql.QuoteIdent(name))
	}
	return col
}

// setType gives one column its type. What depends on the column either stands in
// the way or is made anew.
func (a *alteration) setType(t *altered, col *catalog.Column, def *pg.ColumnDef) {
	rel := t.relation(a)
	for _, key := range rel.Key {
		if key.Num == col.Num || key.Expr != nil && key.Expr.Mentions(col.Num) {
			a.refuse("42P16", "cannot alter column %s: it is part of the partition key", pgsql.QuoteIdent(col.Name))
		}
	}
	to := a.targetType(rel, def)
	a.convertRows(t, col, to, def.RawDefault)
	a.convertDefault(rel, col, to)
	a.refuseUsers(rel, col)
	if rel.Kind.HasStorage() || rel.Kind == catalog.Partitioned {
		a.refuseRowTypeUsers(rel)
	}
	a.retypeIdentity(rel, col, to)
	collation, collationOID := a.collation(def.GetCollClause().GetCollname())
	self := catalog.Address{OID: rel.OID, Sub: col.Num}
	a.Undepend(self, col.Type.OID, catalog.Normal)
	a.Undepend(self, col.CollationOID, catalog.Normal)
	a.edit(t, col.Num, func(c *catalog.Column) { c.Type, c.Collation, c.CollationOID = to, collation, collationOID })
	a.dependColumn(rel, t.relation(a).Columns[col.Num-1])
	if len(t.retyped) == 0 {
		a.later(passOldIndex, func() { a.remake(t) })
	}
	t.retyped = append(t.retyped, col.Num)
}

// targetType is the type that a statement names, which must be one for columns
// (CheckAttributeType, heap.c).
func (a *alteration) targetType(rel *catalog.Relation, def *pg.ColumnDef) catalog.Type {
	names := catalog.Strings(def.TypeName.GetNames())
	if len(names) == 1 && serialTypes[names[0]] != "" && !a.Incomplete {
		a.refuse("42704", "type %s does not exist", pgsql.QuoteIdent(names[0]))
	}
	to := a.typeNamed(def.TypeName)
	a.checkColumnType(to, def)
	if to.OID == rel.OID {
		a.refuse("42P16", "composite type %s cannot be made a member of itself", pgsql.QuoteIdent(rel.Name))
	}
	return to
}

// checkColumnType refuses a type that no column can have, or not with COLLATE.
func (r *run) checkColumnType(t catalog.Type, def *pg.ColumnDef) {
	b := r.Bottom(t)
	known, ok := builtin.LookupType(b.Name, r.Version)
	switch {
	case !ok || b.OID != 0:
	case known.Kind == 'p':
		r.refuse("42P16", "column %s has pseudo-type %s", pgsql.QuoteIdent(def.Colname), r.FormatType(t))
	case !known.Collatable && def.CollClause != nil:
		r.refuse("42804", "collations are not supported by type %s", r.FormatType(t))
	}
}

// convertRows tells whether the rows are written anew: not if the new value is
// the old one as it stands.
func (a *alteration) convertRows(t *altered, col *catalog.Column, to catalog.Type, using *pgsql.Node) {
	rel := t.relation(a)
	from := converted{typ: col.Type, same: true}
	if using != nil {
		if rel.Kind == catalog.ForeignTable {
			a.refuse("42809", "%s is not a table", pgsql.QuoteIdent(rel.Name))
		}
		if col.Generated != 0 {
			a.refuse("42611", "cannot specify USING when altering type of generated column")
		}
		an := a.AnalyzeExpr(rel, using)
		if an.Subquery {
			a.refuse("0A000", "cannot use subquery in transform expression")
		}
		a.refuseProblem(an)
		from = a.expressionOn(rel, col, using)
	}
	made, ok := a.coerce(from, to, byAssignment)
	if !ok && rel.Kind != catalog.ForeignTable {
		a.refuse("42804", "column %s cannot be cast automatically to type %s", pgsql.QuoteIdent(col.Name), a.FormatType(to))
	}
	name := pgsql.QuoteIdent(col.Name)
	switch {
	case made.same || !rel.Kind.HasStorage() && rel.Kind != catalog.Partitioned || col.Generated == 'v':
		return
	case made.zone:
		a.unknown("which time zone the session has: in UTC the rows of %s would stay as they are", name)
	case made.unsure || rel.Unknown:
		a.unknown("whether the new type of %s has the same values: taken to be rewritten", name)
	}
	if Narrows(a.Catalog, col.Type, to) {
		t.demands = append(t.demands, "every value of "+name+" must fit into "+a.FormatType(to))
	}
	t.mustRewrite("every value of " + name + " is converted to " + a.FormatType(to))
}

// refuseProblem ends the statement where an expression is certain to be wrong.
func (r *run) refuseProblem(an *catalog.Analysis) {
	if an.Problem != nil {
		r.refuse(an.Problem.SQLState, "%s", an.Problem.Message)
	}
}

// convertDefault refuses a default that has no cast to the new type. A literal
// has the type of the column since it was written.
func (a *alteration) convertDefault(rel *catalog.Relation, col *catalog.Column, to catalog.Type) {
	d, ok := a.Object(col.Default).(*catalog.Default)
	if !ok || d.Expr == nil {
		return
	}
	over := rel
	if col.Generated == 0 {
		over = nil
	}
	typ := a.AnalyzeExpr(over, d.Expr.Node).Type
	if typ.Name == "unknown" {
		typ = col.Type
	}
	if _, ok := a.coerce(converted{typ: typ}, to, byAssignment); !ok {
		a.refuse("42804", "default for column %s cannot be cast automatically to type %s", pgsql.QuoteIdent(col.Name), a.FormatType(to))
	}
}

// retypeIdentity gives the sequence of an identity column the column's type
// (transformAlterTableStmt, parse_utilcmd.c).
func (a *alteration) retypeIdentity(rel *catalog.Relation, col *catalog.Column, to catalog.Type) {
	if col.Identity == 0 {
		return
	}
	for _, d := range a.Dependents(catalog.Address{OID: rel.OID, Sub: col.Num}) {
		seq, ok := a.Object(d.Dependent.OID).(*catalog.Relation)
		if !ok || seq.Sequence == nil || !seq.Sequence.Identity {
			continue
		}
		if !slices.Contains([]string{"int2", "int4", "int8"}, a.Bottom(to).Name) {
			a.refuse("22023", "identity column type must be smallint, integer, or bigint")
		}
		a.lock(seq.OID, ShareRowExclusive, "it gets the type of its column")
		info := *seq.Sequence
		info.Type = to
		catalog.Edit(a.Catalog, seq).Sequence = &info
	}
}
