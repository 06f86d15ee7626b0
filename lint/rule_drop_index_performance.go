package lint

import (
	"fmt"
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var dropIndexPerformance = &Rule{
	ID: "drop-index-performance", Title: "queries lose an index, and no other one stands in for it",
	Group: GroupCompatibility, Severity: Notice, OptIn: true,
	Peers: []string{"pg-schema-diff INDEX_DROPPED"},
	Doc: "No index that is left does what the dropped one did, so queries that used it may read the whole table from now on. " +
		"Whether any query uses it only the servers know: pg_stat_user_indexes.idx_scan counts that on each, replicas " +
		"too. Look there before.",
	check: func(p *pass, s *statement) {
		if n := s.node().GetDropStmt(); n == nil || n.RemoveType != pg.ObjectType_OBJECT_INDEX {
			return
		}
		for _, gone := range s.goneIndexes() {
			if !p.inUse(s, gone.table) || !p.old(s, gone.index.OID) || p.end(s).Object(gone.table.OID) == nil || replaced(s.after(), gone) {
				continue
			}
			p.reportAt(s, Finding{
				Message: fmt.Sprintf("queries on %s that use %s may read the whole table from now on: no index that is left does what it did",
					s.name(gone.table), pgsql.QuoteIdent(gone.index.Name)),
				Help: "see in pg_stat_user_indexes, on every server that answers queries, that it is not used",
			})
		}
	},
}

// replaced tells whether an index that stays does what one that goes did.
func replaced(c *catalog.Catalog, gone madeIndex) bool {
	return slices.ContainsFunc(c.Indexes(gone.table.OID), func(other *catalog.Relation) bool {
		return other.Index.Valid && sameIndex(gone.table, other.Index, gone.index.Index) || covers(gone.table, other.Index, gone.index.Index)
	})
}
