package pgtest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// memory is where Linux keeps files in memory. There a new database takes 10 ms
// instead of 200; needed is the room for a few clusters.
const (
	memory     = "/dev/shm"
	memoryRoom = 2 << 30
)

// clusterFolder makes a cluster's folder, with a path that is short enough for
// a socket and needs no quoting.
func clusterFolder(owner *owner) (string, error) {
	parent := os.TempDir()
	if os.Getenv("TMPDIR") == "" && roomy(memory) {
		parent = memory
	}
	const longest = 80 // 107 bytes hold the socket's path
	if len(parent) > longest || strings.ContainsAny(parent, `'",\`) || owner != nil && !reachable(parent) {
		parent = "/tmp"
	}
	folder, err := os.MkdirTemp(parent, "sqlbundle-pg-")
	if err != nil {
		return "", fmt.Errorf("making a folder for the server: %w", err)
	}
	if owner != nil {
		err = os.Chown(folder, int(owner.uid), int(owner.gid))
	}
	if err != nil {
		os.RemoveAll(folder)
		return "", fmt.Errorf("giving the server its folder: %w", err)
	}
	return folder, nil
}

// roomy tells whether a folder can be written to and has room for clusters.
func roomy(folder string) bool {
	const write = 2 // access(2): W_OK
	var stat syscall.Statfs_t
	if syscall.Access(folder, write) != nil || syscall.Statfs(folder, &stat) != nil {
		return false
	}
	return uint64(stat.Bavail)*uint64(stat.Bsize) >= memoryRoom
}

// reachable tells whether everybody may enter a folder and all above it.
func reachable(folder string) bool {
	real, err := filepath.EvalSymlinks(folder)
	if err != nil {
		return false
	}
	for ; ; real = filepath.Dir(real) {
		info, err := os.Stat(real)
		if err != nil || info.Mode().Perm()&0o001 == 0 {
			return false
		}
		if real == filepath.Dir(real) {
			return true
		}
	}
}
