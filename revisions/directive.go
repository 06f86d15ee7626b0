package revisions

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"sqlbundle/internal/source"
	"sqlbundle/internal/suggest"
)

const prefix = "sqlbundle:"

// place tells where a directive may stand.
type place int

const (
	inHeader place = 1 << iota
	startsSection
	inSection
)

// directives is every directive that exists, with its places.
var directives = map[string]struct{ places place }{
	"revision":      {places: inHeader},
	"revises":       {places: inHeader},
	"depends-on":    {places: inHeader},
	"labels":        {places: inHeader},
	"created":       {places: inHeader},
	"author":        {places: inHeader},
	"vars":          {places: inHeader},
	"nolint":        {places: inHeader | inSection},
	"timeout":       {places: inHeader | inSection},
	"up":            {places: startsSection},
	"down":          {places: startsSection},
	"require":       {places: startsSection},
	"verify":        {places: startsSection},
	"notransaction": {places: inSection},
	"commit":        {places: inSection},
	"batch":         {places: inSection},
	"raw":           {places: inSection},
	"end-raw":       {places: inSection},
	"include":       {places: inSection},
}

// ReservedFields are the names that no further header field may have.
func ReservedFields() []string {
	names := make([]string, 0, len(directives))
	for name := range directives {
		names = append(names, name)
	}
	return names
}

// directive is one `-- sqlbundle:name args` comment.
type directive struct {
	file *source.File
	span source.Span // the comment
	name source.Span
	args source.Span // trimmed
}

func (d directive) Name() string { return d.file.Slice(d.name) }
func (d directive) Args() string { return d.file.Slice(d.args) }

// directiveIn finds the directive in a line comment. The comment's text must
// begin with the prefix; blanks before it are fine.
func directiveIn(file *source.File, comment source.Span) (directive, bool) {
	text := file.Slice(comment)
	rest := strings.TrimLeft(text[2:], " \t")
	if len(rest) < len(prefix) || !strings.EqualFold(rest[:len(prefix)], prefix) {
		return directive{}, false
	}
	start := comment.Start + len(text) - len(rest)
	nameStart := start + len(prefix)
	nameEnd := nameStart
	for nameEnd < comment.End && !blank(file.Text[nameEnd]) {
		nameEnd++
	}
	args := trim(file, source.Span{Start: nameEnd, End: comment.End})
	return directive{
		file: file, span: source.Span{Start: comment.Start, End: args.End},
		name: source.Span{Start: nameStart, End: nameEnd}, args: args,
	}, true
}

// misspelt finds a comment that was probably meant for a directive: a word like
// the prefix, something between, and a directive's name. Such a down section
// would silently run as part of the one before it.
func misspelt(file *source.File, comment source.Span) *source.Error {
	text := strings.TrimLeft(strings.TrimLeft(file.Slice(comment), "-"), " \t\u00a0")
	word := text[:len(text)-len(strings.TrimLeft(text, letters))]
	near := strings.EqualFold(word, "sqlbundle") || len(suggest.Closest(word, []string{"sqlbundle"})) > 0
	rest := text[len(word):]
	after := strings.TrimLeft(rest, " \t\u00a0:;_.=-")
	name := after[:len(after)-len(strings.TrimLeft(after, letters+"-"))]
	_, known := directives[strings.ToLower(name)]
	if len(word) < 7 || !near || !known || !strings.ContainsAny(rest[:len(rest)-len(after)], ":;_=") {
		return nil
	}
	return &source.Error{
		File: file, Span: comment, Msg: "a comment that looks like a directive and is none",
		Hint: "write `-- sqlbundle:" + strings.ToLower(name) + "`, or word the comment differently",
	}
}

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

// lineStart tells whether only blanks stand before the offset on its line.
func lineStart(text string, offset int) bool {
	for offset > 0 && blank(text[offset-1]) {
		offset--
	}
	return offset == 0 || text[offset-1] == '\n' || text[offset-1] == '\r'
}

func blank(b byte) bool { return b == ' ' || b == '\t' || b == '\f' || b == '\v' }

func trim(file *source.File, s source.Span) source.Span {
	for s.Start < s.End && (blank(file.Text[s.Start]) || file.Text[s.Start] == '\r') {
		s.Start++
	}
	for s.End > s.Start && (blank(file.Text[s.End-1]) || file.Text[s.End-1] == '\r') {
		s.End--
	}
	return s
}

// unknown is the error for a directive that does not exist.
func (d directive) unknown(metadata []string) *source.Error {
	name := d.Name()
	known := append(ReservedFields(), metadata...)
	hint := suggest.Hint(name, known)
	if _, ok := directives[strings.ToLower(name)]; ok {
		hint = "directives are written in lower case"
	}
	if hint == "" && (name == irreversible || len(suggest.Closest(name, []string{irreversible})) > 0) {
		hint = "it stands behind `down`: `-- sqlbundle:down irreversible REASON`"
	}
	if hint == "" {
		hint = "a further header field is declared under [project] metadata"
	}
	msg := "unknown directive " + quote(name)
	if name == "" {
		msg, hint = "a directive without a name", "write `-- sqlbundle:up`, for example"
	}
	return d.errorAt(d.name, msg, hint)
}

func (d directive) errorAt(span source.Span, msg, hint string) *source.Error {
	return &source.Error{File: d.file, Span: span, Msg: msg, Hint: hint}
}

func (d directive) error(msg, hint string) *source.Error { return d.errorAt(d.span, msg, hint) }

// words splits a span at blanks.
func words(file *source.File, span source.Span) []Ref {
	return split(file, span, func(b byte) bool { return blank(b) })
}

// list splits a span at commas; entries are trimmed and may be empty.
func list(file *source.File, span source.Span) []Ref {
	if span.Start == span.End {
		return nil
	}
	var refs []Ref
	start := span.Start
	for i := span.Start; i <= span.End; i++ {
		if i == span.End || file.Text[i] == ',' {
			s := trim(file, source.Span{Start: start, End: i})
			refs = append(refs, Ref{ID: file.Slice(s), Span: s})
			start = i + 1
		}
	}
	return refs
}

func split(file *source.File, span source.Span, sep func(byte) bool) []Ref {
	var refs []Ref
	for i := span.Start; i < span.End; {
		if sep(file.Text[i]) {
			i++
			continue
		}
		start := i
		for i < span.End && !sep(file.Text[i]) {
			i++
		}
		refs = append(refs, Ref{ID: file.Text[start:i], Span: source.Span{Start: start, End: i}})
	}
	return refs
}

// quote puts a name from a file between quotes, with what cannot be seen
// escaped, so that it can stand in a message.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			b.WriteString(strings.Trim(strings.ToLower(escapeRune(r)), "'"))
			continue
		}
		b.WriteRune(r)
	}
	b.WriteByte('"')
	return b.String()
}
