// Package oracle asks a real server what a statement does: which relations it
// locks and how strongly, which it rewrites, scans, makes and drops.
//
// In goes a [Case], a statement and the state in which it runs; out comes an
// [Answer]. [Measure] and [MeasureAll] leave nothing behind, a [Session] runs
// statements for good, as a history does. Both look from inside the
// transaction, after the statement and before its end: pg_locks for the locks,
// pg_class.relfilenode for rewrites, the transaction's own counters for scans.
// A statement that refuses a transaction block runs by itself, again and again,
// against sessions that hold the tables in each lock mode.
//
// Relations have the names that quote_ident gives them, the session's own
// temporary schema is pg_temp. System catalogs, information_schema and TOAST
// relations are left out. [Generate] gives the cases that the model is compared
// with.
//
// Only tests may import it.
package oracle

import (
	"context"

	"sqlbundle/internal/pgtest"
)

// Case is a statement and the state in which it is measured.
type Case struct {
	ID   string `json:"id"`
	Kind string `json:"kind"`
	// Setup is run and committed in an empty database.
	Setup string `json:"setup,omitempty"`
	// Session is run in the measuring session before its transaction, and makes
	// nothing that outlives the session.
	Session string `json:"session,omitempty"`
	// Before is run in the transaction: its locks do not count, and what it
	// makes is new.
	Before string `json:"before,omitempty"`
	Stmt   string `json:"stmt"`
}

// Answer is what the server did. Where Error is set, all else but NoTx and
// SQLState is empty. Names are sorted.
type Answer struct {
	// Locks are the strongest mode on each relation that was committed before
	// the transaction began and is no index, IndexLocks that on indexes; modes
	// are as pg_locks has them ("ShareLock").
	Locks      map[string]string `json:"locks,omitempty"`
	IndexLocks map[string]string `json:"index_locks,omitempty"`
	// LocksNew and IndexLocksNew are the same for relations that earlier
	// statements of the transaction made. Only a Session gives them.
	LocksNew      map[string]string `json:"locks_new,omitempty"`
	IndexLocksNew map[string]string `json:"index_locks_new,omitempty"`
	// Rewritten are tables and materialized views with a new storage file,
	// RewrittenIndexes indexes that kept their oid or their name and have one.
	Rewritten        []string `json:"rewritten,omitempty"`
	RewrittenIndexes []string `json:"rewritten_indexes,omitempty"`
	// Scanned are tables and materialized views that a sequential scan read:
	// it gave rows, or began on an empty file.
	Scanned []string `json:"scanned,omitempty"`
	Created []string `json:"created,omitempty"`
	Dropped []string `json:"dropped,omitempty"`
	// NoTx: the server refuses the statement in a transaction block.
	// WaitsForXacts: it then waits for the end of other transactions.
	NoTx          bool `json:"no_tx,omitempty"`
	WaitsForXacts bool `json:"waits_for_xacts,omitempty"`
	// Error is the first line of the server's message. "setup: " or "before: "
	// stands before it where the statement was not reached.
	Error    string `json:"error,omitempty"`
	SQLState string `json:"sqlstate,omitempty"`
}

// Measure runs one case. The error is trouble with the server or the context;
// what the server says of the case is in the answer.
func Measure(ctx context.Context, server *pgtest.Server, c Case) (Answer, error) {
	var answer Answer
	err := MeasureAll(ctx, server, []Case{c}, func(_ int, a Answer) { answer = a })
	return answer, err
}
