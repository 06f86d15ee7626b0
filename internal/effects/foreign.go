package effects

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// foreignStatement are the statements about foreign-data wrappers, servers and
// user mappings: none touches a relation (foreigncmds.c).
func (r *run) foreignStatement(node *pgsql.Node) bool {
	switch n := node.Node.(type) {
	case *pg.Node_CreateFdwStmt:
		r.createWrapper(n.CreateFdwStmt)
	case *pg.Node_CreateForeignServerStmt:
		r.createServer(n.CreateForeignServerStmt)
	case *pg.Node_CreateUserMappingStmt:
		r.createUserMapping(n.CreateUserMappingStmt)
	case *pg.Node_DropUserMappingStmt:
		r.dropUserMapping(n.DropUserMappingStmt)
	default:
		return false
	}
	return true
}

func (r *run) createWrapper(n *pg.CreateFdwStmt) {
	r.e.Section = "CREATE FOREIGN DATA WRAPPER"
	o := r.newOther(catalog.ClassWrapper, 0, n.Fdwname, false)
	for _, node := range n.FuncOptions {
		if names := list(node.GetDefElem().GetArg()); len(names) > 0 {
			_, oid := r.supportFunction(names)
			r.Depend(catalog.Address{OID: o.OID}, catalog.Normal, catalog.Address{OID: oid})
		}
	}
}

func (r *run) createServer(n *pg.CreateForeignServerStmt) {
	r.e.Section = "CREATE SERVER"
	wrapper := r.Find(catalog.ClassWrapper, 0, n.Fdwname)
	o := r.newOther(catalog.ClassServer, 0, n.Servername, n.IfNotExists)
	switch {
	case o == nil:
	case wrapper == nil:
		r.notMade("foreign-data wrapper", n.Fdwname)
	default:
		r.Depend(catalog.Address{OID: o.OID}, catalog.Normal, catalog.Address{OID: catalog.HeadOf(wrapper).OID})
	}
}

// mappingName is the key of a user mapping.
func (r *run) mappingName(user *pg.RoleSpec, server string) string {
	if user.GetRoletype() == pg.RoleSpecType_ROLESPEC_PUBLIC {
		return "PUBLIC on " + server
	}
	return pgsql.QuoteIdent(r.roleName(user)) + " on " + server
}

func (r *run) createUserMapping(n *pg.CreateUserMappingStmt) {
	r.e.Section = "CREATE USER MAPPING"
	o := r.newOther(catalog.ClassUserMapping, 0, r.mappingName(n.User, n.Servername), n.IfNotExists)
	server := r.Find(catalog.ClassServer, 0, n.Servername)
	switch {
	case o == nil:
	case server == nil:
		r.notMade("server", n.Servername)
	default:
		r.Depend(catalog.Address{OID: o.OID}, catalog.Normal, catalog.Address{OID: catalog.HeadOf(server).OID})
	}
}

func (r *run) dropUserMapping(n *pg.DropUserMappingStmt) {
	r.e.Section = "DROP USER MAPPING"
	o := r.Find(catalog.ClassUserMapping, 0, r.mappingName(n.User, n.Servername))
	switch {
	case o != nil:
		r.Delete([]catalog.Address{{OID: catalog.HeadOf(o).OID}})
	case !n.MissingOk:
		r.notMade("user mapping for server", n.Servername)
	}
}
