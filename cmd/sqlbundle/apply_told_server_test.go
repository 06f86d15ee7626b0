package main

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"sqlbundle/internal/pgtest"
)

// TestApplyUntold holds that a run goes on where its output cannot be written, is
// told in another place from there on, and does not end as if all had been told.
func TestApplyUntold(t *testing.T) {
	s := pgtest.Shared(t, 0)
	dir := night(t).bundle("heads")
	p := newProcess(t, nil)
	start := func(t *testing.T, stdout *os.File, args ...string) (status func() int, stderr *strings.Builder) {
		t.Helper()
		cmd := p.command(p.program, append([]string{"apply", dir}, args...)...)
		stderr = &strings.Builder{}
		cmd.Stdout, cmd.Stderr = stdout, stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		return func() int { _ = cmd.Wait(); return cmd.ProcessState.ExitCode() }, stderr
	}
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer full.Close()
	targets := filepath.Join(t.TempDir(), "targets")
	t.Run("full", func(t *testing.T) {
		db := s.Database(t)
		status, stderr := start(t, full, "--database", db.URL())
		same(t, "status", status(), 2)
		says(t, stderr.String(), "sqlbundle: standard output: no space left on device; the rest is told here\n", "\nsqlbundle: done in ", "all of it is done, and not all could be told")
		same(t, "rows", rowsOf(db, trackingTable), []string{"bb"})
	})
	t.Run("full and refused", func(t *testing.T) {
		status, stderr := start(t, full, "--database", "host=/nowhere", "--log-format", "json")
		same(t, "status", status(), 3)
		says(t, stderr.String(), `"event":"failed"`, `"event":"end"`, `"exit":3}`)
	})
	t.Run("full, of a list", func(t *testing.T) {
		db := s.Database(t)
		write(t, targets, db.URL()+"\n")
		status, stderr := start(t, full, "--targets", targets)
		same(t, "status", status(), 2)
		says(t, stderr.String(), "1 database: 1 done", "all of it is done, and not all could be told")
	})
	t.Run("closed", func(t *testing.T) {
		db := s.Database(t)
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		status, stderr := start(t, w, "--database", db.URL())
		w.Close()
		if _, err := bufio.NewReader(r).ReadString('\n'); err != nil {
			t.Error(err)
		}
		r.Close()
		same(t, "status", status(), 2)
		says(t, stderr.String(), "broken pipe", "sqlbundle: done in ")
		same(t, "rows", rowsOf(db, trackingTable), []string{"bb"})
	})
}

// TestApplyReportFile holds that a report that could not be written is refused
// before anything is applied.
func TestApplyReportFile(t *testing.T) {
	dir := night(t).bundle("heads")
	targets := filepath.Join(t.TempDir(), "targets")
	write(t, targets, "host=/nowhere dbname=a\n")
	for name, want := range map[string]string{
		filepath.Join(dir, "no", "report"): "no such file or directory",
		dir:                                "is no file",
		"/dev/null":                        "is no file",
		"/proc/report":                     "--report-file: writing /proc/report: ",
	} {
		_, stderr := call(t, 2, "apply", dir, "--targets", targets, "--report-file", name)
		says(t, stderr, want)
	}
}

// TestApplyListAwaited holds that a signal ends a command that waits for its list.
func TestApplyListAwaited(t *testing.T) {
	dir := night(t).bundle("heads")
	p := newProcess(t, nil)
	fifo := p.path("fifo")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, list := range []string{"-", fifo} {
		cmd := exec.Command(p.program, "apply", dir, "--targets", list)
		stdin, err := cmd.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		// It has begun to read when it has read this.
		if _, err := io.WriteString(stdin, "# nothing\n"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(300 * time.Millisecond)
		if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		kill := time.AfterFunc(10*time.Second, func() { _ = cmd.Process.Kill() })
		_ = cmd.Wait() // its status says more
		kill.Stop()
		stdin.Close()
		if status := cmd.ProcessState.ExitCode(); status != 130 {
			t.Errorf("%s: status %d\n%s", list, status, &stderr)
		}
	}
}
