package lint

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// added are the constraints that the statement makes, in the order in which it
// makes them. Those that a table only has because its parent has them are not
// among them.
func (s *statement) added() []*catalog.Constraint {
	return slices.DeleteFunc(made[*catalog.Constraint](s), func(k *catalog.Constraint) bool {
		return k.Parent != 0 || k.Inherited > 0 && !k.Local
	})
}

// constraintKinds are the parser's words for the kinds of constraints.
var constraintKinds = map[pg.ConstrType]catalog.ConstraintKind{
	pg.ConstrType_CONSTR_CHECK: catalog.Check, pg.ConstrType_CONSTR_FOREIGN: catalog.ForeignKey,
	pg.ConstrType_CONSTR_PRIMARY: catalog.PrimaryKey, pg.ConstrType_CONSTR_UNIQUE: catalog.Unique,
	pg.ConstrType_CONSTR_EXCLUSION: catalog.Exclude,
}

// addedBy is the constraint that an action makes of a definition, with the name
// that it has got; nil where nobody can tell.
func (s *statement) addedBy(a action, def *pg.Constraint) *catalog.Constraint {
	keys := append(catalog.Strings(def.Keys), catalog.Strings(def.FkAttrs)...)
	if col := a.column(); col != nil {
		keys = []string{col.Colname}
	}
	rel, _ := s.after().Object(a.table.OID).(*catalog.Relation)
	for _, k := range s.added() {
		switch {
		case k.In != a.table.OID || rel == nil || k.Kind != constraintKinds[def.Contype]:
		case def.Conname != "" && k.Name == catalog.Truncate(def.Conname):
			return k
		case def.Conname != "":
		case k.Kind == catalog.Check && expression(k.Expr.Node) == expression(def.RawExpr):
			return k
		case k.Kind != catalog.Check && slices.Equal(columnNames(rel, k.Columns), keys):
			return k
		}
	}
	return nil
}

// columnNames are the names of a relation's columns; "" stands for an expression.
func columnNames(rel *catalog.Relation, nums []int16) []string {
	list := make([]string, len(nums))
	for i, num := range nums {
		if num > 0 && int(num) <= len(rel.Columns) {
			list[i] = rel.Columns[num-1].Name
		}
	}
	return list
}

// sameColumns tells whether two lists hold the same columns, in any order.
func sameColumns(a, b []int16) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(slices.Compact(a), slices.Compact(b))
}

// notValid is SQL that adds a CHECK or a foreign key without reading a row, and
// checks the rows while reads and writes go on. It is empty where the
// constraint's name is not known.
func (s *statement) notValid(a action, def *pg.Constraint) string {
	k := s.addedBy(a, def)
	if k == nil {
		return ""
	}
	table, name := s.name(a.table), pgsql.QuoteIdent(k.Name)
	words := s.definition(a)
	if words == "" {
		return ""
	}
	return s.instead(a, lines(
		"ALTER TABLE "+table+" ADD CONSTRAINT "+name+" "+words+" NOT VALID;",
		s.boundary(),
		"ALTER TABLE "+table+" VALIDATE CONSTRAINT "+name+";",
	))
}

// definition is the author's text of a constraint that an action adds, without
// its name; empty where it cannot be told.
func (s *statement) definition(a action) string {
	for _, t := range s.Tokens {
		if t.Start < a.span.Start || t.Start >= a.span.End {
			continue
		}
		switch t.Kind {
		case pg.Token_CHECK, pg.Token_FOREIGN, pg.Token_UNIQUE, pg.Token_PRIMARY, pg.Token_EXCLUDE:
			return s.File.Text[t.Start:a.span.End]
		}
	}
	return ""
}
