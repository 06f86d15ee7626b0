package out

import (
	"bufio"
	"io"
)

// HistoryText writes the revisions one a line, each with its parents,
// dependencies, labels, marks and message, or in the long form. It fails only
// where w does.
func HistoryText(w io.Writer, l Listing) error {
	return l.writeEach(w, parts{parents: true, tree: true, message: true})
}

// writeEach writes every revision, in the long form where that is asked for.
func (l Listing) writeEach(w io.Writer, show parts) error {
	buf := bufio.NewWriter(w)
	for _, r := range l.Revisions {
		if l.Verbose {
			buf.WriteString(l.long(r))
			continue
		}
		buf.WriteString(l.line(r, show) + "\n")
	}
	return buf.Flush()
}
