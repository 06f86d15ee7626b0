package effects

import (
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"sync"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// run is a statement at work. Its methods are the server's functions; what it
// refuses, it refuses by a panic of a *Refusal, which Apply alone catches, as
// the server does with its errors.
type run struct {
	*catalog.Catalog
	// mark is where the statement begins, was the catalog there, once somebody
	// has asked for it.
	mark catalog.Mark
	was  *catalog.Catalog
	// start is the catalog at the start of the revision, why the reason that
	// the statement has no inverse, where one is asked for.
	start   *catalog.Catalog
	why     string
	origin  int32
	newer   *newer
	e       *Effects
	touched map[touchKey]int
	// columns are the places of those that newColumn has given.
	columns []newColumn
	// fresh is a relation with columns that nobody else has seen, from this
	// number on: they are changed in place.
	fresh     *catalog.Relation
	freshFrom int16
	// silent holds where nobody asks what the statement does: the names and the
	// words in e are empty. unread is the place of e then.
	silent bool
	unread *Effects
	// assumed are the relations that the statement names and the history has
	// not made: they were there before.
	assumed map[catalog.OID]bool
	// routines are the functions whose bodies run, outermost first; 0 for that
	// of a DO.
	routines []catalog.OID
	// variables are those of the innermost of them whose values are known.
	variables map[string]datum
	// over is what has surely ended its body or the turn of its loop: a RETURN
	// or an EXIT.
	over pgsql.StepKind
	// ruling are the rules whose actions run, outermost first.
	ruling []catalog.OID
	// planOnly holds for a query that is planned and does not run.
	planOnly bool
}

func newRun(c *catalog.Catalog, origin int, more *newer) *run {
	r := runs.Get().(*run)
	r.begin(c, origin, more, &Effects{})
	return r
}

func (r *run) begin(c *catalog.Catalog, origin int, more *newer, e *Effects) {
	r.Catalog, r.mark, r.origin, r.newer, r.e = c, c.Mark(), int32(origin), more, e
}

// runs are for use again: a run is large, and over with its statement.
var runs = sync.Pool{New: func() any { return &run{unread: &Effects{}} }}

func (r *run) done() {
	touched := r.touched
	if len(touched) > fewChanges { // to clear it would take as long each time
		touched = nil
	}
	clear(touched)
	clear(r.columns)
	*r.unread = Effects{Locks: r.unread.Locks[:0], Scans: r.unread.Scans[:0]}
	*r = run{touched: touched, unread: r.unread, columns: r.columns[:0]}
	runs.Put(r)
}

// apply runs the statement, or leaves the catalog as it was.
func (r *run) apply(node *pgsql.Node) *Effects {
	r.guarded(func() {
		if node == nil || node.Node == nil {
			r.unknown("the statement is newer than the parser")
			r.e.Nothing = true
			r.Incomplete = true // it may have made anything
			return
		}
		r.statement(node)
	})
	if r.e.Defect != "" {
		r.takeBack()
		r.Incomplete = true
		return &Effects{Defect: r.e.Defect, Nothing: true, Unknown: []string{"all of it: sqlbundle has failed here, which is a defect of its own"}}
	}
	if r.e.Refused != nil {
		r.takeBack()
		return &Effects{Refused: r.e.Refused, Unknown: r.e.Unknown, NoTransaction: r.e.NoTransaction}
	}
	if !r.silent {
		r.finish()
	}
	return r.e
}

// before is the catalog before the statement.
func (r *run) before() *catalog.Catalog {
	if r.was == nil {
		r.was = r.At(&r.mark)
	}
	return r.was
}

// takeBack puts it back.
func (r *run) takeBack() {
	if r.was == nil {
		r.TakeBack(&r.mark)
		return
	}
	*r.Catalog = *r.was
}

// guarded turns a refusal into a result.
func (r *run) guarded(work func()) {
	defer func() {
		switch problem := recover().(type) {
		case nil:
		case *Refusal:
			r.e.Refused = problem
		default:
			r.e.Defect = fmt.Sprintf("%v\n%s", problem, debug.Stack())
		}
	}()
	work()
}

// refuse ends the statement with an error of the server's.
func (r *run) refuse(sqlstate, format string, args ...any) {
	panic(&Refusal{sqlstate, fmt.Sprintf(format, args...)})
}

// check ends the statement where a lookup in the catalog gives an error.
func (r *run) check(err error) {
	var dependents *catalog.DependentsError
	if errors.As(err, &dependents) {
		r.refuse("2BP01", "%s", err)
	}
	if err != nil {
		r.refuse("XX000", "%s", err)
	}
}

// unknown notes what nobody can tell.
func (r *run) unknown(format string, args ...any) {
	if r.silent {
		return
	}
	text := fmt.Sprintf(format, args...)
	if !slices.Contains(r.e.Unknown, text) {
		r.e.Unknown = append(r.e.Unknown, text)
	}
}
