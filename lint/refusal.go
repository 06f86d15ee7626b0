package lint

import (
	"fmt"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
	"sqlbundle/internal/syntax"
)

// refusal is the id of the rule that tells why the server refuses a statement;
// empty where it does not refuse it, and where another statement of the same
// transaction has been refused before: that one comes first.
func (p *pass) refusal(s *statement) string {
	r := s.Effects.Refused
	switch {
	case r == nil:
		return p.missing(s)
	case s.Before.Incomplete && r.SQLState != "42601" && s.namesUnknown():
		return "" // what is not known may be just what it takes
	case r.SQLState == "42P07" && s.makes() != nil && s.makes().Unknown:
		return "" // only a statement that fails has named it so far
	}
	for _, sort := range refusals {
		if strings.Contains(sort.states, r.SQLState) && sort.is(s, r) {
			if s.section.down && ofOrder[sort.rule] {
				return "down-order"
			}
			return sort.rule
		}
	}
	return "invalid-definition"
}

// namesUnknown tells whether the statement names a relation that the history has
// not made, beside the table that it makes itself.
func (s *statement) namesUnknown() bool {
	own := s.node().GetCreateStmt().GetRelation()
	for _, name := range syntax.Relations(s.node()) {
		rel := s.Before.Relation(name.Schema, name.Name)
		if (rel == nil || rel.Unknown) && (name.Name != own.GetRelname() || name.Schema != own.GetSchemaname()) {
			return true
		}
	}
	return false
}

// ofOrder are the rules that a down section breaks by the order of its
// statements.
var ofOrder = map[string]bool{"drop-blocked-by-dependents": true, "unknown-object-reference": true, "object-already-exists": true}

// missing is for a statement that names a relation which a complete history has
// not made.
func (p *pass) missing(s *statement) string {
	if len(p.unmade(s)) == 0 {
		return ""
	}
	if s.section.down {
		return "down-order"
	}
	return "unknown-object-reference"
}

// unmade are the relations that a statement names, and that a history which
// seems to be complete has not made: it has made some and has named no other.
func (p *pass) unmade(s *statement) []*catalog.Relation {
	if p.in.Plain || s.section.Before.Incomplete {
		return nil
	}
	var found []*catalog.Relation
	for _, l := range s.Effects.Locks {
		if l.OID.Assumed() && s.Before.Object(l.OID) == nil {
			found = append(found, s.unmadeRelation(l))
		}
	}
	if len(found) == 0 || !hasRelations(s.section.Before) { // the dearer question last
		return nil
	}
	return found
}

// unmadeRelation is what a statement takes to be there. Of what it drops at once
// nothing but the name is left.
func (s *statement) unmadeRelation(l effects.Lock) *catalog.Relation {
	if rel := s.locked(l.OID); rel != nil {
		return rel
	}
	name := l.Relation[strings.LastIndex(l.Relation, ".")+1:]
	return &catalog.Relation{Head: catalog.Head{OID: l.OID, Name: strings.ReplaceAll(strings.Trim(name, `"`), `""`, `"`)}}
}

func hasRelations(c *catalog.Catalog) bool {
	for range c.Relations() {
		return true
	}
	return false
}

// refusalSort is a sort of refusals, of which one rule tells.
type refusalSort struct {
	rule string
	// states are the SQLSTATEs.
	states string
	is     func(*statement, *effects.Refusal) bool
}

