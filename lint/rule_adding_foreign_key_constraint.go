package lint

import (
	"fmt"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
)

var addingForeignKeyConstraint = &Rule{
	ID: "adding-foreign-key-constraint", Title: "ADD FOREIGN KEY stops writes to both tables while it reads them", Group: GroupLocks, Severity: Error,
	Peers: []string{"atlas PG306", "eugene E1", "strong_migrations add_foreign_key", "strong_migrations add_reference", "pg-schema-diff ACQUIRES_SHARE_ROW_EXCLUSIVE_LOCK", "mp MP005", "mp MP069"},
	Doc: "Each row is looked up in the referenced table, under SHARE ROW EXCLUSIVE on both tables: reads go on, every INSERT, " +
		"UPDATE and DELETE of either waits. NOT VALID takes the same locks for a moment only; VALIDATE CONSTRAINT, in a " +
		"transaction of its own, lets writes go on. A partitioned table takes NOT VALID from PostgreSQL 18 on; before, add " +
		"the key to each partition that way and to the parent last. A key in ADD COLUMN reads nothing unless the column has a " +
		"default, but takes both locks.",
	check: func(p *pass, s *statement) {
		for _, a := range s.actionsOf(pg.AlterTableType_AT_AddConstraint, pg.AlterTableType_AT_AddColumn) {
			if def := a.constraint(); def.GetContype() == pg.ConstrType_CONSTR_FOREIGN && !def.SkipValidation {
				p.foreignKeyAdded(s, a, def)
			}
			for _, node := range a.column().GetConstraints() {
				if def := node.GetConstraint(); def.GetContype() == pg.ConstrType_CONSTR_FOREIGN {
					p.foreignColumnAdded(s, a, def)
				}
			}
		}
	},
}

// foreignKeyAdded judges ADD FOREIGN KEY.
func (p *pass) foreignKeyAdded(s *statement, a action, def *pg.Constraint) {
	other := s.relation(def.Pktable)
	f := Finding{
		Severity: p.weigh(s, a.table), Span: a.span,
		Message: fmt.Sprintf("no row of %s and %s can be written while every row is looked up%s", s.name(a.table), def.Pktable.GetRelname(), unseen(a.table)),
		Help:    "add it NOT VALID and validate it in a transaction of its own",
	}
	if other != nil {
		f.Message = fmt.Sprintf("no row of %s and %s can be written while every row of the first is looked up in the second%s", s.name(a.table), s.name(other), unseen(a.table))
	}
	switch {
	case p.reads(s, a) != nil:
	case p.inUse(s, a.table) || !p.inUse(s, other) || !p.mayHoldRows(s, a.table) || !touches(s.Effects.Scans, a.table.OID):
		return
	default:
		f.Severity = Warning
		f.Message = fmt.Sprintf("no row of %s can be written while all that the revisions have put into %s is looked up in it", s.name(other), s.name(a.table))
	}
	if a.table.Kind == catalog.Partitioned && s.Before.Version < 18 {
		f.Help = "add the key NOT VALID to each partition, validate each, then add it to the partitioned table: it takes theirs over"
	} else {
		f.Fix = s.notValid(a, def)
		f.Mechanical = f.Fix != ""
	}
	p.reportAt(s, f)
}

// foreignColumnAdded judges a REFERENCES in ADD COLUMN.
func (p *pass) foreignColumnAdded(s *statement, a action, def *pg.Constraint) {
	other := s.relation(def.Pktable)
	k := s.addedBy(a, def)
	if !p.inUse(s, a.table) || k == nil || other == nil {
		return
	}
	f := Finding{
		Severity: Notice, Span: a.span,
		Message: fmt.Sprintf("for a moment nobody can read or write %s, and nobody can write %s", s.name(a.table), s.name(other)),
		Help:    "nothing is read; keep the transaction short, or add the key NOT VALID in a revision of its own",
	}
	rel, _ := s.after().Object(a.table.OID).(*catalog.Relation)
	if col := rel.Column(a.column().Colname); col != nil && (col.Default != 0 || col.Identity != 0) && !nullDefault(s, col) && p.reads(s, a) != nil {
		f.Severity = p.weigh(s, a.table)
		f.Message = fmt.Sprintf("nobody can read or write %s, and nobody can write %s, while the default is looked up there for every row", s.name(a.table), s.name(other))
		f.Help = "add the column without REFERENCES, then the key NOT VALID, and validate it in a transaction of its own"
	}
	p.reportAt(s, f)
}

// nullDefault tells whether a column's default is NULL in so many words.
func nullDefault(s *statement, col *catalog.Column) bool {
	d, _ := s.after().Object(col.Default).(*catalog.Default)
	return d != nil && d.Expr != nil && d.Expr.Node.GetAConst().GetIsnull()
}
