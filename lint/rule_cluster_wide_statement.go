package lint

import pg "github.com/pganalyze/pg_query_go/v5"

var clusterWideStatement = &Rule{
	ID: "cluster-wide-statement", Title: "the statement reaches beyond its database",
	Group: GroupProcess, Severity: Warning,
	Peers: []string{"mp MP073"},
	Doc: "Roles, databases, tablespaces and ALTER SYSTEM belong to the whole server. A revision that changes them cannot be " +
		"played in a copy of the database on the same server, needs rights that a migration should not have, and takes " +
		"effect on databases that know nothing of it. Provide for them where servers are set up.",
	check: func(p *pass, s *statement) {
		if s.clusterWide() {
			p.reportAt(s, Finding{
				Message: s.Kind + " changes the whole server, not only this database: on a server that has the revision in two databases it fails or is done twice",
				Help:    "do it where servers are set up; `nolint cluster-wide-statement` where it belongs here",
			})
		}
	},
}

// clusterWide tells whether the statement changes a shared catalog (PostgreSQL
// 16, chapter 53: pg_authid, pg_database, pg_tablespace and their like) or the
// server's configuration.
func (s *statement) clusterWide() bool {
	switch n := s.node().GetNode().(type) {
	case *pg.Node_CreateRoleStmt, *pg.Node_AlterRoleStmt, *pg.Node_AlterRoleSetStmt, *pg.Node_DropRoleStmt, *pg.Node_GrantRoleStmt,
		*pg.Node_CreatedbStmt, *pg.Node_DropdbStmt, *pg.Node_AlterDatabaseStmt, *pg.Node_AlterDatabaseRefreshCollStmt,
		*pg.Node_CreateTableSpaceStmt, *pg.Node_DropTableSpaceStmt, *pg.Node_AlterTableSpaceOptionsStmt, *pg.Node_AlterSystemStmt:
		return true
	case *pg.Node_AlterDatabaseSetStmt:
		return true
	case *pg.Node_CommentStmt:
		return shared(n.CommentStmt.Objtype)
	case *pg.Node_RenameStmt:
		return shared(n.RenameStmt.RenameType)
	case *pg.Node_AlterOwnerStmt:
		return shared(n.AlterOwnerStmt.ObjectType)
	}
	return false
}

func shared(kind pg.ObjectType) bool {
	return kind == pg.ObjectType_OBJECT_DATABASE || kind == pg.ObjectType_OBJECT_ROLE || kind == pg.ObjectType_OBJECT_TABLESPACE
}
