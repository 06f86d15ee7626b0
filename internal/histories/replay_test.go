package histories

import (
	"context"
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
	"sqlbundle/internal/oracle"
	"sqlbundle/internal/pgsql"
	"sqlbundle/internal/pgtest"
	"sqlbundle/internal/syntax"
)

//go:embed lines.sql
var linesQuery string

// replay is a history on its way through both worlds.
type replay struct {
	history history
	session *oracle.Session
	catalog *catalog.Catalog
	fresh   catalog.Session
	version int
	report  *report
	// known are the differences between the catalogs so far.
	known map[string]bool
}

// run replays a history in an empty database.
func run(t *testing.T, server *pgtest.Server, h history, rep *report) {
	t.Helper()
	ctx := context.Background()
	db := server.Database(t)
	session, err := oracle.Open(ctx, server, db.Name)
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close(ctx)
	r := &replay{history: h, session: session, catalog: catalog.New(server.Major), version: server.Major, report: rep, known: map[string]bool{}}
	zone, err := session.Query(ctx, "SELECT current_setting('TimeZone')")
	if err != nil {
		t.Fatal(err)
	}
	r.catalog.Session.TimeZone = zone[0]
	r.fresh = r.catalog.Session
	if err := r.all(ctx); err != nil {
		t.Fatal(err)
	}
}

func (r *replay) all(ctx context.Context) error {
	for _, rev := range r.history.revisions {
		if err := r.begin(ctx); err != nil {
			return err
		}
		for i, s := range rev.statements {
			if err := r.statement(ctx, place{r.history.name, r.version, rev.name, i + 1, s.sql}, s); err != nil {
				return err
			}
		}
		if err := r.catalogs(ctx, rev); err != nil {
			return err
		}
	}
	return nil
}

// begin is the start of a revision: the session is as new.
func (r *replay) begin(ctx context.Context) error {
	setup := "RESET SESSION AUTHORIZATION; RESET ALL"
	r.catalog.Session = r.fresh
	if r.history.path != "" {
		setup += "; SET search_path = " + r.history.path
		r.catalog.Session.Path = nil
		for _, name := range strings.Split(r.history.path, ",") {
			r.catalog.Session.Path = append(r.catalog.Session.Path, strings.Trim(strings.TrimSpace(name), `"`))
		}
	}
	a, err := r.session.Run(ctx, setup)
	if err == nil && a.Error != "" {
		err = fmt.Errorf("%s: %s", setup, a.Error)
	}
	return err
}

// statement runs one statement in both worlds.
func (r *replay) statement(ctx context.Context, at place, s statement) error {
	before := r.catalog.Copy()
	predicted := apply(r.catalog, s)
	if ok, _ := syntax.InTransaction(s.node, r.version); s.node != nil && !ok {
		predicted.NoTransaction = true
	}
	answer, err := r.session.Run(ctx, s.sql)
	if err != nil {
		return fmt.Errorf("%s: %w", at, err)
	}
	if answer.Error != "" {
		*r.catalog = *before
	}
	r.catalog.Commit()
	kind := "(newer than the parser)"
	if s.node != nil {
		kind = syntax.Kind(s.node)
	}
	if n := s.node.GetAlterTableStmt(); n != nil {
		altered := family(before, n)
		maps.Copy(altered, family(r.catalog, n))
		answer.Scanned = slices.DeleteFunc(answer.Scanned, func(name string) bool { return !altered[name] })
		predicted.Scans = slices.DeleteFunc(predicted.Scans, func(t effects.Touch) bool { return !altered[t.Relation] })
	}
	answer = withoutMadeAnew(predicted, answer)
	v := compare(kind, predicted, answer)
	if v.outcome == differ {
		if v.outcome, err = r.perhapsEmpty(ctx, kind, predicted, answer); err != nil {
			return err
		}
	}
	r.report.statement(at, kind, v)
	return nil
}

// withoutMadeAnew is an answer without the new files of tables that the statement
// has dropped and made again under the old name: the server tells them by that.
func withoutMadeAnew(e *effects.Effects, a oracle.Answer) oracle.Answer {
	rest := slices.DeleteFunc(slices.Clone(a.Rewritten), func(name string) bool { return slices.Contains(e.TablesCreated, name) })
	if len(rest) < len(a.Rewritten) {
		a.Rewritten, a.RewrittenIndexes = rest, nil
	}
	return a
}

// family are the tables that an ALTER TABLE can be about. Whether the check of a
// foreign key reads the referenced table from end to end is the planner's
// choice, which nobody predicts.
func family(c *catalog.Catalog, n *pg.AlterTableStmt) map[string]bool {
	names := map[string]bool{}
	rel := c.RangeVar(n.Relation)
	if rel == nil {
		return names
	}
	for _, r := range append(c.Descendants(rel.OID), rel) {
		names[c.QualifiedName(r)] = true
	}
	return names
}

// perhapsEmpty judges a difference again where tables without rows may be the
// reason: the reading of a file with dead rows alone cannot be seen, and a
// default is not evaluated.
func (r *replay) perhapsEmpty(ctx context.Context, kind string, e *effects.Effects, a oracle.Answer) (outcome, error) {
	forgiving := *e
	forgiving.Scans = slices.DeleteFunc(slices.Clone(e.Scans), func(t effects.Touch) bool { return !slices.Contains(a.Scanned, t.Relation) })
	forgiving.Locks = slices.DeleteFunc(slices.Clone(e.Locks), func(l effects.Lock) bool {
		return l.Mode == effects.RowExclusive && a.Locks[l.Relation] == "" && len(e.Rewrites) > 0
	})
	if compare(kind, &forgiving, a).outcome != agree {
		return differ, nil
	}
	for _, touch := range append(slices.Clone(e.Scans), e.Rewrites...) {
		if slices.Contains(forgiving.Scans, touch) {
			continue
		}
		if empty, err := r.empty(ctx, touch.Relation); !empty || err != nil {
			return differ, err
		}
	}
	return data, nil
}

// empty tells whether a table has no row.
func (r *replay) empty(ctx context.Context, relation string) (bool, error) {
	exists, err := r.session.Query(ctx, "SELECT to_regclass("+pgsql.QuoteLiteral(relation)+") IS NOT NULL")
	if err != nil || exists[0] != "t" {
		return false, err
	}
	rows, err := r.session.Query(ctx, "SELECT 1 FROM ONLY "+relation+" LIMIT 1")
	return len(rows) == 0, err
}

// apply is the prediction. A defect of the model's is one that nothing equals.
func apply(c *catalog.Catalog, s statement) *effects.Effects {
	var e *effects.Effects
	if s.node == nil {
		e = effects.ApplyText(c, s.sql, 0)
	} else {
		e = effects.Apply(c, s.node, 0)
	}
	if e.Defect != "" {
		e.Refused = &effects.Refusal{SQLState: "PANIC", Message: e.Defect}
	}
	return e
}

// catalogs compares the two behind a revision.
func (r *replay) catalogs(ctx context.Context, rev revision) error {
	want, err := r.session.Query(ctx, linesQuery)
	if err != nil {
		return err
	}
	model := r.catalog.Lines()
	missing, extra := diff(withoutOpen(want, model), model)
	now := map[string]bool{}
	for _, list := range []struct {
		sign  string
		lines []string
	}{{"server", missing}, {"model", extra}} {
		for _, line := range list.lines {
			told := list.sign + " " + line
			now[told] = true
			if !r.known[told] {
				r.report.line(place{history: r.history.name, version: r.version, revision: rev.name}, told)
			}
		}
	}
	r.known = now
	r.report.compared(len(want), len(missing)+len(extra))
	return nil
}
