package lint

import (
	"fmt"
	"strings"

	"sqlbundle/internal/catalog"
)

var foreignKeyWithoutIndex = &Rule{
	ID: "foreign-key-without-index", Title: "each DELETE on the referenced table reads all of the referencing one",
	Group: GroupHistory, Severity: Warning,
	Peers: []string{"eugene E15", "mp MP016"},
	Doc: "PostgreSQL indexes the referenced side of a foreign key and not the referencing one. When a row of the referenced " +
		"table is deleted, or its key changes, the server looks for rows that reference it; without an index that begins " +
		"with the key's columns it reads the whole referencing table, for every row that goes. Make such an index; if it " +
		"is partial, its condition may say no more than that the columns are not NULL.",
	check: func(p *pass, s *statement) {
		end := p.end(s)
		if s.Before.Incomplete || end.Incomplete {
			return
		}
		var keys, build []string
		for _, made := range made[*catalog.Constraint](s) {
			fk, ok := end.Object(made.OID).(*catalog.Constraint)
			table := p.unindexed(end, fk)
			if !ok || table == nil || s.section.restores(s.after(), made) {
				continue
			}
			columns := names(columnNames(table, fk.Columns))
			ref, _ := end.Object(fk.References).(*catalog.Relation)
			keys = append(keys, fmt.Sprintf("each row that is deleted from %s makes the server read all of %s: no index there begins with (%s)",
				s.name(ref), s.name(table), columns))
			create := "CREATE INDEX"
			if p.inUse(s, table) && table.Kind == catalog.Table {
				create = "CREATE INDEX CONCURRENTLY"
			}
			build = append(build, fmt.Sprintf("%s ON %s (%s);", create, s.name(table), columns))
		}
		if len(keys) > 0 {
			f := Finding{
				Message: strings.Join(keys, "; "), Help: "make an index on the columns of the foreign key",
			}
			if !s.byHand() {
				f.Fix = lines(append([]string{s.SQL() + ";"}, build...)...)
			}
			p.reportAt(s, f)
		}
	},
}

// unindexed is the table of a foreign key that no index serves; nil where one
// does, and where that does no harm.
func (p *pass) unindexed(c *catalog.Catalog, fk *catalog.Constraint) *catalog.Relation {
	if fk == nil || fk.Kind != catalog.ForeignKey || fk.Parent != 0 {
		return nil
	}
	table, _ := c.Object(fk.In).(*catalog.Relation)
	ref, _ := c.Object(fk.References).(*catalog.Relation)
	if table == nil || ref == nil || table.Persistence == catalog.Temporary || p.small(c, ref) || indexed(c, table, fk) {
		return nil
	}
	return table
}
