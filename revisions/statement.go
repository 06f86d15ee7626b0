package revisions

import (
	"strings"

	pg_query "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
	"sqlbundle/internal/source"
)

// statement ends the open statement. Its tokens run to the semicolon, which
// ends at after; -1 where there is none.
func (b *body) statement(tokens []pgsql.Token, after int) {
	tokens = withoutComments(tokens)
	span := source.Span{Start: tokens[0].Start, End: tokens[len(tokens)-1].End}
	lead := b.lead(span.Start)
	if b.last = after; after < 0 {
		b.last = span.End
	} else {
		b.before = strings.TrimSpace(b.file.Text[span.End : after-1]) // comments before the semicolon
	}
	if b.section == nil {
		b.errs.Add(&source.Error{
			File: b.file, Span: span, Msg: "a statement outside any section",
			Hint: "put it under `-- sqlbundle:up` or `-- sqlbundle:down`",
		})
		return
	}
	if b.section.Irreversible {
		b.errs.Add(&source.Error{
			File: b.file, Span: span, Msg: "a statement in a down section that is declared irreversible",
			Hint: "take out the statement, or `irreversible`",
		})
	}
	s := &Statement{
		File: b.file, Span: span, Lead: lead, Tokens: tokens, Raw: b.raw != nil,
		NoTransaction: b.pending.notransaction,
		Commit:        b.pending.commit,
		Timeout:       mergeTimeout(b.timeout, b.pending.timeout),
		Batch:         b.pending.batch,
		Nolint:        append(b.pending.nolint, b.pending.squawk...),
	}
	waiting := b.pending
	b.pending = pending{}
	b.parse(s)
	if waiting.forStatement() && boundary(s.Node) {
		b.errs.Add(waiting.first.error("a directive before BEGIN or COMMIT is for no statement",
			"put it before the statement that it is for"))
	}
	b.behind = s
	b.section.Statements = append(b.section.Statements, s)
}

// forStatement tells whether a directive waits that only a statement can heed.
func (p pending) forStatement() bool {
	return p.notransaction || p.timeout != nil || p.batch != nil || p.nolint != nil
}

// boundary tells whether a statement opens or commits a transaction.
func boundary(node *pgsql.Node) bool {
	switch node.GetTransactionStmt().GetKind() {
	case pg_query.TransactionStmtKind_TRANS_STMT_BEGIN, pg_query.TransactionStmtKind_TRANS_STMT_START,
		pg_query.TransactionStmtKind_TRANS_STMT_COMMIT:
		return true
	}
	return false
}

// parse gives the statement its tree and refuses what psql would read
// differently from the server.
func (b *body) parse(s *Statement) {
	if s.Raw {
		if stmts, err := pgsql.Parse(s.SQL()); err == nil && len(stmts) == 1 {
			s.RawNode = stmts[0].Stmt
		}
	}
	if b.refused {
		return
	}
	if !s.Raw && !b.tree(s) {
		return
	}
	if b.section.Plain {
		return
	}
	b.asPsql(s)
	c := s.Node.GetCopyStmt()
	if c != nil && c.IsFrom && c.Filename == "" && !c.IsProgram || s.Raw && copyFromStdin(b.file.Text, s.Tokens) {
		b.refuseCopy(s)
	}
}

// tree parses; false for what is no statement.
func (b *body) tree(s *Statement) bool {
	stmts, err := pgsql.Parse(s.SQL())
	if err != nil {
		b.errs.Add(b.syntaxError(s.Span.Start, err))
		return false
	}
	if len(stmts) == 1 {
		s.Node = stmts[0].Stmt
	}
	return true
}

// asPsql reads the statement as psql does.
func (b *body) asPsql(s *Statement) {
	reading := readAsPsql(s.SQL())
	if s.Node == nil && !s.Raw && reading.problem == nil {
		reading.endless(0)
	}
	s.PsqlNames = reading.names
	if p := reading.problem; p != nil {
		b.errs.Add(&source.Error{
			File: b.file, Rule: "psql-only-syntax", Msg: p.msg, Hint: p.hint,
			Span: source.Span{Start: s.Span.Start + p.span.Start, End: s.Span.Start + p.span.End},
		})
	}
}

func (b *body) refuseCopy(s *Statement) {
	b.errs.Add(&source.Error{
		File: b.file, Span: s.Span, Rule: "psql-only-syntax",
		Msg:  "COPY … FROM STDIN needs a client that sends the data",
		Hint: "write the rows as INSERT … VALUES",
	})
}

// text is the file's text between two offsets, directives left out.
func (b *body) text(from, to int) string {
	var out strings.Builder
	for _, s := range b.skip {
		if s.Start >= from && s.End <= to {
			out.WriteString(b.file.Text[from:s.Start])
			from = s.End
		}
	}
	b.skip = b.skip[:0]
	if from < to {
		out.WriteString(b.file.Text[from:to])
	}
	return out.String()
}

// lead is the comments up to an offset that no statement has so far. Those on
// the line of the last statement go to it.
func (b *body) lead(to int) string {
	text := b.text(b.last, to)
	b.last = to
	if b.behind != nil {
		b.behind.Trail, text = splitTrail(text)
		b.behind = nil
	}
	before := b.before
	b.before = ""
	if before != "" && !strings.HasSuffix(before, "\n") {
		before += "\n" // or what follows would join its last comment
	}
	return before + text
}

// tail gives the section the comments behind its last statement.
func (b *body) tail(at int) {
	rest := b.lead(at)
	if len(b.section.Statements) > 0 {
		b.section.Tail = rest
	}
}

// splitTrail parts the comment on a statement's own line from what follows.
func splitTrail(text string) (same, rest string) {
	i := strings.IndexByte(text, '\n')
	line := text
	if i >= 0 {
		line = text[:i]
	}
	comment := strings.TrimSpace(line)
	block := strings.HasPrefix(comment, "/*") && strings.Index(comment, "*/") == len(comment)-2
	if !block && !strings.HasPrefix(comment, "--") || strings.ContainsRune(comment, '\r') {
		return "", text
	}
	if i < 0 {
		return comment, ""
	}
	return comment, text[i+1:]
}

func withoutComments(tokens []pgsql.Token) []pgsql.Token {
	for i, t := range tokens {
		if t.Comment() {
			kept := append([]pgsql.Token(nil), tokens[:i]...)
			for _, t := range tokens[i:] {
				if !t.Comment() {
					kept = append(kept, t)
				}
			}
			return kept
		}
	}
	return tokens[:len(tokens):len(tokens)]
}

// copyFromStdin finds COPY … FROM STDIN, or STDOUT, which means the same there,
// by its tokens.
func copyFromStdin(text string, tokens []pgsql.Token) bool {
	if tokens[0].Kind != pg_query.Token_COPY {
		return false
	}
	for i := 1; i < len(tokens); i++ {
		client := tokens[i].Kind == pg_query.Token_STDIN || tokens[i].Kind == pg_query.Token_STDOUT
		if client && tokens[i-1].Kind == pg_query.Token_FROM {
			return true
		}
	}
	return false
}
