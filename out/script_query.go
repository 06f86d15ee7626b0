package out

import (
	"cmp"
	"fmt"
	"strings"

	"sqlbundle/compiler"
	"sqlbundle/internal/pgsql"
)

// require writes the queries that must be true before anything of the revision
// is done, in a read-only transaction of their own. A run that goes on inside
// the revision does not ask again.
func (s *script) require(i int, step *compiler.Step) {
	if len(step.Require) == 0 {
		return
	}
	s.line("-- ======== step %d/%d: %s %s requires", i+1, len(s.plan.Steps), step.Direction, step.ID())
	s.line(`\if :{?sqlbundle_at_%d_1} \set sqlbundle_go on \endif \if :{?sqlbundle_begun_%d} \set sqlbundle_go off \endif \if :sqlbundle_go`, i+1, i+1)
	s.line("BEGIN TRANSACTION READ ONLY;")
	s.queries(step.Require, fmt.Sprintf("revision %s requires what is not so", step.ID()),
		"Nothing of this revision has been done. When it is so, run this script again.")
	s.line("COMMIT;")
	s.line(`\endif`)
	s.line("")
}

// verify writes the queries that must be true before the revision is recorded.
func (s *script) verify(step *compiler.Step) {
	s.queries(step.Verify, fmt.Sprintf("revision %s does not verify", step.ID()),
		"The transaction is rolled back, and the revision is not recorded. When it is mended, run this script again.")
}

// queries asks each query, which must give one true boolean.
func (s *script) queries(list []*compiler.Statement, why, hint string) {
	for _, st := range list {
		s.query(st)
		s.line(`\if :sqlbundle_ok \else`)
		at := st.File.Position(st.Span.Start)
		s.line("DO $sqlbundle$ BEGIN RAISE EXCEPTION 'sqlbundle: %%', %s USING HINT = %s; END $sqlbundle$;",
			scriptLiteral(fmt.Sprintf("%s: the query at %s:%d is not true", why, ascii(sqlInline(at.File)), at.Line)), pgsql.QuoteLiteral(hint))
		s.line(`\endif`)
	}
}

// query asks one query, as its author wrote it, into a variable. The savepoint
// takes back that nothing may be changed, the time limits, and what a function
// may have set.
func (s *script) query(st *compiler.Statement) {
	sql := st.SQL()
	s.readable(st.Lead, sql, st.Trail)
	touched := s.touched
	if lead := trimLines(st.Lead); lead != "" {
		s.line("%s", lead)
	}
	s.line("SAVEPOINT sqlbundle; SET TRANSACTION READ ONLY; %s SELECT (", queryLimits(s, st))
	s.line("%s", strings.TrimRight(sql+" "+st.Trail, " "))
	s.line(`) IS TRUE AS sqlbundle_ok \gset`)
	s.text("ROLLBACK TO SAVEPOINT sqlbundle; RELEASE SAVEPOINT sqlbundle; ")
	s.touched = touched
}

// queryLimits sets the time limits of a query.
func queryLimits(s *script, st *compiler.Statement) string {
	return "SET LOCAL lock_timeout = " + pgsql.QuoteLiteral(cmp.Or(timeout(st, 0), s.plan.Settings.LockTimeout)) +
		"; SET LOCAL statement_timeout = " + pgsql.QuoteLiteral(cmp.Or(timeout(st, 1), s.plan.Settings.StatementTimeout)) + ";"
}
