package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
)

// checkIndexStatistics refuses ALTER INDEX … ALTER COLUMN … SET STATISTICS for
// what is no expression: a column has its target in the table
// (ATExecSetStatistics, tablecmds.c).
func (r *run) checkIndexStatistics(index *catalog.Relation, cmd *pg.AlterTableCmd) {
	columns := index.Index.Columns
	if cmd.Subtype != pg.AlterTableType_AT_SetStatistics || index.Unknown || cmd.Num < 1 {
		return
	}
	switch n := int(cmd.Num); {
	case n > len(columns)+len(index.Index.Include):
		r.refuse("42703", "column number %d of relation %q does not exist", n, index.Name)
	case n > len(columns) || columns[n-1].Num != 0:
		r.refuse("0A000", "cannot alter statistics on a column of index %q that is no expression", index.Name)
	}
}
