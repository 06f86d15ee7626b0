package crash

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sqlbundle/internal/pgtest"
)

// runner is what runs a bundle's scripts.
type runner string

const (
	byPsql     runner = "psql"
	byExecutor runner = "executor"
)

// command runs a script: psql by itself, or the program on the bundle's folder,
// as psql would do it: without the checks before and after, and with one attempt.
func (r runner) command(program string, db *pgtest.DB, script string, args ...string) *exec.Cmd {
	name := filepath.Base(script)
	if r != byExecutor || name != "upgrade.sql" && name != "rollback.sql" {
		cmd := db.Command(append(args, "-f", name)...)
		cmd.Dir = filepath.Dir(script)
		return cmd
	}
	call := []string{"apply", filepath.Dir(script), "--no-preflight", "--no-verify", "--retries", "0", "--reconnect", "0"}
	if name == "rollback.sql" {
		call = append(call, "--rollback")
	}
	for _, arg := range args {
		if revision, ok := strings.CutPrefix(arg, "sqlbundle_stop_after="); ok {
			call = append(call, "--stop-after", revision)
		}
	}
	cmd := exec.Command(program, call...)
	cmd.Env = db.Env()
	return cmd
}

// TestExecutorCutsVersions cuts the executor as psql is cut; it and psql by
// turns go on.
func TestExecutorCutsVersions(t *testing.T) {
	t.Parallel()
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		b := newBench(t, s)
		for i, h := range histories() {
			if s.Major < h.since {
				continue
			}
			if !*every && quota() == 1 && (i+s.Major)%2 == 0 {
				continue // of many versions each takes every other history
			}
			t.Run(h.name, func(t *testing.T) {
				if !*every {
					t.Parallel()
				}
				p := prepare(t, b, h)
				p.runs = byExecutor
				p.sameMessages(t)
				chance := chanceFor("executor "+h.name, s.Major)
				plans := p.everyPlan(chance)
				if !*every {
					plans = sample(chance, plans, 1)
				}
				p.tryAll(t, plans, true)
			})
		}
	})
}

// sameMessages holds that the executor sends what psql sends, message by
// message, and leaves the same database.
func (p *prepared) sameMessages(t *testing.T) {
	t.Helper()
	if p.fix() != "" {
		return // stopped by the data; the cuts go on from there
	}
	for _, way := range []struct {
		script, from string
		want         []Message
		state        state
	}{
		{p.bundle.upgrade(), p.start, p.upgrade, p.upgraded},
		{p.bundle.rollback(), p.done, p.rollback, p.undone},
	} {
		db := p.database(t, way.from)
		proxy := &Proxy{}
		p.want(t, 0)(p.cutRun(t, db, way.script, proxy))
		if err := p.settle(db); err != nil {
			t.Fatal(err)
		}
		want, got := texts(way.want), texts(proxy.Messages())
		if !slices.Equal(want, got) {
			t.Errorf("%s: the executor does not send what psql does (-psql +executor):\n%s", filepath.Base(way.script), lines("sent", want, got))
		}
		if diff := differs(way.state, stateOf(t, db, p.history)); diff != "" {
			t.Errorf("%s by the executor (-psql +executor):\n%s", filepath.Base(way.script), diff)
		}
	}
}

var (
	// varying is what two runs differ in: object ids, processes (of few digits on a
	// machine that has just started), times, who runs it.
	varying = regexp.MustCompile(`\b\d{4,}(\.\d+)?\b|\b(?:pid |pg_terminate_backend\()\d+|', psql ' \|\| '[^']*'`)
	lead    = regexp.MustCompile(`^(?s:\s+|--[^\n]*\n|/\*.*?\*/)+`)
	empty   = regexp.MustCompile(`\n(\s*\n)+`)
)

// texts are messages without what two runs may differ in, and without what psql
// leaves out or sends around an author's statement: the executor sends its own
// bytes.
func texts(messages []Message) []string {
	var list []string
	for _, m := range messages {
		text := lead.ReplaceAllString(m.String(), "")
		text = strings.TrimSpace(strings.TrimSuffix(text, ";"))
		list = append(list, varying.ReplaceAllString(empty.ReplaceAllString(text, "\n"), "#"))
	}
	return list
}

// runScript runs a script to its end by one of the two.
func (p *prepared) runScript(t *testing.T, db *pgtest.DB, script string, args ...string) (result, error) {
	t.Helper()
	by := byPsql
	if p.runs == byExecutor && p.turn.Add(1)%2 == 0 {
		by = byExecutor
	}
	r := result{what: string(by) + " " + strings.Join(append(args, filepath.Base(script)), " ")}
	return r, r.finish(by.command(p.program(t), db, script, args...), nil)
}

func (p *prepared) program(t *testing.T) string {
	t.Helper()
	return filepath.Join(workplaceOf(t), "sqlbundle")
}

// cutRun runs a script through a proxy.
func (p *prepared) cutRun(t *testing.T, db *pgtest.DB, script string, proxy *Proxy) (result, error) {
	t.Helper()
	r := result{what: fmt.Sprintf("%s %s, cut %s message %d", p.runs, filepath.Base(script), proxy.Way, proxy.At)}
	cmd := p.runs.command(p.program(t), db, script)
	return r, r.through(cmd, db, proxy)
}
