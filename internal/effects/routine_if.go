package effects

import (
	"maps"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// choose runs the branches of an IF that may run. A condition over the server's
// version and what the catalog holds is decided.
func (r *run) choose(step pgsql.Step, certain bool) (goesOn bool) {
	goesOn, sure := true, certain
	for i, branch := range step.Branches {
		is, known := true, step.Conditions[i] == ""
		if !known {
			d := r.evaluated(step.Conditions[i])
			is, known = d.is(true), !d.open()
		}
		if !is && known {
			continue
		}
		before := maps.Clone(r.variables)
		if !r.steps(branch, sure && known) {
			goesOn = false
		}
		if known && sure == certain {
			break
		}
		// Another branch may have run instead.
		r.variables = agreeing(before, r.variables)
		if known {
			break
		}
		sure = false
	}
	return goesOn
}

// agreeing are the variables that have one value in both.
func agreeing(a, b map[string]datum) map[string]datum {
	both := map[string]datum{}
	for name, d := range a {
		if e, ok := b[name]; ok && d.same(e) {
			both[name] = d
		}
	}
	return both
}

// versionTest is the truth of a comparison of server_version_num with a number;
// ok is false for any other condition, and where the minor version decides.
func (r *run) versionTest(test *pg.A_Expr) (is, ok bool) {
	op, left, right := strings.Join(catalog.Strings(test.Name), "."), test.Lexpr, test.Rexpr
	if isVersionNumber(right) {
		op, left, right = commuted[op], right, left
	}
	number := right.GetAConst().GetIval()
	if !isVersionNumber(left) || number == nil || commuted[op] == "" {
		return false, false
	}
	const minors = 10000
	atFirst := holds(op, r.Version*minors-int(number.Ival))
	atLast := holds(op, (r.Version+1)*minors-1-int(number.Ival))
	return atFirst, atFirst == atLast && op != "=" && op != "<>"
}

// isVersionNumber tells whether an expression is server_version_num as a number.
func isVersionNumber(node *pgsql.Node) bool {
	if node.GetTypeCast() == nil {
		return false
	}
	for node.GetTypeCast() != nil {
		node = node.GetTypeCast().Arg
	}
	call := node.GetFuncCall()
	_, name := catalog.Split(call.GetFuncname())
	return name == "current_setting" && len(call.Args) > 0 && call.Args[0].GetAConst().GetSval().GetSval() == "server_version_num"
}
