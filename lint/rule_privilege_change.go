package lint

import (
	"fmt"
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var privilegeChange = &Rule{
	ID: "privilege-change", Title: "somebody may do more or less than before",
	Group: GroupSecurity, Severity: Notice,
	Peers: []string{"pg-schema-diff AUTHZ_UPDATE", "mp MP085", "mp MP091"},
	Doc: "GRANT, REVOKE, policies, row security and owners decide who sees and changes what. What is taken away fails for " +
		"running clients at once; what is given stays until somebody notices. It is reported so that a person looks at it, " +
		"as a warning where it opens something to everybody: a GRANT of all privileges or to PUBLIC, row security switched " +
		"off, a restrictive policy dropped. Objects that the revision makes are not reported.",
	check: func(p *pass, s *statement) {
		for _, f := range p.privilegeChanges(s) {
			f.Help = "have it looked at by whoever is responsible for access to this data"
			p.reportAt(s, f)
		}
	},
}

// privilegeChanges are what a statement changes in the rights to older objects.
func (p *pass) privilegeChanges(s *statement) []Finding {
	switch n := s.node().GetNode().(type) {
	case *pg.Node_GrantStmt:
		return p.granted(s, n.GrantStmt)
	case *pg.Node_AlterDefaultPrivilegesStmt:
		f := Finding{Message: "objects that are made from now on come with other privileges than before: " + grantWords(n.AlterDefaultPrivilegesStmt.Action)}
		return []Finding{opened(f, n.AlterDefaultPrivilegesStmt.Action)}
	case *pg.Node_GrantRoleStmt:
		return s.memberships(n.GrantRoleStmt)
	case *pg.Node_AlterTableStmt:
		return p.tableRights(s)
	case *pg.Node_AlterOwnerStmt:
		o := s.namedObject(n.AlterOwnerStmt.ObjectType, n.AlterOwnerStmt.Object)
		if n.AlterOwnerStmt.Relation != nil {
			o = s.namedObject(0, &pgsql.Node{Node: &pg.Node_RangeVar{RangeVar: n.AlterOwnerStmt.Relation}})
		}
		if p.isNew(s, o.object) {
			return nil
		}
		return []Finding{{Message: ownerMessage(o.name, n.AlterOwnerStmt.Newowner)}}
	case *pg.Node_ReassignOwnedStmt:
		return []Finding{{Message: ownerMessage("all that "+roles(n.ReassignOwnedStmt.Roles)+" owned", n.ReassignOwnedStmt.Newrole)}}
	}
	return p.policyChange(s)
}

// granted is what a GRANT or REVOKE does to older objects.
func (p *pass) granted(s *statement, n *pg.GrantStmt) []Finding {
	kind, all := n.Objtype, ""
	if n.Targtype == pg.GrantTargetType_ACL_TARGET_ALL_IN_SCHEMA {
		kind, all = pg.ObjectType_OBJECT_SCHEMA, "everything in schema "
	}
	var objects []string
	for _, node := range n.Objects {
		o := s.namedObject(kind, node)
		if rel, ok := o.object.(*catalog.Relation); p.isNew(s, o.object) || ok && rel.Persistence == catalog.Temporary {
			continue
		}
		objects = append(objects, all+o.name)
	}
	if len(objects) == 0 {
		return nil
	}
	f := Finding{Message: fmt.Sprintf("%s on %s", grantWords(n), strings.Join(objects, ", "))}
	if !n.IsGrant {
		f.Message += ": clients that need it fail at once"
	}
	return []Finding{opened(f, n)}
}

// grantWords says who gets or loses what.
func grantWords(n *pg.GrantStmt) string {
	var privileges []string
	for _, node := range n.GetPrivileges() {
		privileges = append(privileges, strings.ToUpper(node.GetAccessPriv().GetPrivName()))
	}
	what, verb := strings.Join(privileges, ", "), "loses"
	if slices.Contains(privileges, "") || what == "" {
		what = "all privileges"
	}
	if n.GetIsGrant() {
		verb = "gets"
	}
	return fmt.Sprintf("%s %s %s", roles(n.GetGrantees()), verb, what)
}

// opened makes a finding a warning where a GRANT is to everybody or of all.
func opened(f Finding, n *pg.GrantStmt) Finding {
	if n.GetIsGrant() && (isToAll(n) || len(n.GetPrivileges()) == 0) {
		f.Severity = Warning
	}
	return f
}

// isToAll tells whether a GRANT or REVOKE is about everybody.
func isToAll(n *pg.GrantStmt) bool {
	return slices.ContainsFunc(n.GetGrantees(), func(node *pgsql.Node) bool {
		return node.GetRoleSpec().GetRoletype() == pg.RoleSpecType_ROLESPEC_PUBLIC
	})
}

// memberships is what GRANT and REVOKE of roles do, but for roles that the same
// section makes.
func (s *statement) memberships(n *pg.GrantRoleStmt) []Finding {
	var granted []string
	for _, node := range n.GrantedRoles {
		name := node.GetAccessPriv().GetPrivName()
		made := slices.ContainsFunc(s.section.statements[:s.index], func(other *statement) bool {
			return other.node().GetCreateRoleStmt().GetRole() == name
		})
		if !made {
			granted = append(granted, pgsql.QuoteIdent(name))
		}
	}
	if len(granted) == 0 {
		return nil
	}
	verb := "loses"
	if n.IsGrant {
		verb = "gets"
	}
	return []Finding{{Message: fmt.Sprintf("%s %s all that the role %s may do", roles(n.GranteeRoles), verb, strings.Join(granted, ", "))}}
}

// tableRights is what an ALTER TABLE does to the rights to an older table.
func (p *pass) tableRights(s *statement) []Finding {
	var found []Finding
	for _, a := range s.actions() {
		if !p.inUse(s, a.table) {
			continue
		}
		name := s.name(a.table)
		switch {
		case a.cmd.Subtype == pg.AlterTableType_AT_ChangeOwner:
			found = append(found, Finding{Span: a.span, Message: ownerMessage(name, a.cmd.Newowner)})
		case a.cmd.Subtype == pg.AlterTableType_AT_DisableRowSecurity && (a.table.RowSecurity || a.table.Unknown):
			found = append(found, Finding{
				Span: a.span, Severity: Warning,
				Message: fmt.Sprintf("row security of %s is switched off: whoever may read the table sees all of its rows", name),
			})
		case a.cmd.Subtype == pg.AlterTableType_AT_NoForceRowSecurity && (a.table.ForceRowSecurity || a.table.Unknown):
			found = append(found, Finding{Span: a.span, Message: fmt.Sprintf("policies of %s do not bind its owner any more", name)})
		}
	}
	return found
}

// policyChange is what a statement about a policy does on an older table.
func (p *pass) policyChange(s *statement) []Finding {
	n := s.node()
	switch {
	case n.GetCreatePolicyStmt() != nil:
		return p.policyFinding(s, n.GetCreatePolicyStmt().Table, n.GetCreatePolicyStmt().PolicyName, "new")
	case n.GetAlterPolicyStmt() != nil:
		return p.policyFinding(s, n.GetAlterPolicyStmt().Table, n.GetAlterPolicyStmt().PolicyName, "changed")
	case !s.drops(pg.ObjectType_OBJECT_POLICY):
		return nil
	}
	parts := n.GetDropStmt().Objects[0].GetList().GetItems()
	schema, name := catalog.Split(parts[:len(parts)-1])
	table, policy := &pg.RangeVar{Schemaname: schema, Relname: name}, parts[len(parts)-1].GetString_().GetSval()
	rel := s.relation(table)
	if rel == nil || !rel.Unknown && s.Before.Find(catalog.ClassPolicy, rel.OID, policy) == nil {
		return nil
	}
	found := p.policyFinding(s, table, policy, "dropped")
	if len(found) > 0 && p.restrictive(policy, name) {
		found[0].Severity = Warning
		found[0].Message = fmt.Sprintf("policy %s of %s is dropped, and what it forbade is allowed from then on", pgsql.QuoteIdent(policy), s.name(rel))
	}
	return found
}

func (p *pass) policyFinding(s *statement, table *pg.RangeVar, policy, verb string) []Finding {
	rel := s.relation(table)
	if !p.inUse(s, rel) || s.Effects.Refused != nil || p.isNew(s, s.Before.Find(catalog.ClassPolicy, rel.OID, policy)) {
		return nil
	}
	return []Finding{{
		Message: fmt.Sprintf("policy %s of %s is %s: roles may see and write other rows than before", pgsql.QuoteIdent(policy), s.name(rel), verb),
	}}
}

// restrictive tells whether some revision has made a policy that forbids what
// others allow.
func (p *pass) restrictive(policy, table string) bool {
	found := false
	p.everyStatement(func(node *pgsql.Node) {
		n := node.GetCreatePolicyStmt()
		found = found || n != nil && !n.Permissive && n.PolicyName == policy && n.Table.GetRelname() == table
	})
	return found
}

func ownerMessage(name string, owner *pg.RoleSpec) string {
	return fmt.Sprintf("%s gets the owner %s, who alone may change and drop it from then on", name, role(owner))
}

// roles and role write whom a statement names.
func roles(nodes []*pgsql.Node) string {
	var list []string
	for _, node := range nodes {
		list = append(list, role(node.GetRoleSpec()))
	}
	return strings.Join(list, ", ")
}

func role(n *pg.RoleSpec) string {
	switch n.GetRoletype() {
	case pg.RoleSpecType_ROLESPEC_PUBLIC:
		return "every role (PUBLIC)"
	case pg.RoleSpecType_ROLESPEC_CSTRING:
		return pgsql.QuoteIdent(n.GetRolename())
	}
	return "the current role"
}
