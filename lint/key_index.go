package lint

import (
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// keyByIndex is SQL that builds the index of a UNIQUE or PRIMARY KEY while reads
// and writes go on, and SQL that makes the constraint of it. Both are empty for
// what cannot be reached that way: on partitioned tables, with options of the
// index.
func (s *statement) keyByIndex(a action, def *pg.Constraint) (build, add string) {
	k := s.addedBy(a, def)
	if k == nil || a.table.Kind != catalog.Table || len(def.Options) > 0 || def.Indexspace != "" {
		return "", ""
	}
	table, name := s.name(a.table), pgsql.QuoteIdent(k.Name)
	build = "CREATE UNIQUE INDEX CONCURRENTLY " + name + " ON " + table + " (" + names(s.keyNames(a, def)) + ")"
	if include := catalog.Strings(def.Including); len(include) > 0 {
		build += " INCLUDE (" + names(include) + ")"
	}
	if def.NullsNotDistinct {
		build += " NULLS NOT DISTINCT"
	}
	kind := "UNIQUE"
	if def.Contype == pg.ConstrType_CONSTR_PRIMARY {
		kind = "PRIMARY KEY"
	}
	words := []string{"ALTER TABLE", table, "ADD CONSTRAINT", name, kind, "USING INDEX", name}
	if def.Deferrable {
		words = append(words, "DEFERRABLE")
	}
	if def.Initdeferred {
		words = append(words, "INITIALLY DEFERRED")
	}
	return build + ";", strings.Join(words, " ") + ";"
}

// keyNames are the columns of a UNIQUE or PRIMARY KEY.
func (s *statement) keyNames(a action, def *pg.Constraint) []string {
	if col := a.column(); col != nil {
		return []string{col.Colname}
	}
	return catalog.Strings(def.Keys)
}

// keysAdded are the definitions of a kind of key without USING INDEX that an
// action adds, by itself or with a column.
func keysAdded(a action, kind pg.ConstrType) []*pg.Constraint {
	var found []*pg.Constraint
	if def := a.constraint(); def.GetContype() == kind && def.Indexname == "" {
		found = append(found, def)
	}
	for _, node := range a.column().GetConstraints() {
		if def := node.GetConstraint(); def.GetContype() == kind {
			found = append(found, def)
		}
	}
	return found
}
