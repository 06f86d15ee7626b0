package executor

import (
	"context"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// watcher looks from a second connection at what keeps a statement from ending.
// It only reads, and whatever goes wrong with it does not concern the run.
type watcher struct {
	run      *run
	pid      uint32
	follower *follower
	done     context.CancelFunc
	ended    chan struct{}

	conn     *pgconn.PgConn
	blockers []Blocker
	phase    string
	told     time.Time
}

// How long a statement runs before somebody looks, and how often after.
const (
	watchAfter = time.Second
	watchEvery = time.Second / 2
	tellEvery  = 10 * time.Second
)

func (r *run) watch(conn *pgconn.PgConn, f *follower) *watcher {
	ctx, done := context.WithCancel(r.ctx)
	w := &watcher{run: r, pid: conn.PID(), follower: f, done: done, ended: make(chan struct{})}
	go w.loop(ctx)
	return w
}

func (w *watcher) stop() {
	w.done()
	<-w.ended
}

func (w *watcher) loop(ctx context.Context) {
	defer close(w.ended)
	defer func() {
		if w.conn != nil {
			hangUp(w.conn)
		}
	}()
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if running, ok := w.follower.running(); ok && running >= watchAfter {
			w.look(ctx, running)
		} else {
			w.blockers, w.phase = nil, ""
		}
	}
}

// look connects where that has not been done, and tells what is new.
func (w *watcher) look(ctx context.Context, running time.Duration) {
	ctx, cancel := context.WithTimeout(ctx, cancelTimeout)
	defer cancel()
	if w.conn == nil || w.conn.IsClosed() {
		config := w.run.target.config.Copy()
		config.RuntimeParams["application_name"] = "sqlbundle watcher"
		config.RuntimeParams["default_transaction_read_only"] = "on"
		conn, err := pgconn.ConnectConfig(ctx, config)
		if err != nil {
			return
		}
		w.conn = conn
	}
	w.lookForBlockers(ctx, running)
	w.lookForBuild(ctx, running)
}

// blockersQuery asks who is in the way of a backend (PostgreSQL 18, 9.27 and
// 27.2). What the role may not see is empty.
const blockersQuery = `SELECT a.pid, coalesce(a.application_name, ''), coalesce(a.usename, ''), coalesce(a.xact_start::timestamptz(0)::text, ''),
 coalesce(pg_catalog.left(pg_catalog.regexp_replace(a.query, '[[:space:]]+', ' ', 'g'), 200), '')
 FROM pg_catalog.pg_stat_activity a WHERE a.pid = ANY (pg_catalog.pg_blocking_pids(%d)) ORDER BY a.pid`

func (w *watcher) lookForBlockers(ctx context.Context, running time.Duration) {
	rows, err := w.rows(ctx, fmt.Sprintf(blockersQuery, w.pid))
	if err != nil {
		return
	}
	var blockers []Blocker
	for _, row := range rows {
		pid, _ := strconv.Atoi(row[0])
		blockers = append(blockers, Blocker{PID: pid, Application: row[1], User: row[2], Since: row[3], Query: row[4]})
	}
	same := reflect.DeepEqual(blockers, w.blockers)
	if same && (len(blockers) == 0 || time.Since(w.told) < tellEvery) {
		return
	}
	w.blockers, w.told = blockers, time.Now()
	ms := running.Milliseconds()
	w.run.say(Event{Event: Waiting, Blockers: blockers, Milliseconds: &ms})
}

// buildQuery asks how far an index is (PostgreSQL 13, 27.4.2); blocks where it
// counts these, else tuples, else sessions that it waits for.
const buildQuery = `SELECT command || ': ' || phase, CASE WHEN blocks_total > 0 THEN blocks_done WHEN tuples_total > 0 THEN tuples_done ELSE lockers_done END,
 CASE WHEN blocks_total > 0 THEN blocks_total WHEN tuples_total > 0 THEN tuples_total ELSE lockers_total END
 FROM pg_catalog.pg_stat_progress_create_index WHERE pid = %d`

func (w *watcher) lookForBuild(ctx context.Context, running time.Duration) {
	rows, err := w.rows(ctx, fmt.Sprintf(buildQuery, w.pid))
	if err != nil || len(rows) == 0 {
		return
	}
	if rows[0][0] == w.phase && time.Since(w.told) < tellEvery {
		return
	}
	w.phase, w.told = rows[0][0], time.Now()
	done, _ := strconv.ParseInt(rows[0][1], 10, 64)
	total, _ := strconv.ParseInt(rows[0][2], 10, 64)
	ms := running.Milliseconds()
	w.run.say(Event{Event: Progress, Phase: strings.ToLower(w.phase), Done: done, Total: total, Milliseconds: &ms})
}

func (w *watcher) rows(ctx context.Context, sql string) ([][]string, error) {
	results, err := session{w.conn}.Exec(ctx, sql)
	if err != nil || len(results) == 0 {
		return nil, err
	}
	var rows [][]string
	for _, row := range results[0].Rows {
		values := make([]string, len(row))
		for i, v := range row {
			values[i] = value(v)
		}
		rows = append(rows, values)
	}
	return rows, nil
}
