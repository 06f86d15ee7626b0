package oracle

import (
	"context"
	"strings"
)

// workplace is a database in which one case after another is measured and
// rolled back. It is made anew when a case left traces: a rollback takes back
// neither the growth of files nor what ANALYZE and CREATE INDEX write into
// pg_class in place.
type workplace struct {
	bench    *bench
	template string
	database string
	session  link
	pristine map[string]relation
}

// activeTransaction is the SQLSTATE with which a statement refuses a transaction
// block.
const activeTransaction = "25001"

// measure runs a case in a transaction. refused says that the server does not
// allow that.
func (w *workplace) measure(ctx context.Context, c Case) (a Answer, refused bool, err error) {
	if err := w.enter(ctx); err != nil {
		return Answer{}, false, err
	}
	a, failed, err := w.session.try(ctx, c.Session, "session: ")
	if failed || err != nil {
		return a, false, err
	}
	begin, err := w.session.begin(ctx)
	if err != nil {
		return Answer{}, false, err
	}
	if a, err = w.inTransaction(ctx, c, begin); err != nil {
		return Answer{}, false, err
	}
	_, err = w.session.run(ctx, "ROLLBACK")
	return a, a.SQLState == activeTransaction && !strings.HasPrefix(a.Error, "before: "), err
}

// inTransaction runs a case in the open transaction.
func (w *workplace) inTransaction(ctx context.Context, c Case, begin view) (Answer, error) {
	before := begin
	if c.Before != "" {
		a, failed, err := w.session.try(ctx, c.Before, "before: ")
		if failed || err != nil {
			return a, err
		}
		if before, err = w.session.look(ctx); err != nil {
			return Answer{}, err
		}
	}
	a, failed, err := w.session.try(ctx, c.Stmt, "")
	if failed || err != nil {
		return a, err
	}
	after, err := w.session.look(ctx)
	if err != nil {
		return Answer{}, err
	}
	a = compare(begin.relations, before, after)
	a.LocksNew, a.IndexLocksNew = nil, nil
	return a, nil
}

// enter sees to a clean session in a clean database.
func (w *workplace) enter(ctx context.Context) error {
	if w.session.PgConn != nil {
		clean, err := w.clean(ctx)
		if clean || err != nil {
			return err
		}
		w.leave(ctx)
	}
	var err error
	if w.database, err = w.bench.copy(ctx, w.template); err != nil {
		return err
	}
	if w.session, err = connect(ctx, w.bench.server, w.database); err != nil {
		return err
	}
	now, err := w.session.look(ctx)
	w.pristine = now.relations
	return err
}

// clean tells whether the database is as it was before the last case.
func (w *workplace) clean(ctx context.Context) (bool, error) {
	if _, err := w.session.run(ctx, "DISCARD ALL"); err != nil {
		return false, err
	}
	now, err := w.session.look(ctx)
	return err == nil && same(w.pristine, now.relations), err
}

// begin opens a transaction and looks. A session that falls idle may hand in its
// counters and set them to zero: what is compared is seen inside the
// transaction.
func (l link) begin(ctx context.Context) (view, error) {
	if _, err := l.run(ctx, "BEGIN"); err != nil {
		return view{}, err
	}
	return l.look(ctx)
}

// leave drops the database.
func (w *workplace) leave(ctx context.Context) {
	w.session.end(ctx)
	w.bench.drop(ctx, w.database)
	w.session, w.database = link{}, ""
}
