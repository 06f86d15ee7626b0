package crash

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
)

// restart stops the server as a crash would, so that it has to recover, and
// starts it again.
func (b *bench) restart() error {
	var bin string
	if err := b.admin("SELECT setting FROM pg_config WHERE name = 'BINDIR'", nil, &bin); err != nil {
		return err
	}
	b.hangUp()
	data := filepath.Join(b.server.Socket(), "data")
	for _, args := range [][]string{
		{"stop", "-m", "immediate"},
		{"start", "-l", filepath.Join(b.server.Socket(), "log")},
	} {
		cmd := exec.Command(filepath.Join(bin, "pg_ctl"), append(args, "-D", data, "-w")...)
		cmd.Dir = data
		if err := asOwner(cmd, data); err != nil {
			return err
		}
		// The server inherits what pg_ctl has: a pipe would stay open with it.
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("pg_ctl %s: %w", args[0], err)
		}
	}
	return nil
}

// asOwner has a command run as the user whose cluster it is.
func asOwner(cmd *exec.Cmd, data string) error {
	info, err := os.Stat(data)
	if err != nil {
		return fmt.Errorf("finding the cluster: %w", err)
	}
	owner, ok := info.Sys().(*syscall.Stat_t)
	if ok && os.Geteuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: owner.Uid, Gid: owner.Gid}}
	}
	return nil
}
