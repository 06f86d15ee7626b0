package lint

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// indexText is the statement that builds an index of the catalog concurrently;
// empty where it has something that cannot be written down.
func (s *statement) indexText(index *catalog.Relation) string {
	info := index.Index
	table, _ := s.Before.Object(info.Table).(*catalog.Relation)
	if table == nil || len(index.Options) > 0 || index.Tablespace != "" {
		return ""
	}
	n := &pg.IndexStmt{
		Idxname: index.Name, Relation: s.rangeVar(table), AccessMethod: info.Method, Concurrent: true,
		Unique: info.Unique, NullsNotDistinct: info.NullsNotDistinct,
	}
	for _, c := range info.Columns {
		if c.Opclass != "" || c.OpclassOptions || c.Collation != "" {
			return ""
		}
		e := &pg.IndexElem{Ordering: pg.SortByDir_SORTBY_DEFAULT, NullsOrdering: pg.SortByNulls_SORTBY_NULLS_DEFAULT}
		if c.Num > 0 {
			e.Name = table.Columns[c.Num-1].Name
		} else {
			e.Expr = c.Expr.Current(table)
		}
		if c.Descending {
			e.Ordering = pg.SortByDir_SORTBY_DESC
		}
		if c.NullsFirst != c.Descending {
			e.NullsOrdering = pg.SortByNulls_SORTBY_NULLS_LAST
			if c.NullsFirst {
				e.NullsOrdering = pg.SortByNulls_SORTBY_NULLS_FIRST
			}
		}
		n.IndexParams = append(n.IndexParams, &pgsql.Node{Node: &pg.Node_IndexElem{IndexElem: e}})
	}
	for _, name := range columnNames(table, info.Include) {
		n.IndexIncludingParams = append(n.IndexIncludingParams, &pgsql.Node{Node: &pg.Node_IndexElem{IndexElem: &pg.IndexElem{Name: name}}})
	}
	if info.Predicate != nil {
		n.WhereClause = info.Predicate.Current(table)
	}
	text, err := pgsql.Deparse(&pgsql.Node{Node: &pg.Node_IndexStmt{IndexStmt: n}})
	if err != nil {
		return ""
	}
	return text + ";"
}

// rangeVar names a relation as the statement may write it where it stands.
func (s *statement) rangeVar(rel *catalog.Relation) *pg.RangeVar {
	n := &pg.RangeVar{Relname: rel.Name, Inh: true, Relpersistence: "p"}
	if found := s.Before.Relation("", rel.Name); found == nil || found.OID != rel.OID {
		n.Schemaname = s.Before.SchemaOf(rel)
	}
	return n
}
