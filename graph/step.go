package graph

import (
	"sort"

	"sqlbundle/revisions"
)

// Direction is what a step does.
type Direction string

// The directions of steps.
const (
	Upgrade   Direction = "upgrade"
	Downgrade Direction = "downgrade"
	Stamp     Direction = "stamp"
)

// OpKind is what an operation does to the version table.
type OpKind string

// The kinds of operations.
const (
	OpInsert OpKind = "insert" // one row, To
	OpUpdate OpKind = "update" // the row From becomes To
	OpDelete OpKind = "delete" // one row, From
	OpPurge  OpKind = "purge"  // every row
)

// Op is one operation on the version table. An insert has To, a delete From,
// an update both, a purge neither.
type Op struct {
	Kind     OpKind
	From, To string
}

// Step is one revision that is applied, undone or stamped.
type Step struct {
	// Revision is nil in a stamp step to base.
	Revision  *revisions.Revision
	Direction Direction
	// From are the rows that a stamp step starts from; empty in other steps.
	From []string
	// Ops are carried out in order after the revision's own statements.
	Ops []Op
}

// Apply is the rows of a version table after some operations, sorted. It does
// not change rows, and it is no check: an operation on a row that is not there
// counts as done.
func Apply(rows []string, ops []Op) []string {
	set := make(map[string]bool, len(rows))
	for _, row := range rows {
		set[row] = true
	}
	for _, op := range ops {
		if op.Kind == OpPurge {
			clear(set)
			continue
		}
		if op.From != "" {
			delete(set, op.From)
		}
		if op.To != "" {
			set[op.To] = true
		}
	}
	after := make([]string, 0, len(set))
	for row := range set {
		after = append(after, row)
	}
	sort.Strings(after)
	return after
}
