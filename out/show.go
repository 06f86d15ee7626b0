package out

import "io"

// ShowText writes the long form of each revision, whether the listing is
// verbose or not. It fails only where w does.
func ShowText(w io.Writer, l Listing) error {
	l.Verbose = true
	return l.writeEach(w, parts{})
}
