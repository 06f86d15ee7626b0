package lint

import (
	"fmt"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
	"sqlbundle/internal/pgsql"
)

var requireConcurrentMatviewRefresh = &Rule{
	ID: "require-concurrent-matview-refresh", Title: "REFRESH MATERIALIZED VIEW keeps readers out while its query runs",
	Group: GroupLocks, Severity: Warning,
	Peers: []string{"mp MP033"},
	Doc: "Without CONCURRENTLY the view is locked with ACCESS EXCLUSIVE for as long as its query takes, and whoever reads it " +
		"waits. With CONCURRENTLY readers see the old rows until the new ones are there; that needs a unique index on " +
		"plain columns, without WHERE, and a view that has been filled before. It may stand in a transaction.",
	check: func(p *pass, s *statement) {
		n := s.node().GetRefreshMatViewStmt()
		view := s.relation(n.GetRelation())
		if n == nil || n.Concurrent || n.SkipData || !p.inUse(s, view) || !view.Populated && !view.Unknown || s.Effects.Refused != nil {
			return
		}
		finding := Finding{
			Severity: p.weigh(s, view),
			Message:  fmt.Sprintf("nobody can read %s while its query runs", s.name(view)),
			Help:     "create a unique index on plain columns of it, then refresh it concurrently",
		}
		if view.Unknown || s.refreshes(n) {
			finding.Help = "refresh it concurrently: readers see the old rows until the new ones are there"
			finding.Fix, finding.Mechanical = s.with("view", " CONCURRENTLY"), !view.Unknown
		}
		if view.Unknown {
			finding.Help += "; it needs a unique index, which the history does not show"
		}
		p.reportAt(s, finding)
	},
}

// refreshes tells whether the server would refresh the view concurrently.
func (s *statement) refreshes(n *pg.RefreshMatViewStmt) bool {
	concurrent := pg.RefreshMatViewStmt{Concurrent: true, Relation: n.Relation}
	node := &pgsql.Node{Node: &pg.Node_RefreshMatViewStmt{RefreshMatViewStmt: &concurrent}}
	return effects.Apply(s.Before.Branch(), node, 0).Refused == nil && s.Before.RangeVar(n.Relation).Kind == catalog.MaterializedView
}
