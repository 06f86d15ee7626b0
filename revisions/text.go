package revisions

import (
	"strings"
	"unicode/utf8"

	"sqlbundle/internal/source"
)

const byteOrderMark = "\ufeff"

// checkText makes a file of what was read and reports what no SQL file may
// hold. A NUL would end the parser's input silently; bidirectional controls
// make a reviewer read another text than the server does.
func checkText(name string, data []byte, errs *source.ErrorList) (*source.File, bool) {
	text := strings.TrimPrefix(string(data), byteOrderMark)
	file := source.NewFile(name, text)
	before := len(*errs)
	if i := strings.IndexByte(text, 0); i >= 0 {
		errs.Add(&source.Error{
			File: file, Span: source.Span{Start: i, End: i + 1},
			Msg:  "the file holds a NUL byte",
			Hint: "save it as UTF-8 text",
		})
	}
	if !utf8.ValidString(text) {
		i := firstInvalid(text)
		errs.Add(&source.Error{
			File: file, Span: source.Span{Start: i, End: i + 1},
			Msg:  "the file is not valid UTF-8",
			Hint: "save it as UTF-8",
		})
	}
	for i, r := range text {
		if r > utf8.RuneSelf && bidirectional(r) && !tooMany(errs) {
			errs.Add(&source.Error{
				File: file, Span: source.Span{Start: i, End: i + utf8.RuneLen(r)},
				Msg:  "a Unicode bidirectional control character, which hides what the text says",
				Hint: "take it out, or write it as an escape such as U&'\\202E'",
			})
		}
	}
	return file, len(*errs) == before
}

func firstInvalid(text string) int {
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return len(text)
}

// bidirectional is Unicode's property Bidi_Control.
func bidirectional(r rune) bool {
	return r == 0x061C || r == 0x200E || r == 0x200F ||
		r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069
}
