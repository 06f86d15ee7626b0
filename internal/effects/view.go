package effects

import (
	"slices"
	"strconv"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// createView is CREATE [OR REPLACE] VIEW. Its query is parsed, which locks what
// stands in it ACCESS SHARE; a view that is replaced is locked ACCESS EXCLUSIVE
// (DefineView and DefineVirtualRelation, view.c).
func (r *run) createView(n *pg.ViewStmt) {
	r.e.Section = "CREATE VIEW"
	a := r.query(n.Query)
	switch query := n.Query.GetSelectStmt(); {
	case query.GetIntoClause() != nil:
		r.refuse("0A000", "views must not contain SELECT INTO")
	case n.WithCheckOption > pg.ViewCheckOption_NO_CHECK_OPTION && query != nil && !updatable(query):
		r.refuse("0A000", "WITH CHECK OPTION is supported only on automatically updatable views")
	}
	view := &catalog.Relation{
		Kind: catalog.View, Persistence: catalog.Permanent, Query: n.Query, Uses: a.Relations,
		Options: optionTexts(n.Options), Unknown: a.OpenOutput,
	}
	view.Columns = r.viewColumns(a, n.Aliases)
	if n.View.GetRelpersistence() == "t" || slices.ContainsFunc(a.Relations, r.isTemporary) {
		view.Persistence = catalog.Temporary
	}
	schema := r.viewSchema(n.View, view.Persistence)
	view.Head = head(catalog.ClassRelation, schema.OID, n.View.GetRelname())
	old, _ := r.Find(catalog.ClassRelation, schema.OID, view.Name).(*catalog.Relation)
	switch {
	case old == nil:
		if r.Find(catalog.ClassType, schema.OID, view.Name) != nil {
			r.refuse("42710", "type %s already exists", pgsql.QuoteIdent(view.Name))
		}
		view = made(r, view)
	case !n.Replace:
		r.refuse("42P07", "relation %s already exists", pgsql.QuoteIdent(view.Name))
	default:
		view = r.replaceView(old, view)
	}
	r.dependView(view, a)
}

// isTemporary tells whether a relation is the session's own.
func (r *run) isTemporary(oid catalog.OID) bool {
	rel, ok := r.Object(oid).(*catalog.Relation)
	return ok && rel.Persistence == catalog.Temporary
}

// viewSchema is where a view goes; a temporary one goes to the session's schema,
// and one over temporary relations is temporary.
func (r *run) viewSchema(n *pg.RangeVar, p catalog.Persistence) *catalog.Schema {
	if p == catalog.Temporary {
		if name := n.GetSchemaname(); name != "" && name != catalog.TempSchema {
			r.refuse("42P16", "cannot create temporary relation in non-temporary schema")
		}
		return r.Temp()
	}
	return r.schemaFor(n.GetSchemaname())
}

// viewColumns are the columns of a query under the names that a list gives them,
// as far as it goes.
func (r *run) viewColumns(a *catalog.Analysis, aliases []*pgsql.Node) []*catalog.Column {
	names := catalog.Strings(aliases)
	if len(names) > len(a.Output) && !a.OpenOutput {
		r.refuse("42601", "more column names than columns")
	}
	var columns []*catalog.Column
	for i, out := range a.Output {
		if i < len(names) {
			out.Name = names[i]
		}
		out.Name = catalog.Truncate(out.Name)
		if slices.ContainsFunc(columns, func(c *catalog.Column) bool { return c.Name == out.Name }) {
			r.refuse("42701", "column %s specified more than once", pgsql.QuoteIdent(out.Name))
		}
		columns = append(columns, &catalog.Column{
			Name: out.Name, Num: int16(i + 1), Type: out.Type, Collation: out.Collation, Local: true,
		})
	}
	return columns
}

// replaceView puts a new definition in the place of the old: columns may only be
// added, behind the others (checkViewColumns, view.c).
func (r *run) replaceView(old, view *catalog.Relation) *catalog.Relation {
	if old.Kind != catalog.View {
		r.refuse("42809", "%s is not a view", r.QualifiedName(old))
	}
	r.lock(old.OID, AccessExclusive, "its definition is replaced")
	if len(view.Columns) < len(old.Columns) && !view.Unknown {
		r.refuse("42P16", "cannot drop columns from view %s", r.QualifiedName(old))
	}
	for i, was := range old.Columns[:min(len(old.Columns), len(view.Columns))] {
		is := view.Columns[i]
		switch {
		case is.Name != was.Name:
			r.refuse("42P16", "cannot change name of view column %s to %s", pgsql.QuoteIdent(was.Name), pgsql.QuoteIdent(is.Name))
		case !is.Type.Unknown() && !was.Type.Unknown() && !sameColumnType(was.Type, is.Type):
			r.refuse("42P16", "cannot change data type of view column %s from %s to %s", pgsql.QuoteIdent(was.Name),
				r.FormatType(was.Type), r.FormatType(is.Type))
		}
		// A default that ALTER VIEW has set stays.
		view.Columns[i].Default = was.Default
	}
	stored := catalog.Edit(r.Catalog, old)
	view.Head, view.Owner = stored.Head, stored.Owner
	*stored = *view
	r.forgetBut(catalog.Address{OID: stored.OID}, catalog.Member)
	return stored
}

// sameColumnType tells whether a column keeps its type. Modifiers count where
// both have some.
func sameColumnType(was, is catalog.Type) bool {
	return was.Is(is) && (len(was.Mods) == 0 || len(is.Mods) == 0 || slices.Equal(was.Mods, is.Mods))
}

// dependView records what a view stands on: the columns that its query uses, and
// the types of its own.
func (r *run) dependView(view *catalog.Relation, a *catalog.Analysis) {
	self := catalog.Address{OID: view.OID}
	r.Depend(self, catalog.Normal, a.Refs...)
	for _, col := range view.Columns {
		r.dependOnTypes(catalog.Address{OID: view.OID, Sub: col.Num}, col.Type)
	}
}

// optionTexts are storage parameters by their names.
func optionTexts(options []*pgsql.Node) map[string]string {
	texts := map[string]string{}
	for _, node := range options {
		d := node.GetDefElem()
		name := d.GetDefname()
		if d.GetDefnamespace() != "" {
			name = d.Defnamespace + "." + name
		}
		texts[name] = optionText(d)
	}
	return texts
}

// optionText is the value of a storage parameter as pg_class.reloptions has it.
func optionText(d *pg.DefElem) string {
	if d.Arg == nil {
		return "true"
	}
	switch arg := d.Arg.Node.(type) {
	case *pg.Node_Integer:
		return strconv.Itoa(int(arg.Integer.Ival))
	case *pg.Node_Float:
		return arg.Float.Fval
	case *pg.Node_Boolean:
		if arg.Boolean.Boolval {
			return "true"
		}
		return "false"
	}
	if w := words(d.Arg); len(w) > 0 {
		return w[len(w)-1]
	}
	return ""
}
