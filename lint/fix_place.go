package lint

import (
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
	"sqlbundle/internal/source"
	"sqlbundle/revisions"
)

// places finds the statements that findings are about.
type places struct {
	statements map[*source.File][]*statement
	// readers counts how often each file is read, by name: as a revision, and by
	// each include.
	readers map[string]int
}

func (j judged) places() *places {
	p := &places{statements: map[*source.File][]*statement{}, readers: map[string]int{}}
	judged := map[*revisions.Revision]bool{}
	for _, rev := range j.in.Revisions {
		judged[rev] = true
	}
	for _, h := range j.in.Histories {
		for _, section := range newHistory(h, judged).sections {
			for _, s := range section.statements {
				p.statements[s.File] = append(p.statements[s.File], s)
			}
		}
	}
	seen := map[*source.File]bool{}
	for _, rev := range j.in.Graph.Revisions() {
		p.read(rev.File, seen)
		for _, section := range rev.Sections {
			for _, s := range section.Statements {
				p.read(s.File, seen)
			}
		}
	}
	return p
}

func (p *places) read(file *source.File, seen map[*source.File]bool) {
	if !seen[file] {
		seen[file] = true
		p.readers[file.Name]++
	}
}

// find is the statement of a finding, or why it cannot be edited.
func (p *places) find(f Finding) (s *statement, why string) {
	for _, s := range p.statements[f.File] {
		if s.Span.Start > f.Span.Start || f.Span.End > s.Span.End {
			continue
		}
		switch {
		case p.readers[f.File.Name] > 1:
			return s, "the file is read in more than one place"
		case !f.File.Untouched(s.Span):
			return s, "the statement holds a variable"
		}
		return s, ""
	}
	return nil, "it is about no statement"
}

// fixed is why a statement cannot be replaced by other SQL; empty where it can.
func (s *statement) fixed(sql string) string {
	apart := strings.Contains(sql, nextTransaction) || strings.Contains(strings.ToUpper(sql), "CONCURRENTLY")
	switch held := s.heldToCommit(); {
	case s.byHand() && (apart || commits(sql)):
		return "it stands between BEGIN and COMMIT, which this would part"
	case apart && held != nil:
		return "what " + held.Kind + " does before it holds in one transaction only"
	case apart && s.mixed() != "":
		return s.mixed()
	case s.dropsComment(sql):
		return "a comment inside of the statement would be lost"
	}
	return ""
}

// dropsComment tells whether a comment of the statement is not in other SQL.
func (s *statement) dropsComment(sql string) bool {
	text := s.File.Slice(s.Span)
	tokens, err := pgsql.Scan(text)
	return err != nil || slices.ContainsFunc(tokens, func(t pgsql.Token) bool {
		return t.Comment() && !strings.Contains(sql, text[t.Start:t.End])
	})
}

// heldToCommit is an earlier statement of the same transaction whose work lasts
// to the end of it; nil for none. Locks that come with other work are not
// counted: to hold them shorter is what is wanted.
func (s *statement) heldToCommit() *statement {
	for _, other := range s.earlier() {
		for _, set := range other.Settings {
			if set.Local && !strings.HasSuffix(set.Name, "_timeout") || set.Name == "constraints" {
				return other
			}
		}
		if n := other.node(); n.GetLockStmt() != nil || n.GetDeclareCursorStmt() != nil {
			return other
		}
	}
	return nil
}

// commits tells whether SQL holds a COMMIT.
func commits(sql string) bool {
	stmts, err := pgsql.Parse(sql)
	for _, stmt := range stmts {
		if stmt.Stmt.GetTransactionStmt().GetKind() == pg.TransactionStmtKind_TRANS_STMT_COMMIT {
			return true
		}
	}
	return err != nil
}

// parted is the statement that would share its transaction with the last part of
// an edit that is in several, and has to wait for it; nil for none.
func (e edit) parted() *statement {
	rest := e.at.rest()
	if !strings.Contains(e.text, nextTransaction) || len(rest) == 0 || rest[0].File != e.File || !e.File.Untouched(rest[0].Span) {
		return nil
	}
	return rest[0]
}

// replacement is SQL as it stands in place of the statement, whose own semicolon
// ends it. Where no two statements share a transaction, nothing has to say so.
func (s *statement) replacement(sql string) string {
	if s.section.Section.NoTransaction {
		sql = strings.ReplaceAll(sql, nextTransaction+"\n", "")
	}
	return s.inPlace(strings.TrimSuffix(strings.TrimSpace(sql), ";"))
}

// inPlace is text that begins where the statement does: with the line breaks of
// the file, and a directive at the start of its line.
func (s *statement) inPlace(sql string) string {
	text := s.File.Text
	before := strings.TrimRight(text[:s.Span.Start], " \t\f\v")
	if strings.HasPrefix(sql, "--") && before != "" && !strings.HasSuffix(before, "\n") {
		sql = "\n" + sql
	}
	if own := s.File.Slice(s.Span); strings.Contains(text, "\r\n") && strings.Count(own, "\n") == strings.Count(own, "\r\n") {
		sql = strings.ReplaceAll(strings.ReplaceAll(sql, "\r\n", "\n"), "\n", "\r\n")
	}
	return sql
}
