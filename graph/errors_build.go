package graph

import (
	"fmt"
	"strings"

	"sqlbundle/internal/source"
)

// Error is an error of this package. Class is the name that Alembic's programs
// know it by: ResolutionError, MultipleHeads, RangeNotAncestorError,
// RevisionError, CycleDetected, DependencyCycleDetected, LoopDetected or
// DependencyLoopDetected.
type Error interface {
	error
	Class() string
}

// problem is an error about the revisions themselves. Its parts are what is
// wrong and the way out, which may be empty.
type problem interface {
	Error
	parts() (what, hint string)
}

// joinParts is the text of a problem in one line.
func joinParts(what, hint string) string {
	if hint == "" {
		return what
	}
	return what + "; " + hint
}

// BuildError is everything that is wrong with a set of revisions.
type BuildError struct {
	// Problems have the places, sorted.
	Problems source.ErrorList
	// Causes are the same problems as types with data, in load order.
	Causes []Error
}

// Error is one line per problem.
func (e *BuildError) Error() string { return e.Problems.Error() }

// Unwrap gives [errors.As] the list of problems and each cause.
func (e *BuildError) Unwrap() []error {
	errs := []error{e.Problems}
	for _, cause := range e.Causes {
		errs = append(errs, cause)
	}
	return errs
}

// DuplicateError is an id that two files claim.
type DuplicateError struct {
	ID string
	// File is the later file in load order, Other the earlier one.
	File, Other string
}

// Class is RevisionError; Alembic itself only warns.
func (e *DuplicateError) Class() string { return "RevisionError" }

func (e *DuplicateError) Error() string { return joinParts(e.parts()) }

func (e *DuplicateError) parts() (what, hint string) {
	return fmt.Sprintf("revision %q is present more than once: in %s and in %s", e.ID, e.Other, e.File),
		"give one of them another id"
}

// NameError is an id or a label that cannot be used.
type NameError struct {
	Name string
	// Label tells that the name is a label.
	Label bool
	// Revision is the one that declares the label, empty for a new one; Owner
	// is the revision that has the name already, empty where the name's form
	// is the mistake, which Why says.
	Revision, Owner, Why string
}

// Class is the name of Alembic's exception for it.
func (e *NameError) Class() string { return "RevisionError" }

func (e *NameError) Error() string { return joinParts(e.parts()) }

func (e *NameError) parts() (what, hint string) {
	what = "revision id"
	if e.Label {
		what = "branch label"
	}
	if e.Revision != "" && e.Label {
		what += fmt.Sprintf(" %q in revision %s", e.Name, e.Revision)
	} else {
		what += fmt.Sprintf(" %q", e.Name)
	}
	if e.Owner == "" {
		return what + " " + e.Why, ""
	}
	return fmt.Sprintf("%s is already used by revision %s", what, e.Owner), "choose another name"
}

// RepeatedParentError is a parent that a revision names twice.
type RepeatedParentError struct{ Revision, Parent string }

// Class is RevisionError; Alembic itself takes it for a merge point.
func (e *RepeatedParentError) Class() string { return "RevisionError" }

func (e *RepeatedParentError) Error() string { return joinParts(e.parts()) }

func (e *RepeatedParentError) parts() (what, hint string) {
	return fmt.Sprintf("revision %s names the parent %s more than once", e.Revision, e.Parent), "name it once"
}

// CycleError is revisions that need each other.
type CycleError struct {
	// Cycle is the revisions in order round the cycle, each of which needs the
	// next and the last the first. It is one alone for a revision that names
	// itself.
	Cycle []string
	// Tangled are further revisions that are in cycles with these.
	Tangled []string
	// Dependency tells that parents alone do not close the cycle.
	Dependency bool
	// Self holds for a revision that names its own id.
	Self bool
}

// Class is the name of Alembic's exception for it.
func (e *CycleError) Class() string {
	name := "CycleDetected"
	if e.Self {
		name = "LoopDetected"
	}
	if e.Dependency {
		name = "Dependency" + name
	}
	return name
}

func (e *CycleError) Error() string { return joinParts(e.parts()) }

func (e *CycleError) parts() (what, hint string) {
	kind, verb := "cycle", "revises"
	if e.Self {
		kind = "self-loop"
	}
	if e.Dependency {
		kind, verb = "dependency "+kind, "needs"
	}
	what = fmt.Sprintf("%s is detected in revisions (%s): ", kind, strings.Join(e.Cycle, ", "))
	if len(e.Cycle) == 1 {
		return what + e.Cycle[0] + " " + verb + " itself", "remove this name"
	}
	links := make([]string, len(e.Cycle))
	for i, id := range e.Cycle {
		links[i] = fmt.Sprintf("%s %s %s", id, verb, e.Cycle[(i+1)%len(e.Cycle)])
	}
	what += listed(links)
	if len(e.Tangled) > 0 {
		what += "; in cycles with them: " + listed(e.Tangled)
	}
	return what, "remove one of these names from its file"
}
