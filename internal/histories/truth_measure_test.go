package histories

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"sqlbundle/compiler"
	"sqlbundle/internal/effects"
	"sqlbundle/internal/oracle"
	"sqlbundle/internal/pgsql"
)

// measuring is a project on its way through a server.
type measuring struct {
	session *oracle.Session
	path    string
	judged  map[*compiler.Statement]*judged
	// old are the OIDs of the tables that are older than the revision, views those
	// of materialized views.
	old, views map[string]bool
	// held are the locks that the transaction has by now, by OID; transaction is
	// its number. rehearsed holds where all of a section is one.
	held        map[string]effects.Mode
	transaction int
	rehearsed   bool
	// written are the tables into which the revision has put rows; filled are the
	// names of those that the last statement made with rows.
	written map[string]bool
	filled  []string
}

func (m *measuring) all(ctx context.Context, before []revision, h *compiler.History) error {
	for _, rev := range before {
		for _, s := range rev.statements {
			if a, err := m.session.Run(ctx, s.sql); err != nil || a.Error != "" {
				return fmt.Errorf("before: %s: %w", a.Error, err)
			}
		}
	}
	for _, r := range h.Revisions {
		if err := m.begin(ctx, false); err != nil {
			return err
		}
		if err := m.age(ctx); err != nil {
			return err
		}
		if err := m.up(ctx, r.Up); err != nil {
			return fmt.Errorf("%s: %w", r.Revision.ID, err)
		}
		if err := m.down(ctx, r.Down); err != nil {
			return fmt.Errorf("%s down: %w", r.Revision.ID, err)
		}
	}
	return nil
}

// age notes which tables are there before a revision.
func (m *measuring) age(ctx context.Context) error {
	rows, err := m.session.Query(ctx, "SELECT relkind::text || oid FROM pg_class WHERE relkind IN ('r', 'p', 'm') AND relpersistence <> 't'")
	m.old, m.views = map[string]bool{}, map[string]bool{}
	for _, row := range rows {
		m.old[row[1:]], m.views[row[1:]] = true, row[0] == 'm'
	}
	return err
}

// zone makes the session as new. Nobody knows the time zone of a server in use:
// in UTC, timestamp becomes timestamptz without a rewrite.
const zone = "RESET SESSION AUTHORIZATION; RESET ALL; SET TimeZone = 'Europe/Vienna'"

// begin is the start of a section: the session is as new.
func (m *measuring) begin(ctx context.Context, rehearsed bool) error {
	setup := zone
	if m.path != "" {
		setup += "; SET search_path = " + m.path
	}
	m.held, m.written, m.transaction, m.rehearsed = map[string]effects.Mode{}, map[string]bool{}, 0, rehearsed
	_, err := m.session.Run(ctx, setup)
	return err
}

func (m *measuring) up(ctx context.Context, run *compiler.Run) error {
	for _, s := range laid(run) {
		step, err := m.session.Step(ctx, s.statement.SQL())
		if err != nil {
			return fmt.Errorf("%s: %w", shorten(s.statement.SQL(), 100), err)
		}
		m.judge(s, step)
	}
	return nil
}

func (m *measuring) down(ctx context.Context, run *compiler.Run) error {
	list := laid(run)
	if err := m.begin(ctx, true); err != nil || len(list) == 0 {
		return err
	}
	var sql []string
	for _, s := range list {
		sql = append(sql, s.statement.SQL())
	}
	steps, err := m.session.Rehearse(ctx, sql)
	for i, step := range steps {
		m.judge(list[i], step)
	}
	return err
}

// placed is a statement of a section, with its transaction and the names of the
// tables that it can be about.
type placed struct {
	statement   *compiler.Statement
	transaction int
	family      map[string]bool
}

func laid(run *compiler.Run) []placed {
	var list []placed
	if run == nil {
		return nil
	}
	for _, segment := range run.Segments {
		for _, s := range segment.Statements {
			list = append(list, placed{statement: s, transaction: segment.Transaction})
		}
	}
	for i, s := range list {
		after := run.After
		if i+1 < len(list) {
			after = list[i+1].statement.Before
		}
		if n := nodeOf(s.statement).GetAlterTableStmt(); n != nil {
			list[i].family = family(s.statement.Before, n)
			maps.Copy(list[i].family, family(after, n))
		}
	}
	return list
}

// judge notes what the server did.
func (m *measuring) judge(s placed, step oracle.Step) {
	j := m.judged[s.statement]
	j.refused = step.Error
	if !m.rehearsed && (s.transaction == 0 || s.transaction != m.transaction) {
		m.held = map[string]effects.Mode{}
	}
	m.transaction = s.transaction
	mode := map[string]effects.Mode{}
	for _, name := range m.filled { // by now it has an OID
		m.written[step.OIDs[name]] = true
	}
	m.filled = nil
	for name, lock := range step.Locks {
		mode[step.OIDs[name]] = modeOf(lock)
	}
	row := slices.Contains(rowKinds, s.statement.Kind)
	own := maps.Clone(mode)
	for oid, lock := range mode {
		if row && lock == effects.RowExclusive {
			m.written[oid] = true
		}
		m.held[oid] = max(m.held[oid], lock)
	}
	if row {
		m.filled = step.Created
	} else {
		maps.Copy(mode, m.held)
	}
	node := nodeOf(s.statement)
	for _, name := range slices.Concat(step.Rewritten, step.Begun) {
		if empties(node) || s.family != nil && !s.family[name] {
			continue
		}
		oid := step.OIDs[name]
		stops := mode[oid] >= effects.Share || step.NoTx && slices.Contains(step.Rewritten, name) // VACUUM FULL; its locks cannot be seen
		switch {
		case m.views[oid] && mode[oid] == effects.Exclusive: // REFRESH … CONCURRENTLY, which is who writes it
		case m.old[oid] && stops:
			j.stopped = name
		case m.written[oid] && !row:
			j.stopped = cmp.Or(m.stops(own, step), j.stopped)
		}
	}
}

// stops is a table in use that a statement keeps from being written, by its
// locks; empty for none.
func (m *measuring) stops(locks map[string]effects.Mode, step oracle.Step) string {
	for _, name := range slices.Sorted(maps.Keys(step.Locks)) {
		if oid := step.OIDs[name]; m.old[oid] && locks[oid] >= effects.Share {
			return name
		}
	}
	return ""
}

// nodeOf is a statement's tree, also of what stands in raw; nil for what the
// parser does not know.
func nodeOf(s *compiler.Statement) *pgsql.Node {
	if stmts, err := pgsql.Parse(s.SQL()); s.Node == nil && err == nil && len(stmts) == 1 {
		return stmts[0].Stmt
	}
	return s.Node
}

// empties tells whether new files are made without a row, which takes no time.
func empties(n *pgsql.Node) bool {
	return n.GetTruncateStmt() != nil || n.GetRefreshMatViewStmt().GetSkipData()
}

// modeOf is the mode that pg_locks calls so.
func modeOf(name string) effects.Mode {
	for mode := effects.AccessShare; mode <= effects.AccessExclusive; mode++ {
		if mode.String() == name {
			return mode
		}
	}
	return effects.NoLock
}
