package effects

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/builtin"
	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// inverseOfRows is that of a query and of a statement about rows: nothing takes
// rows back, but those in a table or a column that the same revision has made go
// with it.
func (r *run) inverseOfRows(node *pgsql.Node) ([]string, bool) {
	for _, c := range r.changesIn(node) {
		rel, ok := r.Object(c.table).(*catalog.Relation)
		if !ok || rel.Kind != catalog.Table && rel.Kind != catalog.Partitioned || rel.Unknown {
			return r.kept("it changes rows of what is no table that a revision has made")
		}
		tables := []*catalog.Relation{rel}
		if !c.only {
			tables = append(tables, r.Descendants(rel.OID)...)
		}
		for _, table := range tables {
			if why := r.lastingChange(c, rel, table); why != "" {
				return r.kept("%s", why)
			}
		}
	}
	return nil, true
}

// lastingChange is why the rows of a table, which is the target or a part of it,
// would not be as they were without what the revision has made; empty where they
// would.
func (r *run) lastingChange(c change, target, table *catalog.Relation) string {
	name := r.QualifiedName(table)
	if !r.isNew(table.OID) && (!c.update || c.insert || c.remove || !r.areNew(table, named(target, c.set)) || len(c.set) != len(c.values)) {
		return "it changes rows of " + name + " that were there before, or may have been"
	}
	if len(r.rulesFor(table, c)) > 0 {
		return "a rule of " + name + " makes something else of it"
	}
	for _, t := range r.Triggers(table.OID) {
		if !t.Internal && t.Enabled != 'D' && t.Enabled != 'R' && r.fires(t, c) {
			return "the trigger " + pgsql.QuoteIdent(t.Name) + " of " + name + " runs for it"
		}
	}
	for _, k := range r.ReferencedBy(table.OID) {
		changed := c.merge || slices.ContainsFunc(named(table, k.RefColumns), func(name string) bool { return slices.Contains(named(target, c.set), name) })
		cascades := c.remove && !refuses(k.OnDelete) || c.update && changed && !refuses(k.OnUpdate)
		if cascades && !r.isNew(k.In) {
			return "the foreign key " + pgsql.QuoteIdent(k.Name) + " passes it on to another table"
		}
	}
	if c.insert {
		for _, col := range table.Live() {
			d, ok := r.Object(col.Default).(*catalog.Default)
			if !ok || d.Expr == nil {
				continue
			}
			if f := r.lastingCall(d.Expr.Node); f != "" {
				return "nobody knows how to take back what " + f + " does"
			}
		}
	}
	return ""
}

// refuses holds for the actions of a foreign key that change nothing.
func refuses(action byte) bool { return action == 0 || action == 'a' || action == 'r' }

// fires tells whether a trigger may run for a change.
func (r *run) fires(t *catalog.Trigger, c change) bool {
	return c.insert && slices.Contains(t.Events, "insert") || c.remove && slices.Contains(t.Events, "delete") ||
		c.update && slices.Contains(t.Events, "update") &&
			(len(t.Columns) == 0 || c.merge || slices.ContainsFunc(t.Columns, func(n int16) bool { return slices.Contains(c.set, n) }))
}

// named are the names of columns.
func named(rel *catalog.Relation, nums []int16) []string {
	names := make([]string, len(nums))
	for i, num := range nums {
		names[i] = rel.Columns[num-1].Name
	}
	return names
}

// areNew tells whether the revision has made all of a table's columns of these
// names.
func (r *run) areNew(rel *catalog.Relation, names []string) bool {
	was, ok := r.start.Object(rel.OID).(*catalog.Relation)
	for _, name := range names {
		col := rel.Column(name)
		if col == nil || ok && int(col.Num) <= len(was.Columns) {
			return false
		}
	}
	return ok && !was.Unknown && len(names) > 0
}

// passing are the volatile functions that leave nothing behind, or nothing but a
// gap in a sequence, which a rollback leaves as well (PostgreSQL 16, 9.17). The
// last three are of uuid-ossp and pgcrypto.
var passing = []string{
	"clock_timestamp", "timeofday", "random", "random_normal", "gen_random_uuid", "uuidv4", "uuidv7", "nextval", "pg_sleep",
	"uuid_generate_v1", "uuid_generate_v4", "gen_random_bytes",
}

// lastingCall is a function in a statement that may do more than give a value;
// empty where there is none.
func (r *run) lastingCall(node *pgsql.Node) string {
	found := ""
	pgsql.Walk(node, func(message any) bool {
		switch m := message.(type) {
		case *pg.RangeVar:
			if rel := r.RangeVar(m); rel != nil && rel.Kind == catalog.View {
				found = "view " + pgsql.QuoteIdent(rel.Name)
			}
		case *pg.A_Expr:
			if own := r.ownOperator(m); own != "" {
				found = "operator " + own
			}
		}
		call, ok := message.(*pg.FuncCall)
		if !ok || found != "" {
			return found == ""
		}
		schema, name := catalog.Split(call.Funcname)
		own := r.Catalog.Overloads(schema, name)
		does := len(own) == 0 && len(builtin.Functions(name, r.Version)) == 0
		for _, f := range own {
			does = does || f.Volatility != catalog.Immutable && f.Volatility != catalog.Stable && (!r.isMember(f.OID) || !slices.Contains(passing, name))
		}
		for _, f := range builtin.Functions(name, r.Version) {
			does = does || len(own) == 0 && f.Volatility == builtin.Volatile && !slices.Contains(passing, name)
		}
		if does {
			found = "function " + pgsql.QuoteIdent(name)
		}
		return true
	})
	return found
}

// runsFunctions holds for the statements that run what stands in them, rather
// than keep it for later.
func runsFunctions(node *pgsql.Node) bool {
	switch node.Node.(type) {
	case *pg.Node_InsertStmt, *pg.Node_UpdateStmt, *pg.Node_DeleteStmt, *pg.Node_MergeStmt, *pg.Node_SelectStmt,
		*pg.Node_CreateTableAsStmt, *pg.Node_AlterTableStmt:
		return true
	}
	return false
}

// ownOperator is the operator of an expression where somebody has made one of
// that name; empty for the server's.
func (r *run) ownOperator(n *pg.A_Expr) string {
	schema, name := catalog.Split(n.Name)
	if schema != "" && schema != catalog.SystemSchema || r.HasOperator(name) {
		return name
	}
	return ""
}
