package oracle

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// blockers are sessions that hold one table each, by their process ids.
type blockers map[uint32]link

// holdAll makes a session for each table and lets it hold the table in a mode.
func (b *bench) holdAll(ctx context.Context, database string, relations map[string]relation, mode int) (blockers, error) {
	held := blockers{}
	for _, oid := range slices.Sorted(maps.Keys(relations)) {
		sql := holdStatement(relations[oid], mode)
		if sql == "" {
			continue
		}
		l, err := connect(ctx, b.server, database)
		if err != nil {
			return held, err
		}
		held[l.PID()] = l
		// What cannot be held, such as a materialized view without data, is not.
		if _, _, err := l.try(ctx, "BEGIN; "+sql, ""); err != nil {
			return held, err
		}
	}
	return held, nil
}

// sqlModes are the names in LOCK TABLE, in the order of modes.
var sqlModes = []string{
	"ACCESS SHARE", "ROW SHARE", "ROW EXCLUSIVE", "SHARE UPDATE EXCLUSIVE",
	"SHARE", "SHARE ROW EXCLUSIVE", "EXCLUSIVE", "ACCESS EXCLUSIVE",
}

// holdStatement is empty for what is not held. LOCK TABLE refuses materialized
// views, which reading holds in the weakest mode.
func holdStatement(r relation, mode int) string {
	switch {
	case r.kind == "r" || r.kind == "p":
		return "LOCK TABLE ONLY " + r.name + " IN " + sqlModes[mode] + " MODE"
	case r.kind == "m" && mode == 0:
		return "SELECT FROM " + r.name + " LIMIT 0"
	}
	return ""
}

func (held blockers) end(ctx context.Context) {
	for _, l := range held {
		l.end(ctx)
	}
}

// pause is between two looks at whether the statement stalls.
const pause = time.Millisecond

// stallQuery is completed with a process id three times.
const stallQuery = `SELECT pg_catalog.unnest(pg_catalog.pg_blocking_pids(%[1]d));` + locksQuery + `;
SELECT FROM pg_catalog.pg_locks WHERE pid = %[1]d AND NOT granted AND locktype IN ('virtualxid', 'transactionid')`

// watch notes the locks at every stall until the statement ends; waited says
// that it stalled over a transaction, not a lock.
func (held blockers) watch(ctx context.Context, observer link, pid uint32, done <-chan struct{}) (locks map[lock]bool, waited bool, err error) {
	locks = map[lock]bool{}
	query := fmt.Sprintf(stallQuery, pid)
	for {
		select {
		case <-done:
			return locks, waited, nil
		case <-ctx.Done():
			return nil, false, ctx.Err()
		default:
		}
		results, err := observer.run(ctx, query)
		if err != nil {
			return nil, false, fmt.Errorf("watching a statement: %w", err)
		}
		who, stalled := held.first(results[0])
		if !stalled {
			time.Sleep(pause)
			continue
		}
		maps.Copy(locks, readLocks(results[1]))
		waited = waited || len(results[2].Rows) > 0
		held[who].end(ctx)
		delete(held, who)
	}
}

// first is the first of the blocking processes that is one of the blockers.
func (held blockers) first(result *pgconn.Result) (pid uint32, ok bool) {
	for _, row := range result.Rows {
		pid := uint32(number(row[0]))
		if _, ok := held[pid]; ok {
			return pid, true
		}
	}
	return 0, false
}
