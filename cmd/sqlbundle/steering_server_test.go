package main

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"sqlbundle/internal/pgtest"
)

// logOf is the log without what differs from run to run.
func logOf(db *pgtest.DB) [][]string {
	return db.Query("SELECT revision, direction, segment, segments, digest, plan_digest, state, open FROM sqlbundle_log ORDER BY 1, 2, 3, done_at")
}

// TestCheckOnly holds that a script that is only to look changes nothing, and
// that it stops where it would stop.
func TestCheckOnly(t *testing.T) {
	s := pgtest.Shared(t, 0)
	upgrade, rollback := branched(t, "").scripts("head")
	db := s.Database(t)
	before := everything(db)
	for _, script := range []string{upgrade, rollback} {
		where, values, garbage := "beginning with step 1 of 9", []string{"1", "on"}, []string{"maybe", ""}
		if script == rollback {
			where, values, garbage = "nothing to do, the database stands at base", []string{"true"}, []string{"'"}
		}
		for _, value := range values {
			got := db.PsqlFile(script, "-v", "sqlbundle_check_only="+value)
			finished(t, got)
			same(t, "it says", got.Stdout, "sqlbundle: guards passed, nothing has been changed; "+where+"\n")
			same(t, "after looking", everything(db), before)
		}
		for _, value := range garbage {
			refuses(t, db, script, []string{"-v", "sqlbundle_check_only=" + value}, "sqlbundle_check_only")
		}
	}
	finished(t, db.PsqlFile(upgrade, "-v", "sqlbundle_check_only=0"))
	same(t, "rows", rowsOf(db, trackingTable), []string{"ff"})
	before = everything(db)
	finished(t, db.PsqlFile(rollback, "-v", "sqlbundle_check_only=1"), "guards passed, nothing has been changed; beginning with step 1 of 9")
	same(t, "after looking at the way back", everything(db), before)
	refuses(t, db, file(t, made(t, "", rev{id: "other"}).sql("upgrade", "head")), []string{"-v", "sqlbundle_check_only=1"}, "the tracking table says ff")
}

// TestStopAfter holds where a run ends that is told to. That each revision will
// do is held by TestProgressFromEveryState.
func TestStopAfter(t *testing.T) {
	s := pgtest.Shared(t, 0)
	for _, mode := range []string{"revision", "all"} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			p := made(t, "[bundle]\ntransaction = '"+mode+"'\n",
				rev{id: "one", up: "CREATE TABLE one (n int);", down: "DROP TABLE one;"},
				rev{id: "two", up: "INSERT INTO one VALUES (2);", down: "DELETE FROM one WHERE n = 2;"},
				rev{id: "three", up: "SET application_name = 'x'; INSERT INTO one VALUES (3);", down: "DELETE FROM one WHERE n = 3;"},
				rev{id: "four", up: "CREATE INDEX CONCURRENTLY one_n ON one (n);\nINSERT INTO one VALUES (4);", down: "DELETE FROM one WHERE n = 4;\nDROP INDEX CONCURRENTLY one_n;"},
				rev{id: "five", up: "INSERT INTO one VALUES (5);", down: "DELETE FROM one WHERE n = 5;"},
			)
			upgrade, rollback := p.scripts("head")
			undisturbed := s.Database(t)
			finished(t, undisturbed.PsqlFile(upgrade))
			ids := []string{"one", "two", "three", "four", "five"}
			db := s.Database(t)
			for i, id := range ids {
				before := everything(db)
				if i == 0 || i == 3 {
					refuses(t, db, upgrade, []string{"-v", "sqlbundle_stop_after=it's"}, "sqlbundle_stop_after=it's: this script has no such revision", "listed at its top")
				} else {
					finished(t, db.PsqlFile(upgrade, "-v", "sqlbundle_stop_after="+ids[i/2]), "nothing to do, the database stands at "+ids[i-1])
					same(t, "after what is passed", everything(db), before)
				}
				finished(t, db.PsqlFile(upgrade, "-v", "sqlbundle_stop_after="+id), "the database stands at "+id)
				same(t, "rows", rowsOf(db, trackingTable), []string{id})
			}
			same(t, "piece by piece", stateOf(db, trackingTable), stateOf(undisturbed, trackingTable))
			same(t, "the log", logOf(db), logOf(undisturbed))

			// In the middle of what is one transaction, then all the rest.
			db = s.Database(t)
			finished(t, db.PsqlFile(upgrade, "-v", "sqlbundle_stop_after=two"))
			same(t, "data", db.Query("SELECT n FROM one"), [][]string{{"2"}})
			finished(t, db.PsqlFile(upgrade))
			same(t, "in two runs", stateOf(db, trackingTable), stateOf(undisturbed, trackingTable))
			same(t, "the log", logOf(db), logOf(undisturbed))

			refuses(t, db, rollback, []string{"-v", "sqlbundle_stop_after=nosuch"}, "sqlbundle_stop_after=nosuch: this script has no such revision")
			finished(t, db.PsqlFile(rollback, "-v", "sqlbundle_stop_after=three"), "the database stands at two")
			same(t, "data", db.Query("SELECT n FROM one"), [][]string{{"2"}})
			finished(t, db.PsqlFile(rollback, "-v", "sqlbundle_stop_after=four"), "nothing to do, the database stands at two")
			finished(t, db.PsqlFile(rollback), "the database stands at base")
		})
	}
}

