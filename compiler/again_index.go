package compiler

import (
	"fmt"
	"strconv"
	"strings"

	pg_query "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
)

// againCreateIndex is for CREATE INDEX CONCURRENTLY. An attempt that does not
// end leaves the index invalid (PostgreSQL 16, CREATE INDEX, Building Indexes
// Concurrently). What is there before the first attempt is another's.
func againCreateIndex(n *pg_query.IndexStmt) *Again {
	table := regclassOf(n.Relation)
	named := "on_table = " + table + " AND name = " + literal(n.Idxname)
	a := &Again{}
	ours := named + " AND oid <> " + Before + " AND " + shape(n)
	if n.Idxname == "" {
		a = unsure("an index without a name was built", indexesOf(table))
		a.Look = textOr("SELECT pg_catalog.string_agg(oid, ',' ORDER BY oid) FROM " + Indexes + " WHERE on_table = " + table)
		ours = "on_table = " + table + " AND oid <> ALL (pg_catalog.string_to_array(" + Before + ", ',')) AND " + shape(n)
	} else {
		a.Look = textOr("SELECT c.oid::text FROM pg_catalog.pg_class c" +
			" JOIN pg_catalog.pg_class t USING (relnamespace) WHERE t.oid = " + table + " AND c.relname = " + literal(n.Idxname))
		a.Ensure = exists(Indexes + " WHERE " + named + " AND valid")
		a.Had = exists(Indexes + " WHERE " + ours + " AND valid")
		a.Touched = a.Had
	}
	a.Build = true
	a.Clean = dropIndexes + " FROM " + Indexes + " WHERE " + ours + " AND NOT valid"
	if n.Unique {
		a.Duplicates = duplicates(n)
	}
	return a
}

// Indexes stands in the texts of an [Again] for [IndexList], the same in each,
// so that a script has to tell it once.
const Indexes = "{indexes}"

// IndexList is a derived table of the database's indexes, with what tells one
// index from another; a column that is an expression has the name "".
const IndexList = "(SELECT c.oid::text, c.relnamespace::regnamespace AS schema, c.relname AS name, x.indrelid AS on_table, m.amname AS method, " +
	"x.indisunique AS is_unique, x.indpred IS NOT NULL AS is_partial, x.indoption::text AS options, " +
	"ARRAY(SELECT coalesce(a.attname, '') FROM pg_catalog.unnest(x.indkey) WITH ORDINALITY k(n, i) " +
	"LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.n ORDER BY k.i) AS columns, " +
	"x.indisvalid AND x.indisready AS valid FROM pg_catalog.pg_index x " +
	"JOIN pg_catalog.pg_class c ON c.oid = x.indexrelid JOIN pg_catalog.pg_am m ON m.oid = c.relam) i"

// dropIndexes gives the statements that drop indexes.
const dropIndexes = "SELECT pg_catalog.format('DROP INDEX CONCURRENTLY %s.%I', schema, name)"

// indexesOf shows a table's indexes.
func indexesOf(table string) string {
	return "SELECT indexrelid::regclass AS index, indisvalid AS valid, " +
		"pg_catalog.pg_get_indexdef(indexrelid) AS definition" +
		" FROM pg_catalog.pg_index WHERE indrelid = " + table + " ORDER BY indexrelid"
}

// shape tells indexes of another definition apart, as far as the catalog holds
// it in plain words: method, uniqueness, order and columns, not expressions.
func shape(n *pg_query.IndexStmt) string {
	left, right := "(method, is_unique, is_partial, options", fmt.Sprintf("(%s, %t, %t, %s",
		literal(method(n)), n.Unique, n.WhereClause != nil, literal(order(n.IndexParams)))
	names, plain := indexColumns(n)
	if plain {
		left, right = left+", columns", right+", ARRAY["+literals(names)+"]::name[]"
	}
	condition := left + ") = " + right + ")"
	if !plain {
		condition += " AND pg_catalog.cardinality(columns) = " + strconv.Itoa(len(names))
	}
	if n.NullsNotDistinct { // a column that PostgreSQL has from 15 on
		condition += " AND " + exists("pg_catalog.pg_index WHERE indexrelid::text = oid AND indnullsnotdistinct")
	}
	return condition
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

// indexColumns are the names of an index's columns, those of INCLUDE behind
// the others; plain tells that none is an expression. One in parentheses may be
// either.
func indexColumns(n *pg_query.IndexStmt) (names []string, plain bool) {
	plain = true
	for _, list := range [...][]*pgsql.Node{n.IndexParams, n.IndexIncludingParams} {
		for _, elem := range list {
			name := elem.GetIndexElem().GetName()
			plain = plain && name != ""
			names = append(names, name)
		}
	}
	return names, plain
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
