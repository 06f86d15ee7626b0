package out

import "fmt"

// requirements asks what the first revision that has not begun requires, each
// query by itself.
func (s *script) requirements() {
	asked := false
	for i, step := range s.plan.Steps {
		if len(step.Require) == 0 {
			continue
		}
		if !asked {
			s.line("-- ======== what the first revision that has not begun requires")
			s.line(`\if :{?sqlbundle_first} \unset sqlbundle_first_:sqlbundle_first \endif`)
			s.line(`SELECT CASE WHEN :sqlbundle_passed < 0 OR :sqlbundle_begun > 0 THEN 'none' ELSE (:sqlbundle_passed + 1)::text END AS sqlbundle_first \gset`)
			s.line(`\set sqlbundle_first_:sqlbundle_first on`)
			asked = true
		}
		s.line(`\if :{?sqlbundle_first_%d}`, i+1)
		for _, st := range step.Require {
			at := st.File.Position(st.Span.Start)
			s.line(`\set sqlbundle_ok off \set ON_ERROR_STOP off \set LAST_ERROR_MESSAGE ''`)
			s.query(st)
			s.line(`\set ON_ERROR_STOP on`)
			s.line(`\set sqlbundle_what %s`, psqlQuote(fmt.Sprintf("revision %s, %s:%d", step.ID(), ascii(sqlInline(at.File)), at.Line)))
			s.noteQuery(checkRequire, "CASE WHEN :'sqlbundle_ok' THEN 'ok' ELSE 'stop' END",
				":'sqlbundle_what' || CASE WHEN :'sqlbundle_ok' THEN '' ELSE ' is not true' || coalesce(': ' || nullif(pg_catalog.regexp_replace(:'LAST_ERROR_MESSAGE', '[[:space:][:cntrl:]]+', ' ', 'g'), ''), '') END")
		}
		s.line(`\endif`)
	}
}
