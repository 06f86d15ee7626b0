package lint

import (
	"cmp"
	"fmt"
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var possiblyUsedInFunctionBody = &Rule{
	ID: "possibly-used-in-function-body", Title: "a function may still use the name", Group: GroupHistory, Severity: Warning,
	Peers: []string{"pg-schema-diff HAS_UNTRACKABLE_DEPENDENCIES", "mp MP052"},
	Doc: "PostgreSQL does not look into the quoted body of a function when something is dropped or renamed: the statement " +
		"succeeds, and the next call of the function fails. Replace or drop the function in the same range. Bodies written " +
		"as BEGIN ATOMIC or RETURN are tracked by the server and not reported.",
	check: func(p *pass, s *statement) {
		for _, x := range s.subjects() {
			var users []*catalog.Function
			for _, b := range p.history.bodiesWith(cmp.Or(x.column, x.name())) {
				f := catalog.Object(b.function)
				if s.Before.Object(b.function.OID) == f && f != x.object && x.inBody(s.Before, b) && p.mayRunLater(s, b.function) {
					users = append(users, b.function)
				}
			}
			slices.SortFunc(users, func(a, b *catalog.Function) int { return cmp.Compare(a.OID, b.OID) })
			for _, f := range users {
				what := pgsql.QuoteIdent(x.name())
				if x.column != "" {
					what += "." + pgsql.QuoteIdent(x.column)
				}
				p.reportAt(s, Finding{
					Message: fmt.Sprintf("the body of %s names %s: its next call may fail", pgsql.QuoteIdent(f.BareName), what),
					Help:    "look at the function, and replace or drop it in the same range",
				})
			}
		}
	},
}

// mayRunLater tells whether a function is still there at the end with the same
// body, and for one that only triggers can call, whether a trigger is.
func (p *pass) mayRunLater(s *statement, f *catalog.Function) bool {
	end := p.end(s)
	now, _ := end.Object(f.OID).(*catalog.Function)
	if now == nil || now.Body != f.Body {
		return false
	}
	calls := func(o catalog.Object) bool {
		t, ok := o.(*catalog.Trigger)
		return ok && t.Function == f.OID
	}
	return f.Returns.Name != "trigger" || slices.ContainsFunc(end.All(catalog.ClassTrigger), calls)
}

// subjects are what the statement takes the names of, and leaves nothing under
// them.
func (s *statement) subjects() []subject {
	if s.Effects.Refused != nil {
		return nil
	}
	var found []subject
	add := func(o catalog.Object) {
		switch o.(type) {
		case *catalog.Relation, *catalog.DataType, *catalog.Function:
			if rel, ok := o.(*catalog.Relation); !s.kept(o) && (!ok || !rel.Kind.IsIndex()) {
				found = append(found, subject{object: o})
			}
		}
	}
	for _, o := range s.dropped() {
		add(o)
	}
	for _, a := range s.actionsOf(pg.AlterTableType_AT_DropColumn) {
		if a.table.Column(a.cmd.Name) != nil && !s.hasColumn(a.table, a.cmd.Name) {
			found = append(found, subject{object: a.table, column: a.cmd.Name})
		}
	}
	n := s.node().GetRenameStmt()
	if n.GetRenameType() == pg.ObjectType_OBJECT_COLUMN {
		if rel := s.relation(n.Relation); rel != nil && !s.hasColumn(rel, n.Subname) {
			found = append(found, subject{object: rel, column: n.Subname})
		}
	} else if n != nil {
		for _, class := range []catalog.Class{catalog.ClassRelation, catalog.ClassType, catalog.ClassFunction} {
			for _, o := range s.moved(class) {
				add(o)
			}
		}
	}
	return found
}

// hasColumn tells whether a relation has a column of a name when the transaction
// ends.
func (s *statement) hasColumn(rel *catalog.Relation, name string) bool {
	now, _ := s.committed().Object(rel.OID).(*catalog.Relation)
	return now != nil && now.Column(name) != nil
}
