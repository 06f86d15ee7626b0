package out

import (
	"errors"

	"sqlbundle/compiler"
	"sqlbundle/internal/source"
)

// unstopped are the commands that a read-only session runs all the same, and
// that change more than how rows are stored: no guard could keep a client from
// them that goes on after an error. VACUUM, CLUSTER and REINDEX run as well
// (measured, PostgreSQL 13 to 18), and change no row.
var unstopped = map[string]bool{"ALTER SYSTEM": true, "COMMIT PREPARED": true, "ROLLBACK PREPARED": true}

// plainProblems finds what only a script for psql can do.
func plainProblems(plan *compiler.Plan) error {
	if plan.Settings.Tracking.Schema == "" {
		return errors.New(`the plain dialect needs the tracking table's schema: set [tracking] schema, such as "public", or use --dialect psql`)
	}
	var errs source.ErrorList
	fail := func(st *compiler.Statement, msg, hint string) {
		errs.Add(&source.Error{File: st.File, Span: st.Span, Msg: msg, Hint: hint})
	}
	for _, step := range plan.Steps {
		for _, segment := range step.Segments {
			for _, st := range segment.Statements {
				if unstopped[st.Kind] {
					fail(st, "the plain dialect has no guard for "+st.Kind+": a read-only session runs it all the same", "use --dialect psql for this revision, or run the statement by hand")
				}
				if setsSetting(st, "default_transaction_read_only") {
					fail(st, "the plain dialect guards by default_transaction_read_only, and this sets it", "use --dialect psql for this revision, or SET TRANSACTION in a transaction of its own")
				}
			}
		}
	}
	return errs.Err()
}

func setsSetting(st *compiler.Statement, name string) bool {
	for _, set := range st.Settings {
		if set.Name == name {
			return true
		}
	}
	return false
}
