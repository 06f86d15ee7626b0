package revisions

import (
	"io/fs"
	"regexp"
	"strings"

	pg_query "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
	"sqlbundle/internal/source"
)

// Baseline is a dump of the schema on which a history begins.
type Baseline struct {
	File       *source.File
	Statements []BaselineStatement
}

// BaselineStatement is a statement of a baseline. Node is nil, and Text is there,
// for one that the parser does not know.
type BaselineStatement struct {
	Node *pgsql.Node
	Text string
	Span source.Span
}

// LoadBaseline reads a dump that `pg_dump --schema-only` has written. Commands
// of psql in it (`\restrict`, `\connect`) and the rows of COPY are passed over.
// The error is a [source.ErrorList].
func LoadBaseline(fsys fs.FS, name string) (*Baseline, error) {
	var errs source.ErrorList
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		errs.Add(&source.Error{
			Msg:  "reading the baseline " + quote(name) + ": " + reason(err),
			Hint: "[project] baseline names a file in the project, made by `pg_dump --schema-only`",
		})
		return nil, errs.Err()
	}
	file, ok := checkText(name, data, &errs)
	if !ok {
		return nil, errs.Err()
	}
	b := &Baseline{File: file}
	text := withoutPsql(file.Text)
	if stmts, err := pgsql.Parse(text); err == nil {
		for _, s := range stmts {
			b.Statements = append(b.Statements, BaselineStatement{Node: s.Stmt})
		}
		return b, nil
	}
	b.oneByOne(text, &errs)
	return b, errs.Err()
}

var (
	dumpCommand = regexp.MustCompile(`(?m)^\\(restrict|unrestrict|connect)\b.*$`)
	dumpRows    = regexp.MustCompile(`(?ms)^COPY [^\n;]* FROM stdin;\n.*?^\\\.$`)
)

// withoutPsql puts blanks where a dump has what only psql understands, so that
// all else keeps its place.
func withoutPsql(text string) string {
	blanks := func(s string) string { return strings.Repeat(" ", len(s)) }
	return dumpRows.ReplaceAllStringFunc(dumpCommand.ReplaceAllStringFunc(text, blanks), blanks)
}

// oneByOne parses what the parser does not take as a whole: a newer pg_dump
// writes what it does not know.
func (b *Baseline) oneByOne(text string, errs *source.ErrorList) {
	tokens, err := pgsql.Scan(text)
	if err != nil {
		errs.Add(&source.Error{File: b.File, Msg: "the baseline cannot be read: " + err.Error(), Hint: "make it by `pg_dump --schema-only`"})
		return
	}
	var depth splitDepth
	start := 0
	for _, t := range tokens {
		word := text[t.Start:t.End]
		switch {
		case t.Kind == pg_query.Token_ASCII_59 && depth.closed():
			b.add(text, start, t.Start)
			start, depth = t.End, splitDepth{}
		case word == "(" || word == ")":
			depth.paren(word[0])
		case t.Keyword || t.Kind == pg_query.Token_IDENT:
			depth.word(word)
		}
	}
	if strings.TrimSpace(text[start:]) != "" {
		b.add(text, start, len(text))
	}
}

func (b *Baseline) add(text string, start, end int) {
	stmts, err := pgsql.Parse(text[start:end])
	switch {
	case err != nil:
		for start < end-1 && (blank(text[start]) || text[start] == '\n' || text[start] == '\r') {
			start++
		}
		b.Statements = append(b.Statements, BaselineStatement{Text: text[start:end], Span: source.Span{Start: start, End: end}})
	case len(stmts) > 0:
		b.Statements = append(b.Statements, BaselineStatement{Node: stmts[0].Stmt})
	}
}