// TestAbandon holds what is forgotten, and that nothing else is. How it helps
// out is held by TestProgressOfOthers.
func TestAbandon(t *testing.T) {
	s := pgtest.Shared(t, 0)
	for _, log := range []string{"true", "false"} {
		t.Run("log "+log, func(t *testing.T) {
			t.Parallel()
			p := halfway(t, "[tracking]\nlog = "+log+"\n")
			upgrade, rollback := p.scripts("three")
			db := s.Database(t)
			refuses(t, db, upgrade, []string{"-v", "sqlbundle_abandon=nosuch"}, "sqlbundle_abandon=nosuch: this script has no such revision")
			finished(t, db.PsqlFile(rollback, "-v", "sqlbundle_abandon=two"), "nothing to do")
			stopped(t, db.PsqlFile(upgrade), `relation "gate" does not exist`)
			refuses(t, db, rollback, []string{"-v", "sqlbundle_abandon=nosuch"}, "sqlbundle_abandon=nosuch: this script has no such revision")
			same(t, "progress", progressOf(db), []string{"two upgrade 1 done", "two upgrade 2 done"})
			// Another revision is forgotten.
			stopped(t, db.PsqlFile(upgrade, "-v", "sqlbundle_abandon=three"), `relation "gate" does not exist`)
			same(t, "progress", progressOf(db), []string{"two upgrade 1 done", "two upgrade 2 done"})
			before := everything(db)
			finished(t, db.PsqlFile(upgrade, "-v", "sqlbundle_abandon=two", "-v", "sqlbundle_check_only=1"), "going on after step 1 of 3")
			same(t, "after looking", everything(db), before)
			db.Exec("ALTER TABLE one DROP COLUMN m; DELETE FROM one;" + gate)
			db.Exec("ALTER TABLE gate RENAME TO nogate")
			stopped(t, db.PsqlFile(upgrade, "-v", "sqlbundle_abandon=two"), `relation "gate" does not exist`)
			// The same command once more must not forget what it has done itself.
			refuses(t, db, upgrade, []string{"-v", "sqlbundle_abandon=two"}, "the progress inside two is of a run that had abandoned what was there before", "Run this script without sqlbundle_abandon")
			db.Exec("ALTER TABLE nogate RENAME TO gate")
			finished(t, db.PsqlFile(upgrade), "going on inside two, at its segment 3")
			same(t, "rows", db.Query("SELECT n, m FROM one"), [][]string{{"1", "2"}})
			finished(t, db.PsqlFile(rollback))
			if n := db.Query("SELECT count(*) FROM sqlbundle_log")[0][0]; log == "false" && n != "0" {
				t.Errorf("%s rows are left in the log", n)
			}
		})
	}
}

