package config

import (
	"cmp"
	"errors"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2/unstable"

	"sqlbundle/internal/source"
)

// restart reports the error of syntax that stopped the parser, if one did, and
// finds the next line that looks like a beginning. It is the end of the text
// where there is none.
func (p *parser) restart() int {
	text := p.file.Text
	var bad *unstable.ParserError
	if !errors.As(p.toml.Error(), &bad) {
		return len(text)
	}
	begin := skipBlank(text, p.end)
	place := p.span(p.toml.Range(bad.Highlight))
	if isUnclosed(bad.Message) {
		// The parser notices at the end of the file, where nobody looks.
		p.report(source.Span{Start: begin, End: lineEnd(text, begin)},
			bad.Message, "what begins here is not closed")
		return len(text)
	}
	msg, hint := explain(text, place, bad.Message)
	p.report(place, msg, hint)
	if strings.HasPrefix(text[begin:], "[") {
		// Keys below a header that cannot be read belong to no known section.
		p.current = newTable(headed)
	}
	at := strings.LastIndexByte(text[:place.Start], '\n') + 1
	if at <= begin {
		at = nextLine(text, place.Start)
	}
	for at < len(text) && !beginning.MatchString(text[at:lineEnd(text, at)]) {
		at = nextLine(text, at)
	}
	return at
}

// beginning matches a line with a header or a key, not one that goes on with a
// list.
var beginning = regexp.MustCompile(
	`^[ \t]*(\[?\[[A-Za-z][^\]\[,]*\]\]?[ \t]*(#.*)?\r?$|[A-Za-z0-9_."'-]+[ \t]*=)`)

// runeInMessage matches how the parser names a byte that it did not expect.
var runeInMessage = regexp.MustCompile(`U\+[0-9A-F]{4,}( '.+?')?`)

// plainer says what the parser's messages that begin so mean to the author of
// a file; an empty msg keeps the parser's.
var plainer = []struct{ start, msg, hint string }{
	{"unexpected character U+000A", "a value is missing", ""},
	{"unexpected character U+000D", "a value is missing", ""},
	{"expected value, not end", "a value is missing", ""},
	{"unexpected character", "", quotesHint},
	{"expected keyword", "this is no value", quotesHint},
	{"strings must be quoted", "this is no value", quotesHint},
	{"basic strings cannot have new lines", "the string is not closed on its line", `close it with "`},
	{"literal strings cannot have new lines", "the string is not closed on its line", "close it with '"},
	{"invalid escape", "", "write a backslash twice, or put the text in single quotes"},
	{"expected '=' after key", "", "write key = value"},
}

const quotesHint = `text stands in quotes: "…"; true, false and numbers do not`

// explain is what to tell about an error of syntax. Where the parser names the
// first byte of a character, the character is named.
func explain(text string, place source.Span, parserMsg string) (msg, hint string) {
	at := place.Start
	if strings.HasPrefix(parserMsg, "invalid escape") {
		at++
	}
	r, _ := utf8.DecodeRuneInString(text[min(at, len(text)):])
	msg = runeInMessage.ReplaceAllLiteralString(parserMsg, strconv.QuoteRune(r))
	for _, p := range plainer {
		if strings.HasPrefix(parserMsg, p.start) {
			return cmp.Or(p.msg, msg), p.hint
		}
	}
	return msg, ""
}

func isUnclosed(msg string) bool {
	return strings.HasSuffix(msg, " is incomplete") || strings.Contains(msg, " not terminated by ")
}

// skipBlank is the first offset from at which is neither blank nor comment.
func skipBlank(text string, at int) int {
	for at < len(text) {
		switch text[at] {
		case ' ', '\t', '\r', '\n':
			at++
		case '#':
			at = lineEnd(text, at)
		default:
			return at
		}
	}
	return at
}

func lineEnd(text string, at int) int {
	if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
		return at + i
	}
	return len(text)
}

func nextLine(text string, at int) int { return min(lineEnd(text, at)+1, len(text)) }

// whole is the span of a dotted key.
func whole(parts []part) source.Span {
	return source.Span{Start: parts[0].span.Start, End: parts[len(parts)-1].span.End}
}

// joined is a dotted key, safe to print.
func joined(parts []part) string {
	all := make([]string, len(parts))
	for i, p := range parts {
		all[i] = p.name
		if !databaseName.MatchString(p.name) || strings.Contains(p.name, ".") {
			all[i] = quote(p.name)
		}
	}
	return strings.Join(all, ".")
}
