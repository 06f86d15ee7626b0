package out

import (
	"fmt"
	"strings"

	"sqlbundle/compiler"
	"sqlbundle/graph"
	"sqlbundle/internal/pgsql"
)

// place finds out where the database stands, by its tracking table and by its
// log, and refuses what the plan does not pass through. All of it happens in
// one transaction, which also makes the two tables: a refusal leaves nothing.
func (s *script) place() {
	s.line("")
	s.line("-- ======== where does the database stand?")
	// Row-level security that would hide rows is an error here.
	s.line("BEGIN; SET LOCAL lock_timeout = %s; SET LOCAL row_security = off;", pgsql.QuoteLiteral(s.plan.Settings.LockTimeout))
	s.tables()
	s.position()
	s.progress()
	s.line(":sqlbundle_raise;")
	s.line(`\if :sqlbundle_check`)
	s.line("ROLLBACK;")
	s.unlock()
	s.line(`\echo sqlbundle: guards passed, nothing has been changed; :sqlbundle_where`)
	s.line(`\quit`)
	s.line(`\endif`)
	s.forget("revision = :'sqlbundle_abandon'")
	s.line("COMMIT;")
	s.line(`\set sqlbundle_go off`)
	for _, name := range [...]string{"at_:sqlbundle_place", "stop_:sqlbundle_stop", "begun_:sqlbundle_begun"} {
		s.line(`\set sqlbundle_%s on`, name)
	}
	s.line(`\echo sqlbundle: %s from %s to %s, %s, plan %s`, s.plan.Direction, strings.ReplaceAll(Heads(s.plan.From), ", ", ","),
		strings.ReplaceAll(Heads(s.plan.To), ", ", ","), Count(len(s.plan.Steps), "step"), s.digest[:12])
	s.line(`\echo sqlbundle: :sqlbundle_where`)
}

// position computes how many steps are done: each row of the tracking table
// stands there from one step to another, and the number of rows decides.
func (s *script) position() {
	steps := len(s.plan.Steps)
	s.passed()
	s.line("SELECT at.step AS sqlbundle_passed, coalesce((SELECT string_agg(id, ', ' ORDER BY id COLLATE \"C\") FROM present), '') AS sqlbundle_state,")
	s.line("  coalesce((SELECT min(revision) FROM plan WHERE step = at.step), '') AS sqlbundle_last, coalesce((SELECT min(revision) FROM plan WHERE step = at.step + 1), '') AS sqlbundle_next,")
	s.line("  CASE :'sqlbundle_stop_after' WHEN '' THEN %d ELSE coalesce((SELECT min(step) FROM plan WHERE revision = :'sqlbundle_stop_after'), -1) END AS sqlbundle_stop,", steps)
	s.line("  :'sqlbundle_abandon' IN (SELECT revision FROM plan) AS sqlbundle_known, extract(epoch FROM pg_catalog.clock_timestamp())::numeric AS sqlbundle_began FROM at")
	s.line(`  \gset`)
}

// passed writes the tables of a query that ends in at, the number of steps
// that are done: -1 where the plan passes through no such state.
func (s *script) passed() {
	steps := len(s.plan.Steps)
	s.line("-- What each step does to the tracking table: the row that goes, the row that comes. Step 0 is where the script starts.")
	s.line("WITH plan (step, revision, gone, new) AS (VALUES")
	s.planRows()
	s.line("), present AS (SELECT version_num AS id FROM %s%s", s.table, s.otherRows("version_num"))
	s.line("), seen AS (SELECT id, min(n.step) AS since, min(g.step) AS until FROM present")
	s.line("    LEFT JOIN plan n ON n.new = id AND id <> '' LEFT JOIN plan g ON g.gone = id AND id <> '' GROUP BY id")
	s.line("), size AS (SELECT step, sum(count(nullif(new, '')) - count(nullif(gone, ''))) OVER (ORDER BY step) AS n FROM plan GROUP BY step")
	if s.plan.Purge {
		s.line("), at AS (SELECT 0 AS step)")
	} else {
		s.line("), at AS (SELECT coalesce(min(step), -1) AS step FROM size WHERE n = (SELECT count(*) FROM present)")
		s.line("    AND step >= (SELECT coalesce(max(since), 0) FROM seen) AND step < (SELECT coalesce(min(until), %d) FROM seen)", steps+1)
		s.line("    AND NOT EXISTS (SELECT FROM seen WHERE since IS NULL))")
	}
}

// planRows lists what the steps do to the tracking table.
func (s *script) planRows() {
	first := true
	row := func(step int, revision, gone, fresh string) {
		sep := ",\n"
		if first {
			sep, first = "", false
		}
		s.text(fmt.Sprintf("%s  (%d, %s, %s, %s)", sep, step, pgsql.QuoteLiteral(revision), pgsql.QuoteLiteral(gone), pgsql.QuoteLiteral(fresh)))
	}
	row(0, "", "", "")
	for _, id := range s.plan.From {
		row(0, "", "", id)
	}
	for i, step := range s.plan.Steps {
		ops := step.Tracking
		if s.plan.Direction == graph.Stamp {
			// All steps of a stamp share one transaction: only its ends are
			// ever seen.
			if ops = nil; i == len(s.plan.Steps)-1 {
				ops = netOps(s.plan)
			}
		}
		if len(ops) == 0 {
			row(i+1, step.ID(), "", "")
		}
		for _, op := range ops {
			row(i+1, step.ID(), op.From, op.To)
		}
	}
	s.text("\n")
}

// netOps is what a stamp does in all.
func netOps(plan *compiler.Plan) []graph.Op {
	var ops []graph.Op
	from, to := map[string]bool{}, map[string]bool{}
	for _, id := range plan.From {
		from[id] = true
	}
	for _, id := range plan.To {
		if to[id] = true; !from[id] {
			ops = append(ops, graph.Op{Kind: graph.OpInsert, To: id})
		}
	}
	for _, id := range plan.From {
		if !to[id] {
			ops = append(ops, graph.Op{Kind: graph.OpDelete, From: id})
		}
	}
	return ops
}

// otherRows leaves out what belongs to unrelated branches.
func (s *script) otherRows(column string) string {
	if len(s.plan.Unrelated) == 0 {
		return ""
	}
	return " WHERE " + column + " NOT IN (" + literals(s.plan.Unrelated) + ")"
}

func literals(ids []string) string {
	quoted := make([]string, len(ids))
	for i, id := range ids {
		quoted[i] = pgsql.QuoteLiteral(id)
	}
	return strings.Join(quoted, ", ")
}
