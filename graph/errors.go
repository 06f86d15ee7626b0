package graph

import (
	"fmt"
	"strings"
)

// shown is how many names an error lists before it only counts them.
const shown = 5

// listed joins names for a message, the first few of them.
func listed(names []string) string {
	if len(names) <= shown {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:shown], ", "), len(names)-shown)
}

// either joins the ways out for a message: "a", "a or b", "a, b or c".
func either(names []string) string {
	if len(names) > shown {
		names = append(names[:shown:shown], "…")
	}
	switch n := len(names); n {
	case 0:
		return ""
	case 1:
		return names[0]
	default:
		return strings.Join(names[:n-1], ", ") + " or " + names[n-1]
	}
}

// placeName is how messages call a revision, or nothing, at which something
// starts.
func placeName(id string) string {
	if id == "" {
		return "base"
	}
	return id
}

// UnknownRevisionError is a name that no revision and no label has.
type UnknownRevisionError struct {
	// Ref is the part that was not found, Target all that was typed.
	Ref, Target string
	// Branch holds where Ref stands before an @.
	Branch bool
	// Row holds where Ref is a row of the version table.
	Row bool
	// Near are similar names, the nearest first.
	Near []string
	// Short holds where Ref is too short to find a longer name by.
	Short bool
	// Why says what is wrong with the form of Ref, where that is known.
	Why string
}

// Class is the name of Alembic's exception for it.
func (e *UnknownRevisionError) Class() string { return "ResolutionError" }

func (e *UnknownRevisionError) Error() string { return joinParts(e.parts()) }

func (e *UnknownRevisionError) parts() (what, hint string) {
	switch {
	case e.Ref == "":
		what = fmt.Sprintf("%q names no revision", e.Target)
	case e.Row:
		what = fmt.Sprintf("the version table holds %q, but there is no such revision", e.Ref)
	case e.Branch:
		what = fmt.Sprintf("there is no branch %q: no revision and no label has this name", e.Ref)
	default:
		what = fmt.Sprintf("there is no revision or branch %q", e.Ref)
	}
	if e.Why != "" {
		return what, e.Why
	}
	if e.Short {
		hint = "an abbreviation finds only names of four characters or more"
	}
	if len(e.Near) > 0 {
		hint = strings.TrimPrefix(hint+"; did you mean "+either(e.Near)+"?", "; ")
	}
	return what, hint
}

// AmbiguousError is an abbreviation of several names.
type AmbiguousError struct {
	Ref string
	// Candidates are the ids and labels that start with Ref, in load order.
	Candidates []string
}

// Class is the name of Alembic's exception for it.
func (e *AmbiguousError) Class() string { return "ResolutionError" }

func (e *AmbiguousError) Error() string {
	return fmt.Sprintf("%q is ambiguous: %s start with it; write more characters",
		e.Ref, listed(e.Candidates))
}

// NotMemberError is a revision that does not stand on the branch before the @.
type NotMemberError struct{ Revision, Branch string }

// Class is the name of Alembic's exception for it.
func (e *NotMemberError) Class() string { return "ResolutionError" }

func (e *NotMemberError) Error() string {
	return fmt.Sprintf("revision %s is not a member of branch %q: neither is an ancestor of the other"+
		" by parents; write %s alone", e.Revision, e.Branch, e.Revision)
}

// MultipleHeadsError is an identifier of several revisions where one is needed.
type MultipleHeadsError struct {
	Target string
	// Heads are what Target names, in load order.
	Heads []string
	// Choices are names for them, the same order, each of which names one.
	Choices []string
	// Start tells that Target is the start of a range.
	Start bool
}

// Class is the name of Alembic's exception for it.
func (e *MultipleHeadsError) Class() string { return "MultipleHeads" }

func (e *MultipleHeadsError) Error() string {
	if e.Start {
		return fmt.Sprintf("multiple heads are present for the start %q: write all that the database stands"+
			" on, as in %s:", e.Target, strings.Join(e.Heads[:min(len(e.Heads), shown)], ","))
	}
	return fmt.Sprintf("multiple heads are present for %q: %s; name one, as %s, or take all with heads"+
		" where several are allowed, or join them with a merge",
		e.Target, listed(e.Heads), either(e.Choices))
}

// OverlapError is a revision given together with its own ancestor, where
// neither may imply the other.
type OverlapError struct {
	Revision string
	// Others are the ancestors, sorted.
	Others []string
	// Rows holds where they are rows of the version table.
	Rows bool
}

// Class is the name of Alembic's exception for it.
func (e *OverlapError) Class() string { return "RevisionError" }

