package out

import (
	"fmt"
	"io"
	"strings"

	"sqlbundle/graph"
	"sqlbundle/internal/term"
)

// Unfinished is a revision inside which a run has stopped, or is working, by
// the log.
type Unfinished struct {
	Revision  string `json:"revision"`
	Direction string `json:"direction"`
	// Done are the segments that are done, of Segments.
	Done     int `json:"done"`
	Segments int `json:"segments"`
	// Begun is a segment whose statement, outside transactions, has begun and is
	// not known to be done; 0 for none.
	Begun int `json:"begun,omitempty"`
	// Rows are those that the batches have changed.
	Rows int64 `json:"rows,omitempty"`
	// Since is when the first of its segments began, as the server writes it in
	// UTC.
	Since string `json:"since"`
}

// Words says so for people.
func (u Unfinished) Words() string {
	text := fmt.Sprintf("inside %s: %d of %d segments of its %s are done", u.Revision, u.Done, u.Segments, u.Direction)
	if u.Begun > 0 {
		text += fmt.Sprintf(", segment %d has begun", u.Begun)
	}
	if u.Rows > 0 {
		text += fmt.Sprintf(", with %s", Count(int(u.Rows), "row"))
	}
	return text + ", since " + u.Since
}

// Current is where a database stands.
type Current struct {
	// Listing has the revisions that the rows stand for.
	Listing
	// Database is the configured name; empty where there is only one. Place says
	// for people which one it is.
	Database, Place string
	// Rows are the tracking table's, sorted.
	Rows       []string
	Unfinished []Unfinished
	// Running is the backend of a run that is at work; 0 for none.
	Running int
}

// AtHeads tells whether all is applied: the rows are the heads, and nothing is
// unfinished.
func (c Current) AtHeads() bool {
	heads := c.Graph.RealHeads()
	found := map[string]bool{}
	for _, row := range c.Rows {
		found[row] = true
	}
	for _, head := range heads {
		if !found[head.ID] {
			return false
		}
	}
	return len(found) == len(heads) && len(c.Unfinished) == 0
}

// CurrentText writes the revisions one a line, each with its marks, or in the
// long form under a line that names the database. It fails only where w does.
func CurrentText(w io.Writer, c Current) error {
	if c.Verbose {
		if _, err := fmt.Fprintf(w, "Current revision(s) for %s:\n", term.Sanitize(c.Place)); err != nil {
			return err
		}
	}
	return c.writeEach(w, parts{tree: true, unlabelled: true})
}

// CurrentJSON is the wire form of [Current].
type CurrentJSON struct {
	Database string `json:"database"`
	// AtHeads holds where all revisions are applied and nothing is unfinished.
	AtHeads    bool           `json:"at_heads"`
	Rows       []string       `json:"rows"`
	Revisions  []RevisionJSON `json:"revisions"`
	Unfinished []Unfinished   `json:"unfinished"`
	// Running is the pid of the backend of a run that is at work.
	Running int `json:"running,omitempty"`
}

// WriteCurrentJSON writes it as an object. It fails only where w does.
func WriteCurrentJSON(w io.Writer, c Current) error {
	object := CurrentJSON{
		Database: c.Database, AtHeads: c.AtHeads(), Rows: list(c.Rows), Revisions: []RevisionJSON{},
		Unfinished: append([]Unfinished{}, c.Unfinished...), Running: c.Running,
	}
	for _, r := range c.Revisions {
		object.Revisions = append(object.Revisions, RevisionObject(r))
	}
	return writeJSON(w, object)
}

// NotAtHeads says why a database is not at all heads.
func NotAtHeads(c Current) string {
	text := "the database is not at all heads: it stands at " + Heads(c.Rows)
	if len(c.Unfinished) > 0 {
		text += ", with a revision unfinished"
	}
	return text + "; heads: " + strings.Join(headIDs(c.Graph), ", ")
}

func headIDs(g *graph.Graph) []string {
	var ids []string
	for _, r := range g.RealHeads() {
		ids = append(ids, r.ID)
	}
	return ids
}
