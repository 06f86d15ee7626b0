package effects

import (
	"cmp"
	"strconv"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// chooseIndexName is the name that an index gets where none is given
// (ChooseIndexName, indexcmds.c).
func (r *run) chooseIndexName(rel *catalog.Relation, info *catalog.IndexInfo, columns []string) string {
	addition := nameAddition(columns)
	switch {
	case info.Primary:
		return r.ChooseRelationName(rel.Name, "", "pkey", rel.In, true)
	case info.Exclusion:
		return r.ChooseRelationName(rel.Name, addition, "excl", rel.In, true)
	case info.Constraint != 0:
		return r.ChooseRelationName(rel.Name, addition, "key", rel.In, true)
	}
	return r.ChooseRelationName(rel.Name, addition, "idx", rel.In, false)
}

// nameAddition joins the names of columns until they are longer than any name
// may be (ChooseIndexNameAddition).
func nameAddition(columns []string) string {
	joined := ""
	for _, name := range columns {
		if joined != "" {
			joined += "_"
		}
		joined += name
		if len(joined) >= 64 {
			break
		}
	}
	return joined
}

// indexColumnNames are the names of an index's own columns as a statement gives
// them, those of INCLUDE with them.
func (r *run) indexColumnNames(n *pg.IndexStmt) []string {
	var names []string
	for _, nodes := range [][]*pgsql.Node{n.IndexParams, n.IndexIncludingParams} {
		for _, node := range nodes {
			elem := node.GetIndexElem()
			name := elem.GetIndexcolname()
			if name == "" {
				name = elem.GetName()
			}
			if name == "" {
				name = r.expressionName(elem.GetExpr())
			}
			names = append(names, name)
		}
	}
	return distinctNames(names)
}

// partNames are the names of the columns of an index that exists.
func (r *run) partNames(index *catalog.Relation) []string {
	table := r.mustRelation(index.Index.Table)
	var names []string
	for _, col := range index.Index.Columns {
		if col.Num != 0 {
			names = append(names, table.Columns[col.Num-1].Name)
			continue
		}
		names = append(names, r.expressionName(col.Expr.Node))
	}
	for _, num := range index.Index.Include {
		names = append(names, table.Columns[num-1].Name)
	}
	return distinctNames(names)
}

// distinctNames adds numbers to names that come again (ChooseIndexColumnNames).
func distinctNames(names []string) []string {
	var distinct []string
	taken := map[string]bool{}
	for _, origin := range names {
		name := origin
		for i := 1; taken[name]; i++ {
			number := strconv.Itoa(i)
			name = clipName(origin, 63-len(number)) + number
		}
		taken[name] = true
		distinct = append(distinct, name)
	}
	return distinct
}

// clipName keeps so many bytes of a name as whole characters fit.
func clipName(name string, n int) string {
	if len(name) <= n {
		return name
	}
	return strings.ToValidUTF8(name[:n], "")
}

// expressionName is what the server calls an index's expression
// (FigureIndexColname, parse_target.c), and "expr" where it finds no name in it.
func (r *run) expressionName(node *pgsql.Node) string {
	return cmp.Or(r.ExpressionName(node), "expr")
}