func (e *OverlapError) Error() string {
	if e.Rows {
		return fmt.Sprintf("the version table is inconsistent: row %s overlaps with other rows, which it"+
			" implies: %s; delete these rows", e.Revision, listed(e.Others))
	}
	return fmt.Sprintf("requested revision %s overlaps with other requested revisions, which it implies:"+
		" %s; leave these out", e.Revision, listed(e.Others))
}

// RangeNotAncestorError is a range whose start is no ancestor of its end, or a
// downgrade to a revision above which nothing is applied.
type RangeNotAncestorError struct {
	// Lower and Upper are the ends of a range as typed; Upper is empty for a
	// downgrade, whose target is Lower.
	Lower, Upper string
	// Rows are the rows that a downgrade starts from.
	Rows []string
	// Holders are applied revisions that depend on the target without being
	// above it by parents.
	Holders []string
}

// Class is the name of Alembic's exception for it.
func (e *RangeNotAncestorError) Class() string { return "RangeNotAncestorError" }

func (e *RangeNotAncestorError) Error() string {
	switch {
	case e.Upper != "":
		return fmt.Sprintf("%s is not an ancestor of %s by parents: they are not on the same branch in"+
			" this order", e.Lower, e.Upper)
	case len(e.Rows) == 0:
		return fmt.Sprintf("%s is not a valid downgrade target: nothing is applied", e.Lower)
	case len(e.Holders) > 0:
		return fmt.Sprintf("%s is not a valid downgrade target from %s: it is applied only as a dependency"+
			" of %s, and no child of it is applied", e.Lower, listed(e.Rows), listed(e.Holders))
	default:
		return fmt.Sprintf("%s is not a valid downgrade target from %s: no child of it is applied",
			e.Lower, listed(e.Rows))
	}
}

// WalkError is a relative target that leads nowhere.
type WalkError struct {
	// Target is the text as typed, Offset its number with the sign.
	Target, Offset string
	// Start is the revision that the walk began at, empty for base.
	Start string
	// Made is how many revisions there were on the way.
	Made int
	// Why is said instead where the form of the target is the mistake.
	Why string
}

// Class is the name of Alembic's exception for it.
func (e *WalkError) Class() string { return "RevisionError" }

func (e *WalkError) Error() string {
	wanted := strings.TrimLeft(strings.TrimLeft(e.Offset, "+-"), "0")
	if wanted == "" {
		wanted = "0"
	}
	text := fmt.Sprintf("relative revision %s didn't produce %s migrations", e.Target, wanted)
	if e.Why != "" {
		return text + ": " + e.Why
	}
	side := "above"
	if strings.HasPrefix(e.Offset, "-") {
		side = "below"
	}
	return fmt.Sprintf("%s: there are %d %s %s", text, e.Made, side, placeName(e.Start))
}

// AmbiguousWalkError is a relative target with a fork on its way.
type AmbiguousWalkError struct {
	Target string
	// At is where the way forks, empty for base; Next are the ways, sorted.
	At   string
	Next []string
	// Up tells the direction.
	Up bool
	// Choices are targets that say which way, in the order of Next; none for a
	// way down.
	Choices []string
}

// Class is the name of Alembic's exception for it.
func (e *AmbiguousWalkError) Class() string { return "RevisionError" }

func (e *AmbiguousWalkError) Error() string {
	switch {
	case e.Up:
		return fmt.Sprintf("ambiguous walk: the way of %s forks at %s into %s; name the branch, as in %s",
			e.Target, placeName(e.At), listed(e.Next), either(e.Choices))
	case e.At == "":
		return fmt.Sprintf("ambiguous walk: %s starts from several heads: %s; name one",
			e.Target, listed(e.Next))
	}
	return fmt.Sprintf("ambiguous walk: the way of %s forks at the merge point %s into %s; name one of these"+
		" instead", e.Target, e.At, listed(e.Next))
}

// SeveralRowsError is a relative target that could start from several rows of
// the version table.
type SeveralRowsError struct {
	Target string
	// Rows are the candidates; Choices are targets that name one each.
	Rows, Choices []string
}

// Class is the name of Alembic's exception for it.
func (e *SeveralRowsError) Class() string { return "RevisionError" }

func (e *SeveralRowsError) Error() string {
	return fmt.Sprintf("%s is ambiguous from multiple current revisions: %s; write %s",
		e.Target, listed(e.Rows), either(e.Choices))
}

// TargetError is any other argument that cannot be meant.
type TargetError struct{ Target, Why string }

// Class is the name of Alembic's exception for it.
func (e *TargetError) Class() string { return "RevisionError" }

func (e *TargetError) Error() string {
	if e.Target == "" {
		return e.Why
	}
	return fmt.Sprintf("%s: %s", e.Target, e.Why)
}
