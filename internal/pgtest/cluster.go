package pgtest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// port is part of the socket's name; each cluster has a socket folder of its
// own, so that all may use the same.
const port = "5432"

// settings make a cluster quick, silent and the same on every machine. Nothing
// in it outlives the test, so nothing need reach the disk.
const settings = `
port = ` + port + `
listen_addresses = ''
fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum = off
wal_level = logical
max_connections = 100
max_prepared_transactions = 5
max_wal_size = 128MB
min_wal_size = 32MB
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
`

// watch runs beside a cluster: its standard input ends when the process that
// started the cluster does, however that ends, and then the server is stopped
// and its folder deleted.
const watch = `trap '' HUP INT TERM
cat >/dev/null
"$1" -D "$2/data" -m immediate -w stop >/dev/null 2>&1
rm -rf "$2"`

// cluster is a running server and its folder.
type cluster struct {
	bin    string
	folder string // holds data/, the socket and the log
	owner  *owner // nil: the process's own user
	life   io.Closer
	watch  *exec.Cmd
}

// startCluster makes a cluster in a new folder and starts it.
func startCluster(inst installation) (*cluster, error) {
	owner, err := serverOwner()
	if err != nil {
		return nil, err
	}
	if owner != nil && !reachable(inst.bin) {
		return nil, fmt.Errorf("the user %s, as whom the server runs, may not enter %s: install it elsewhere or run as an ordinary user", owner.name, inst.bin)
	}
	folder, err := clusterFolder(owner)
	if err != nil {
		return nil, err
	}
	c := &cluster{bin: inst.bin, folder: folder, owner: owner}
	if err := c.guard(); err != nil {
		os.RemoveAll(folder)
		return nil, err
	}
	if err := c.boot(); err != nil {
		c.stop()
		return nil, err
	}
	return c, nil
}

// guard starts the watcher. It comes before the server, so that there is no
// moment in which a server has none.
func (c *cluster) guard() error {
	cmd := exec.Command("/bin/sh", "-c", watch, "sh", c.program("pg_ctl"), c.folder)
	c.prepare(cmd)
	cmd.Dir = "/" // it deletes the folder
	// A group of its own: Ctrl-C at the terminal ends the test, not the watcher.
	cmd.SysProcAttr.Setpgid = true
	life, err := cmd.StdinPipe()
	if err != nil {
		return fmt.Errorf("watching over the server: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("watching over the server: %w", err)
	}
	c.life, c.watch = life, cmd
	return nil
}

// boot makes the cluster's files and starts the server.
func (c *cluster) boot() error {
	data := filepath.Join(c.folder, "data")
	err := c.run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
		"--locale=C", "--no-sync")
	if err != nil {
		return err
	}
	conf := settings + "unix_socket_directories = '" + c.folder + "'\n"
	if err := appendFile(filepath.Join(data, "postgresql.conf"), conf); err != nil {
		return fmt.Errorf("configuring the server: %w", err)
	}
	log := filepath.Join(c.folder, "log")
	if err := c.run("pg_ctl", "-D", data, "-l", log, "-w", "-t", "120", "start"); err != nil {
		text, _ := os.ReadFile(log)
		return fmt.Errorf("%w\n%s", err, bytes.TrimSpace(text))
	}
	return nil
}

// stop ends the server and waits until its folder is gone.
func (c *cluster) stop() {
	c.life.Close()
	c.watch.Wait() // its status says nothing: a server that never ran is stopped too
	os.RemoveAll(c.folder)
}

// run runs one of the server's programs to its end.
func (c *cluster) run(name string, args ...string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, c.program(name), args...)
	c.prepare(cmd)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("running %s: %w: %s", name, err, bytes.TrimSpace(out))
	}
	return nil
}

// prepare gives a command the server's user and folder, and an environment in
// which no setting of the caller's is left.
func (c *cluster) prepare(cmd *exec.Cmd) {
	cmd.Dir = c.folder
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH") + ":/usr/bin:/bin", // the watcher must find cat and rm
		"LD_LIBRARY_PATH=" + os.Getenv("LD_LIBRARY_PATH"),
		"LC_ALL=C",
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{}
	if c.owner != nil {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: c.owner.uid, Gid: c.owner.gid}
	}
}

func (c *cluster) program(name string) string { return filepath.Join(c.bin, name) }

func appendFile(name, text string) error {
	f, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	if closed := f.Close(); err == nil {
		err = closed
	}
	return err
}
