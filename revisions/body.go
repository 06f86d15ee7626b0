package revisions

import (
	"strings"

	pg_query "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
	"sqlbundle/internal/source"
)

// body cuts the tokens behind a header into sections and statements. It ends
// a statement exactly where psql does: at a semicolon outside parentheses and
// outside the body of an SQL-standard function (psqlscan.l, PostgreSQL 14 on).
type body struct {
	loader *loader
	rev    *Revision
	file   *source.File
	errs   *source.ErrorList

	section *Section
	timeout *Timeout // of the section
	pending pending
	raw     *directive

	outer      *body // the file that includes this one
	rawOutside bool  // raw was opened by the outer file

	open  int // index of the open statement's first token; -1 without one
	depth splitDepth
	// refused holds where the open statement has a backslash: what the parser
	// says of it is no news.
	refused bool
	last    int // end of what has been dealt with: where the next lead begins
	skip    []source.Span
	behind  *Statement // whose semicolon is at last, if any
	before  string     // what an include left for the next lead
}

// splitDepth follows parentheses and BEGIN … END as psql does.
type splitDepth struct {
	parens, begins int
	words          int
	initial        [4]byte
}

func (d *splitDepth) closed() bool { return d.parens == 0 && d.begins == 0 }

// paren counts a parenthesis; other bytes do nothing.
func (d *splitDepth) paren(c byte) {
	switch {
	case c == '(':
		d.parens++
	case c == ')' && d.parens > 0:
		d.parens--
	}
}

// word counts an unquoted identifier or key word outside quotes.
func (d *splitDepth) word(w string) {
	if d.words > 0 && d.initial[0] != 'c' {
		return // no CREATE, and nothing else matters
	}
	w = strings.ToLower(w)
	switch w {
	case "create", "function", "procedure", "or", "replace":
		if d.words < len(d.initial) {
			d.initial[d.words] = w[0]
		}
	}
	d.words++
	in := d.initial
	routine := func(b byte) bool { return b == 'f' || b == 'p' }
	create := in[0] == 'c' && (routine(in[1]) || in[1] == 'o' && in[2] == 'r' && routine(in[3]))
	if !create || d.parens > 0 {
		return
	}
	switch {
	case w == "begin", w == "case" && d.begins > 0:
		d.begins++
	case w == "end" && d.begins > 0:
		d.begins--
	}
}

// scan reads the file's text from an offset to its end; false where the
// scanner could not.
func (b *body) scan(from int) bool {
	tokens, err := pgsql.Scan(b.file.Text[from:])
	if err != nil {
		b.errs.Add(b.syntaxError(from, err))
		return false
	}
	b.open, b.last = -1, from
	for i := range tokens {
		tokens[i].Start += from
		tokens[i].End += from
	}
	for i, t := range tokens {
		switch {
		case tooMany(b.errs):
			return false
		case t.Kind == pg_query.Token_SQL_COMMENT:
			b.comment(tokens, i)
		case t.Comment():
		default:
			b.code(tokens, i)
		}
	}
	b.close(tokens, len(tokens), len(b.file.Text))
	return true
}

// code takes a token that is no comment.
func (b *body) code(tokens []pgsql.Token, i int) {
	t := tokens[i]
	text := b.file.Text[t.Start:t.End]
	if t.Kind == pg_query.Token_ASCII_59 && b.depth.closed() {
		if b.open < 0 { // nothing stands before it
			b.skip = append(b.skip, source.Span{Start: t.Start, End: t.End})
			return
		}
		b.statement(tokens[b.open:i], t.End)
		b.open, b.depth = -1, splitDepth{}
		return
	}
	if b.open < 0 {
		b.open, b.depth, b.refused = i, splitDepth{}, false
	}
	switch {
	case text == "(" || text == ")":
		b.depth.paren(text[0])
	case text == `\`:
		b.refused = true
		b.refuseBackslash(t)
	case t.Keyword || t.Kind == pg_query.Token_IDENT && text[0] != '"' && !strings.Contains(text, `"`):
		b.depth.word(text)
	}
}

func (b *body) refuseBackslash(t pgsql.Token) {
	e := &source.Error{
		File: b.file, Span: source.Span{Start: t.Start, End: t.End}, Rule: "psql-only-syntax",
		Msg:  "a backslash outside literals and comments is a psql command, and none may stand in a revision",
		Hint: "write plain SQL; what a client must do belongs outside the revision",
	}
	if b.section != nil && b.section.Plain {
		e.Msg, e.Hint = "a psql command inside a statement: only psql knows what will run", "end the statement with a semicolon, and put the command on a line of its own"
	}
	b.errs.Add(e)
}

