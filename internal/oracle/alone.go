package oracle

import (
	"context"
	"fmt"
	"maps"

	"github.com/jackc/pgx/v5/pgconn"
)

// measureAlone measures a statement that refuses a transaction block: once
// undisturbed, for what it leaves behind, and once for each lock mode, for the
// locks.
func (b *bench) measureAlone(ctx context.Context, template string, c Case) (Answer, error) {
	a, err := b.runUndisturbed(ctx, template, c)
	if err != nil || a.Error != "" {
		return a, err
	}
	a.Locks, a.IndexLocks = map[string]string{}, map[string]string{}
	for mode := range modes {
		locks, committed, waited, err := b.runBlocked(ctx, template, c, mode)
		if err != nil {
			return Answer{}, err
		}
		a.WaitsForXacts = a.WaitsForXacts || waited
		tables, indexes := strongest(locks, committed)
		for name, mode := range tables {
			a.Locks[name] = stronger(a.Locks[name], mode)
		}
		for name, mode := range indexes {
			a.IndexLocks[name] = stronger(a.IndexLocks[name], mode)
		}
	}
	return a, nil
}

// open copies the template and prepares the measuring session.
func (b *bench) open(ctx context.Context, template string, c Case) (database string, l link, err error) {
	if database, err = b.copy(ctx, template); err != nil {
		return "", link{}, err
	}
	if l, err = connect(ctx, b.server, database); err == nil {
		_, _, err = l.try(ctx, c.Session, "session: ") // it worked in the transaction's try
	}
	return database, l, err
}

// runUndisturbed runs the statement by itself.
func (b *bench) runUndisturbed(ctx context.Context, template string, c Case) (Answer, error) {
	database, l, err := b.open(ctx, template, c)
	defer func() { l.end(ctx); b.drop(ctx, database) }()
	if err != nil {
		return Answer{}, err
	}
	return l.alone(ctx, c.Stmt)
}

// alone runs a statement in autocommit and tells what it left behind. Statement
// and look go to the server in one go: the session hands its counters to the
// statistics when it falls idle, and between the two it does not.
func (l link) alone(ctx context.Context, stmt string) (Answer, error) {
	before, err := l.look(ctx)
	if err != nil {
		return Answer{}, err
	}
	batch := &pgconn.Batch{}
	batch.ExecParams(stmt, nil, nil, nil, nil)
	batch.ExecParams(relationsQuery, nil, nil, nil, nil)
	results, err := l.ExecBatch(ctx, batch).ReadAll()
	for _, r := range results {
		if err == nil {
			err = r.Err
		}
	}
	a, failed, err := refusal(err, "")
	if !failed && err == nil {
		after := view{relations: lasting(readRelations(results[1]))}
		before = view{relations: lasting(before.relations)}
		a = compare(before.relations, before, after)
		a.Locks, a.IndexLocks, a.LocksNew, a.IndexLocksNew = nil, nil, nil, nil
	}
	a.NoTx = true
	return a, err
}

// lasting leaves out what goes with the session.
func lasting(relations map[string]relation) map[string]relation {
	kept := maps.Clone(relations)
	maps.DeleteFunc(kept, func(_ string, r relation) bool { return r.temp() })
	return kept
}

// queryCanceled is the SQLSTATE of a statement that took too long.
const queryCanceled = "57014"

// runBlocked runs the statement while every table is held in a mode. Whenever
// it stalls, what it holds and awaits is noted and its blocker lets go. What it
// takes and drops between two stalls conflicts with nothing, so for tables
// nothing is missed; for indexes it is what was seen.
func (b *bench) runBlocked(ctx context.Context, template string, c Case, mode int) (map[lock]bool, map[string]relation, bool, error) {
	database, worker, err := b.open(ctx, template, c)
	defer func() { worker.end(ctx); b.drop(ctx, database) }()
	if err != nil {
		return nil, nil, false, err
	}
	observer, err := connect(ctx, b.server, database)
	if err != nil {
		return nil, nil, false, err
	}
	defer observer.end(ctx)
	start, err := observer.look(ctx)
	if err != nil {
		return nil, nil, false, err
	}
	held, err := b.holdAll(ctx, database, start.relations, mode)
	defer held.end(ctx)
	if err != nil {
		return nil, nil, false, err
	}
	running, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	var end error // the undisturbed run has seen what it may be
	go func() {
		defer close(done)
		_, end = worker.run(running, c.Stmt)
	}()
	defer func() { cancel(); <-done }()
	seen, waited, err := held.watch(ctx, observer, worker.PID(), done)
	if err != nil {
		return nil, nil, false, err
	}
	if a, _, _ := refusal(end, ""); a.SQLState == queryCanceled {
		return nil, nil, false, fmt.Errorf("running %s against %s: %s", c.Stmt, modes[mode], a.Error)
	}
	return seen, start.relations, waited, nil
}
