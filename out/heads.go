package out

import "io"

// HeadsText writes heads one a line, each with its labels and whether it is a
// head or only an effective one, or in the long form. It fails only where w
// does.
func HeadsText(w io.Writer, l Listing) error {
	return l.writeEach(w, parts{})
}
