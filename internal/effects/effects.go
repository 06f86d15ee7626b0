// Package effects tells what a statement does in the state in which it runs:
// which relations it locks and how, which are rewritten, which are read in full,
// what it makes and drops, and how the catalog looks behind it.
//
// In go a [catalog.Catalog] and a statement's tree; out comes an [Effects], and
// the catalog has changed as the server's would have. [Apply] does what the
// server's own code does, in its order, so that the second action of an ALTER
// TABLE sees what the first has done. Each kind of statement stands in a file
// named after it, with the facts about it.
//
// Invariants: a statement that the server would refuse changes nothing, and
// [Effects.Refused] says why; locks are those on relations that existed before
// the statement; nothing is guessed: where a function's body, the data or the
// configuration decide, [Effects.Unknown] says so. The facts were measured on
// servers 13 to 18.
package effects

import (
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"sync"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// Mode is a lock mode, weakest first (PostgreSQL 16, section 13.3.1).
type Mode byte

// The lock modes.
const (
	NoLock Mode = iota
	AccessShare
	RowShare
	RowExclusive
	ShareUpdateExclusive
	Share
	ShareRowExclusive
	Exclusive
	AccessExclusive
)

var modeNames = [...]string{
	"", "AccessShare", "RowShare", "RowExclusive", "ShareUpdateExclusive", "Share", "ShareRowExclusive", "Exclusive",
	"AccessExclusive",
}

// String is the mode as pg_locks writes it: "AccessExclusiveLock".
func (m Mode) String() string { return modeNames[m] + "Lock" }

// Touch is something that happens to a relation. Relation is its name before
// the statement, "schema.name", quoted as quote_ident does. Why is a clause in
// words.
type Touch struct {
	Relation string
	OID      catalog.OID
	Why      string
}

// Lock is the strongest lock that a statement takes on a relation.
type Lock struct {
	Touch
	Mode Mode
}

// Effects is what a statement does. Lists are sorted by name; none has a
// relation twice unless it says so.
type Effects struct {
	// Locks are those on tables, views, materialized views, sequences and
	// foreign tables that existed before the statement, IndexLocks those on
	// indexes. Those of AccessShare are among them.
	Locks, IndexLocks []Lock
	// Rewrites are tables that get a new file, RewrittenIndexes indexes that do
	// and whose table does not.
	Rewrites, RewrittenIndexes []Touch
	// Scans are tables that are read in full. MayScan are tables that are read,
	// and the planner decides whether that is in full.
	Scans, MayScan []Touch
	// Changed are tables of which rows are inserted, changed or deleted.
	Changed []Touch
	// Demands are what rows that are there must fulfil, in the clauses of Why: the
	// statement fails where they do not. A relation may have several.
	Demands []Touch
	// Lost are the tables, columns and rows that are gone behind the statement;
	// Why names which. A relation may have several.
	Lost []Touch
	// TablesCreated are the tables that the statement made, by their names.
	TablesCreated []string
	// NoTransaction holds where only the catalog shows that the statement is
	// refused in a transaction block.
	NoTransaction bool
	// Waits holds where the statement waits for other sessions' transactions
	// to end.
	Waits bool
	// Defect is an error of this package's own: the statement's effects are
	// unknown then, for a fault in the model must not keep a script from being
	// written. Tests fail where there is one.
	Defect string
	// Refused is why the server refuses the statement; nil where it does not.
	Refused *Refusal
	// Unknown are things that nobody knows from the text alone; Nothing holds
	// where nothing is known.
	Unknown []string
	Nothing bool
	// Inverse are the statements that take this one back, in the order in which
	// they have to run; Reversible holds where they surely leave the catalog as
	// it was, and the rows that were there before. Where it does not, Kept says
	// why, as a clause. Only [ApplyReversibly] finds them.
	Inverse    []string
	Reversible bool
	Kept       string
	// Section is the part of PostgreSQL's manual that tells of the statement's
	// locks.
	Section string
	// Inside are the statements in the body of a DO that run, or may.
	Inside []Inside
}

// Inside is a statement in the body of a DO, with the catalog around it.
type Inside struct {
	Text          string
	Node          *pgsql.Node
	Before, After *catalog.Catalog
}

// Refusal is why the server refuses a statement.
type Refusal struct {
	SQLState string
	Message  string
}

func (r *Refusal) Error() string { return r.Message + " (" + r.SQLState + ")" }

// Apply runs a statement against a catalog: the catalog changes, unless the
// server would refuse the statement. A nil node, of a text that the parser does
// not know, has unknown effects.
func Apply(c *catalog.Catalog, node *pgsql.Node, origin int) *Effects {
	r := newRun(c, origin, &newer{})
	defer r.done()
	return r.apply(node)
}

// ApplyReversibly is [Apply] that also finds what takes the statement back. The
// statement is one of a revision that began at start: what stands only on that
// revision's own objects goes with them, and needs nothing to take it back.
// Whether all inverses of the revision together lead back to start is for the
// caller to prove.
func ApplyReversibly(c *catalog.Catalog, node *pgsql.Node, origin int, start *catalog.Catalog) *Effects {
	r := newRun(c, origin, &newer{})
	defer r.done()
	r.start = start
	e := r.apply(node)
	if node != nil && e.Refused == nil {
		e.Inverse, e.Reversible = r.inverse(node)
		if e.Kept = r.why; e.Kept == "" && !e.Reversible {
			e.Kept = "nothing surely takes it back"
		}
	}
	return e
}

func newRun(c *catalog.Catalog, origin int, more *newer) *run {
	r := runs.Get().(*run)
	r.Catalog, r.mark, r.origin, r.newer, r.e = c, c.Mark(), origin, more, &Effects{}
	return r
}

// runs are for use again: a run is large, and over with its statement.
var runs = sync.Pool{New: func() any { return new(run) }}

func (r *run) done() {
	touched := r.touched
	if len(touched) > fewChanges { // to clear it would take as long each time
		touched = nil
	}
	clear(touched)
	*r = run{touched: touched}
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
	r.finish()
	return r.e
}

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
	origin  int
	newer   *newer
	e       *Effects
	touched map[touchKey]int
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
	text := fmt.Sprintf(format, args...)
	if !slices.Contains(r.e.Unknown, text) {
		r.e.Unknown = append(r.e.Unknown, text)
	}
}

