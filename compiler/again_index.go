package compiler

import (
	"fmt"
	"strconv"
	"strings"

	pg_query "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
	"sqlbundle/internal/syntax"
)

// againCreateIndex is for CREATE INDEX CONCURRENTLY. An attempt that does not
// end leaves the index invalid (PostgreSQL 16, CREATE INDEX, Building Indexes
// Concurrently). What is there before the first attempt is another's.
func againCreateIndex(n *pg_query.IndexStmt) *Again {
	table := regclassOf(n.Relation)
	named := "on_table = " + table + " AND name = " + literal(n.Idxname)
	a := &Again{}
	if n.Idxname == "" {
		a = unsure("an index without a name was built", indexesOf(table))
		a.Look = textOr("SELECT pg_catalog.string_agg(oid, ',' ORDER BY oid) FROM " + Indexes + " WHERE on_table = " + table)
		a.Ours = "on_table = " + table + " AND oid <> ALL (pg_catalog.string_to_array(" + Before + ", ',')) AND " + shape(n)
	} else {
		a.Look = textOr("SELECT c.oid::text FROM pg_catalog.pg_class c" +
			" JOIN pg_catalog.pg_class t USING (relnamespace) WHERE t.oid = " + table + " AND c.relname = " + literal(n.Idxname))
		a.Ours = named + " AND oid <> " + Before + " AND " + shape(n)
		a.Ensure = exists(Indexes + " WHERE " + named + " AND valid")
		a.Had = exists(Indexes + " WHERE " + Ours + " AND valid")
		a.Touched = a.Had
		a.Done = a.Had
	}
	if n.Idxname == "" {
		a.Done = exists(Indexes + " WHERE " + Ours + " AND valid")
	}
	if n.IfNotExists {
		a.Done = a.Ensure
	}
	a.Build = true
	a.Clean = "SELECT drop_it FROM " + Indexes + " WHERE " + Ours + " AND NOT valid"
	if n.Unique {
		a.Duplicates = duplicates(n)
	}
	return a
}

// IndexList is a derived table of the database's indexes, with what tells one
// index from another. A column that is an expression has the name "". An index
// is plain that has but default operator classes and its columns' collations.
// The statement in drop_it raises an error instead where another session builds
// an index on the table: its unfinished one looks like one that is left over
// (PostgreSQL 16, 28.4.4 and 13.3.1: such a session holds a SHARE UPDATE
// EXCLUSIVE lock).
const IndexList = "(SELECT c.oid::text, c.relname AS name, x.indrelid AS on_table, m.amname AS method, " +
	"x.indisunique AS is_unique, x.indpred IS NOT NULL AS is_partial, x.indoption::text AS options, " +
	"ARRAY(SELECT coalesce(a.attname, '') FROM pg_catalog.unnest(x.indkey) WITH ORDINALITY k(n, i) " +
	"LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.n ORDER BY k.i) AS columns, " +
	"NOT EXISTS (SELECT FROM pg_catalog.unnest(x.indclass) k(o) JOIN pg_catalog.pg_opclass o ON o.oid = k.o WHERE NOT o.opcdefault) AND " +
	"NOT EXISTS (SELECT FROM ROWS FROM (pg_catalog.unnest(x.indkey), pg_catalog.unnest(x.indcollation)) k(n, o) JOIN pg_catalog.pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.n WHERE k.o <> a.attcollation) AS is_plain, " +
	"pg_catalog.pg_get_indexdef(c.oid) AS definition, x.indisvalid AND x.indisready AS valid, " +
	"CASE WHEN b.pids IS NULL THEN pg_catalog.format('DROP INDEX CONCURRENTLY %s.%I', c.relnamespace::regnamespace, c.relname) " +
	"ELSE pg_catalog.format('DO $$ BEGIN RAISE EXCEPTION USING MESSAGE = %L, HINT = %L; END $$', " +
	"'sqlbundle: another session builds an index on this table, pid ' || b.pids || ': its index may be what looks left over', " +
	"'Nothing has been dropped. Wait until that session has ended, and run this script again.') END AS drop_it " +
	"FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class c ON c.oid = x.indexrelid JOIN pg_catalog.pg_am m ON m.oid = c.relam, " +
	"LATERAL (SELECT pg_catalog.string_agg(l.pid::text, ', ') AS pids FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_progress_create_index p USING (pid) " +
	"WHERE l.locktype = 'relation' AND l.relation = x.indrelid AND l.mode = 'ShareUpdateExclusiveLock' AND l.granted " +
	"AND p.datname = pg_catalog.current_database() AND l.pid <> pg_catalog.pg_backend_pid()) b) i"

