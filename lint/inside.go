package lint

import (
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/compiler"
	"sqlbundle/internal/effects"
	"sqlbundle/internal/pgsql"
	"sqlbundle/internal/source"
	"sqlbundle/internal/syntax"
	"sqlbundle/revisions"
)

// inside are the statements in the body of a DO that run or may run, as if they
// stood in the file. Those that only change rows are among the DO's own changes.
func (s *statement) inside() []*statement {
	var found []*statement
	from := s.Span.Start
	for _, in := range s.Effects.Inside {
		tokens, err := pgsql.Scan(in.Text)
		e := effects.Apply(in.Before.Branch(), in.Node, 0)
		if err != nil || changesRows(in.Node) || e.Refused != nil {
			continue
		}
		text := &revisions.Statement{File: s.File, Node: in.Node, Timeout: s.Timeout}
		at := strings.Index(s.File.Text[from:s.Span.End], in.Text)
		if at < 0 { // put together of constants, perhaps with quotes doubled
			text.File = source.NewFile(s.File.Name, in.Text)
		} else {
			text.Span.Start = from + at
			from = text.Span.Start + len(in.Text)
		}
		text.Span.End = text.Span.Start + len(in.Text)
		for _, t := range tokens {
			if !t.Comment() {
				t.Start, t.End = t.Start+text.Span.Start, t.End+text.Span.Start
				text.Tokens = append(text.Tokens, t)
			}
		}
		st := &compiler.Statement{Statement: text, Kind: syntax.Kind(in.Node), Before: in.Before, Effects: e}
		found = append(found, &statement{
			Statement: st, section: s.section, segment: s.segment, index: s.index, do: s, afterInside: in.After,
		})
	}
	return found
}

func changesRows(n *pgsql.Node) bool {
	switch n.GetNode().(type) {
	case *pg.Node_InsertStmt, *pg.Node_UpdateStmt, *pg.Node_DeleteStmt, *pg.Node_MergeStmt, *pg.Node_SelectStmt:
		return true
	}
	return false
}

// beside are the other statements of the same body.
func (s *statement) beside() (before, after []*statement) {
	if s.do == nil {
		return nil, nil
	}
	i := slices.Index(s.do.body, s)
	return slices.Clone(s.do.body[:i]), slices.Clone(s.do.body[i+1:])
}

// lookInside asks a rule about the statements in the body of a DO, unless it has
// found something in the DO as a whole. What the server refuses and what belongs
// to transactions is judged for the whole only.
func (p *pass) lookInside(r *Rule, do *statement) {
	if do.told[r.ID] || r.turn != early || r.Group == GroupRefused || r.Group == GroupTransaction || r.Group == GroupProcess {
		return
	}
	for _, s := range do.body {
		r.check(p, s)
		do.explained = do.explained || s.explained
	}
}

// fromInside is a finding about a statement in the body of a DO: at its place in
// the file where it has one, and without SQL, which might not run in there.
func (s *statement) fromInside(f Finding) Finding {
	if f.File != s.do.File {
		f.File, f.Span = s.do.File, s.do.Span
	}
	f.Help = strings.TrimSuffix(f.Help, runsOutside)
	if f.Fix != "" {
		f.Help += "; take the statement out of the DO for that"
	}
	f.Fix, f.Mechanical = "", false
	return f
}
