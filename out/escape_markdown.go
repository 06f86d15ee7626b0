package out

import (
	"html"
	"regexp"
	"strings"
	"unicode"

	"sqlbundle/internal/term"
)

// markdownText is text for one line of Markdown (CommonMark 0.31, with what GitHub
// and GitLab add), in which nothing is markup, HTML, a link, a formula, or the
// name of a person, an issue or an emoji. It can stand at the start of a line and
// in a table; runs of blanks become one.
func markdownText(text string) string {
	text = strings.Join(strings.Fields(term.Sanitize(text)), " ")
	broken := brokenNames(text)
	var b strings.Builder
	runes := []rune(text)
	at := 0
	for i, r := range runes {
		if broken[at] {
			b.WriteString(markdownBreak)
		}
		switch {
		case r == '$':
			b.WriteString("&#36;")
		case strings.ContainsRune("\\`*[]<>~|&", r), r == '_' && !withinWord(runes, i), i == markdownMark(text):
			b.WriteByte('\\')
			fallthrough
		default:
			b.WriteRune(r)
		}
		at += len(string(r))
	}
	return b.String()
}

// markdownProse is text like [markdownText], in which what stands between two
// backticks is code: so do our own messages write it.
func markdownProse(text string) string {
	pieces := strings.Split(text, "`")
	if len(pieces)%2 == 0 {
		return markdownText(text)
	}
	var b strings.Builder
	for i, piece := range pieces {
		switch {
		case i%2 == 1 && strings.TrimSpace(piece) == "":
			return markdownText(text)
		case i%2 == 1:
			b.WriteString(markdownCode(piece))
		default:
			start, end := piece != strings.TrimLeft(piece, " "), piece != strings.TrimRight(piece, " ")
			if start && i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(markdownText(piece))
			if end && strings.TrimSpace(piece) != "" {
				b.WriteByte(' ')
			}
		}
	}
	return b.String()
}

// markdownHTML is text for one line within the tags of HTML in Markdown, where
// nothing is parsed but what [markdownNames] finds.
func markdownHTML(text string) string {
	text = strings.Join(strings.Fields(term.Sanitize(text)), " ")
	broken := brokenNames(text)
	var b strings.Builder
	for at, r := range text {
		if broken[at] {
			b.WriteString(markdownBreak)
		}
		if r == '$' {
			b.WriteString("&#36;")
		} else {
			b.WriteString(html.EscapeString(string(r)))
		}
	}
	return b.String()
}

// brokenNames are the offsets at which a text needs a [markdownBreak].
func brokenNames(text string) map[int]bool {
	broken := map[int]bool{}
	for _, at := range markdownNames.FindAllStringSubmatchIndex(text, -1) {
		for group := 2; group < len(at); group += 2 {
			broken[at[group]] = true // -1 for a group that has no part
		}
	}
	return broken
}

// markdownBreak is a character without width. What GitHub makes of names and
// addresses it makes behind the parser, so that no backslash helps.
const markdownBreak = "&#8203;"

// markdownNames finds what such programs make links or pictures of, what may be the
// name of a commit too; each group stands where it has to be broken.
var markdownNames = regexp.MustCompile(`(?i)[@#!%~&$^]()["\w]|:()//|www()\.|\bGH()-\d|:()[\w+-]|\b[0-9a-f]()[0-9a-f]{6,39}\b`)

// withinWord tells whether letters or digits stand on both sides; there an
// underscore is no markup.
func withinWord(runes []rune, i int) bool {
	word := func(i int) bool {
		return i >= 0 && i < len(runes) && (unicode.IsLetter(runes[i]) || unicode.IsDigit(runes[i]))
	}
	return word(i-1) && word(i+1)
}

// markdownMark is where the mark stands by which a line would be a heading, an
// item of a list or the like; -1 where there is none.
func markdownMark(line string) int {
	if line != "" && strings.ContainsAny(line[:1], "#-+=:") {
		return 0
	}
	digits := len(line) - len(strings.TrimLeft(line, "0123456789"))
	if digits > 0 && digits < len(line) && strings.ContainsAny(line[digits:digits+1], ".)") {
		return digits
	}
	return -1
}

// markdownCode is text as a code span: as it is, but for what a terminal would
// act on.
func markdownCode(text string) string {
	text = term.Sanitize(text)
	blank := strings.Trim(text, " ") == ""
	switch {
	case text == "":
		return "` `"
	case !blank && (strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") || strings.HasPrefix(text, " ") && strings.HasSuffix(text, " ")):
		text = " " + text + " "
	}
	fence := strings.Repeat("`", longestRun(text)+1)
	return fence + text + fence
}

// markdownCell is text as code in a cell of a table, and plain text where it has a
// bar: no code span of a table can hold each of these.
func markdownCell(text string) string {
	if strings.Contains(text, "|") {
		return markdownText(text)
	}
	return markdownCode(text)
}

// markdownFence is text as a block of code, which nothing in it can end. The
// language is the caller's own word. A line that begins with a slash and a word is
// moved by a blank: GitLab, which looks for commands to itself before it knows what
// is code, would carry it out.
func markdownFence(language, text string) string {
	fence := strings.Repeat("`", max(3, longestRun(text)+1))
	var b strings.Builder
	b.WriteString(fence + language + "\n")
	for _, line := range strings.Split(strings.ReplaceAll(strings.TrimRight(text, "\r\n"), "\r\n", "\n"), "\n") {
		if quickAction.MatchString(line) {
			b.WriteByte(' ')
		}
		b.WriteString(strings.TrimRight(term.Sanitize(line), " ") + "\n")
	}
	return b.String() + fence + "\n"
}

// quickAction is a line that GitLab takes for a command, such as /close.
var quickAction = regexp.MustCompile(`^/[[:alpha:]]`)

// longestRun is the length of the longest run of backticks.
func longestRun(text string) int {
	longest, run := 0, 0
	for i := range len(text) {
		if run++; text[i] != '`' {
			run = 0
		}
		longest = max(longest, run)
	}
	return longest
}
