package effects

import (
	"fmt"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// keepBound gives a partition that is detached concurrently a check of what its
// bound said, unless it has one (DetachAddConstraintIfNeeded, tablecmds.c).
func (r *run) keepBound(part, parent *catalog.Relation) {
	if part.Bound == nil || r.checksImplyBound(part.OID, parent.OID, part.Bound) {
		return
	}
	check := r.boundCheck(part, parent)
	if check == nil {
		r.unknown("what check %s keeps of its bound", part.Name)
		return
	}
	analysis := r.AnalyzeExpr(part, check)
	k := &catalog.Constraint{Kind: catalog.Check, Validated: true, Enforced: true, Local: true, Expr: &analysis.Expr}
	for _, key := range parent.Key {
		if num := mapColumn(parent, part, key.Num); num != 0 {
			k.Columns = append(k.Columns, num)
		}
	}
	column := ""
	if len(k.Columns) == 1 {
		column = part.Columns[k.Columns[0]-1].Name
	}
	k.Head = head(catalog.ClassConstraint, part.OID, r.ChooseConstraintName(part.Name, column, "check", part.In))
	r.newConstraint(k)
}

// boundCheck is what the bound of a partition says of its rows; nil where that
// cannot be written down.
func (r *run) boundCheck(part, parent *catalog.Relation) *pgsql.Node {
	var keys []string
	for _, key := range parent.Key {
		if key.Num == 0 {
			keys = append(keys, "("+exprText(key.Expr.Current(parent))+")")
			continue
		}
		keys = append(keys, pgsql.QuoteIdent(parent.Columns[key.Num-1].Name))
	}
	text := ""
	switch parent.Strategy {
	case "range":
		text = rangeCheck(keys, part.Bound)
	case "list":
		text = listCheck(keys[0], part.Bound)
	case "hash":
		text = fmt.Sprintf("satisfies_hash_partition(%d, %d, %d, %s)", parent.OID, part.Bound.Modulus, part.Bound.Remainder, strings.Join(keys, ", "))
	}
	stmts, err := pgsql.Parse("SELECT " + text)
	if text == "" || err != nil || len(stmts) != 1 {
		return nil
	}
	targets := stmts[0].GetStmt().GetSelectStmt().GetTargetList()
	if len(targets) != 1 {
		return nil
	}
	return targets[0].GetResTarget().GetVal()
}

// rangeCheck is get_qual_for_range (partbounds.c) for one range.
func rangeCheck(keys []string, bound *pg.PartitionBoundSpec) string {
	var parts []string
	for _, key := range keys {
		parts = append(parts, key+" IS NOT NULL")
	}
	for _, side := range []struct {
		limits []*pgsql.Node
		op     string
	}{{bound.Lowerdatums, ">"}, {bound.Upperdatums, "<"}} {
		if limit := limitCheck(keys, side.limits, side.op); limit != "" {
			parts = append(parts, limit)
		}
	}
	return strings.Join(parts, " AND ")
}

// limitCheck is one side of a range: "a > 1 OR a = 1 AND b >= 2"; empty where
// there is no limit.
func limitCheck(keys []string, limits []*pgsql.Node, op string) string {
	if len(keys) == 0 || len(limits) == 0 {
		return ""
	}
	v, ok := boundValue(limits[0])
	if !ok || v.infinite != 0 {
		return ""
	}
	datum := exprText(limits[0])
	rest := ""
	if len(keys) > 1 {
		rest = limitCheck(keys[1:], limits[1:], op)
	}
	switch {
	case rest != "":
		return fmt.Sprintf("(%[1]s %[2]s %[3]s OR %[1]s = %[3]s AND %[4]s)", keys[0], op, datum, rest)
	case op == ">":
		return keys[0] + " >= " + datum
	}
	return keys[0] + " < " + datum
}

// listCheck is get_qual_for_list for a partition that is not the default.
func listCheck(key string, bound *pg.PartitionBoundSpec) string {
	var values []string
	null := false
	for _, node := range bound.Listdatums {
		if v, ok := constant(node); ok && v.null {
			null = true
			continue
		}
		values = append(values, exprText(node))
	}
	in := key + " IN (" + strings.Join(values, ", ") + ")"
	switch {
	case null && len(values) == 0:
		return key + " IS NULL"
	case null:
		return key + " IS NULL OR " + in
	}
	return key + " IS NOT NULL AND " + in
}
