package out

import (
	"encoding/json"
	"io"

	"sqlbundle/graph"
	"sqlbundle/revisions"
)

// RevisionJSON is a revision as every JSON output writes it: the listing
// commands and the manifest's revisions alike.
type RevisionJSON struct {
	ID      string `json:"id"`
	Message string `json:"message"`
	// Revises are the parents in declared order; empty for a base.
	Revises []string `json:"revises"`
	// DependsOn are ids and labels, as written.
	DependsOn []string `json:"depends_on"`
	// Labels are those that the revision itself declares.
	Labels []string `json:"labels"`
	Path   string   `json:"path"`
	// SHA256 is absent where only headers were read.
	SHA256 string `json:"sha256,omitempty"`
	// Meta are the further header fields, by name.
	Meta map[string]string `json:"meta"`
}

// BranchJSON is a branch point with the ids of its children, sorted.
type BranchJSON struct {
	RevisionJSON
	Children []string `json:"children"`
}

// MarkedJSON is a revision that was looked for in a database's tracking table.
type MarkedJSON struct {
	RevisionJSON
	// Current holds where the revision is a row of it.
	Current bool `json:"current"`
}

// RevisionObject is the wire form of a revision. Lists and meta are never nil.
func RevisionObject(r *revisions.Revision) RevisionJSON {
	meta := make(map[string]string, len(r.Meta))
	for _, field := range r.Meta {
		meta[field.Key] = field.Value
	}
	return RevisionJSON{
		ID:        r.ID,
		Message:   r.Message,
		Revises:   refIDs(r.Parents),
		DependsOn: refIDs(r.DependsOn),
		Labels:    refIDs(r.Labels),
		Path:      r.File.Name,
		SHA256:    r.Checksum,
		Meta:      meta,
	}
}

// RevisionsJSON writes the listing as an array of revision objects, in order,
// with current where rows are marked. It fails only where w does.
func RevisionsJSON(w io.Writer, l Listing) error {
	if l.Marked != nil {
		marked := make([]MarkedJSON, len(l.Revisions))
		for i, r := range l.Revisions {
			marked[i] = MarkedJSON{RevisionObject(r), l.Marked[r.ID]}
		}
		return writeJSON(w, marked)
	}
	objects := make([]RevisionJSON, len(l.Revisions))
	for i, r := range l.Revisions {
		objects[i] = RevisionObject(r)
	}
	return writeJSON(w, objects)
}

// BranchesJSON writes the branch points of the listing as an array of revision
// objects with children. It fails only where w does.
func BranchesJSON(w io.Writer, l Listing) error {
	objects := []BranchJSON{}
	for _, r := range BranchPoints(l.Graph, l.Revisions) {
		objects = append(objects, BranchJSON{RevisionObject(r), childIDs(l.Graph, r.ID)})
	}
	return writeJSON(w, objects)
}

func childIDs(g *graph.Graph, id string) []string {
	return append([]string{}, g.Children(id)...)
}

// writeJSON writes a value indented by two blanks, with a line break at the
// end. HTML is left alone: SQL is full of <, > and &.
func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}
