// Package compiler turns the graph of revisions and a request into a [Plan]:
// which revisions run, in which order, cut into which transactions, with which
// operations on the tracking table.
//
// In comes a validated [graph.Graph] whose revisions carry their sections; out
// goes a value that writers print and executors run. Nothing here reads a file
// or a database.
//
// Invariants: the steps and their tracking operations are the graph's; every
// statement of a section stands in exactly one segment, in its author's order
// (BEGIN and COMMIT written by hand are boundaries, not statements); the
// tracking operations of a step stand in its last segment, which is
// transactional.
package compiler

import (
	"sqlbundle/graph"
	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
	"sqlbundle/internal/pgsql"
	"sqlbundle/internal/syntax"
	"sqlbundle/revisions"
)

// Mode is how segments are joined into transactions.
type Mode string

// The modes of [bundle] transaction.
const (
	PerRevision Mode = "revision"
	All         Mode = "all"
)

// Dialect is the client that a script is written for.
type Dialect string

// The dialects: psql, with its commands, or any client that sends statement by
// statement.
const (
	Psql  Dialect = "psql"
	Plain Dialect = "plain"
)

// Tracking says where and how the state of a database is recorded.
type Tracking struct {
	// Style is "sqlbundle" or "alembic".
	Style string
	// Schema is the table's schema; empty for the first of the search_path.
	Schema string
	// Table is the table of one column, version_num.
	Table string
	// LogTable, in the same schema, holds the progress of what is unfinished
	// and, where Log holds, the history of what was done.
	LogTable string
	Log      bool
}

// Settings are what a script sets for its session, beside what keeps the
// session safe.
type Settings struct {
	// LockTimeout and StatementTimeout hold in transactional segments.
	LockTimeout, StatementTimeout string
	// LockRetries is how often a transaction that does not get its locks tries
	// again; 0 for never, and then nothing is locked beforehand.
	LockRetries int
	// Role and SearchPath are set where they are not empty.
	Role, SearchPath string
	Transaction      Mode
	Tracking         Tracking
	// Dialect is no part of the plan's digest: it changes nothing of what is
	// done.
	Dialect Dialect
}

// Request is what is to be compiled.
type Request struct {
	Direction graph.Direction
	// From are the rows of the tracking table at the start.
	From []string
	// Targets is the one target of an upgrade or a downgrade, or those of a
	// stamp.
	Targets []string
	// First is a revision of the plan that has begun on the database, so its step
	// has to be the first; empty for none. From are the rows around it: before it
	// for an upgrade, behind it for a downgrade.
	First string
	// Purge lets a stamp delete all rows first.
	Purge bool
	// Database is the configured name; empty where there is only one.
	Database string
	// DatabaseName is the name that the database must have; empty for any.
	DatabaseName string
	// Change says for people what the change is; empty for nothing.
	Change string
	// TargetVersion is the lowest major version of the servers.
	TargetVersion int
	// Baseline is where the history starts; nil for an empty database.
	Baseline *revisions.Baseline
	Settings Settings
}

// Plan is what will happen.
type Plan struct {
	Database      string
	Direction     graph.Direction
	From, To      []string
	TargetVersion int
	Settings      Settings
	Steps         []*Step
	// Change says for people what the change is; empty for nothing. It is no part
	// of the digest.
	Change string
	// DatabaseName is the name that the database must have; empty for any.
	DatabaseName string
	// Targets are those of the request; nil for a way back that no request
	// asks for. Undoes are those of the upgrade that a way back undoes.
	Targets, Undoes []string
	// Purge holds for a stamp that takes any state for its start.
	Purge bool
	// Unrelated are the revisions that share none with the plan's: rows of
	// theirs in the tracking table are left alone.
	Unrelated []string
	// Irreversible are the revisions, in the order of the steps, that have no
	// way back; only a way back has any.
	Irreversible []Irreversible
}

// Irreversible is a revision without a way back, and why.
type Irreversible struct {
	Revision *revisions.Revision
	Reason   string
}

