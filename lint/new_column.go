package lint

import (
	"fmt"
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"
	"google.golang.org/protobuf/proto"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
	"sqlbundle/internal/pgsql"
)

// newColumn is an ADD COLUMN, with the column as the statement leaves it.
type newColumn struct {
	action
	def *pg.ColumnDef
	col *catalog.Column
}

// newColumns are the columns that an ALTER TABLE adds, in their order.
func (s *statement) newColumns() []newColumn {
	var found []newColumn
	for _, a := range s.actions() {
		def := a.column()
		rel, _ := s.after().Object(a.table.OID).(*catalog.Relation)
		if def == nil || rel == nil {
			continue
		}
		if before, ok := s.Before.Object(a.table.OID).(*catalog.Relation); ok && before.Column(def.Colname) != nil {
			continue
		}
		if col := rel.Column(def.Colname); col != nil {
			found = append(found, newColumn{a, def, col})
		}
	}
	return found
}

// filling is what gives a new column its values in the rows that are there.
type filling int

// The ways by which the server writes every row anew.
const (
	byDefault filling = iota
	bySequence
	byGeneration
	byDomain
)

// filling tells by which way the column gets its values.
func (s *statement) filling(c newColumn) filling {
	switch {
	case s.sequenceOf(c) != nil:
		return bySequence
	case c.col.Generated != 0:
		return byGeneration
	case s.constrainedDomain(c.col.Type):
		return byDomain
	}
	return byDefault
}

// sequenceOf is the sequence that a new serial or identity column has brought;
// nil for others.
func (s *statement) sequenceOf(c newColumn) *catalog.Relation {
	for _, rel := range made[*catalog.Relation](s) {
		if rel.Sequence != nil && rel.Sequence.OwnerTable == c.table.OID && rel.Sequence.OwnerColumn == c.col.Num {
			return rel
		}
	}
	return nil
}

// constrainedDomain tells whether a type is a domain that refuses some values.
func (s *statement) constrainedDomain(t catalog.Type) bool {
	return slices.ContainsFunc(s.after().Domains(t), func(d *catalog.DataType) bool {
		return d.NotNull || len(s.after().Constraints(d.OID)) > 0
	})
}

// columnsThatRewrite are the new columns for which a table in use is written anew
// in a given way.
func (p *pass) columnsThatRewrite(s *statement, why filling) []newColumn {
	var found []newColumn
	for _, c := range s.newColumns() {
		if p.touchesUsed(s, c.effects.Rewrites) && s.filling(c) == why {
			found = append(found, c)
		}
	}
	return found
}

// touchesUsed tells whether one of the relations is in use.
func (p *pass) touchesUsed(s *statement, list []effects.Touch) bool {
	return slices.ContainsFunc(list, func(t effects.Touch) bool { return p.inUse(s, s.locked(t.OID)) })
}

// has tells whether a constraint of a kind is written at the column.
func (c newColumn) has(kind pg.ConstrType) bool { return c.written(kind) != nil }

// written is the first constraint of a kind that is written at the column.
func (c newColumn) written(kind pg.ConstrType) *pg.Constraint {
	for _, node := range c.def.Constraints {
		if k := node.GetConstraint(); k.GetContype() == kind {
			return k
		}
	}
	return nil
}

// without is the action with constraints of some kinds left out; empty where it
// cannot be written.
func (c newColumn) without(kinds ...pg.ConstrType) string {
	def := proto.Clone(c.def).(*pg.ColumnDef)
	def.Constraints = slices.DeleteFunc(def.Constraints, func(node *pgsql.Node) bool {
		return slices.Contains(kinds, node.GetConstraint().GetContype())
	})
	cmd := proto.Clone(c.cmd).(*pg.AlterTableCmd)
	cmd.Def = &pgsql.Node{Node: &pg.Node_ColumnDef{ColumnDef: def}}
	text, err := pgsql.Deparse(&pgsql.Node{Node: &pg.Node_AlterTableStmt{AlterTableStmt: &pg.AlterTableStmt{
		Relation: &pg.RangeVar{Relname: "t", Inh: true, Relpersistence: "p"},
		Cmds:     []*pgsql.Node{{Node: &pg.Node_AlterTableCmd{AlterTableCmd: cmd}}}, Objtype: pg.ObjectType_OBJECT_TABLE,
	}}})
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(text, "ALTER TABLE t ")
}

// inPlaceOf is the statement with other text where an action stands.
func (s *statement) inPlaceOf(a action, text string) string {
	start := a.span.Start
	if a.span == s.Span {
		start = s.Tokens[s.firstAction()].Start
	}
	return s.File.Text[s.Span.Start:start] + text + s.File.Text[a.span.End:s.Span.End] + ";"
}

// fill is SQL that gives a new column its default, some rows at a time.
func (s *statement) fill(c newColumn) string {
	key := "ctid"
	if c.table.Kind == catalog.Partitioned || len(s.Before.Children(c.table.OID)) > 0 {
		key = "tableoid, ctid"
	}
	for _, k := range s.Before.Constraints(c.table.OID) {
		if k.Kind == catalog.PrimaryKey {
			key = names(columnNames(c.table, k.Columns))
		}
	}
	left := key
	if strings.Contains(key, ", ") {
		left = "(" + key + ")"
	}
	table, column := s.name(c.table), pgsql.QuoteIdent(c.def.Colname)
	return lines(
		s.boundary(),
		"-- some rows at a time, again and again until none is left",
		fmt.Sprintf("UPDATE %s SET %s = DEFAULT WHERE %s IN (SELECT %s FROM %s WHERE %s IS NULL LIMIT 5000);", table, column, left, key, table, column),
	)
}
