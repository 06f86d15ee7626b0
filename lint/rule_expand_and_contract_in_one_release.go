package lint

import (
	"fmt"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var expandAndContractInOneRelease = &Rule{
	ID: "expand-and-contract-in-one-release", Title: "the old one goes with the release that brings the new one",
	Group: GroupHistory, Severity: Warning, RevisionsOnly: true,
	Doc: "The release brings a column or a table, fills it from the old one, and drops that. While it rolls out, the old " +
		"version of the application still reads and writes what is gone, and a rollback of the application finds nothing. " +
		"Bring the new one now, drop the old one with a later release.",
	checkHistory: func(p *pass) {
		r := &replacements{copies: map[column]column{}}
		for _, s := range p.history.sections {
			if s.down {
				continue
			}
			if p.in.Released == nil || p.in.Released[s.revision.ID] {
				r = &replacements{copies: map[column]column{}}
			}
			for _, st := range s.statements {
				p.replaced(r, st)
				r.note(p, st)
			}
		}
	},
}

// column is a column of a relation; the relation itself without a number.
type column struct {
	table catalog.OID
	num   int16
}

// replacements are what a release has filled from what.
type replacements struct {
	// copies has, for an old column or table, the new one that was filled from
	// it.
	copies map[column]column
}

// note remembers what a statement copies from something in use to something new.
func (r *replacements) note(p *pass, s *statement) {
	switch n := s.node().GetNode().(type) {
	case *pg.Node_UpdateStmt:
		rel := s.relation(n.UpdateStmt.Relation)
		if !p.inUse(s, rel) {
			return
		}
		for _, t := range n.UpdateStmt.TargetList {
			to := rel.Column(t.GetResTarget().GetName())
			if to == nil || p.oldColumn(s, rel, to) {
				continue
			}
			for _, from := range columnsIn(rel, t.GetResTarget().GetVal()) {
				r.copies[column{rel.OID, from.Num}] = column{rel.OID, to.Num}
			}
		}
	case *pg.Node_InsertStmt:
		to := s.relation(n.InsertStmt.Relation)
		if to != nil && !p.inUse(s, to) {
			r.noteSources(p, s, n.InsertStmt.SelectStmt, to)
		}
	case *pg.Node_CreateTableAsStmt:
		if to := s.after().RangeVar(n.CreateTableAsStmt.Into.GetRel()); to != nil && to.Kind == catalog.Table {
			r.noteSources(p, s, n.CreateTableAsStmt.Query, to)
		}
	}
}

// noteSources remembers the tables in use that a query fills a new one from.
func (r *replacements) noteSources(p *pass, s *statement, query *pgsql.Node, to *catalog.Relation) {
	if to.Persistence != catalog.Permanent {
		return
	}
	pgsql.Walk(query, func(message any) bool {
		if n, ok := message.(*pg.RangeVar); ok {
			if from := s.relation(n); p.inUse(s, from) {
				r.copies[column{from.OID, 0}] = column{to.OID, 0}
			}
		}
		return true
	})
}

// columnsIn are the columns of a table that an expression names.
func columnsIn(rel *catalog.Relation, expr *pgsql.Node) []*catalog.Column {
	var found []*catalog.Column
	pgsql.Walk(expr, func(message any) bool {
		if ref, ok := message.(*pg.ColumnRef); ok {
			if parts := pgsql.Names(ref.Fields); len(parts) > 0 {
				if col := rel.Column(parts[len(parts)-1]); col != nil {
					found = append(found, col)
				}
			}
		}
		return true
	})
	return found
}

// replaced reports a statement that drops what something new was filled from.
func (p *pass) replaced(r *replacements, s *statement) {
	tell := func(old, made string) {
		p.reportAt(s, Finding{
			Message: fmt.Sprintf("%s goes in the release that brings %s in its place: whatever still runs the old version fails, and cannot be brought back", old, made),
			Help:    "drop it with a later release, when nothing reads it any more",
		})
	}
	for _, a := range s.actions() {
		col := a.table.Column(a.cmd.Name)
		if a.cmd.Subtype != pg.AlterTableType_AT_DropColumn || col == nil {
			continue
		}
		if by, ok := r.copies[column{a.table.OID, col.Num}]; ok && len(a.table.Columns) >= int(by.num) {
			tell(s.name(a.table)+"."+pgsql.QuoteIdent(col.Name), pgsql.QuoteIdent(a.table.Columns[by.num-1].Name))
		}
	}
	if !s.drops(pg.ObjectType_OBJECT_TABLE) {
		return
	}
	for _, o := range s.node().GetDropStmt().Objects {
		rel := s.named(o)
		if rel == nil {
			continue
		}
		if by, ok := r.copies[column{rel.OID, 0}]; ok {
			if made, ok := s.Before.Object(by.table).(*catalog.Relation); ok {
				tell(s.name(rel), s.name(made))
			}
		}
	}
}
