package catalog

import (
	pg_query "github.com/pganalyze/pg_query_go/v5"
	"google.golang.org/protobuf/proto"

	"sqlbundle/internal/pgsql"
)

// Current is an expression of a relation with the columns named as they are
// now, without the relation's name before them; its own tree has the names that
// they had when it was written.
func (e *Expr) Current(rel *Relation) *pgsql.Node {
	node, _ := proto.Clone(e.Node).(*pgsql.Node)
	pgsql.Walk(node, func(message any) bool {
		ref, ok := message.(*pg_query.ColumnRef)
		if !ok || len(ref.Fields) == 0 {
			return true
		}
		name := ref.Fields[len(ref.Fields)-1].GetString_().GetSval()
		if num, known := e.Num(name); known && num > 0 && int(num) <= len(rel.Columns) {
			name = rel.Columns[num-1].Name
		}
		if name != "" {
			ref.Fields = []*pgsql.Node{pg_query.MakeStrNode(name)}
		}
		return true
	})
	return node
}
