package compiler

import (
	"strconv"
	"strings"

	pg_query "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
)

// againCreateIndex is for CREATE INDEX CONCURRENTLY. An attempt that does not
// end leaves the index invalid (PostgreSQL 16, CREATE INDEX, Building Indexes
// Concurrently). What is there before the first attempt is another's.
func againCreateIndex(n *pg_query.IndexStmt) *Again {
	a := &Again{}
	table := regclassOf(n.Relation)
	fresh := "c.relname = " + literal(n.Idxname) + " AND c.oid::text <> " + Before
	if n.Idxname == "" {
		a = unsure("an index without a name was built", indexesOf(table))
		a.Look = textOr("SELECT pg_catalog.string_agg(indexrelid::text, ',' ORDER BY indexrelid)" +
			" FROM pg_catalog.pg_index WHERE indrelid = " + table)
		fresh = "c.oid::text <> ALL (pg_catalog.string_to_array(" + Before + ", ','))"
	} else {
		of := "c.relname = " + literal(n.Idxname)
		a.Look = textOr("SELECT c.oid::text FROM pg_catalog.pg_class c" +
			" JOIN pg_catalog.pg_class t USING (relnamespace) WHERE t.oid = " + table + " AND " + of)
		a.Ensure = exists(indexes + " WHERE x.indrelid = " + table + " AND " + of + usable)
	}
	ours := indexes + " JOIN pg_catalog.pg_am m ON m.oid = c.relam WHERE x.indrelid = " + table +
		" AND " + fresh + " AND " + shape(n)
	if n.Idxname != "" {
		a.Had = exists(ours + usable)
		a.Touched = a.Had
	}
	a.Clean = dropInvalid(ours)
	if n.Unique {
		a.Duplicates = duplicates(n)
	}
	return a
}

const (
	indexes = "pg_catalog.pg_index x JOIN pg_catalog.pg_class c ON c.oid = x.indexrelid"
	usable  = " AND x.indisvalid AND x.indisready"
)

// dropInvalid gives the statements that drop the invalid ones of some indexes.
func dropInvalid(from string) string {
	return "SELECT pg_catalog.format('DROP INDEX CONCURRENTLY %s.%I', c.relnamespace::regnamespace, c.relname)" +
		" FROM " + from + " AND NOT x.indisvalid"
}

// indexesOf shows a table's indexes.
func indexesOf(table string) string {
	return "SELECT indexrelid::regclass AS index, indisvalid AS valid, " +
		"pg_catalog.pg_get_indexdef(indexrelid) AS definition" +
		" FROM pg_catalog.pg_index WHERE indrelid = " + table + " ORDER BY indexrelid"
}

// shape is what the index looks like in pg_index x and pg_am m, as far as the
// text tells surely.
func shape(n *pg_query.IndexStmt) string {
	conditions := []string{"m.amname = " + literal(method(n))}
	if n.Unique {
		conditions = append(conditions, "x.indisunique")
	} else {
		conditions = append(conditions, "NOT x.indisunique")
	}
	if n.NullsNotDistinct {
		conditions = append(conditions, "x.indnullsnotdistinct")
	}
	if n.WhereClause == nil {
		conditions = append(conditions, "x.indpred IS NULL")
	} else {
		conditions = append(conditions, "x.indpred IS NOT NULL")
	}
	conditions = append(conditions, "x.indoption::text = "+literal(order(n.IndexParams)), indexColumns(n))
	return strings.Join(conditions, " AND ")
}

// method is the access method; the server takes rtree, which is gone, for gist.
func method(n *pg_query.IndexStmt) string {
	switch n.AccessMethod {
	case "":
		return "btree"
	case "rtree":
		return "gist"
	}
	return n.AccessMethod
}

// order is pg_index.indoption: for each key column 1 for DESC, and 2 for NULLS
// FIRST, which DESC brings along (PostgreSQL 16, 53.26 and CREATE INDEX).
func order(keys []*pgsql.Node) string {
	bits := make([]string, len(keys))
	for i, key := range keys {
		e := key.GetIndexElem()
		desc := e.GetOrdering() == pg_query.SortByDir_SORTBY_DESC
		first := desc
		switch e.GetNullsOrdering() {
		case pg_query.SortByNulls_SORTBY_NULLS_FIRST:
			first = true
		case pg_query.SortByNulls_SORTBY_NULLS_LAST:
			first = false
		}
		bit := 0
		if desc {
			bit |= 1
		}
		if first {
			bit |= 2
		}
		bits[i] = strconv.Itoa(bit)
	}
	return strings.Join(bits, " ")
}

// indexColumns compares the index's columns, included ones too. With an expression
// among them it only counts: how the server keeps it cannot be told.
func indexColumns(n *pg_query.IndexStmt) string {
	all := append(n.IndexParams[:len(n.IndexParams):len(n.IndexParams)], n.IndexIncludingParams...)
	names := make([]string, len(all))
	for i, elem := range all {
		if names[i] = elem.GetIndexElem().GetName(); names[i] == "" {
			return "x.indnatts = " + strconv.Itoa(len(all))
		}
	}
	return "ARRAY(SELECT a.attname FROM pg_catalog.unnest(x.indkey) WITH ORDINALITY k(n, i)" +
		" JOIN pg_catalog.pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.n ORDER BY k.i)" +
		" = ARRAY[" + literals(names) + "]::name[]"
}

// againDropIndex is for DROP INDEX CONCURRENTLY, which takes one name. It
// makes the index invalid first, and drops it in a later transaction.
func againDropIndex(n *pg_query.DropStmt) *Again {
	var name []string
	if len(n.Objects) > 0 {
		name = namesOf(n.Objects[0].GetList().GetItems())
	}
	state := "pg_catalog.format('%s %s', indexrelid, indisvalid)"
	return &Again{
		Look:    textOr("SELECT " + state + " FROM pg_catalog.pg_index WHERE indexrelid = " + regclass(name...)),
		Touched: gone("pg_catalog.pg_index WHERE " + state + " = " + Before),
		Had:     gone("pg_catalog.pg_class WHERE oid::text = pg_catalog.split_part(" + Before + ", ' ', 1)"),
	}
}
