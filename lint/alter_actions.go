package lint

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
	"sqlbundle/internal/pgsql"
)

// actionsOf are the statement's actions of some kinds; none where the server
// refuses the statement.
func (s *statement) actionsOf(kinds ...pg.AlterTableType) []action {
	if s.Effects.Refused != nil {
		return nil
	}
	var found []action
	for _, a := range s.actions() {
		if slices.Contains(kinds, a.cmd.Subtype) {
			found = append(found, a)
		}
	}
	return found
}

// reads is a table in use that an action reads or rewrites in full: the named
// one, or one that inherits from it; nil for none. What another action of the
// statement spares the server does not count. An action that stands on another
// one of its statement cannot be judged alone: it answers for all of it.
func (p *pass) reads(s *statement, a action) *catalog.Relation {
	return p.firstInUse(s, s.Effects.Scans, a.effects.Refused, a.scans)
}

// rewrites is the same for a table that the action writes anew.
func (p *pass) rewrites(s *statement, a action) *catalog.Relation {
	return p.firstInUse(s, s.Effects.Rewrites, a.effects.Refused, a.rewrites)
}

func (p *pass) firstInUse(s *statement, list []effects.Touch, refused *effects.Refusal, alone func(catalog.OID) bool) *catalog.Relation {
	for _, t := range list {
		rel := s.locked(t.OID)
		if p.inUse(s, rel) && (refused != nil || alone(t.OID)) {
			return rel
		}
	}
	return nil
}

// does is what another ALTER TABLE of the statement's relation would do in a
// state, which it changes.
func (s *statement) does(c *catalog.Catalog, cmds ...*pg.AlterTableCmd) *effects.Effects {
	n := s.node().GetAlterTableStmt()
	other := &pg.AlterTableStmt{Relation: n.GetRelation(), Objtype: n.GetObjtype()}
	for _, cmd := range cmds {
		other.Cmds = append(other.Cmds, &pgsql.Node{Node: &pg.Node_AlterTableCmd{AlterTableCmd: cmd}})
	}
	return effects.Apply(c, &pgsql.Node{Node: &pg.Node_AlterTableStmt{AlterTableStmt: other}}, 0)
}

// text is the statement as its author wrote it, with a semicolon.
func (s *statement) text() string { return s.File.Slice(s.Span) + ";" }

// boundary ends the transaction that the statement stands in and begins another
// one.
func (s *statement) boundary() string {
	if s.byHand() {
		return lines("COMMIT;", "BEGIN;")
	}
	return nextTransaction
}
