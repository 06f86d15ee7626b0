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
	if run, found := slowRun(text); found {
		errs.Add(&source.Error{
			File: file, Span: run,
			Msg:  "a run of more than 4096 operator characters, which PostgreSQL and psql read too slowly",
			Hint: "break it with a blank or a line break",
		})
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

// maxRun is how many operator characters may stand in a row where comments
// begin among them, or signs follow one another. The scanners of server and psql read
// such a run again from each of those places, which takes hours for a long one.
const maxRun = 4096

// slowRun finds such a run.
func slowRun(text string) (run source.Span, found bool) {
	if len(text) <= maxRun {
		return run, false
	}
	for at := 0; at < len(text); at++ {
		start := at
		for at < len(text) && strings.IndexByte("~!@#^&|`?+-*/%<>=", text[at]) >= 0 {
			at++
		}
		if at-start > maxRun {
			again := text[start+1 : at]
			if strings.Contains(again, "/*") || strings.Contains(again, "++") ||
				strings.Contains(again, "+-") || strings.Contains(again, "-+") {
				return source.Span{Start: start, End: at}, true
			}
		}
	}
	return run, false
}
