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
	lead := b.text(b.last, span.Start)
	if b.last = after; after < 0 {
		b.last = span.End
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
	trail := ""
	if n := len(b.section.Statements); n > 0 && b.section.Statements[n-1].File == b.file {
		trail, lead = splitTrail(lead)
		b.section.Statements[n-1].Trail = trail
	}
	s := &Statement{
		File: b.file, Span: span, Lead: lead, Tokens: tokens, Raw: b.raw != nil,
		NoTransaction: b.pending.notransaction || b.notransaction,
		Commit:        b.pending.commit,
		Timeout:       mergeTimeout(b.timeout, b.pending.timeout),
		Nolint:        b.pending.nolint,
	}
	b.pending = pending{}
	b.parse(s)
	b.section.Statements = append(b.section.Statements, s)
}

// parse gives the statement its tree and refuses what psql would read
// differently from the server.
func (b *body) parse(s *Statement) {
	b.psqlVariables(s)
	if s.Raw {
		if copyFromStdin(b.file.Text, s.Tokens) {
			b.refuseCopy(s)
		}
		return
	}
	if b.refused {
		return
	}
	stmts, err := pgsql.Parse(s.SQL())
	if err != nil {
		b.errs.Add(syntaxError(b.file, s.Span.Start, err))
		return
	}
	if len(stmts) != 1 || !b.depth.closed() {
		b.errs.Add(&source.Error{
			File: b.file, Span: s.Span, Rule: "psql-only-syntax",
			Msg:  "psql would not see where this statement ends",
			Hint: "quote a name that is spelt like BEGIN, CASE or END",
		})
		return
	}
	s.Node = stmts[0].Stmt
	if c := s.Node.GetCopyStmt(); c != nil && c.IsFrom && c.Filename == "" && !c.IsProgram {
		b.refuseCopy(s)
	}
}

func (b *body) refuseCopy(s *Statement) {
	b.errs.Add(&source.Error{
		File: b.file, Span: s.Span, Rule: "psql-only-syntax",
		Msg:  "COPY … FROM STDIN needs a client that sends the data",
		Hint: "write the rows as INSERT … VALUES",
	})
}

// psqlVariables finds what psql would take for :name, :'name' or :"name" where
// a psql variable of that name is set. The script unsets those names first;
// what cannot be unset is refused.
func (b *body) psqlVariables(s *Statement) {
	text := b.file.Text
	for _, t := range s.Tokens {
		if t.End-t.Start != 1 || text[t.Start] != ':' || t.End >= s.Span.End {
			continue
		}
		name, quoted := psqlName(text[t.End:s.Span.End])
		span := source.Span{Start: t.Start, End: min(t.End+len(name)+quoted, s.Span.End)}
		switch {
		case text[t.End] == '{':
			b.refuseVariable(span, ":{…}")
		case name == "":
		case psqlOwn(name):
			b.refuseVariable(span, ":"+name)
		default:
			s.PsqlNames = append(s.PsqlNames, name)
		}
	}
}

func (b *body) refuseVariable(span source.Span, what string) {
	b.errs.Add(&source.Error{
		File: b.file, Span: span, Rule: "psql-only-syntax",
		Msg:  "psql would replace " + what + " by the value of a variable of its own",
		Hint: "put a blank after the colon",
	})
}

// psqlName reads a variable's name behind a colon as psql does (psqlscan.l:
// letters, digits, underscores and all bytes from 0x80 on), with how many
// quotes stand round it.
func psqlName(s string) (name string, quotes int) {
	if s != "" && (s[0] == '\'' || s[0] == '"') {
		end := strings.IndexByte(s[1:], s[0])
		if end < 0 {
			return "", 0
		}
		name, rest := psqlName(s[1 : 1+end])
		if rest != 0 || len(name) != end {
			return "", 0
		}
		return name, 2
	}
	i := 0
	for i < len(s) && (idRune(rune(s[i])) || s[i] >= 0x80) {
		i++
	}
	return s[:i], 0
}

// psqlOwn are the variables that psql sets itself or that cannot be unset
// (psql's manual page, Variables, PostgreSQL 18), and the script's own.
func psqlOwn(name string) bool {
	if strings.HasPrefix(strings.ToLower(name), "sqlbundle") {
		return true
	}
	switch name {
	case "AUTOCOMMIT", "COMP_KEYWORD_CASE", "DBNAME", "ECHO", "ECHO_HIDDEN", "ENCODING", "ERROR",
		"FETCH_COUNT", "HIDE_TABLEAM", "HIDE_TOAST_COMPRESSION", "HISTCONTROL", "HISTFILE",
		"HISTSIZE", "HOST", "IGNOREEOF", "LASTOID", "LAST_ERROR_MESSAGE", "LAST_ERROR_SQLSTATE",
		"ON_ERROR_ROLLBACK", "ON_ERROR_STOP", "PIPELINE_COMMAND_COUNT", "PIPELINE_RESULT_COUNT",
		"PIPELINE_SYNC_COUNT", "PORT", "PROMPT1", "PROMPT2", "PROMPT3", "QUIET", "ROW_COUNT",
		"SERVER_VERSION_NAME", "SERVER_VERSION_NUM", "SERVICE", "SERVICEFILE", "SHELL_ERROR",
		"SHELL_EXIT_CODE", "SHOW_ALL_RESULTS", "SHOW_CONTEXT", "SINGLELINE", "SINGLESTEP",
		"SQLSTATE", "USER", "VERBOSITY", "VERSION", "VERSION_NAME", "VERSION_NUM", "WATCH_INTERVAL":
		return true
	}
	return false
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

// trail gives the section's last statement the comments behind it.
func (b *body) trail(at int) {
	text := b.text(b.last, at)
	b.last = at
	if n := len(b.section.Statements); n > 0 {
		same, rest := splitTrail(text)
		b.section.Statements[n-1].Trail = same
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

// copyFromStdin finds COPY … FROM STDIN by its tokens.
func copyFromStdin(text string, tokens []pgsql.Token) bool {
	if tokens[0].Kind != pg_query.Token_COPY {
		return false
	}
	for i := 1; i < len(tokens); i++ {
		if tokens[i].Kind == pg_query.Token_STDIN && tokens[i-1].Kind == pg_query.Token_FROM {
			return true
		}
	}
	return false
}
