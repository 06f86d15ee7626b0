package pgtest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPsql(t *testing.T) {
	db := Shared(t, 0).Database(t)
	tests := []struct {
		name, script string
		args         []string
		want         Result
	}{
		{"rows", "SELECT 'é', NULL;", []string{"-At"}, Result{Stdout: "é|\n"}},
		{
			"an error that psql runs past", "SELECT 1/0; SELECT 2;",
			[]string{"-At"},
			Result{Stdout: "2\n", Stderr: "ERROR:  division by zero\n"},
		},
		{
			"an error that stops", "\\set ON_ERROR_STOP on\nSELECT 1/0; SELECT 2;", nil,
			Result{Stderr: "ERROR:  division by zero\n", Status: 3},
		},
		{"a variable", "SELECT :'word';", []string{"-At", "-v", "word=it's"}, Result{Stdout: "it's\n"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, db.Psql(test.script, test.args...)); diff != "" {
				t.Error(diff)
			}
		})
	}
	t.Run("a file", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "script.sql")
		if err := os.WriteFile(file, []byte("SELECT 1/0;"), 0o600); err != nil {
			t.Fatal(err)
		}
		want := Result{Stderr: "psql:" + file + ":1: ERROR:  division by zero\n", Status: 3}
		if diff := cmp.Diff(want, db.PsqlFile(file, "-v", "ON_ERROR_STOP=1")); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("killed by a signal", func(t *testing.T) {
		if got := db.Psql(`\! kill -9 $PPID`).Status; got != -1 {
			t.Errorf("the status is %d", got)
		}
	})
}

func TestCommandIsFreeOfTheCallersSettings(t *testing.T) {
	t.Setenv("PGOPTIONS", "-c statement_timeout=7s")
	t.Setenv("PGCLIENTENCODING", "LATIN1")
	t.Setenv("PSQLRC", "/nowhere")
	db := Shared(t, 0).Database(t)
	if got := db.Psql("SHOW statement_timeout; SHOW client_encoding", "-At").Stdout; got != "0\nUTF8\n" {
		t.Errorf("the session has %q", got)
	}
	cmd := db.Command("-At", "-c", "SHOW statement_timeout")
	cmd.Env = append(cmd.Env, "PGOPTIONS=-c statement_timeout=8s")
	if got := db.Run(cmd).Stdout; got != "8s\n" {
		t.Errorf("what the test appends gives %q", got)
	}
}

func TestQuery(t *testing.T) {
	db := Shared(t, 0).Database(t)
	db.Exec("CREATE TABLE t (n int, s text, b bool); INSERT INTO t VALUES (1, 'a', true), (2, NULL, false)")
	want := [][]string{{"1", "a", "t"}, {"2", `\N`, "f"}}
	if diff := cmp.Diff(want, db.Query("SELECT 1; SELECT * FROM t ORDER BY n")); diff != "" {
		t.Error(diff)
	}
	if got := db.Query("DELETE FROM t"); len(got) != 0 {
		t.Errorf("a DELETE gives rows: %v", got)
	}
	wantError(t, db.ExecError("INSERT INTO t VALUES (3); SELECT 1/0"), "division by zero")
	if got := db.Query("SELECT count(*) FROM t"); got[0][0] != "0" {
		t.Errorf("the refused string left %s rows", got[0][0])
	}
	if err := db.ExecError("SELECT 1"); err != nil {
		t.Error(err)
	}
}

func TestDatabasesAreApartAndDropped(t *testing.T) {
	s := Shared(t, 0)
	var names []string
	t.Run("made", func(t *testing.T) {
		one, two := s.Database(t), s.Database(t)
		one.Exec("CREATE TABLE t ()")
		two.Exec("CREATE TABLE t ()")
		two.Connect() // a session that is open does not keep the database
		names = []string{one.Name, two.Name}
	})
	all := s.Database(t).Query("SELECT datname FROM pg_database WHERE datname IN ('" + strings.Join(names, "', '") + "')")
	if len(all) != 0 {
		t.Errorf("databases outlive their test: %v", all)
	}
}

func TestConnectKeepsItsSession(t *testing.T) {
	db := Shared(t, 0).Database(t)
	conn := db.Connect()
	var got string
	if _, err := conn.Exec(t.Context(), "SET lock_timeout = '3s'"); err != nil {
		t.Fatal(err)
	}
	if err := conn.QueryRow(t.Context(), "SHOW lock_timeout").Scan(&got); err != nil || got != "3s" {
		t.Errorf("lock_timeout is %q (%v)", got, err)
	}
}
