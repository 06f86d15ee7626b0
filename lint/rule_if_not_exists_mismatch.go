package lint

import (
	"fmt"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
	"sqlbundle/internal/pgsql"
)

var ifNotExistsMismatch = &Rule{
	ID: "if-not-exists-mismatch", Title: "IF NOT EXISTS hides that it is there, and different",
	Group: GroupHistory, Severity: Warning,
	Doc: "The history has made the object with another definition, so the statement does nothing and says so in a NOTICE " +
		"that nobody reads. What its author wanted is missing. Change the object with ALTER; where it is there already " +
		"just so, take the statement out, which is a notice.",
	check: func(p *pass, s *statement) {
		switch n := s.node().GetNode().(type) {
		case *pg.Node_CreateStmt:
			if rel := s.Before.RangeVar(n.CreateStmt.Relation); n.CreateStmt.IfNotExists && rel != nil && !rel.Unknown {
				p.reportThere(s, s.name(rel), "ALTER TABLE", s.tableDifference(n.CreateStmt, rel))
			}
		case *pg.Node_IndexStmt:
			if rel := s.indexThere(n.IndexStmt); rel != nil {
				p.reportThere(s, s.name(rel), "a new index", s.indexDifference(n.IndexStmt, rel))
			}
		case *pg.Node_AlterTableStmt:
			for _, a := range s.actions() {
				before, known := s.Before.Object(a.table.OID).(*catalog.Relation)
				if def := a.column(); known && def != nil && a.cmd.MissingOk && before.Column(def.Colname) != nil {
					p.reportThere(s, s.name(a.table)+"."+pgsql.QuoteIdent(def.Colname), "ALTER COLUMN", s.columnDifference(a))
				}
			}
		}
	},
}

// reportThere reports that something is there: with a difference, or just so.
func (p *pass) reportThere(s *statement, name, way, difference string) {
	f := Finding{
		Message: fmt.Sprintf("%s is there already and is not this: %s; the statement does nothing", name, difference),
		Help:    "write " + way + " for what is to be different",
	}
	if difference == "" {
		f.Severity = Notice
		f.Message = fmt.Sprintf("%s is there already, just so: the statement locks and does nothing", name)
		f.Help = "take it out"
	}
	p.reportAt(s, f)
}

// tableDifference says in what a table differs from what CREATE TABLE would
// make; empty for nothing. The statement is played beside the table for that.
func (s *statement) tableDifference(n *pg.CreateStmt, rel *catalog.Relation) string {
	c := s.Before.Branch()
	c.Move(rel, rel.In, rel.Name+" as it is")
	if e := effects.Apply(c, s.node(), 0); e.Refused != nil {
		return ""
	}
	wanted := c.RangeVar(n.Relation)
	if wanted == nil {
		return ""
	}
	var list []string
	for _, col := range wanted.Live() {
		there := rel.Column(col.Name)
		if there == nil {
			list = append(list, "it has no column "+pgsql.QuoteIdent(col.Name))
		} else if d := differs(c, there, col); d != "" {
			list = append(list, d)
		}
	}
	for _, col := range rel.Live() {
		if wanted.Column(col.Name) == nil {
			list = append(list, "it has a column "+pgsql.QuoteIdent(col.Name))
		}
	}
	return strings.Join(list, ", ")
}

// differs says in what one column differs from another; empty for nothing.
func differs(c *catalog.Catalog, there, wanted *catalog.Column) string {
	name, is, would := pgsql.QuoteIdent(wanted.Name), c.FormatType(there.Type), c.FormatType(wanted.Type)
	switch {
	case is != would:
		return fmt.Sprintf("%s is %s and not %s", name, is, would)
	case there.NotNull && !wanted.NotNull:
		return name + " is NOT NULL"
	case wanted.NotNull && !there.NotNull:
		return name + " is not NOT NULL"
	}
	return ""
}

// columnDifference says in what a column differs from what ADD COLUMN would
// make; empty for nothing.
func (s *statement) columnDifference(a action) string {
	def := a.column()
	c := s.Before.Branch()
	there := a.table.Column(def.Colname)
	renamed := *there
	renamed.Name += " as it is"
	c.EditColumn(a.table, there.Num, func(col *catalog.Column) { *col = renamed })
	if e := effects.Apply(c, s.node(), 0); e.Refused != nil {
		return ""
	}
	rel, ok := c.Object(a.table.OID).(*catalog.Relation)
	if !ok || rel.Column(def.Colname) == nil {
		return ""
	}
	return differs(c, there, rel.Column(def.Colname))
}

// indexThere is the index that CREATE INDEX IF NOT EXISTS finds; nil for none.
func (s *statement) indexThere(n *pg.IndexStmt) *catalog.Relation {
	table := s.relation(n.Relation)
	if !n.IfNotExists || table == nil {
		return nil
	}
	return s.Before.Relation(s.Before.SchemaOf(table), n.Idxname)
}

// indexDifference says in what an index differs from what CREATE INDEX would
// make; empty for nothing.
func (s *statement) indexDifference(n *pg.IndexStmt, rel *catalog.Relation) string {
	table := s.relation(n.Relation)
	if rel.Index == nil || rel.Index.Table != table.OID {
		return "it is not on " + s.name(table)
	}
	var is, would []string
	for _, key := range rel.Index.Columns {
		if key.Num > 0 {
			is = append(is, table.Columns[key.Num-1].Name)
		} else {
			is = append(is, "an expression")
		}
	}
	for _, param := range n.IndexParams {
		if name := param.GetIndexElem().GetName(); name != "" {
			would = append(would, name)
		} else {
			would = append(would, "an expression")
		}
	}
	switch {
	case strings.Join(is, ", ") != strings.Join(would, ", "):
		return fmt.Sprintf("it is on (%s)", strings.Join(is, ", "))
	case rel.Index.Unique && !n.Unique:
		return "it is unique"
	case n.Unique && !rel.Index.Unique:
		return "it is not unique"
	}
	return ""
}
