package lint

import (
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
	"sqlbundle/internal/pgsql"
	"sqlbundle/internal/source"
)

// action is one action of an ALTER TABLE, on the relation that it names.
type action struct {
	cmd *pg.AlterTableCmd
	// table is the relation as it is before the statement.
	table *catalog.Relation
	// span is where the action stands; the whole statement where it has one
	// action, or where nobody can tell.
	span source.Span
	// effects is what the action does alone, in the state before the statement.
	effects *effects.Effects
}

// scans tells whether the action alone reads or rewrites a relation in full.
func (a action) scans(oid catalog.OID) bool {
	return touches(a.effects.Scans, oid) || a.rewrites(oid)
}

// rewrites tells whether the action alone writes a new file for a relation.
func (a action) rewrites(oid catalog.OID) bool { return touches(a.effects.Rewrites, oid) }

// constraint is what ADD CONSTRAINT adds; nil for other actions.
func (a action) constraint() *pg.Constraint {
	if a.cmd.Subtype != pg.AlterTableType_AT_AddConstraint {
		return nil
	}
	return a.cmd.Def.GetConstraint()
}

// column is what ADD COLUMN adds; nil for other actions.
func (a action) column() *pg.ColumnDef {
	if a.cmd.Subtype != pg.AlterTableType_AT_AddColumn {
		return nil
	}
	return a.cmd.Def.GetColumnDef()
}

// actions are those of an ALTER TABLE, in their order; none for other
// statements, for a relation that does not exist and for what the server
// refuses.
func (s *statement) actions() []action {
	if s.node().GetAlterTableStmt() == nil {
		return nil
	}
	return s.parsed.get(s.findActions)
}

func (s *statement) findActions() []action {
	var found []action
	n := s.node().GetAlterTableStmt()
	if table := s.relation(n.GetRelation()); table != nil {
		spans := s.actionSpans(len(n.Cmds))
		for i, cmd := range n.Cmds {
			a := action{cmd: cmd.GetAlterTableCmd(), table: table, span: spans[i], effects: s.Effects}
			if len(n.Cmds) > 1 {
				one := pg.AlterTableStmt{Relation: n.Relation, Cmds: n.Cmds[i : i+1], Objtype: n.Objtype, MissingOk: n.MissingOk}
				a.effects = effects.Apply(s.Before.Branch(), &pgsql.Node{Node: &pg.Node_AlterTableStmt{AlterTableStmt: &one}}, 0)
			}
			found = append(found, a)
		}
	}
	return found
}

// actionSpans finds where the actions stand: behind the relation's name, with
// commas outside of parentheses between them.
func (s *statement) actionSpans(n int) []source.Span {
	whole := make([]source.Span, n)
	for i := range whole {
		whole[i] = s.Span
	}
	first := s.firstAction()
	if n < 2 || first >= len(s.Tokens) {
		return whole
	}
	var spans []source.Span
	depth, start := 0, s.Tokens[first].Start
	for i := first; i < len(s.Tokens); i++ {
		switch s.token(i) {
		case "(", "[":
			depth++
		case ")", "]":
			depth--
		case ",":
			if depth == 0 {
				spans = append(spans, source.Span{Start: start, End: s.Tokens[i-1].End})
				start = s.Tokens[min(i+1, len(s.Tokens)-1)].Start
			}
		}
	}
	if spans = append(spans, source.Span{Start: start, End: s.Span.End}); len(spans) != n {
		return whole
	}
	return spans
}

// firstAction is the index of the token that begins the first action: ALTER
// TABLE, perhaps IF EXISTS and ONLY, a name with its schema, perhaps a star.
func (s *statement) firstAction() int {
	i := 2
	for _, t := range s.Tokens[min(i, len(s.Tokens)):] {
		word := strings.ToLower(s.File.Text[t.Start:t.End])
		if word != "view" && word != "table" && word != "if" && word != "exists" && word != "only" {
			break
		}
		i++
	}
	for i++; i+1 < len(s.Tokens) && s.token(i) == "."; i += 2 {
	}
	if i < len(s.Tokens) && s.token(i) == "*" {
		i++
	}
	return i
}

// token is the text of one of the statement's tokens.
func (s *statement) token(i int) string { return s.File.Text[s.Tokens[i].Start:s.Tokens[i].End] }

// instead is the statement with an action taken out, and SQL that does the same
// in another way behind it.
func (s *statement) instead(a action, sql string) string {
	if a.span == s.Span {
		return sql
	}
	var rest []string
	for _, other := range s.actions() {
		if other.span != a.span {
			rest = append(rest, s.File.Slice(other.span))
		}
	}
	head := s.File.Text[s.Span.Start:s.Tokens[s.firstAction()].Start]
	return strings.TrimRight(head, " \t\r\n") + " " + strings.Join(rest, ", ") + ";\n" + sql
}
