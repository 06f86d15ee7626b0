package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// nobody is the user without rights that these tests run the program as where
// they are root's own.
const nobody = 65534

// process is the program as a process of its own, on a project in a folder
// that everybody may read. The test's binary is the program when it is called
// by that name.
type process struct {
	t       *testing.T
	dir     string
	program string
}

func newProcess(t *testing.T, files map[string]string) process {
	t.Helper()
	// A folder of t.TempDir stands in one that only its owner may enter.
	dir, err := os.MkdirTemp("", "sqlbundle-limits-")
	if err != nil {
		t.Fatal(err)
	}
	p := process{t, dir, filepath.Join(dir, "sqlbundle")}
	t.Cleanup(func() {
		_ = filepath.Walk(dir, func(name string, info os.FileInfo, err error) error {
			if err == nil && info.IsDir() {
				_ = os.Chmod(name, 0o755)
			}
			return nil
		})
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program, err := os.ReadFile(self)
	if err != nil {
		t.Fatal(err)
	}
	p.write("sqlbundle", string(program), 0o755)
	p.write("sqlbundle.toml", "", 0o644)
	for name, text := range files {
		p.write(name, text, 0o644)
	}
	p.chmod(".", 0o755)
	return p
}

func (p process) path(name string) string { return filepath.Join(p.dir, name) }

func (p process) write(name, text string, mode os.FileMode) {
	p.t.Helper()
	if err := os.MkdirAll(filepath.Dir(p.path(name)), 0o755); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(p.path(name), []byte(text), mode); err != nil {
		p.t.Fatal(err)
	}
}

func (p process) chmod(name string, mode os.FileMode) {
	p.t.Helper()
	if err := os.Chmod(p.path(name), mode); err != nil {
		p.t.Fatal(err)
	}
}

func (p process) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir = p.dir
	cmd.Env = append(os.Environ(), "PATH="+p.dir+":/usr/bin:/bin", "HOME=/")
	return cmd
}

// status runs a command to its end; -1 where a signal ended it.
func (p process) status(cmd *exec.Cmd) (status int, stdout, stderr string) {
	p.t.Helper()
	var o, e bytes.Buffer
	cmd.Stdout, cmd.Stderr = &o, &e
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		p.t.Fatal(err)
	}
	if strings.Contains(e.String(), "goroutine ") || strings.Contains(e.String(), "panic:") {
		p.t.Errorf("a trace reaches the user:\n%s", e.String())
	}
	return cmd.ProcessState.ExitCode(), o.String(), e.String()
}

// left are the names in a folder that begin with the one for temporary files.
func (p process) left(folder string) []string {
	p.t.Helper()
	names, err := filepath.Glob(filepath.Join(p.path(folder), tempPattern+"*"))
	if err != nil {
		p.t.Fatal(err)
	}
	return names
}

// What may not be read or written is an error that names it.
func TestPermissions(t *testing.T) {
	p := newProcess(t, map[string]string{
		"file/migrations/a.sql": upOne, "file/sqlbundle.toml": "",
		"folder/migrations/a.sql": upOne, "folder/migrations/secret/b.sql": upOne, "folder/sqlbundle.toml": "",
		"config/migrations/a.sql": upOne, "config/sqlbundle.toml": "",
		"include/migrations/a.sql": upOne + "-- sqlbundle:include ../x.sql\n", "include/sqlbundle.toml": "", "include/x.sql": "SELECT 1;",
		"migrations/a.sql": upOne, "readonly/x": "",
	})
	for _, name := range []string{"file/migrations/a.sql", "folder/migrations/secret", "config/sqlbundle.toml", "include/x.sql"} {
		p.chmod(name, 0)
	}
	p.chmod("readonly", 0o555)
	for _, test := range []struct {
		args string
		want []string
	}{
		{"-c file/sqlbundle.toml heads", []string{"migrations/a.sql:1:1: reading the file: permission denied", "make it readable"}},
		{"-c folder/sqlbundle.toml heads", []string{`reading the folder "migrations/secret": permission denied`, "make it readable"}},
		{"-c config/sqlbundle.toml heads", []string{"reading the configuration: ", "config/sqlbundle.toml", "permission denied"}},
		{"-c include/sqlbundle.toml upgrade head --sql", []string{`migrations/a.sql:5:22: reading "x.sql": permission denied`, "make it readable"}},
		{"bundle head -o readonly/bundle", []string{"readonly/bundle", "permission denied"}},
		{"bundle head -o readonly/bundle.zip", []string{"readonly/bundle.zip", "permission denied"}},
		{"bundle head -o readonly --force", []string{"readonly", "permission denied"}},
	} {
		cmd := p.command(p.program, strings.Fields(test.args)...)
		if os.Getuid() == 0 {
			cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody, NoSetGroups: true}}
		}
		status, stdout, stderr := p.status(cmd)
		if status != 2 || stdout != "" {
			t.Errorf("%s: status %d, %q", test.args, status, stdout)
		}
		for _, want := range test.want {
			if !strings.Contains(stderr, want) {
				t.Errorf("%s: %q is not in %q", test.args, want, stderr)
			}
		}
		if entries, err := os.ReadDir(p.path("readonly")); err != nil || len(entries) != 1 {
			t.Errorf("%s leaves %v", test.args, entries)
		}
	}
}

