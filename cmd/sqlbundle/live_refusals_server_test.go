package main

import (
	"net"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgproto3"

	"sqlbundle/internal/pgtest"
)

// TestLiveRefusals is about databases that are not where they should be.
func TestLiveRefusals(t *testing.T) {
	s := pgtest.Shared(t, 0)
	for name, test := range map[string]struct {
		config, setup string
		args          []string
		status        int
		says          []string
	}{
		"unknown revision": {
			setup: table("nn"), args: []string{"upgrade", "head"}, status: 3,
			says: []string{`the version table holds "nn", but there is no such revision`, "HINT:", "sqlbundle stamp TARGET --purge"},
		},
		"unknown revision, current": {setup: table("nn"), args: []string{"current"}, status: 3, says: []string{`holds "nn"`, "HINT:"}},
		"unknown revision, history": {setup: table("nn"), args: []string{"history", "-i"}, status: 3, says: []string{`holds "nn"`}},
		"unknown revision, stamp":   {setup: table("nn"), args: []string{"stamp", "head"}, status: 3, says: []string{`holds "nn"`}},
		"overlapping rows":          {setup: table("aa", "bb"), args: []string{"upgrade", "head"}, status: 3, says: []string{"the version table is inconsistent: row bb overlaps"}},
		"another database": {
			config: "[database.main]\nname = 'other'\n", args: []string{"current"}, status: 3,
			says: []string{"this is the database ", ", the configuration has other"},
		},
		"another database, given FROM": {
			config: "[database.main]\nname = 'other'\n", args: []string{"upgrade", "base:head", "--no-preflight"}, status: 3,
			says: []string{"this is the database ", ", the script is for other"},
		},
		"a wrong FROM":   {args: []string{"upgrade", "aa:head", "--no-preflight"}, status: 3, says: []string{"the tracking table says base (nothing is applied), this script starts at aa"}},
		"another schema": {config: "[tracking]\nschema = ''\n", setup: "CREATE SCHEMA s; " + table("aa") + "; ALTER DATABASE :db SET search_path = s, public", args: []string{"current"}, status: 3, says: []string{"the tracking table stands in the schema public, and the first of the search_path is s"}},
		"another log":    {setup: table("aa") + "; CREATE TABLE sqlbundle_log (x int)", args: []string{"current"}, status: 3, says: []string{"the log table public.sqlbundle_log is of another version, or somebody else's", "log_table"}},
		"row security":   {setup: table("aa") + "; ALTER TABLE sqlbundle_version ENABLE ROW LEVEL SECURITY; GRANT SELECT ON sqlbundle_version TO live_reader", config: "[bundle]\nrole = 'live_reader'\n", args: []string{"current"}, status: 3, says: []string{"row-level security"}},
		"no privilege":   {setup: table("aa"), config: "[bundle]\nrole = 'live_reader'\n", args: []string{"current"}, status: 3, says: []string{"permission denied for table sqlbundle_version"}},
		"--format":       {args: []string{"upgrade", "head", "--format", "json"}, status: 2, says: []string{"add --sql"}},
		"--dialect":      {args: []string{"downgrade", "-1", "--dialect", "plain"}, status: 2, says: []string{"add --sql"}},
		"--after":        {args: []string{"upgrade", "head", "--after", "aa/1"}, status: 2, says: []string{"--after is for scripts"}},
		"an address":     {args: []string{"upgrade", "head", "--sql"}, status: 2, says: []string{"this command connects to nothing"}},
		"several":        {config: "[database.one]\n[database.two]\n", args: []string{"current"}, status: 2, says: []string{"an address does not say which of the configured databases it is: one, two"}},
	} {
		t.Run(name, func(t *testing.T) {
			if strings.Contains(test.config+test.setup, "live_reader") {
				role(t, s, "live_reader")
			}
			p := made(t, oldest+test.config,
				rev{id: "aa", up: "CREATE TABLE t (id int);", down: "DROP TABLE t;"},
				rev{id: "bb", up: "CREATE TABLE u (id int);", down: "DROP TABLE u;"})
			db := s.Database(t)
			db.Exec(strings.ReplaceAll(test.setup, ":db", db.Name))
			before := everything(db)
			stdout, stderr := p.on(db, test.status, test.args...)
			same(t, "standard output", stdout, "")
			says(t, stderr, test.says...)
			same(t, "after the refusal", everything(db), before)
		})
	}
}

// TestLiveUnreachable holds that what cannot be reached ends with 3, and that no
// password is shown, wherever it stands.
func TestLiveUnreachable(t *testing.T) {
	const secret = "hunter2-hunter2"
	wrong := "postgres://deploy:" + secret + "@" + unfriendly(t) + "/helpdesk?sslmode=disable"
	p := twoSteps(t)
	p.t = t
	nowhere := "postgres://deploy:" + secret + "@127.0.0.1:1/none"
	for _, test := range []struct {
		status int
		args   []string
	}{
		{3, []string{"current", "--database", nowhere}},
		{3, []string{"upgrade", "head", "--database", nowhere}},
		{3, []string{"upgrade", "base:head", "--database", nowhere}},
		{3, []string{"downgrade", "-1", "--database", nowhere, "--log-format", "json"}},
		{3, []string{"stamp", "head", "--database", nowhere}},
		{3, []string{"history", "-i", "--database", nowhere}},
		{3, []string{"current", "--database", "host=127.0.0.1 port=1 user=a password=" + secret}},
		{3, []string{"current", "-v", "--database", wrong}},
		{2, []string{"upgrade", "head", "--sql", "--database", nowhere}},
		{2, []string{"current", "--database", "postgres://deploy:" + secret + "/x@127.0.0.1:1/none"}},
		{2, []string{"upgrade", nowhere}},
		{2, []string{"upgrade", "head", nowhere}},
		{2, []string{"upgrade", "head", "host=a password=" + secret}},
		{2, []string{"bundle", "head", "--database", nowhere}},
	} {
		stdout, stderr := call(t, test.status, append([]string{"-c", p.config}, test.args...)...)
		if strings.Contains(stdout+stderr, secret) || strings.Contains(stdout+stderr, "hunter2") {
			t.Errorf("%s shows the password:\n%s%s", strings.Join(test.args, " "), stdout, stderr)
		}
		if test.status == 3 && !strings.Contains(stdout+stderr, "failed to connect") && !strings.Contains(stderr, "no user has the password …") {
			t.Errorf("%s:\n%s%s", strings.Join(test.args, " "), stdout, stderr)
		}
	}
}

// unfriendly is the address of a server that takes no password, and says so.
func unfriendly(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			server := pgproto3.NewBackend(conn, conn)
			if _, err := server.ReceiveStartupMessage(); err == nil {
				server.Send(&pgproto3.AuthenticationCleartextPassword{})
				if server.Flush() == nil {
					if m, err := server.Receive(); err == nil {
						server.Send(&pgproto3.ErrorResponse{Severity: "FATAL", Code: "28P01", Message: "no user has the password " + m.(*pgproto3.PasswordMessage).Password})
						_ = server.Flush() // the client may be gone
					}
				}
			}
			conn.Close()
		}
	}()
	return l.Addr().String()
}
