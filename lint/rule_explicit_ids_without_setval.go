package lint

import (
	"fmt"
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var explicitIDsWithoutSetval = &Rule{
	ID: "explicit-ids-without-setval", Title: "a sequence does not know of the keys that are inserted",
	Group: GroupData, Severity: Warning,
	Peers: []string{"mp MP059"},
	Doc: "Rows are inserted with keys of their own into a column that a sequence fills. The sequence does not move, and " +
		"when it comes to such a key, an application's INSERT fails with a duplicate: at once, or in a year. setval, or " +
		"ALTER SEQUENCE … RESTART, behind the INSERT puts it past them.",
	check: func(p *pass, s *statement) {
		for _, c := range s.insertions() {
			for _, col := range c.table.Live() {
				sequence := sequenceOf(s.Before, col, c.table)
				if sequence == nil || !explicit(c, col) || movedLater(s, c.table, col, sequence) {
					continue
				}
				table, column := s.name(c.table), pgsql.QuoteIdent(col.Name)
				p.reportAt(s, Finding{
					Message: fmt.Sprintf("%s of %s gets its values from a sequence that does not know of these: one day it gives one of them again, and the INSERT fails",
						column, table),
					Help: "move the sequence past them in the same revision",
					Fix: lines(s.text(), fmt.Sprintf("SELECT setval(%s, (SELECT max(%s) FROM %s));",
						pgsql.QuoteLiteral(s.name(sequence)), column, table)),
				})
				return
			}
		}
	},
}

// insertions are the statement's INSERTs, and COPY … FROM as one of all the
// columns that it names.
func (s *statement) insertions() []rowChange {
	var found []rowChange
	for _, c := range s.rowChanges() {
		if c.what == "INSERT" && c.table.Persistence != catalog.Temporary {
			found = append(found, c)
		}
	}
	n := s.node().GetCopyStmt()
	if rel := s.relation(n.GetRelation()); n.GetIsFrom() && rel != nil && rel.Persistence != catalog.Temporary {
		insert := &pg.InsertStmt{Override: pg.OverridingKind_OVERRIDING_SYSTEM_VALUE}
		for _, name := range catalog.Strings(n.Attlist) {
			insert.Cols = append(insert.Cols, pg.MakeResTargetNodeWithName(name, 0))
		}
		found = append(found, rowChange{what: "INSERT", table: rel, targets: insert.Cols, insert: insert})
	}
	return found
}

// sequenceOf is the sequence that fills a column; nil for none.
func sequenceOf(c *catalog.Catalog, col *catalog.Column, rel *catalog.Relation) *catalog.Relation {
	from := catalog.Address{OID: col.Default}
	if col.Identity != 0 {
		for _, d := range c.Dependents(catalog.Address{OID: rel.OID, Sub: col.Num}) {
			if sequence, ok := c.Object(d.Dependent.OID).(*catalog.Relation); ok && sequence.Sequence != nil {
				return sequence
			}
		}
		return nil
	}
	for _, d := range c.References(from) {
		if sequence, ok := c.Object(d.Ref.OID).(*catalog.Relation); ok && sequence.Sequence != nil && col.Default != 0 {
			return sequence
		}
	}
	return nil
}

// explicit tells whether an INSERT gives a column values that its sequence could
// give too.
func explicit(c rowChange, col *catalog.Column) bool {
	n := c.insert
	at := slices.IndexFunc(n.Cols, func(node *pgsql.Node) bool { return node.GetResTarget().GetName() == col.Name })
	if len(n.Cols) == 0 {
		at = slices.Index(c.table.Live(), col)
	}
	overriding := n.Override
	if at < 0 || overriding == pg.OverridingKind_OVERRIDING_USER_VALUE && col.Identity != 0 ||
		overriding != pg.OverridingKind_OVERRIDING_SYSTEM_VALUE && col.Identity == 'a' {
		return false
	}
	query := n.SelectStmt.GetSelectStmt()
	if rows := query.GetValuesLists(); len(rows) > 0 {
		return slices.ContainsFunc(rows, func(row *pgsql.Node) bool {
			items := row.GetList().GetItems()
			return at < len(items) && given(items[at])
		})
	}
	if list := query.GetTargetList(); len(list) > at {
		return given(list[at].GetResTarget().GetVal())
	}
	return n.SelectStmt != nil || query == nil && len(n.Cols) > 0 || c.insert.Relation == nil
}

// given tells whether a value is one that a sequence might come to: not DEFAULT,
// not the sequence's own, not NULL, and not zero or less.
func given(value *pgsql.Node) bool {
	name := catalog.Strings(value.GetFuncCall().GetFuncname())
	constant := value.GetAConst()
	switch {
	case value.GetSetToDefault() != nil, constant.GetIsnull():
		return false
	case len(name) > 0 && slices.Contains([]string{"nextval", "currval", "lastval"}, name[len(name)-1]):
		return false
	case constant != nil && constant.GetIval() != nil:
		return constant.GetIval().Ival > 0
	}
	minus := value.GetAExpr()
	return minus == nil || minus.Lexpr != nil || catalog.Strings(minus.Name)[0] != "-"
}

// movedLater tells whether a later statement of the section moves the column's
// sequence, or is another INSERT of the kind, which is judged in turn.
func movedLater(s *statement, rel *catalog.Relation, col *catalog.Column, sequence *catalog.Relation) bool {
	return slices.ContainsFunc(s.section.statements[s.index+1:], func(other *statement) bool {
		if found := other.Before.RangeVar(other.node().GetAlterSeqStmt().GetSequence()); found != nil && found.OID == sequence.OID {
			return true
		}
		for _, a := range other.actions() {
			if a.table.OID == rel.OID && a.cmd.Subtype == pg.AlterTableType_AT_SetIdentity && a.cmd.Name == col.Name {
				return true
			}
		}
		for _, c := range other.insertions() {
			if now := c.table.Column(col.Name); c.table.OID == rel.OID && now != nil && explicit(c, now) {
				return true
			}
		}
		return other.setsSequence(rel, sequence)
	})
}

// setsSequence tells whether the statement calls setval for a sequence, or for
// one that its text does not show.
func (s *statement) setsSequence(rel, sequence *catalog.Relation) bool {
	found := false
	for _, query := range s.queries() {
		pgsql.Walk(query, func(message any) bool {
			call, ok := message.(*pg.FuncCall)
			if !ok || len(call.Args) < 2 || catalog.Strings(call.Funcname)[len(call.Funcname)-1] != "setval" {
				return true
			}
			of, wanted := call.Args[0], sequence
			if inner := of.GetFuncCall(); inner != nil && len(inner.Args) > 0 {
				of, wanted = inner.Args[0], rel
			}
			named := s.namedBy(of)
			found = found || named == nil || named.OID == wanted.OID
			return true
		})
	}
	return found || s.node().GetDoStmt() != nil && strings.Contains(strings.ToLower(s.SQL()), "setval")
}

// namedBy is the relation whose name is a constant's text, perhaps cast to
// regclass; nil for anything else.
func (s *statement) namedBy(node *pgsql.Node) *catalog.Relation {
	for node.GetTypeCast() != nil {
		node = node.GetTypeCast().Arg
	}
	text := node.GetAConst().GetSval().GetSval()
	stmts, err := pgsql.Parse("TABLE " + text)
	if text == "" || err != nil || len(stmts) != 1 {
		return nil
	}
	from := stmts[0].Stmt.GetSelectStmt().GetFromClause()
	if len(from) != 1 {
		return nil
	}
	return s.Before.RangeVar(from[0].GetRangeVar())
}
