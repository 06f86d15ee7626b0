package pgtest

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// child is the variable that makes this test program start a server, print its
// folder and wait to be killed.
const child = "PGTEST_CHILD"

func TestStartAndStop(t *testing.T) {
	s, err := Start(0)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.CreateDatabase(`odd "name"`); err != nil {
		t.Error(err)
	}
	out, err := s.Command(`odd "name"`, "-At", "-c", "SELECT current_database(), current_user").CombinedOutput()
	if got := strings.TrimSpace(string(out)); err != nil || got != `odd "name"|postgres` {
		t.Errorf("psql says %q (%v)", got, err)
	}
	wantOwner(t, s.Socket())
	s.Stop()
	if _, err := os.Stat(s.Socket()); !os.IsNotExist(err) {
		t.Errorf("the server's folder is still there: %v", err)
	}
	if err := s.CreateDatabase("late"); err == nil {
		t.Error("the server answers after Stop")
	}
}

// wantOwner checks that the server is its own user's where the process is
// root's, else the process's user's.
func wantOwner(t *testing.T, folder string) {
	t.Helper()
	info, err := os.Stat(filepath.Join(folder, "data", "PG_VERSION"))
	if err != nil {
		t.Fatal(err)
	}
	uid := int(info.Sys().(*syscall.Stat_t).Uid)
	if root := os.Geteuid() == 0; root && uid == 0 || !root && uid != os.Geteuid() {
		t.Errorf("the server runs as the user %d", uid)
	}
}

func TestServerEndsWithItsProcess(t *testing.T) {
	if os.Getenv(child) != "" {
		beTheChild(t)
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestServerEndsWithItsProcess$")
	cmd.Env = append(os.Environ(), child+"=1")
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Process.Kill()
	line, err := bufio.NewReader(stdout).ReadString('\n')
	folder := strings.TrimSpace(line)
	if _, statErr := os.Stat(filepath.Join(folder, "data", "postmaster.pid")); err != nil || statErr != nil {
		t.Fatalf("the child started no server: %q, %v, %v", line, err, statErr)
	}
	if err := cmd.Process.Kill(); err != nil { // no cleanup of its own can run
		t.Fatal(err)
	}
	cmd.Wait()
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if _, err := os.Stat(folder); os.IsNotExist(err) {
			return
		}
	}
	t.Errorf("the server's folder %s outlives the process", folder)
}

func beTheChild(t *testing.T) {
	s, err := Start(0)
	if err != nil {
		t.Fatal(err)
	}
	os.Stdout.WriteString(s.Socket() + "\n")
	time.Sleep(time.Minute)
	t.Fatal("nobody killed the child")
}
