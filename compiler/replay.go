package compiler

import (
	"strings"

	pg_query "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/graph"
	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
	"sqlbundle/internal/pgsql"
	"sqlbundle/internal/syntax"
	"sqlbundle/revisions"
)

// replay follows the history of one database through a catalog in memory:
// baseline, then every revision, statement by statement. A nil replay follows
// nothing.
type replay struct {
	catalog  *catalog.Catalog
	session  catalog.Session
	database string
	// origin counts the statements.
	origin int
	// keep holds where each statement is to remember the state before it.
	keep bool
	// revised is the revision whose up section runs, where somebody wants to
	// know what it drops; gone is what was dropped so far.
	revised *revisions.Revision
	gone    []Gone
	// start is the catalog at the start of a revision whose inverse is looked
	// for.
	start *catalog.Catalog
	// watch sees what the statements of revisions that are applied already do;
	// nil for nobody.
	watch func(*revisions.Statement, *effects.Effects)
}

// freshReplay is a database in which nothing has been done.
func freshReplay(req Request) *replay {
	r := &replay{catalog: catalog.New(req.TargetVersion), database: req.Database}
	r.session = r.catalog.Session
	if path := req.Settings.SearchPath; path != "" {
		r.session.Path = splitPath(path)
	}
	r.session.Role = req.Settings.Role
	return r
}

// newReplay is a database behind the baseline and the revisions that are applied
// at the start of a plan.
func newReplay(g *graph.Graph, req Request) (*replay, error) {
	r := behindBaseline(req)
	applied, err := g.Applied(req.From)
	if err != nil {
		return nil, err
	}
	for _, rev := range applied {
		r.revision(rev)
	}
	return r, nil
}

// behindBaseline is a database in which the baseline alone has run.
func behindBaseline(req Request) *replay {
	r := freshReplay(req)
	if req.Baseline != nil {
		for _, s := range req.Baseline.Statements {
			r.apply(s.Node, s.Text)
			r.catalog.Commit()
		}
	}
	return r
}

// revision runs a revision that is applied already.
func (r *replay) revision(rev *revisions.Revision) {
	r.begin()
	section := Section(rev, graph.Upgrade, r.database)
	if section == nil {
		return
	}
	for _, s := range section.Statements {
		node := s.Node
		if s.Raw {
			node = s.RawNode
		}
		if node.GetTransactionStmt() != nil {
			r.catalog.Commit()
		}
		if node.GetTransactionStmt() == nil {
			if r.watch != nil {
				r.watch(s, r.apply(node, s.SQL()))
			} else {
				r.change(node, s.SQL())
			}
			if syntax.AddsEnumValue(node) {
				r.catalog.Commit() // a cut stands behind it
			}
		}
	}
	r.commit()
}

// begin is the start of a revision: no revision sees another's settings.
func (r *replay) begin() {
	if r != nil {
		r.catalog.Session = r.session
	}
}

// commit is the end of a segment: the script drops what is temporary.
func (r *replay) commit() {
	if r == nil {
		return
	}
	r.catalog.Commit()
	if r.catalog.Schema(catalog.TempSchema) != nil {
		effects.Apply(r.catalog, discardTemp, 0)
	}
}

var discardTemp = &pgsql.Node{Node: &pg_query.Node_DiscardStmt{
	DiscardStmt: &pg_query.DiscardStmt{Target: pg_query.DiscardMode_DISCARD_TEMP},
}}

// apply runs a statement and tells what it does; nil where nothing is replayed.
func (r *replay) apply(node *pgsql.Node, text string) *effects.Effects {
	if r == nil {
		return nil
	}
	r.origin++
	r.noteGone(node)
	if node == nil {
		return effects.ApplyText(r.catalog, text, r.origin)
	}
	if r.start != nil {
		return effects.ApplyReversibly(r.catalog, node, r.origin, r.start)
	}
	return effects.Apply(r.catalog, node, r.origin)
}

// change is apply for whoever does not ask what the statement does.
func (r *replay) change(node *pgsql.Node, text string) {
	if node == nil {
		r.apply(node, text)
		return
	}
	r.origin++
	r.noteGone(node)
	effects.Change(r.catalog, node, r.origin)
}

// mayShare tells whether the catalog lets a statement stand in a transaction
// block that its text alone lets stand there.
func (r *replay) mayShare(node *pgsql.Node) bool {
	if r == nil || node.GetReindexStmt() == nil && node.GetClusterStmt() == nil {
		return true
	}
	return !effects.Apply(r.catalog.Copy(), node, 0).NoTransaction
}

// splitPath takes a configured search_path apart, as SET search_path does.
func splitPath(path string) []string {
	var names []string
	for _, name := range strings.Split(path, ",") {
		name = strings.TrimSpace(name)
		if quoted, ok := strings.CutPrefix(name, `"`); ok {
			name = strings.ReplaceAll(strings.TrimSuffix(quoted, `"`), `""`, `"`)
		} else {
			name = strings.ToLower(name)
		}
		names = append(names, name)
	}
	return names
}
