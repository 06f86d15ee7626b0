package executor

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"sqlbundle/internal/psql"
)

// passing are the errors that another attempt may not meet: serialization
// failure, deadlock, lock timeout (PostgreSQL 18, appendix A).
var passing = []string{"40001", "40P01", "55P03"}

// pause decides whether a script is begun again after an error, and how long to
// wait before.
func (r *run) pause(err error) (time.Duration, bool) {
	var server *pgconn.PgError
	hasServer := errors.As(err, &server)
	switch {
	case hasServer && server.Code == "08P01": // protocol_violation, as a pooler has it that knows no transactions
		return 0, false
	case errors.Is(err, psql.ErrLost):
		return r.afterLoss("the connection is lost")
	case hasServer && server.Code == "57P03": // cannot_connect_now: the server is starting or stopping
		return r.afterLoss("the server takes no connections now")
	case hasServer && server.Code == "53300": // too_many_connections; one may be that of the script before
		return r.afterLoss(server.Message)
	case isConnect(err) && !r.lost.IsZero():
		return r.afterLoss("no connection yet")
	case hasServer && r.ownLock(server):
		return r.afterLoss("the server has not noticed yet that the connection before is lost")
	case hasServer && r.at.passes(server):
		return r.afterFailure(server)
	}
	return 0, false
}

func isConnect(err error) bool {
	var c *connectError
	return errors.As(err, &c)
}

// ownLock tells whether a script was refused because a backend of this very run
// still has the lock.
func (r *run) ownLock(err *pgconn.PgError) bool {
	var pid int
	if r.lost.IsZero() {
		return false
	}
	_, scanErr := fmt.Sscanf(err.Message, "sqlbundle: another run holds the lock, pid %d", &pid)
	return scanErr == nil && r.pids[pid]
}

// afterLoss waits longer and longer, up to a few seconds, as long as the
// options allow since the connection was lost.
func (r *run) afterLoss(message string) (time.Duration, bool) {
	if r.lost.IsZero() {
		r.lost = time.Now()
		r.attempt = 0
	}
	if r.options.Reconnect == 0 || time.Since(r.lost) > r.options.Reconnect {
		return 0, false
	}
	wait := growing(200*time.Millisecond, r.attempt, 5*time.Second)
	r.attempt++
	ms := wait.Milliseconds()
	r.say(Event{Event: Reconnecting, Message: message, Attempt: r.attempt, Milliseconds: &ms})
	return wait, true
}

func (r *run) afterFailure(err *pgconn.PgError) (time.Duration, bool) {
	if r.attempt >= r.options.Retries {
		return 0, false
	}
	wait := growing(400*time.Millisecond, r.attempt, 30*time.Second)
	r.attempt++
	ms := wait.Milliseconds()
	r.say(Event{Event: Retrying, Code: err.Code, Message: err.Message, Attempt: r.attempt, Attempts: r.options.Retries, Milliseconds: &ms})
	return wait, true
}

// growing is a pause that doubles with each attempt, up to a limit, between
// half and one and a half of it: two runs that met once do not meet again.
func growing(first time.Duration, attempt int, limit time.Duration) time.Duration {
	wait := min(first<<min(attempt, 16), limit)
	return wait/2 + rand.N(wait)
}

// passes tells whether an error is one that another attempt may not meet. In a
// transaction nothing of it is left. Outside of one the script looks what is
// there, but cannot where a procedure or a block has committed by itself.
func (p *position) passes(err *pgconn.PgError) bool {
	if !slices.Contains(passing, err.Code) {
		// A build that failed is cleaned up by the script, which raises an error
		// of its own then.
		return slices.Contains(passing, p.swallowed) && strings.HasPrefix(err.Message, "sqlbundle: ") && strings.Contains(err.Message, " failed, as told above")
	}
	if p.inTransaction || p.batch || !p.own {
		return true // what the script does by itself, it does again
	}
	return p.kind != "" && p.kind != "CALL" && p.kind != "DO"
}
