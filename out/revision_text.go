package out

import (
	"strings"

	"sqlbundle/graph"
	"sqlbundle/internal/term"
	"sqlbundle/revisions"
)

// Listing is what the commands that list revisions print.
type Listing struct {
	Graph *graph.Graph
	// Revisions are the revisions to print, in this order.
	Revisions []*revisions.Revision
	// Verbose asks for the long form.
	Verbose bool
	// Style colours the lines; the zero value leaves them plain.
	Style term.Style
	// Marked are the ids that are marked as current; nil where no database was
	// asked.
	Marked map[string]bool
}

// parts says which optional parts a revision's line has.
type parts struct{ parents, tree, message, unlabelled bool }

// line is a revision on one line, without the line break.
func (l Listing) line(r *revisions.Revision, show parts) string {
	var b strings.Builder
	if show.parents {
		b.WriteString(origin(r))
	}
	b.WriteString(l.Style.Yellow(term.Sanitize(r.ID)))
	if labels := l.Graph.Labels(r.ID); len(labels) > 0 && !show.unlabelled {
		b.WriteString(" " + l.Style.Cyan("("+term.Sanitize(strings.Join(labels, ", "))+")"))
	}
	if mark := headMark(l.Graph, r.ID); mark != "" {
		b.WriteString(" " + l.Style.Green(mark))
	}
	b.WriteString(l.currentMark(r.ID))
	if show.tree {
		b.WriteString(treeMarks(l.Graph, r.ID))
	}
	if show.message && r.Message != "" {
		b.WriteString(", " + term.Sanitize(r.Message))
	}
	return b.String()
}

// currentMark marks what is a row of the tracking table, where that was asked.
func (l Listing) currentMark(id string) string {
	if l.Marked[id] {
		return " " + l.Style.Green("(current)")
	}
	return ""
}

// origin is what stands left of the id: parents, then declared dependencies.
func origin(r *revisions.Revision) string {
	if len(r.DependsOn) == 0 {
		return parentList(r) + " -> "
	}
	return parentList(r) + " (" + refList(r.DependsOn) + ") -> "
}

func parentList(r *revisions.Revision) string {
	if len(r.Parents) == 0 {
		return "<base>"
	}
	return refList(r.Parents)
}

func refList(refs []revisions.Ref) string {
	return term.Sanitize(strings.Join(refIDs(refs), ", "))
}

// refIDs are the names as written; never nil, so that JSON has an array.
func refIDs(refs []revisions.Ref) []string {
	ids := make([]string, len(refs))
	for i, ref := range refs {
		ids[i] = ref.ID
	}
	return ids
}

// headMark tells a head that stays in the version table after an upgrade of
// everything from one that another revision's dependency stands for.
func headMark(g *graph.Graph, id string) string {
	switch {
	case g.IsRealHead(id):
		return "(head)"
	case g.IsHead(id):
		return "(effective head)"
	}
	return ""
}

func treeMarks(g *graph.Graph, id string) string {
	marks := ""
	if g.IsBranchPoint(id) {
		marks += " (branchpoint)"
	}
	if g.IsMergePoint(id) {
		marks += " (mergepoint)"
	}
	return marks
}

// long is the long form of a revision; it ends with an empty line.
func (l Listing) long(r *revisions.Revision) string {
	var b strings.Builder
	field := func(name, value string) {
		if value != "" {
			b.WriteString(name + ": " + value + "\n")
		}
	}
	head := ""
	if l.Graph.IsHead(r.ID) {
		head = " " + l.Style.Green("(head)")
	}
	field("Rev", l.Style.Yellow(term.Sanitize(r.ID))+head+treeMarks(l.Graph, r.ID)+l.currentMark(r.ID))
	if l.Graph.IsMergePoint(r.ID) {
		field("Merges", parentList(r))
	} else {
		field("Parent", parentList(r))
	}
	field("Also depends on", refList(r.DependsOn))
	if l.Graph.IsBranchPoint(r.ID) {
		field("Branches into", term.Sanitize(strings.Join(l.Graph.Children(r.ID), ", ")))
	}
	field("Branch names", term.Sanitize(strings.Join(l.Graph.Labels(r.ID), ", ")))
	field("Path", term.Sanitize(r.File.Name))
	b.WriteString("\n" + indented(r))
	return b.String()
}

// indented is message, empty line, description, each line after four blanks,
// and a line break at the end; empty where the revision says nothing.
func indented(r *revisions.Revision) string {
	text := r.Message
	if description := strings.Trim(r.Description, "\r\n"); description != "" {
		if text != "" {
			text += "\n\n"
		}
		text += description
	}
	if text == "" {
		return ""
	}
	var b strings.Builder
	for line := range strings.SplitSeq(text, "\n") {
		b.WriteString("    " + term.Sanitize(strings.TrimSuffix(line, "\r")) + "\n")
	}
	b.WriteString("\n")
	return b.String()
}