// comment takes a line comment: a directive, or text.
func (b *body) comment(tokens []pgsql.Token, i int) {
	span := source.Span{Start: tokens[i].Start, End: tokens[i].End}
	d, ok := directiveIn(b.file, span)
	if b.open >= 0 && b.depth.begins > 0 {
		return
	}
	if !ok {
		if e := misspelt(b.file, span); e != nil && lineStart(b.file.Text, span.Start) {
			b.errs.Add(e)
		}
		b.squawk(span)
		return
	}
	if !lineStart(b.file.Text, span.Start) {
		b.errs.Add(d.error("a directive stands at the start of its line", "move it to a line of its own"))
		return
	}
	if b.file.Edited(d.span) {
		b.errs.Add(d.error("a variable cannot stand in a directive", "write the directive out"))
		return
	}
	known, exists := directives[d.Name()]
	if !exists {
		b.errs.Add(d.unknown(nil))
		return
	}
	if b.open >= 0 {
		if known.places&startsSection == 0 || !b.depth.closed() {
			if d.Name() == "end-raw" && !b.rawOutside {
				b.raw = nil
			}
			b.errs.Add(d.error("a directive inside a statement",
				"end the statement before it with a semicolon, or move the directive before the statement"))
			return
		}
		b.statement(tokens[b.open:i], -1)
		b.open, b.depth = -1, splitDepth{}
	}
	switch {
	case b.refusedAmongQueries(d):
		b.skipLine(span)
	default:
		b.directive(d, known.places, span)
	}
}

func (b *body) startSection(d directive) {
	s := &Section{Kind: Kind(d.Name()), Span: d.span, Database: b.loader.opts.defaultDatabase()}
	sectionAttributes(d, s, b.loader.opts, b.errs)
	for _, other := range b.rev.Sections {
		if other.Kind == s.Kind && other.Database == s.Database {
			hint := "join the two"
			if len(b.loader.opts.Databases) > 1 {
				hint = "one section a database: `" + string(s.Kind) + " db=NAME`"
			}
			b.errs.Add(d.error("a second `"+string(s.Kind)+"` section for the same database", hint))
		}
	}
	b.section = s
	b.rev.Sections = append(b.rev.Sections, s)
}

// endSection checks what the section leaves open. A timeout that stands right
// before the next section's directive is that section's.
func (b *body) endSection(at int) {
	b.timeout = nil
	if b.raw != nil {
		b.errs.Add(b.raw.error("`raw` is not closed", "write `-- sqlbundle:end-raw` after its statements"))
		b.raw = nil
	}
	p := b.pending
	if p.timeout != nil && !p.notransaction && !p.commit && p.batch == nil && p.nolint == nil && at < len(b.file.Text) {
		b.timeout = p.timeout
	} else if p.first != nil {
		b.errs.Add(p.first.error("no statement follows this directive", "put it before the statement that it is for"))
	}
	b.pending = pending{}
	if b.section != nil {
		b.tail(at)
	}
}

// close ends the file.
func (b *body) close(tokens []pgsql.Token, end, at int) {
	if b.open >= 0 {
		b.statement(tokens[b.open:end], -1)
		b.open = -1
	}
	if b.file == b.rev.File {
		b.endSection(at)
		return
	}
	b.outer.before = b.lead(at)
	if b.pending.first != nil && b.pending.first.file == b.file {
		b.errs.Add(b.pending.first.error("no statement follows this directive", ""))
		b.pending = pending{}
	}
	if b.raw != nil && !b.rawOutside {
		b.errs.Add(b.raw.error("`raw` is not closed", "write `-- sqlbundle:end-raw` after its statements"))
	}
}

func mergeTimeout(outer, inner *Timeout) *Timeout {
	if outer == nil {
		return inner
	}
	if inner == nil {
		return outer
	}
	merged := *outer
	if inner.Lock != "" {
		merged.Lock = inner.Lock
	}
	if inner.Statement != "" {
		merged.Statement = inner.Statement
	}
	return &merged
}

func (b *body) syntaxError(base int, err error) *source.Error {
	file := b.file
	at, hint := base, ""
	if se, ok := err.(*pgsql.SyntaxError); ok {
		at, hint = min(base+se.Offset, len(file.Text)), se.Hint
	}
	if hint == "" && b.loader.opts.TargetVersion > pgsql.Grammar {
		hint = "the parser knows PostgreSQL 16; newer syntax goes between `-- sqlbundle:raw` and `-- sqlbundle:end-raw`"
	}
	return &source.Error{
		File: file, Span: source.Span{Start: at, End: tokenEnd(file.Text, at)},
		Msg: firstLine(err.Error()), Rule: "syntax-error", Hint: hint,
	}
}

// firstLine keeps a message that quotes the rest of the file on one line.
func firstLine(msg string) string {
	const most = 200
	line, rest, more := strings.Cut(msg, "\n")
	if len(line) > most {
		line, more = strings.ToValidUTF8(line[:most], ""), true
	}
	if more && (rest != "" || len(line) >= most-3) {
		return line + `…"`
	}
	return line
}

// tokenEnd is where the word at an offset ends, for the caret's width.
func tokenEnd(text string, at int) int {
	end := at
	for end < len(text) && (idRune(rune(text[end])) || text[end] >= 0x80) {
		end++
	}
	if end == at && at < len(text) && text[at] != '\n' {
		end++
	}
	return end
}
