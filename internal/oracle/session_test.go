package oracle

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"sqlbundle/internal/pgtest"
)

// opened is a session on a database of its own.
func opened(t *testing.T) (*Session, *pgtest.DB) {
	t.Helper()
	db := pgtest.Shared(t, 0).Database(t)
	s, err := Open(t.Context(), db.Server, db.Name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close(t.Context()) })
	return s, db
}

func TestSessionRun(t *testing.T) {
	s, _ := opened(t)
	steps := []struct {
		stmt string
		want Answer
	}{
		{"CREATE TABLE t (a int PRIMARY KEY, b int)", Answer{Created: []string{"public.t", "public.t_pkey"}}},
		{"INSERT INTO t VALUES (1, 1)", Answer{Locks: map[string]string{"public.t": "RowExclusiveLock"}}},
		{"ALTER TABLE t ALTER b SET NOT NULL", Answer{
			Locks: map[string]string{"public.t": "AccessExclusiveLock"}, Scanned: []string{"public.t"},
		}},
		{"DROP TABLE IF EXISTS missing; REINDEX INDEX t_pkey", Answer{
			Locks: map[string]string{"public.t": "ShareLock"}, IndexLocks: map[string]string{"public.t_pkey": "AccessExclusiveLock"},
			RewrittenIndexes: []string{"public.t_pkey"}, Scanned: []string{"public.t"},
		}},
		{"ALTER TABLE t ALTER b SET NOT NULL, ADD CHECK (b < 0)", Answer{
			Error: `check constraint "t_b_check" of relation "t" is violated by some row`, SQLState: "23514",
		}},
		{"SET search_path = ''", Answer{}},
		{"CREATE INDEX CONCURRENTLY i ON public.t (b)", Answer{Created: []string{"public.i"}, NoTx: true}},
		{"VACUUM FULL public.t", Answer{
			NoTx: true, Rewritten: []string{"public.t"}, RewrittenIndexes: []string{"public.i", "public.t_pkey"},
		}},
		{"CREATE TABLE t ()", Answer{Error: "no schema has been selected to create in", SQLState: "3F000"}},
		{"DROP INDEX CONCURRENTLY public.nothing", Answer{Error: `index "nothing" does not exist`, SQLState: "42704", NoTx: true}},
	}
	for _, step := range steps {
		got, err := s.Run(t.Context(), step.stmt)
		if diff := cmp.Diff(step.want, got, cmpopts.EquateEmpty()); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", step.stmt, err, diff)
		}
	}
}

func TestSessionRunTransaction(t *testing.T) {
	s, db := opened(t)
	db.Exec("CREATE TABLE old (a int PRIMARY KEY)")
	got, err := s.RunTransaction(t.Context(), []string{
		"CREATE TABLE t (a int)",
		"ALTER TABLE t ADD UNIQUE (a), ADD FOREIGN KEY (a) REFERENCES old",
		"COMMENT ON TABLE old IS 'x'",
		"COMMENT ON TABLE old IS 'y'",
		"DROP TABLE t",
	})
	if err != nil || len(got) != 5 {
		t.Fatalf("%v, %v", got, err)
	}
	// CREATE TABLE has taken the strongest mode; the foreign key takes a further one.
	if diff := cmp.Diff(map[string]string{"public.t": "ShareRowExclusiveLock"}, got[1].LocksNew); diff != "" || len(got[4].LocksNew) > 0 {
		t.Errorf("the transaction's own table: %s, then %v", diff, got[4].LocksNew)
	}
	if diff := cmp.Diff(map[string]string{"public.old": "ShareRowExclusiveLock"}, got[1].Locks); diff != "" {
		t.Errorf("the table that was there: %s", diff)
	}
	if got[2].Locks["public.old"] != "ShareUpdateExclusiveLock" || len(got[3].Locks) > 0 {
		t.Errorf("locks that are new, then not: %v, %v", got[2].Locks, got[3].Locks)
	}
	if rows := db.Query("SELECT obj_description('old'::regclass)"); rows[0][0] != "y" {
		t.Errorf("the comment is %v", rows)
	}
}

func TestSessionRunTransactionThatFails(t *testing.T) {
	s, db := opened(t)
	db.Exec("CREATE TABLE p (a int PRIMARY KEY); CREATE TABLE c (a int REFERENCES p DEFERRABLE INITIALLY DEFERRED)")
	tests := []struct {
		name  string
		stmts []string
		state string
	}{
		{"in a statement", []string{"CREATE TABLE t ()", "SELECT 1/0", "CREATE TABLE u ()"}, "22012"},
		{"at the end", []string{"CREATE TABLE t ()", "INSERT INTO c VALUES (1)"}, "23503"},
		{"without a transaction", []string{"CREATE TABLE t ()", "VACUUM p"}, activeTransaction},
	}
	for _, test := range tests {
		got, err := s.RunTransaction(t.Context(), test.stmts)
		if err != nil || len(got) != 2 || got[1].SQLState != test.state {
			t.Errorf("%s: %+v, %v", test.name, got, err)
		}
		if rows := db.Query("SELECT to_regclass('t')"); rows[0][0] != `\N` {
			t.Errorf("%s: the table is there", test.name)
		}
	}
}