// touchKey finds an entry of one of the lists.
type touchKey struct {
	list byte
	oid  catalog.OID
}

// note remembers where in its list an entry stands.
func (r *run) note(key touchKey, at int) {
	if r.touched == nil {
		r.touched = map[touchKey]int{}
	}
	r.touched[key] = at
}

// existed tells whether a relation was there before the statement.
func (r *run) existed(oid catalog.OID) bool { return r.old(oid) != nil }

// old is a relation as it was before the statement; nil for what was not there.
func (r *run) old(oid catalog.OID) *catalog.Relation {
	if r.assumed[oid] {
		return r.table(oid)
	}
	rel, _ := r.oldObject(oid).(*catalog.Relation)
	return rel
}

// oldObject is an object as it was before the statement, or nil.
func (r *run) oldObject(oid catalog.OID) catalog.Object {
	switch {
	case oid >= r.mark.Next():
		return nil
	case r.was == nil && r.Changes() < fewChanges:
		return r.ObjectAt(oid)
	}
	return r.before().Object(oid)
}

// fewChanges are searched faster than the catalog before them is made.
const fewChanges = 64

// noteAssumed remembers a relation that the statement takes to be there.
func (r *run) noteAssumed(oid catalog.OID) {
	if r.assumed == nil {
		r.assumed = map[catalog.OID]bool{}
	}
	r.assumed[oid] = true
}

// oldName is a relation's name before the statement.
func (r *run) oldName(rel *catalog.Relation) string {
	if r.assumed[rel.OID] || r.oldObject(rel.In) == r.Object(rel.In) {
		return r.QualifiedName(rel)
	}
	return r.before().QualifiedName(rel)
}

