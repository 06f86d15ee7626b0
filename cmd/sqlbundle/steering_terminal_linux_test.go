package main

import (
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"sqlbundle/internal/pgtest"
)

// terminal is a psql that somebody types into.
type terminal struct {
	t    *testing.T
	file *os.File
	seen chan string
}

// typing starts one on a terminal of its own.
func typing(t *testing.T, db *pgtest.DB) *terminal {
	t.Helper()
	control, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { control.Close() })
	var unlock, number int32
	for request, value := range map[uintptr]*int32{syscall.TIOCSPTLCK: &unlock, syscall.TIOCGPTN: &number} {
		if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, control.Fd(), request, uintptr(unsafe.Pointer(value))); errno != 0 {
			t.Fatal(errno)
		}
	}
	screen, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer screen.Close()
	cmd := db.Command("-n", "-P", "pager=off")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = screen, screen, screen
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	x := &terminal{t, control, make(chan string, 1000)}
	go func() {
		buffer := make([]byte, 4096)
		for {
			n, err := control.Read(buffer)
			if err != nil {
				close(x.seen)
				return
			}
			x.seen <- string(buffer[:n])
		}
	}()
	return x
}

// say types a line, and gives what stands on the screen when it is done.
func (x *terminal) say(line string) string {
	x.t.Helper()
	const end = "the end of it"
	if _, err := x.file.WriteString(line + "\n\\echo the 'end of it'\n"); err != nil {
		x.t.Fatal(err)
	}
	late := time.After(time.Minute)
	var screen strings.Builder
	for !strings.Contains(screen.String(), end) {
		select {
		case text, ok := <-x.seen:
			if !ok {
				x.t.Fatalf("psql has ended:\n%s", &screen)
			}
			screen.WriteString(text)
		case <-late:
			x.t.Fatalf("psql does not answer:\n%s", &screen)
		}
	}
	return screen.String()
}

// TestScriptAgainAtATerminal holds that a script may be run again by hand, in
// the session in which it has failed before.
func TestScriptAgainAtATerminal(t *testing.T) {
	p, db := halfway(t, ""), pgtest.Shared(t, 0).Database(t)
	upgrade, rollback := p.scripts("three")
	x := typing(t, db)
	says(t, x.say(`\i `+upgrade), "step 1/3 upgrade one", `relation "gate" does not exist`)
	before := everything(db)
	if got := x.say(`\i ` + upgrade); strings.Contains(got, "sqlbundle: step") || !strings.Contains(got, "ERROR") {
		t.Errorf("inside the failed transaction it says:\n%s", got)
	}
	x.say("ROLLBACK;")
	same(t, "after running it inside the failed transaction", everything(db), before)
	if got := x.say(`\i ` + upgrade); strings.Contains(got, "upgrade one") || strings.Contains(got, "two segment 1/") || !strings.Contains(got, "two segment 3/") {
		t.Errorf("the second time it says:\n%s", got)
	}
	x.say("ROLLBACK;")
	says(t, x.say(`\i `+rollback), "the upgrade stopped inside two")
	x.say("ROLLBACK;")
	db.Exec(gate)
	says(t, x.say(`\i `+upgrade), "going on inside two, at its segment 3", "the database stands at three")
	says(t, x.say(`\i `+rollback), "step 1/3 downgrade three", "step 3/3 downgrade one", "the database stands at base")
	same(t, "locks that the session still holds", db.Query("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"), [][]string{{"0"}})
}
