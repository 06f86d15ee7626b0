package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// createPolicy is CREATE POLICY: the table is locked ACCESS EXCLUSIVE, what its
// expressions name ACCESS SHARE (CreatePolicy, policy.c).
func (r *run) createPolicy(n *pg.CreatePolicyStmt) {
	r.e.Section = "CREATE POLICY"
	table := r.policyTable(n.Table)
	if table == nil {
		return
	}
	switch {
	case (n.CmdName == "select" || n.CmdName == "delete") && n.WithCheck != nil:
		r.refuse("42601", "WITH CHECK cannot be applied to SELECT or DELETE")
	case n.CmdName == "insert" && n.Qual != nil:
		r.refuse("42601", "only WITH CHECK expression allowed for INSERT")
	}
	r.lock(table.OID, AccessExclusive, "a policy is made for it")
	if r.Find(catalog.ClassPolicy, table.OID, n.PolicyName) != nil {
		r.refuse("42710", "policy %s for table %s already exists", pgsql.QuoteIdent(n.PolicyName), r.QualifiedName(table))
	}
	p := made(r, &catalog.Other{Head: head(catalog.ClassPolicy, table.OID, n.PolicyName), Relation: table.OID, Kind: n.CmdName})
	self := catalog.Address{OID: p.OID}
	r.Depend(self, catalog.Auto, catalog.Address{OID: table.OID})
	r.policyExpressions(self, table, n.Qual, n.WithCheck)
}

// policyTable is the table of a policy.
func (r *run) policyTable(n *pg.RangeVar) *catalog.Relation {
	table := r.relation(n, catalog.Table)
	if table != nil && table.Kind != catalog.Table && table.Kind != catalog.Partitioned {
		r.refuse("42809", "%s is not a table", r.QualifiedName(table))
	}
	return table
}

// policyExpressions records what the expressions of a policy stand on.
func (r *run) policyExpressions(self catalog.Address, table *catalog.Relation, expressions ...*pgsql.Node) {
	for _, node := range expressions {
		if node == nil {
			continue
		}
		r.Depend(self, catalog.Normal, r.expression(table, node).Refs...)
	}
}

// alterPolicy is ALTER POLICY, RENAME apart.
func (r *run) alterPolicy(n *pg.AlterPolicyStmt) {
	r.e.Section = "ALTER POLICY"
	table := r.policyTable(n.Table)
	if table == nil {
		return
	}
	r.lock(table.OID, AccessExclusive, "a policy of it is altered")
	p, ok := r.part(pg.ObjectType_OBJECT_POLICY, table, n.PolicyName).(*catalog.Other)
	if !ok {
		if !table.Unknown {
			r.refuse("42704", "policy %s for table %s does not exist", pgsql.QuoteIdent(n.PolicyName), r.QualifiedName(table))
		}
		return
	}
	// Which of the two expressions a dependency comes from is not recorded: the
	// old ones stay unless both are new.
	self := catalog.Address{OID: p.OID}
	if n.Qual != nil && n.WithCheck != nil {
		r.forgetBut(self, catalog.Auto)
	}
	r.policyExpressions(self, table, n.Qual, n.WithCheck)
}