// lock takes a lock on a relation; the strongest stays.
func (r *run) lock(oid catalog.OID, mode Mode, format string, args ...any) {
	rel := r.old(oid)
	if rel == nil || mode == NoLock {
		return
	}
	list, name := &r.e.Locks, byte('l')
	if rel.Kind.IsIndex() {
		list, name = &r.e.IndexLocks, 'i'
	}
	at, known := r.touched[touchKey{name, oid}]
	if !known {
		at = len(*list)
		r.note(touchKey{name, oid}, at)
		*list = append(*list, Lock{Touch: Touch{Relation: r.oldName(rel), OID: oid}})
	}
	if l := &(*list)[at]; mode > l.Mode {
		l.Mode, l.Why = mode, fmt.Sprintf(format, args...)
	}
}

// scan notes that a relation is read in full.
func (r *run) scan(oid catalog.OID, format string, args ...any) {
	if rel := r.old(oid); rel != nil && rel.Kind.HasStorage() {
		r.touch('s', &r.e.Scans, oid, format, args...)
	}
}

// mayScan notes that a relation is read, perhaps in full.
func (r *run) mayScan(oid catalog.OID, format string, args ...any) {
	if rel := r.old(oid); rel != nil && rel.Kind.HasStorage() {
		r.touch('m', &r.e.MayScan, oid, format, args...)
	}
}

// rewrite notes that a table gets a new file, and with it all its indexes; it is
// read in full for that.
func (r *run) rewrite(oid catalog.OID, format string, args ...any) {
	if rel := r.old(oid); rel != nil && rel.Kind.HasStorage() {
		r.touch('r', &r.e.Rewrites, oid, format, args...)
		r.scan(oid, format, args...)
		for _, index := range r.before().Indexes(oid) {
			r.lock(index.OID, AccessExclusive, format, args...)
		}
	}
}

// reindex notes that an index gets a new file.
func (r *run) reindex(oid catalog.OID, format string, args ...any) {
	r.touch('x', &r.e.RewrittenIndexes, oid, format, args...)
}

func (r *run) touch(name byte, list *[]Touch, oid catalog.OID, format string, args ...any) {
	key, rel := touchKey{name, oid}, r.old(oid)
	if _, known := r.touched[key]; known || rel == nil {
		return
	}
	r.note(key, len(*list))
	*list = append(*list, Touch{r.oldName(rel), oid, fmt.Sprintf(format, args...)})
}

// finish sorts the lists and finds what was made.
func (r *run) finish() {
	byName := func(a, b Touch) int { return strings.Compare(a.Relation, b.Relation) }
	byLock := func(a, b Lock) int { return byName(a.Touch, b.Touch) }
	slices.SortFunc(r.e.Locks, byLock)
	slices.SortFunc(r.e.IndexLocks, byLock)
	slices.SortFunc(r.e.Rewrites, byName)
	slices.SortFunc(r.e.RewrittenIndexes, byName)
	slices.SortFunc(r.e.Scans, byName)
	slices.SortFunc(r.e.MayScan, byName)
	slices.SortFunc(r.e.Changed, byName)
	r.noteLost()
	slices.SortStableFunc(r.e.Demands, byName)
	slices.SortStableFunc(r.e.Lost, byName)
	for oid := r.mark.Next(); oid < r.Next(); oid++ {
		rel, ok := r.Object(oid).(*catalog.Relation)
		if ok && rel.Kind.IsTable() && !r.assumed[oid] {
			r.e.TablesCreated = append(r.e.TablesCreated, r.QualifiedName(rel))
		}
	}
	slices.Sort(r.e.TablesCreated)
	r.noteOpenPartitions()
	r.noteDoubtful()
	// An index of a rewritten table is rebuilt with it; that goes without
	// saying.
	r.e.RewrittenIndexes = slices.DeleteFunc(r.e.RewrittenIndexes, func(t Touch) bool {
		index := r.old(t.OID)
		if index == nil || index.Index == nil {
			return false
		}
		_, with := r.touched[touchKey{'r', index.Index.Table}]
		return with
	})
}
