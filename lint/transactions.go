package lint

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
	"sqlbundle/revisions"
)

// transactions are the statements of a section that share one, transaction by
// transaction. What runs outside of any is left out.
func (s *section) transactions() [][]*statement {
	var found [][]*statement
	last := 0
	for _, st := range s.statements {
		n := st.segment.Transaction
		switch {
		case n == 0:
		case n == last:
			found[len(found)-1] = append(found[len(found)-1], st)
		default:
			found = append(found, []*statement{st})
		}
		last = n
	}
	return found
}

// apart is the statement's own text in a transaction behind the one that it
// stands in.
func (s *statement) apart() string {
	boundary := nextTransaction
	if s.byHand() {
		boundary = lines("COMMIT;", "BEGIN;")
	}
	return lines(boundary, s.text())
}

// controls is the BEGIN, COMMIT or the like that a statement is, also inside
// raw; nil for all others.
func controls(s *revisions.Statement) *pg.TransactionStmt {
	if !s.Raw {
		return s.Node.GetTransactionStmt()
	}
	stmts, err := pgsql.Parse(s.SQL())
	if err != nil || len(stmts) != 1 {
		return nil
	}
	return stmts[0].Stmt.GetTransactionStmt()
}

func begins(t *pg.TransactionStmt) bool {
	return t.Kind == pg.TransactionStmtKind_TRANS_STMT_BEGIN || t.Kind == pg.TransactionStmtKind_TRANS_STMT_START
}

// root is the partitioned table at the top of a partition's tree; the relation
// itself where it is no partition.
func root(c *catalog.Catalog, rel *catalog.Relation) *catalog.Relation {
	for rel.Partition && len(rel.Parents) > 0 {
		parent, ok := c.Object(rel.Parents[0]).(*catalog.Relation)
		if !ok {
			break
		}
		rel = parent
	}
	return rel
}
