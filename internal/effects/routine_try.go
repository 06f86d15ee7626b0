package effects

import (
	"slices"

	"sqlbundle/internal/pgsql"
)

// try runs a body whose errors are handled, and the handler of the error that
// the server ends it with. Where rows may be the reason for an error, the other
// handlers may run, and nothing of the body may be left.
func (r *run) try(step pgsql.Step, certain bool) bool {
	goesOn, before, rows := true, r.Catalog.Copy(), r.rowsRead()
	refusal := r.attempt(func() { goesOn = r.steps(step.Branches[0], certain) })
	if refusal != nil {
		clear(r.variables)
		for i, handler := range step.Branches[1:] {
			if handles(step.Handles[i], refusal.SQLState) {
				return r.steps(handler, certain)
			}
		}
		panic(refusal)
	}
	mayFail := false
	for i, handler := range step.Branches[1:] {
		if slices.ContainsFunc(step.Handles[i], func(name string) bool { return schemaErrors[name] == "" && name != "42P07" && name != "42710" }) {
			mayFail = true
			r.steps(handler, false)
		}
	}
	if mayFail {
		clear(r.variables)
		if r.rowsRead() > rows {
			r.Doubt(before)
		}
	}
	return goesOn
}

// rowsRead is how many tables have been read or rewritten so far.
func (r *run) rowsRead() int { return len(r.e.Scans) + len(r.e.MayScan) + len(r.e.Rewrites) }

// schemaErrors are the names of the errors that the catalog decides (PostgreSQL
// 16, appendix A).
var schemaErrors = map[string]string{
	"ambiguous_column": "42702", "ambiguous_function": "42725", "datatype_mismatch": "42804",
	"dependent_objects_still_exist": "2BP01", "duplicate_alias": "42712", "duplicate_column": "42701",
	"duplicate_function": "42723", "duplicate_object": "42710", "duplicate_schema": "42P06", "duplicate_table": "42P07",
	"feature_not_supported": "0A000", "invalid_column_reference": "42P10", "invalid_foreign_key": "42830",
	"invalid_object_definition": "42P17", "invalid_schema_name": "3F000", "invalid_table_definition": "42P16",
	"object_in_use": "55006", "object_not_in_prerequisite_state": "55000", "syntax_error": "42601", "undefined_column": "42703",
	"undefined_function": "42883", "undefined_object": "42704", "undefined_table": "42P01", "wrong_object_type": "42809",
}

// handles tells whether a handler for some errors is for one.
func handles(names []string, sqlstate string) bool {
	return slices.ContainsFunc(names, func(name string) bool {
		class := name == "syntax_error_or_access_rule_violation" && sqlstate[:2] == "42"
		return name == "others" || class || name == sqlstate || schemaErrors[name] == sqlstate ||
			name == "raise_exception" && sqlstate == "P0001"
	})
}