// Step is one revision, upgraded, downgraded or stamped.
type Step struct {
	// Revision is nil for a stamp to base.
	Revision  *revisions.Revision
	Direction graph.Direction
	Segments  []*Segment
	// Tracking are the operations on the tracking table; they stand in the
	// last segment.
	Tracking []graph.Op
	// Require are the queries that must each give true before an upgrade of
	// the revision begins, Verify those that must before it is recorded. Both
	// are read-only and run with the bundle's own settings.
	Require, Verify []*Statement
	// Up are the segments of the revision's upgrade, for a step that takes it
	// back: the upgrade may have stopped in any of them. They have their Undo.
	// UpSchema is the schema in which it began, the first of the search_path.
	Up       []*Segment
	UpSchema string

	// before and after are the catalog around the step.
	before, after *catalog.Catalog
}

// Segment is a run of statements that stand in one transaction, or a single
// one that stands in none.
type Segment struct {
	// Number counts from 1 within the step.
	Number int
	// Transaction is 0 for none; equal numbers share one BEGIN … COMMIT.
	Transaction int
	// Begin is what opens the transaction: BEGIN, or the author's own words.
	Begin      string
	Statements []*Statement
	// Earlier are the statements of earlier segments that set something for
	// the session and do nothing else: their settings hold here too.
	Earlier []*Statement
	// Reset holds where the session must be cleaned up after the segment: the
	// revision has changed it, or may have.
	Reset bool
	// Again says how the statement is run another time; nil for a segment
	// with a transaction, of which nothing is left unless all of it is.
	Again *Again
	// Batch says how the one statement is cut into batches; nil where it is not.
	Batch *Batch

	// Undo are the statements that take the segment back, in the order in which
	// they have to run, with the settings that [Segment.Made] makes: those that
	// drop what was built outside transactions only where it is there. Where an
	// upgrade has stopped behind this segment, and Kept is nil, they and those of
	// the segments before lead back to the schema and the rows that were there
	// before the revision. Only a [Step.Up] has them.
	Undo []string
	Kept *Kept

	// after is the catalog behind the segment, while its Undo is looked for.
	after *catalog.Catalog
	joint joint
	// next is the OID from which on relations are made by the segment itself.
	next catalog.OID
}

// Statement is a revision's statement with what the compiler knows of it.
type Statement struct {
	*revisions.Statement
	// Kind is the command tag, as PostgreSQL names it.
	Kind string
	// Lead is what stands before it, as in [revisions.Statement], with what
	// stands before a BEGIN or COMMIT in between.
	Lead string
	// Settings is what it sets for the session or the transaction.
	Settings []syntax.Setting
	// OnlySets holds where it does nothing else.
	OnlySets bool
	// Effects is what it does in the state in which it runs; nil where that was
	// not asked for.
	Effects *effects.Effects
	// Before is the catalog in which it runs; only a [History] and a [Plan]
	// keep it.
	Before *catalog.Catalog

	// node is the parse tree, also of what stands in raw where it parses.
	node *pgsql.Node
}

// Untouched tells whether the statement stands in raw though the parser knows
// it: its author wants it to be passed through and left alone.
func (s *Statement) Untouched() bool { return s.Raw && s.node != nil }

// AboutRows tells whether the statement is about rows: it is the planner's choice
// what is read.
func (s *Statement) AboutRows() bool {
	switch s.Kind {
	case "SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "COPY", "CALL", "DO", "EXECUTE", "EXPLAIN":
		return true
	}
	return false
}

// Tail is what stands behind the last statement of the step's section.
func (s *Step) Tail(database string) string {
	if section := Section(s.Revision, s.Direction, database); section != nil {
		return section.Tail
	}
	return ""
}

// Revisions are the plan's revisions in the order of its steps.
func (p *Plan) Revisions() []*revisions.Revision {
	revs := make([]*revisions.Revision, 0, len(p.Steps))
	for _, s := range p.Steps {
		if s.Revision != nil {
			revs = append(revs, s.Revision)
		}
	}
	return revs
}

// Segments counts the segments of all steps.
func (p *Plan) Segments() int {
	n := 0
	for _, s := range p.Steps {
		n += len(s.Segments)
	}
	return n
}

// Section is the revision's section for a direction and database, or nil.
func Section(rev *revisions.Revision, direction graph.Direction, database string) *revisions.Section {
	kind := revisions.Up
	if direction == graph.Downgrade {
		kind = revisions.Down
	}
	if rev == nil || direction == graph.Stamp {
		return nil
	}
	for _, s := range rev.Sections {
		if s.Kind == kind && s.Database == database {
			return s
		}
	}
	return nil
}
