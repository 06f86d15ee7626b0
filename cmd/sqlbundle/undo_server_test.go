package main

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sqlbundle/internal/pgtest"
)

// logins is a history whose revision "two" stops on rows that stand twice.
func logins(t testing.TB, config string) testProject {
	return made(t, oldest+config,
		rev{
			id: "one", up: "CREATE TABLE users (id int PRIMARY KEY, email text);\nINSERT INTO users VALUES (1, 'a@x'), (2, 'A@x'), (3, 'b@x');",
			down: "DROP TABLE users;",
		},
		rev{
			id: "two",
			up: "ALTER TABLE users ADD COLUMN login text;\n-- sqlbundle:commit\nUPDATE users SET login = lower(email);\n" +
				"CREATE INDEX CONCURRENTLY users_email ON users (email);\nCREATE UNIQUE INDEX CONCURRENTLY users_login ON users (login);\n" +
				"ALTER TABLE users ADD CONSTRAINT users_login UNIQUE USING INDEX users_login;",
			down: "ALTER TABLE users DROP COLUMN login;\nDROP INDEX users_email;",
		},
		rev{id: "three", up: "CREATE TABLE three ();", down: "DROP TABLE three;"},
	)
}

// from is a bundle's start in the tests of one revision.
const from = "one:two"

// TestUndoVersions holds that a rollback from inside a revision, which the data
// have stopped, leaves schema and rows as they were before it, and that the
// upgrade can be run anew.
func TestUndoVersions(t *testing.T) {
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		for name, config := range map[string]string{
			"plain":         "",
			"without a log": "[tracking]\nlog = false\n",
			"alembic":       "[tracking]\nstyle = \"alembic\"\n",
			"joined":        "[bundle]\ntransaction = \"all\"\n",
		} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				p, table := logins(t, config), trackingTable
				if name == "alembic" {
					table = "public.alembic_version"
				}
				db := s.Database(t)
				apply(t, db, p.sql("upgrade", "one"))
				before := stateOf(db, table)
				upgrade, rollback := p.scripts("one:three")
				stopped := func() {
					t.Helper()
					got := db.PsqlFile(upgrade)
					says(t, got.Stderr, `could not create unique index "users_login"`)
					same(t, "progress", progressOf(db), []string{"two upgrade 1 done", "two upgrade 2 done", "two upgrade 3 done"})
				}
				stopped()
				all := everything(db)
				finished(t, db.PsqlFile(rollback, "-v", "sqlbundle_check_only=on"), "guards passed", "taking back what the upgrade of two has done before it stopped, segment 3, 2, 1")
				same(t, "after looking only", everything(db), all)
				finished(t, db.PsqlFile(rollback, "-v", "sqlbundle_stop_after=three"), "nothing to do, the database stands at one")
				same(t, "behind one that is passed", everything(db), all)
				finished(t, db.PsqlFile(rollback), "taking back segment 3/5 of the upgrade of two", "taking back segment 1/5", "the database stands at one")
				same(t, "behind the rollback", stateOf(db, table), before)
				same(t, "open", progressOf(db), []string{})
				finished(t, db.PsqlFile(rollback), "nothing to do")

				stopped()
				finished(t, db.PsqlFile(file(t, p.sql("downgrade", "two:one"))), "taking back segment 3/5")
				same(t, "behind the downgrade", stateOf(db, table), before)
				db.Exec("DELETE FROM users WHERE id = 2")
				finished(t, db.PsqlFile(upgrade), "the database stands at three")
				same(t, "rows", db.Query("SELECT id, login FROM users ORDER BY id"), [][]string{{"1", "a@x"}, {"3", "b@x"}})
				finished(t, db.PsqlFile(rollback), "the database stands at one")
			})
		}
	})
}

var takesBack = regexp.MustCompile(`(?m)^\\if :\{\?sqlbundle_undo_`)

// TestUndoHalf holds that a rollback which was cut off inside a revision goes on,
// and that no upgrade does before it has ended.
func TestUndoHalf(t *testing.T) {
	s, p := pgtest.Shared(t, 0), logins(t, "")
	upgrade, rollback := p.scripts(from)
	text := slurp(t, rollback)
	for i, at := range takesBack.FindAllStringIndex(text, -1) {
		if i < 2 {
			continue // nothing is done yet: the fourth segment has not run
		}
		for _, name := range []string{"goes on", "by hand"} {
			t.Run(fmt.Sprintf("%d/%s", i, name), func(t *testing.T) {
				t.Parallel()
				db := s.Database(t)
				apply(t, db, p.sql("upgrade", "one"))
				before := stateOf(db, trackingTable)
				db.PsqlFile(upgrade)
				db.Psql(text[:at[0]])
				message := refuses(t, db, upgrade, nil, "a rollback stopped inside two, after ", "Finish it: psql -X -v sqlbundle_stop_after=two -f rollback.sql", "sqlbundle_abandon=two")
				if name == "by hand" {
					db.Exec("ALTER TABLE users DROP COLUMN IF EXISTS login; DELETE FROM users WHERE id = 2")
					finished(t, db.PsqlFile(upgrade, "-v", wayOut(t, message, "sqlbundle_abandon")), "segment 1/5", "the database stands at two")
					return
				}
				finished(t, db.PsqlFile(rollback, "-v", wayOut(t, message, "sqlbundle_stop_after")), fmt.Sprintf("taking back segment %d/5", 4-i), "the database stands at one")
				same(t, "behind the rollback", stateOf(db, trackingTable), before)
				same(t, "open", progressOf(db), []string{})
			})
		}
	}
}

