package syntax

import pg "github.com/pganalyze/pg_query_go/v5"

// IndexMethod is the access method of a CREATE INDEX. The server takes rtree,
// which is gone, for gist (DefineIndex, indexcmds.c, PostgreSQL 16).
func IndexMethod(n *pg.IndexStmt) string {
	switch n.AccessMethod {
	case "":
		return "btree"
	case "rtree":
		return "gist"
	}
	return n.AccessMethod
}
