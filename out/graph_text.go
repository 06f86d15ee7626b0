package out

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"sqlbundle/graph"
	"sqlbundle/internal/term"
	"sqlbundle/revisions"
)

const (
	// maxIDColumn is the widest id that pushes the text of other lines aside.
	maxIDColumn = 24
	// maxNames is how many names a note gives.
	maxNames = 4
)

// GraphText draws the revisions in lanes, one a line: the lanes, id, labels,
// marks, and message. An edge that has no lane, since it leaves the drawing or
// there are too many, is named in the text, as dependencies are. It fails only
// where w does.
func GraphText(w io.Writer, d Drawing) error {
	s := newSheet(d)
	buf := bufio.NewWriter(w)
	for i, r := range d.Revisions {
		s.write(buf, r, s.placed[i])
	}
	return buf.Flush()
}

// sheet is a text drawing that has been laid out.
type sheet struct {
	Drawing
	glyphs glyphs
	placed []placed
	// lanes is how many there are, ids the width of their column.
	lanes, ids int
}

func newSheet(d Drawing) *sheet {
	s := &sheet{Drawing: d, glyphs: boxGlyphs(), placed: make([]placed, len(d.Revisions))}
	if d.ASCII {
		s.glyphs = asciiGlyphs()
	}
	drawn := make(map[string]bool, len(d.Revisions))
	for _, r := range d.Revisions {
		drawn[r.ID] = true
	}
	state := lanes{lane: map[string]int{}, ended: -1}
	for i, r := range d.Revisions {
		inside, outside := split(d.Graph.Parents(r.ID), drawn)
		p := state.place(r.ID, d.Graph.IsHead(r.ID), inside)
		p.undrawn = append(p.undrawn, outside...)
		s.placed[i] = p
		s.lanes = max(s.lanes, len(p.after), p.lane+1)
		s.ids = max(s.ids, min(columns(r.ID), maxIDColumn))
	}
	return s
}

func split(ids []string, drawn map[string]bool) (inside, outside []string) {
	for _, id := range ids {
		if drawn[id] {
			inside = append(inside, id)
		} else {
			outside = append(outside, id)
		}
	}
	return inside, outside
}

func (s *sheet) write(buf *bufio.Writer, r *revisions.Revision, p placed) {
	if p.gap {
		s.writeLanes(buf, p.gapRow())
	}
	row := p.nodeRow()
	mark := s.glyphs.node
	if s.Graph.IsHead(r.ID) {
		mark = s.Style.Green(s.glyphs.head)
	}
	lanes := s.glyphs.draw(row, 0, s.lanes)
	before, after := cutAt(lanes, 2*p.lane)
	buf.WriteString(before + mark + after + s.text(r, p) + "\n")
	if row, ok := p.joinRow(); ok {
		s.writeLanes(buf, row)
	}
}

func (s *sheet) writeLanes(buf *bufio.Writer, r row) {
	buf.WriteString(strings.TrimRight(s.glyphs.draw(r, 0, s.lanes), " ") + "\n")
}

// cutAt takes the character at a column out of a line.
func cutAt(line string, column int) (before, after string) {
	runes := []rune(line)
	return string(runes[:column]), string(runes[column+1:])
}

// text is what stands right of the lanes.
func (s *sheet) text(r *revisions.Revision, p placed) string {
	t := painted{column: 2 * s.lanes}
	t.add(" ", plain, 0)
	t.add(term.Sanitize(r.ID), s.Style.Yellow, s.ids)
	marks := joinNotes(headMark(s.Graph, r.ID), strings.TrimSpace(treeMarks(s.Graph, r.ID)))
	edges := joinNotes(namesNote("revises", p.undrawn), namesNote("needs", refIDs(r.DependsOn)))
	t.add(" ", plain, 0)
	t.addNote(labelNote(s.Graph, r), s.Style.Cyan)
	t.addNote(marks, s.Style.Green)
	t.addNote(edges, s.Style.Dim)
	message := term.Sanitize(r.Message)
	if s.Style.Width > 0 {
		message = shorten(message, max(s.Style.Width-t.column-1, 1), s.glyphs.dots)
	}
	t.addNote(message, plain)
	return strings.TrimRight(t.String(), " ")
}

// painted is a line in the making; column is where it has got to, colours not
// counted.
type painted struct {
	strings.Builder
	column int
}

// add appends text, filled with blanks up to a width.
func (t *painted) add(text string, paint func(string) string, width int) {
	width = max(width, columns(text))
	t.WriteString(paint(text) + strings.Repeat(" ", width-columns(text)))
	t.column += width
}

// addNote appends a blank and a text that is not empty.
func (t *painted) addNote(text string, paint func(string) string) {
	if text != "" {
		t.WriteByte(' ')
		t.column++
		t.add(text, paint, 0)
	}
}

func plain(text string) string { return text }

// labelNote is a revision's labels in parentheses, empty where there are none:
// those that it declares, and of a head all that apply, since a drawing shows
// by its lines which way they spread.
func labelNote(g *graph.Graph, r *revisions.Revision) string {
	labels := refIDs(r.Labels)
	if g.IsHead(r.ID) {
		labels = g.Labels(r.ID)
	}
	if len(labels) == 0 {
		return ""
	}
	slices.Sort(labels)
	return "(" + term.Sanitize(strings.Join(labels, ", ")) + ")"
}

// namesNote is a relation and the revisions that it leads to, in parentheses;
// of many only the first.
func namesNote(relation string, names []string) string {
	if len(names) == 0 {
		return ""
	}
	more := ""
	if len(names) > maxNames {
		more = fmt.Sprintf(" and %d more", len(names)-maxNames+1)
		names = names[:maxNames-1]
	}
	return "(" + relation + " " + term.Sanitize(strings.Join(names, ", ")) + more + ")"
}

func joinNotes(notes ...string) string {
	return strings.Join(slices.DeleteFunc(notes, func(n string) bool { return n == "" }), " ")
}
