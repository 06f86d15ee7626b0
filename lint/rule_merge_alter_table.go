package lint

import (
	"fmt"
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
	"sqlbundle/internal/pgsql"
)

var mergeAlterTable = &Rule{
	ID: "merge-alter-table", Title: "a table is gone through twice where once would do",
	Group: GroupLocks, Severity: Notice,
	Peers: []string{"eugene W12", "mp MP058"},
	Doc: "Several ALTER TABLE, one behind the other, each read or rewrite the same table in full, and it stays locked for " +
		"the sum of it. The server does the actions of one statement in a single pass.",
	checkSection: func(p *pass, x *section) {
		for _, transaction := range x.transactions() {
			for i := 0; i < len(transaction); {
				run := consecutive(transaction[i:])
				if p.mergeable(run) {
					p.reportMerge(run)
				}
				i += max(len(run), 1)
			}
		}
	},
}

// consecutive are the ALTER TABLE of one table that a list begins with.
func consecutive(list []*statement) []*statement {
	n := 0
	for n < len(list) && len(list[n].actions()) > 0 && list[n].actions()[0].table.OID == list[0].actions()[0].table.OID {
		n++
	}
	return list[:n]
}

// mergeable tells whether two or more of the statements go through the table,
// and one statement could do the work of all.
func (p *pass) mergeable(run []*statement) bool {
	if len(run) < 2 || !p.inUse(run[0], run[0].actions()[0].table) {
		return false
	}
	table := run[0].actions()[0].table.OID
	mode, inherits := run[0].lockOn(table), run[0].node().GetAlterTableStmt().Relation.Inh
	for _, s := range run {
		if s.lockOn(table) != mode || s.Effects.Refused != nil || s.node().GetAlterTableStmt().Relation.Inh != inherits {
			return false
		}
		for _, a := range s.actions() {
			if a.cmd.Subtype == pg.AlterTableType_AT_SetNotNull && !goesThrough(a.effects, s.Before, table) {
				return false // it may stand on a proof that one of the others gives
			}
		}
	}
	return passes(run) > 1 && merged(run).lockOnly(table, mode)
}

// passes counts the statements that go through their table in full.
func passes(run []*statement) int {
	n := 0
	for _, s := range run {
		if goesThrough(s.Effects, s.Before, s.actions()[0].table.OID) {
			n++
		}
	}
	return n
}

// goesThrough tells whether effects read or rewrite a table in full, or one of
// its partitions and children.
func goesThrough(e *effects.Effects, c *catalog.Catalog, table catalog.OID) bool {
	reached := append(c.Descendants(table), &catalog.Relation{Head: catalog.Head{OID: table}})
	return slices.ContainsFunc(reached, func(rel *catalog.Relation) bool {
		return touches(e.Scans, rel.OID) || touches(e.Rewrites, rel.OID)
	})
}

// lockOnly tells whether a statement runs, and takes a mode on a relation.
func (m mergedAlter) lockOnly(oid catalog.OID, mode effects.Mode) bool {
	if m.Refused != nil {
		return false
	}
	for _, l := range m.Locks {
		if l.OID == oid {
			return l.Mode == mode
		}
	}
	return false
}

// mergedAlter is what one ALTER TABLE with the actions of several would do.
type mergedAlter struct{ *effects.Effects }

func merged(run []*statement) mergedAlter {
	n := run[0].node().GetAlterTableStmt()
	all := &pg.AlterTableStmt{Relation: n.Relation, Objtype: n.Objtype, MissingOk: n.MissingOk}
	for _, s := range run {
		all.Cmds = append(all.Cmds, s.node().GetAlterTableStmt().Cmds...)
	}
	node := &pgsql.Node{Node: &pg.Node_AlterTableStmt{AlterTableStmt: all}}
	return mergedAlter{effects.Apply(run[0].Before.Branch(), node, 0)}
}

func (p *pass) reportMerge(run []*statement) {
	first := run[0]
	var actions []string
	for _, s := range run {
		actions = append(actions, s.File.Text[s.Tokens[s.firstAction()].Start:s.Span.End])
	}
	head := strings.TrimSpace(first.File.Text[first.Span.Start:first.Tokens[first.firstAction()].Start])
	// Not reportAt: that each statement locks what it does is for other rules to
	// tell.
	p.add(Finding{
		File: first.File, Span: first.Span, Revision: first.section.revision.ID,
		Message: fmt.Sprintf("%s is gone through %d times by ALTER TABLE, one behind the other, and it is locked all the time",
			first.name(first.actions()[0].table), passes(run)),
		Help: fmt.Sprintf("one ALTER TABLE in place of these %d goes through it once", len(run)),
		Fix:  head + " " + strings.Join(actions, ", ") + ";",
	})
}
