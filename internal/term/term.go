// Package term makes text fit for a stream that may be a terminal.
//
// In come a stream, the user's wish and the environment; out comes a [Style],
// a value that is decided once and passed along to whoever writes there.
// [Sanitize] makes text from files safe to show.
//
// Invariants: the zero [Style] prints plain text; a style changes nothing but
// colour and weight, so that layout is done before; what [Sanitize] returns
// cannot move the cursor, change the terminal, begin a line, or reorder text.
package term

import (
	"io"
	"os"

	"golang.org/x/term"
)

// When is the user's wish for colour.
type When string

// The wishes: by the stream, in any case, not at all.
const (
	Auto   When = "auto"
	Always When = "always"
	Never  When = "never"
)

// Style paints text for one stream.
type Style struct {
	// Colour holds where escape sequences may be written.
	Colour bool
	// Width is the columns of the terminal; 0 where the stream is none.
	Width int
}

// For decides the style of w: the wish counts before NO_COLOR, that before
// TERM=dumb, and that before whether w is a terminal. getenv is [os.Getenv].
func For(w io.Writer, wish When, getenv func(string) string) Style {
	file, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return decide(wish, getenv, false, 0)
	}
	width, _, err := term.GetSize(int(file.Fd()))
	if err != nil {
		width = 0
	}
	return decide(wish, getenv, true, width)
}

func decide(wish When, getenv func(string) string, terminal bool, width int) Style {
	s := Style{Width: width}
	switch {
	case wish == Always:
		s.Colour = true
	case wish == Never, getenv("NO_COLOR") != "", getenv("TERM") == "dumb":
	default:
		s.Colour = terminal
	}
	return s
}

// Bold is text in bold type.
func (s Style) Bold(text string) string { return s.paint("1", text, "22") }

// Dim is text in fainter type.
func (s Style) Dim(text string) string { return s.paint("2", text, "22") }

// Red is text in red.
func (s Style) Red(text string) string { return s.paint("31", text, "39") }

// Green is text in green.
func (s Style) Green(text string) string { return s.paint("32", text, "39") }

// Yellow is text in yellow.
func (s Style) Yellow(text string) string { return s.paint("33", text, "39") }

// Cyan is text in cyan.
func (s Style) Cyan(text string) string { return s.paint("36", text, "39") }

// paint puts text between two SGR codes. The second one ends only what the
// first began, so that weight and colour can be nested.
func (s Style) paint(on, text, off string) string {
	if !s.Colour || text == "" {
		return text
	}
	return "\x1b[" + on + "m" + text + "\x1b[" + off + "m"
}