// indexesOf shows a table's indexes.
func indexesOf(table string) string {
	return "SELECT indexrelid::regclass AS index, indisvalid AS valid, " +
		"pg_catalog.pg_get_indexdef(indexrelid) AS definition" +
		" FROM pg_catalog.pg_index WHERE indrelid = " + table + " ORDER BY indexrelid"
}

// shape tells indexes of another definition apart, as far as that is sure:
// method, uniqueness, order, columns, and the words of expressions, of which the
// server keeps a text of its own.
func shape(n *pg_query.IndexStmt) string {
	left, right := "(method, is_unique, is_partial, options", fmt.Sprintf("(%s, %t, %t, %s",
		literal(syntax.IndexMethod(n)), n.Unique, n.WhereClause != nil, literal(order(n.IndexParams)))
	names, named := indexColumns(n)
	if named {
		left, right = left+", columns", right+", ARRAY["+literals(names)+"]::name[]"
	}
	condition := left + ") = " + right + ")"
	if !named {
		condition += " AND pg_catalog.cardinality(columns) = " + strconv.Itoa(len(names))
	}
	if plain(n) {
		condition += " AND is_plain"
	}
	if words := definitionWords(n); len(words) > 0 {
		condition += " AND NOT EXISTS (SELECT FROM pg_catalog.unnest(ARRAY[" + literals(words) + "]) w WHERE pg_catalog.strpos(definition, w) = 0)"
	}
	if n.NullsNotDistinct { // a column that PostgreSQL has from 15 on
		condition += " AND " + exists("pg_catalog.pg_index WHERE indexrelid::text = oid AND indnullsnotdistinct")
	}
	return condition
}

// plain tells whether the statement names no operator class and no collation,
// and indexes columns alone.
func plain(n *pg_query.IndexStmt) bool {
	for _, param := range n.IndexParams {
		e := param.GetIndexElem()
		if e.GetName() == "" || len(e.GetOpclass()) > 0 || len(e.GetCollation()) > 0 {
			return false
		}
	}
	return true
}

// definitionWords are the words of the index's expressions and condition that
// the server's own text of them must hold, whatever it makes of the rest: names
// of columns and functions, operators, whole numbers.
func definitionWords(n *pg_query.IndexStmt) []string {
	seen := map[string]bool{}
	var words []string
	add := func(word string) {
		if word != "" && !seen[word] {
			seen[word] = true
			words = append(words, word)
		}
	}
	look := func(message any) bool {
		switch m := message.(type) {
		case *pg_query.ColumnRef:
			if fields := pgsql.Names(m.Fields); len(fields) > 0 {
				add(strings.ReplaceAll(fields[len(fields)-1], `"`, `""`))
			}
		case *pg_query.FuncCall:
			if m.Funcformat == pg_query.CoercionForm_COERCE_EXPLICIT_CALL && len(m.Funcname) == 1 {
				add(m.Funcname[0].GetString_().GetSval())
			}
		case *pg_query.A_Expr:
			if m.Kind == pg_query.A_Expr_Kind_AEXPR_OP && len(m.Name) == 1 {
				add(m.Name[0].GetString_().GetSval())
			}
		case *pg_query.A_Const:
			if i, ok := m.Val.(*pg_query.A_Const_Ival); ok {
				add(strconv.Itoa(int(i.Ival.Ival)))
			}
		}
		return true
	}
	for _, param := range n.IndexParams {
		if e := param.GetIndexElem(); e.GetExpr() != nil {
			pgsql.Walk(e.Expr, look)
		}
	}
	if n.WhereClause != nil {
		pgsql.Walk(n.WhereClause, look)
	}
	return words
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
		name = pgsql.Names(n.Objects[0].GetList().GetItems())
	}
	state := "pg_catalog.format('%s %s', indexrelid, indisvalid)"
	a := &Again{
		Look:    textOr("SELECT " + state + " FROM pg_catalog.pg_index WHERE indexrelid = " + regclass(name...)),
		Touched: gone("pg_catalog.pg_index WHERE " + state + " = " + Before),
		Had:     gone("pg_catalog.pg_class WHERE oid::text = pg_catalog.split_part(" + Before + ", ' ', 1)"),
	}
	a.Done = a.had(n.MissingOk)
	return a
}