// TestScriptTwiceInOneSession holds that a second run in the same psql knows
// nothing of where the first one stood.
func TestScriptTwiceInOneSession(t *testing.T) {
	s, p := pgtest.Shared(t, 0), branched(t, "")
	upgrade, rollback := p.scripts("head")
	other, _ := p.scripts("cc")
	db := s.Database(t)
	got := db.Psql("\\i " + upgrade + "\n\\i " + upgrade + "\n\\i " + rollback + "\n\\i " + rollback + "\n\\i " + upgrade + "\n\\i " + rollback + "\n\\i " + other + "\n")
	finished(t, got)
	same(t, "steps", strings.Count(got.Stdout, " segment 1/"), 9+9+9+9+2)
	same(t, "rows", rowsOf(db, trackingTable), []string{"cc"})
}

var seconds = regexp.MustCompile(`done in [0-9.]+ s`)

// TestEventsAreGreppable holds that all that a script prints are lines of its
// own, however psql is called.
func TestEventsAreGreppable(t *testing.T) {
	s, p := pgtest.Shared(t, 0), branched(t, "")
	upgrade, _ := p.scripts("head")
	script, err := os.ReadFile(upgrade)
	if err != nil {
		t.Fatal(err)
	}
	var want string
	for name, run := range map[string]func(db *pgtest.DB) *exec.Cmd{
		"-f": func(db *pgtest.DB) *exec.Cmd { return db.Command("-f", upgrade) },
		"<":  func(db *pgtest.DB) *exec.Cmd { return db.Command() },
		"-f -": func(db *pgtest.DB) *exec.Cmd {
			return db.Command("-f", "-")
		},
		"| tee": func(db *pgtest.DB) *exec.Cmd {
			cmd := db.Command()
			shell := exec.Command("sh", "-c", `"$0" -X | tee /dev/null`, cmd.Path)
			shell.Env = cmd.Env
			return shell
		},
		"echoing": func(db *pgtest.DB) *exec.Cmd { return db.Command("-e", "-E", "-x", "-f", upgrade) },
		"with settings that get in the way": func(db *pgtest.DB) *exec.Cmd {
			return db.Command("-v", "AUTOCOMMIT=off", "-v", "ON_ERROR_ROLLBACK=on", "-v", "FETCH_COUNT=1", "-v", "sqlbundle_go=1", "-v", "sqlbundle_place=4_1", "-v", "VERBOSITY=verbose", "-P", "null=x", "-f", upgrade)
		},
	} {
		db := s.Database(t)
		cmd := run(db)
		cmd.Stdin = strings.NewReader(string(script))
		got := db.Run(cmd)
		finished(t, got)
		for _, line := range strings.SplitAfter(got.Stdout, "\n") {
			if line != "" && !strings.HasPrefix(line, "sqlbundle: ") {
				t.Errorf("%s: a line of something else: %q", name, line)
			}
		}
		if got.Stderr != "" {
			t.Errorf("%s: standard error:\n%s", name, got.Stderr)
		}
		lines := seconds.ReplaceAllString(got.Stdout, "done")
		if want == "" {
			want = lines
		}
		same(t, name, lines, want)
	}
	says(t, want, "sqlbundle: upgrade from base to ff, 9 steps, plan ", "\nsqlbundle: beginning with step 1 of 9\nsqlbundle: step 1/9 upgrade aa segment 1/1\n",
		"sqlbundle: step 9/9 upgrade ff segment 1/1\n", "sqlbundle: done, the database stands at ff\n")
}