// A bundle that is there stays as it was where the new one does not fit.
func TestForceOnFullDisk(t *testing.T) {
	p := newProcess(t, map[string]string{"migrations/a.sql": upOne})
	if status, _, stderr := p.status(p.command(p.program, "bundle", "head", "-o", "b/")); status != 0 {
		t.Fatal(stderr)
	}
	p.write("migrations/b.sql", "-- sqlbundle:revision b\n-- sqlbundle:revises a\n-- sqlbundle:up\nSELECT '"+strings.Repeat("x", 1<<16)+"';\n", 0o644)
	for _, output := range []string{"b", "new", "new.tar.gz", "new.zip"} {
		// Blocks of 512 or 1024 bytes: the statement does not fit.
		status, stdout, stderr := p.status(p.command("sh", "-c", "ulimit -f 40; exec sqlbundle bundle head --force -o "+output))
		archive := strings.Contains(output, ".") // x repeats well
		if !archive && (status != 2 || stdout != "" || !strings.Contains(stderr, "the bundle "+output+": ") || !strings.Contains(stderr, "too large")) {
			t.Errorf("%s: status %d\n%s", output, status, stderr)
		}
	}
	if status, stdout, _ := p.status(p.command(p.program, "inspect", "b")); status != 0 {
		t.Errorf("the bundle that was there has changed:\n%s", stdout)
	}
	if left := append(p.left("."), p.left("b")...); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	if _, err := os.Stat(p.path("new")); err == nil {
		t.Error("a part of a bundle is left")
	}
}

// Whoever reads may stop reading, or have no room.
func TestClosedOutput(t *testing.T) {
	files := map[string]string{}
	for name, text := range many(2_000, func(i int) int { return i - 1 }) {
		files["migrations/"+name] = text
	}
	p := newProcess(t, files)
	for _, args := range []string{"upgrade heads --sql", "history -v", "graph", "upgrade heads --sql --format json"} {
		if _, stdout, _ := p.status(p.command("sh", "-c", "sqlbundle "+args+" | head -n 1")); strings.Count(stdout, "\n") != 1 {
			t.Errorf("%s: %q", args, stdout)
		}
		status, _, stderr := p.status(p.command("sh", "-c", "exec sqlbundle "+args+" >/dev/full"))
		if status != 2 || !strings.Contains(stderr, "no space left on device") {
			t.Errorf("%s: status %d\n%s", args, status, stderr)
		}
	}
	for _, args := range []string{"--help", "--version", "heads", "lint", "show head", "completion bash", "bundle head -o b"} {
		status, _, stderr := p.status(p.command("sh", "-c", "exec sqlbundle "+args+" >/dev/full"))
		if status != 2 || !strings.Contains(stderr, "no space left on device") {
			t.Errorf("%s: status %d\n%s", args, status, stderr)
		}
	}
}

// Ctrl-C at any moment leaves the whole bundle or none of it.
func TestCtrlC(t *testing.T) {
	count := 10_000
	if testing.Short() {
		count = 1_000
	}
	files := map[string]string{}
	for name, text := range many(count, func(i int) int { return i - 1 }) {
		files["migrations/"+name] = text
	}
	p := newProcess(t, files)
	interrupted := 0
	for wait := 20 * time.Millisecond; ; wait = wait * 3 / 2 {
		cmd := p.command(p.program, "bundle", "head", "-o", "b")
		var stderr bytes.Buffer
		cmd.Stdout, cmd.Stderr = io.Discard, &stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(wait)
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
		status := cmd.ProcessState.ExitCode()
		if left := p.left("."); len(left) > 0 {
			t.Fatalf("after %v: left behind: %v", wait, left)
		}
		_, err := os.Stat(p.path("b"))
		switch {
		case status == 0:
			if status, stdout, _ := p.status(p.command(p.program, "inspect", "b")); status != 0 {
				t.Errorf("after %v: the bundle is not whole:\n%s", wait, stdout)
			}
			if interrupted == 0 {
				t.Error("the program was never interrupted")
			}
			return
		case status == 130:
			interrupted++
			if !strings.Contains(stderr.String(), "interrupted") {
				t.Errorf("after %v: it says %q", wait, &stderr)
			}
		case status != -1: // the signal may come before the program can catch it
			t.Errorf("after %v: status %d\n%s", wait, status, &stderr)
		}
		if err == nil {
			t.Fatalf("after %v: status %d and a bundle", wait, status)
		}
	}
}
