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
	r := newRun(c, origin, &notNewer)
	defer r.done()
	return r.apply(node)
}

// Change is [Apply] for whoever does not ask what the statement does: it finds
// no words for that, and keeps nothing.
func Change(c *catalog.Catalog, node *pgsql.Node, origin int) {
	r := runs.Get().(*run)
	r.begin(c, origin, &notNewer, r.unread)
	defer r.done()
	r.silent = true
	r.apply(node)
}

// ApplyReversibly is [Apply] that also finds what takes the statement back. The
// statement is one of a revision that began at start: what stands only on that
// revision's own objects goes with them, and needs nothing to take it back.
// Whether all inverses of the revision together lead back to start is for the
// caller to prove.
func ApplyReversibly(c *catalog.Catalog, node *pgsql.Node, origin int, start *catalog.Catalog) *Effects {
	r := newRun(c, origin, &notNewer)
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
