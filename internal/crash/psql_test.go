package crash

import (
	"bytes"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"sqlbundle/internal/pgtest"
)

// result is what a psql left behind.
type result struct {
	what   string // for reports
	status int    // -1: ended by a signal
	stdout string
	stderr string
}

// String is the result for a report.
func (r result) String() string {
	return fmt.Sprintf("--- %s: status %d\n%s%s", r.what, r.status, tail(r.stdout), tail(r.stderr))
}

// tail is the end of a text, in which the errors stand.
func tail(text string) string {
	const enough = 3000
	if len(text) > enough {
		text = "…" + text[len(text)-enough:]
	}
	return text
}

// runPsql runs a script to its end. The error says why it could not be run, not
// that it failed.
func runPsql(db *pgtest.DB, script string, args ...string) (result, error) {
	cmd := db.Command(append(args, "-f", filepath.Base(script))...)
	cmd.Dir = filepath.Dir(script)
	r := result{what: "psql " + strings.Join(append(args, "-f", filepath.Base(script)), " ")}
	return r, r.finish(cmd, nil)
}

// finish starts a psql, tells where its process is, and waits for it.
func (r *result) finish(cmd *exec.Cmd, started func()) error {
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("starting the client: %w", err)
	}
	if started != nil {
		started()
	}
	late := time.AfterFunc(2*patience, func() { cmd.Process.Kill() })
	err := cmd.Wait()
	r.status, r.stdout, r.stderr = cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()
	var exit *exec.ExitError
	switch {
	case !late.Stop():
		return fmt.Errorf("the client was still running after %s\n%s", 2*patience, r)
	case err != nil && !errors.As(err, &exit):
		return fmt.Errorf("waiting for the client: %w", err)
	}
	return nil
}

// cutPsql runs a script through a proxy, which is ready but for what is set
// here.
func cutPsql(db *pgtest.DB, script string, p *Proxy) (result, error) {
	r := result{what: fmt.Sprintf("psql -f %s, cut %s message %d", filepath.Base(script), p.Way, p.At)}
	if p.At == 0 {
		r.what = "psql -f " + filepath.Base(script)
	}
	cmd := byPsql.command("", db, script)
	return r, r.through(cmd, db, p)
}

// through runs a client through a proxy. With the way Kill the proxy ends this
// process.
func (r *result) through(cmd *exec.Cmd, db *pgtest.DB, p *Proxy) error {
	p.Socket = filepath.Join(db.Server.Socket(), ".s.PGSQL.5432")
	running := make(chan struct{})
	if p.Way == Kill {
		strike := p.Strike
		p.Strike = func(pid int, answered <-chan struct{}) {
			if strike != nil {
				strike(pid, answered)
			}
			<-running
			cmd.Process.Kill()
		}
	}
	if err := p.Listen(); err != nil {
		return err
	}
	host, port := p.Address()
	cmd.Env = append(cmd.Env, "PGHOST="+host, "PGPORT="+port, "PGSSLMODE=disable", "PGGSSENCMODE=disable", "PGCONNECT_TIMEOUT=20")
	err := r.finish(cmd, func() { close(running) })
	return errors.Join(err, p.Close())
}