// TestUndoOfOthers holds that names mean to what takes a segment back what they
// meant to the upgrade, and that an index which somebody else has made stays.
func TestUndoOfOthers(t *testing.T) {
	s := pgtest.Shared(t, 0)
	up := "SET search_path = app;\nSET ROLE undo_clerk;\nCREATE TABLE made (id int);\nINSERT INTO made VALUES (1);\n" +
		"CREATE INDEX CONCURRENTLY made_id ON made (id);\nSELECT 1 / (SELECT count(*) FROM public.gate);"
	role(t, s, "undo_clerk")
	p := made(t, oldest, rev{id: "one", up: "CREATE SCHEMA app;\nGRANT ALL ON SCHEMA app TO undo_clerk;\nCREATE TABLE gate ();\nGRANT SELECT ON gate TO undo_clerk;", down: "DROP TABLE gate;\nDROP SCHEMA app;"}, rev{id: "two", up: up, down: "DROP TABLE app.made;"})
	upgrade, rollback := p.scripts(from)
	stuck := func(t *testing.T) *pgtest.DB {
		t.Helper()
		db := s.Database(t)
		apply(t, db, p.sql("upgrade", "one"))
		stopped(t, db.PsqlFile(upgrade), "division by zero")
		return db
	}
	t.Run("settings", func(t *testing.T) {
		db := stuck(t)
		finished(t, db.PsqlFile(rollback), "taking back segment 2/3", "the database stands at one")
		same(t, "what is left", db.Query("SELECT relname FROM pg_class WHERE relname LIKE 'made%'"), [][]string{})
		same(t, "by role", db.Query("SELECT DISTINCT by_role FROM sqlbundle_log"), [][]string{{"postgres"}})
	})
	t.Run("another index", func(t *testing.T) {
		db := stuck(t)
		db.Exec("DROP INDEX app.made_id; CREATE INDEX made_id ON public.gate ((1)); CREATE UNIQUE INDEX made_id ON app.made (id)")
		finished(t, db.PsqlFile(rollback))
		same(t, "what is left", db.Query("SELECT relname, relnamespace::regnamespace FROM pg_class WHERE relname LIKE 'made%'"), [][]string{{"made_id", "public"}})
	})
	t.Run("another path", func(t *testing.T) {
		p := logins(t, "[tracking]\nschema = \"public\"\n")
		upgrade, rollback := p.scripts(from)
		db := s.Database(t)
		db.Exec(`CREATE SCHEMA other; ALTER DATABASE "` + db.Name + `" SET search_path = other`)
		finished(t, db.PsqlFile(file(t, p.sql("upgrade", "one"))))
		db.PsqlFile(upgrade)
		db.Exec("CREATE TABLE public.users (id int, login text)")
		refuses(t, db, rollback, nil, "what takes it back is for the schema public, while the first of the search_path is other", "sqlbundle_abandon=two")
	})
}

// TestUndoEverySegment stops the example behind each segment of each revision
// with several. From there the rollback leads to where the revision began, or
// refuses and changes nothing.
func TestUndoEverySegment(t *testing.T) {
	s, p := pgtest.Shared(t, 0), helpdesk(t)
	db := s.Database(t)
	undone, refused := []string{}, []string{}
	heads := "base"
	for _, step := range p.manifest("upgrade", "heads", "--database", "main").Steps {
		dir := p.bundle(heads+":"+step.Revision, "--database", "main")
		if _, err := os.Stat(dir + "/main"); err == nil {
			dir += "/main"
		}
		heads = strings.Join(step.HeadsAfter, ",")
		upgrade, rollback := dir+"/upgrade.sql", dir+"/rollback.sql"
		text := slurp(t, upgrade)
		for n := 1; n < len(step.Segments); n++ {
			at := strings.Index(text, fmt.Sprintf("\n-- ======== step 1/1: upgrade %s, segment %d/", step.Revision, n+1))
			name := fmt.Sprintf("%s/%d", step.Revision, n)
			copied := clone(t, db)
			if got := copied.Psql(text[:at+1]); got.Status != 0 {
				t.Fatalf("%s: %s", name, got.Stderr)
			}
			before := everything(copied)
			got := copied.PsqlFile(rollback)
			if got.Status == 0 {
				undone = append(undone, name)
				same(t, name, stateOf(copied, trackingTable), stateOf(db, trackingTable))
				same(t, name+": open", progressOf(copied), []string{})
				finished(t, copied.PsqlFile(upgrade))
				continue
			}
			refused = append(refused, name)
			stopped(t, got, "the upgrade stopped inside "+step.Revision, "; not surely taken back is ", "sqlbundle_abandon=")
			same(t, name, everything(copied), before)
		}
		finished(t, db.PsqlFile(upgrade))
	}
	t.Logf("undone: %q\nrefused: %q", undone, refused)
	for _, name := range []string{"1975ea83b712/1", "1975ea83b712/2"} {
		if !slices.Contains(undone, name) {
			t.Errorf("%s is not taken back", name)
		}
	}
}

// slurp is a file's text.
func slurp(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