// refusals are the sorts, special ones first. What is none of them is an invalid
// definition.
var refusals = []refusalSort{
	{"concurrent-index-on-partitioned", "0A000", func(s *statement, _ *effects.Refusal) bool {
		n := s.node().GetIndexStmt()
		table := s.relation(n.GetRelation())
		return n.GetConcurrent() && table != nil && table.Kind == catalog.Partitioned
	}},
	{"concurrent-drop-unsupported", "0A000 2BP01", func(s *statement, r *effects.Refusal) bool {
		return r.SQLState == "0A000" && s.drops(pg.ObjectType_OBJECT_INDEX) || s.dropsSupportingIndex()
	}},
	{"concurrent-detach-with-default", "55000", func(s *statement, _ *effects.Refusal) bool {
		return s.acts(pg.AlterTableType_AT_DetachPartition)
	}},
	{"concurrent-refresh-without-unique-index", "55000 0A000", func(s *statement, _ *effects.Refusal) bool {
		return s.node().GetRefreshMatViewStmt().GetConcurrent()
	}},
	{"partition-key-not-in-unique", "0A000", func(_ *statement, r *effects.Refusal) bool {
		return strings.Contains(r.Message, "partition") && strings.Contains(r.Message, "unique constraint") || strings.Contains(r.Message, "partition key")
	}},
	{"not-valid-unsupported-on-partitioned", "42809", func(_ *statement, r *effects.Refusal) bool {
		return strings.Contains(r.Message, "NOT VALID foreign key on partitioned")
	}},
	{"using-index-unsuitable", "42809 42704 42703 55000 0A000", func(s *statement, _ *effects.Refusal) bool { return s.addsUsingIndex() }},
	{"foreign-key-target-not-unique", "42830 42804", func(s *statement, r *effects.Refusal) bool {
		return r.SQLState == "42830" || strings.Contains(r.Message, "foreign key")
	}},
	{"incompatible-view-replacement", "42P16 42P13", func(s *statement, _ *effects.Refusal) bool {
		return s.node().GetViewStmt().GetReplace() || s.node().GetCreateFunctionStmt().GetReplace()
	}},
	{"ban-concurrent-index-creation-in-transaction", "25001", func(_ *statement, r *effects.Refusal) bool {
		return strings.Contains(r.Message, "CONCURRENTLY")
	}},
	{"no-transaction-statement-in-transaction", "25001", always},
	{"enum-value-used-in-same-transaction", "55P04", always},
	{"drop-blocked-by-dependents", "2BP01", always},
	{"alter-blocked-by-dependents", "0A000 42P16", func(s *statement, r *effects.Refusal) bool {
		return s.acts(pg.AlterTableType_AT_AlterColumnType) || s.acts(pg.AlterTableType_AT_DropColumn) ||
			s.node().GetCompositeTypeStmt() != nil
	}},
	{"ban-duplicate-column-assignments", "42601 42701", func(s *statement, r *effects.Refusal) bool {
		return r.SQLState == "42701" && s.node().GetRenameStmt() == nil
	}},
	{"invalid-definition", "42704", func(_ *statement, r *effects.Refusal) bool {
		return strings.Contains(r.Message, "default operator class")
	}},
	{"unknown-object-reference", "42P01 42703 42704 42883 3F000", always},
	{"object-already-exists", "42P07 42710 42701 42P06 42723", always},
}

func always(*statement, *effects.Refusal) bool { return true }

// drops tells whether the statement is a DROP of a kind of objects.
func (s *statement) drops(kind pg.ObjectType) bool {
	n := s.node().GetDropStmt()
	return n != nil && n.RemoveType == kind
}

// acts tells whether the statement is an ALTER TABLE with an action of a kind.
func (s *statement) acts(kind pg.AlterTableType) bool {
	for _, cmd := range s.node().GetAlterTableStmt().GetCmds() {
		if cmd.GetAlterTableCmd().GetSubtype() == kind {
			return true
		}
	}
	return false
}

// addsUsingIndex tells whether the statement makes a constraint of an index that
// is there.
func (s *statement) addsUsingIndex() bool {
	for _, cmd := range s.node().GetAlterTableStmt().GetCmds() {
		if cmd.GetAlterTableCmd().GetDef().GetConstraint().GetIndexname() != "" {
			return true
		}
	}
	return false
}

// dropsSupportingIndex tells whether the statement drops an index that a
// constraint or a partitioned index needs.
func (s *statement) dropsSupportingIndex() bool {
	if !s.drops(pg.ObjectType_OBJECT_INDEX) {
		return false
	}
	for _, o := range s.node().GetDropStmt().Objects {
		index := s.named(o)
		if index != nil && index.Index != nil && (index.Index.Constraint != 0 || index.Index.Parent != 0) {
			return true
		}
	}
	return false
}

// checkRefused makes the check of a rule that tells why the server refuses a
// statement; what to do comes from advice.
func checkRefused(advice func(*pass, *statement) (help, fix string)) func(*pass, *statement) {
	return func(p *pass, s *statement) {
		if p.refusal(s) != p.rule.ID || s.failsAlready() {
			return
		}
		help, fix := advice(p, s)
		p.reportAt(s, Finding{Message: p.why(s), Help: help, Fix: fix})
	}
}

// advise gives the same advice about every statement.
func advise(help string) func(*pass, *statement) (string, string) {
	return func(*pass, *statement) (string, string) { return help, "" }
}

// why is the server's answer.
func (p *pass) why(s *statement) string {
	if r := s.Effects.Refused; r != nil {
		return fmt.Sprintf("PostgreSQL will refuse this: %s (SQLSTATE %s)", r.Message, r.SQLState)
	}
	var missing []string
	for _, rel := range p.unmade(s) {
		missing = append(missing, s.name(rel))
	}
	return fmt.Sprintf("PostgreSQL will refuse this: no revision before has made %s (SQLSTATE 42P01)", strings.Join(missing, ", "))
}

// failsAlready tells whether an earlier statement of the same transaction is
// refused: this one is never reached, and judged in a state that will not be.
func (s *statement) failsAlready() bool {
	for _, other := range s.earlier() {
		if other.Effects.Refused != nil {
			return true
		}
	}
	return false
}
