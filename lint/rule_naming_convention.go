package lint

import (
	"fmt"
	"strings"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
	"sqlbundle/internal/source"
)

var namingConvention = &Rule{
	ID: "naming-convention", Title: "a name that does not fit the others",
	Group: GroupStyle, Severity: Warning, OptIn: true,
	Peers: []string{"atlas NM101", "atlas NM102", "atlas NM103", "atlas NM104", "atlas NM105", "atlas NM106"},
	Doc: "The configuration has patterns for the names of schemas, tables, columns, indexes, foreign keys and checks. Only " +
		"what a revision creates is judged, by the name that it has at the revision's end, whether its author or the server " +
		"chose it: renaming it later breaks whoever uses the name.",
	checkSection: func(p *pass, x *section) {
		for _, c := range x.creations() {
			kind := kindOfName(x.After, c.object)
			p.checkName(c.by, c.by.Span, kind, catalog.HeadOf(c.object).Name)
			if kind != "table" {
				continue
			}
			for _, col := range c.object.(*catalog.Relation).Live() {
				if col.Local {
					p.checkName(c.by, c.by.Span, "column", col.Name)
				}
			}
		}
		for _, c := range x.addedColumns() {
			if isPlainTable(c.table) {
				p.checkName(c.by, c.action.span, "column", c.column.Name)
			}
		}
	},
}

// checkName reports a name that does not match the pattern of its kind.
func (p *pass) checkName(s *statement, at source.Span, kind, name string) {
	pattern := p.in.Config.Naming[kind]
	if pattern == nil || pattern.MatchString(name) {
		return
	}
	p.reportAt(s, Finding{
		Span: at,
		Message: fmt.Sprintf("the %s %s is not named as this project names them: %s",
			strings.ReplaceAll(kind, "_", " "), pgsql.QuoteIdent(name), pattern),
		Help: "choose a name that matches the pattern: once it is released, renaming breaks whoever uses it",
	})
}

// kindOfName is the kind of an object whose name somebody chose; empty for
// others: what belongs to partitions gets its name from the server.
func kindOfName(c *catalog.Catalog, o catalog.Object) string {
	switch o := o.(type) {
	case *catalog.Schema:
		if o.Name != catalog.TempSchema {
			return "schema"
		}
	case *catalog.Relation:
		switch {
		case o.Persistence == catalog.Temporary:
		case o.Index != nil && o.Index.Constraint == 0 && o.Index.Parent == 0:
			return "index"
		case o.Index == nil && isPlainTable(o):
			return "table"
		}
	case *catalog.Constraint:
		rel, ok := c.Object(o.In).(*catalog.Relation)
		switch {
		case !ok || rel.Persistence == catalog.Temporary || o.Parent != 0 || !o.Local:
		case o.Kind == catalog.ForeignKey:
			return "foreign_key"
		case o.Kind == catalog.Check:
			return "check"
		}
	}
	return ""
}
