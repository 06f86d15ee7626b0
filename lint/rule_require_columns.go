package lint

import (
	"fmt"

	"sqlbundle/internal/catalog"
)

var requireColumns = &Rule{
	ID: "require-columns", Title: "a new table without a column that every table has",
	Group: GroupStyle, Severity: Warning, OptIn: true,
	Doc: "The configuration names columns that each table of this project has to have, created_at for example. A table is " +
		"judged at the end of the revision that creates it. Partitions have the columns of their table, and are not judged " +
		"by themselves.",
	checkSection: func(p *pass, x *section) {
		for _, c := range x.creations() {
			table, ok := c.object.(*catalog.Relation)
			if !ok || !isPlainTable(table) || table.Partition {
				continue
			}
			var missing []string
			for _, name := range p.in.Config.RequiredColumns {
				if table.Column(name) == nil {
					missing = append(missing, name)
				}
			}
			if len(missing) > 0 {
				p.reportAt(c.by, Finding{
					Message: fmt.Sprintf("%s lacks what every table of this project has: %s", x.name(table), names(missing)),
					Help:    "add it to the CREATE TABLE; `required_columns` in the configuration has the list",
				})
			}
		}
	},
}
