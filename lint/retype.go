package lint

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
)

// retype is ALTER COLUMN … TYPE.
type retype struct {
	action
	// column is as it was; nil where the history has not made it.
	column *catalog.Column
	// from and to are unknown where nobody knows.
	from, to catalog.Type
}

// retypes are the actions of a statement that change the type of a column.
func (s *statement) retypes() []retype {
	var found []retype
	for _, a := range s.actionsOf(pg.AlterTableType_AT_AlterColumnType) {
		r := retype{action: a, column: a.table.Column(a.cmd.Name)}
		if r.column != nil && s.Before.Object(a.table.OID) != nil {
			r.from = r.column.Type
		}
		if rel, ok := s.after().Object(a.table.OID).(*catalog.Relation); ok && rel.Column(a.cmd.Name) != nil {
			r.to = rel.Column(a.cmd.Name).Type
		}
		found = append(found, r)
	}
	return found
}

// using is the expression of USING; nil for none.
func (r retype) using() *pg.Node { return r.cmd.Def.GetColumnDef().GetRawDefault() }
