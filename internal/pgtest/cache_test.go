package pgtest

import (
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
)

// fakePackage is a package and a download that counts its calls.
func fakePackage(t *testing.T) (npmPackage, download, *atomic.Int32) {
	t.Helper()
	data := tarball(t, goodPackage)
	sum := sha512.Sum512(data)
	pkg := npmPackage{"linux-x64", "1.2.3", "sha512-" + base64.StdEncoding.EncodeToString(sum[:])}
	calls := new(atomic.Int32)
	return pkg, func(_ npmPackage, folder string) (string, error) {
		calls.Add(1)
		name := filepath.Join(folder, "package.tgz")
		return name, os.WriteFile(name, data, 0o600)
	}, calls
}

// entries are the names in a folder.
func entries(t *testing.T, folder string) []string {
	t.Helper()
	found, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range found {
		names = append(names, f.Name())
	}
	return names
}

func TestCachedFetchesOnce(t *testing.T) {
	pkg, get, calls := fakePackage(t)
	cache := filepath.Join(t.TempDir(), "a", "cache")
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			home, err := cached(cache, pkg, get)
			if err != nil {
				t.Error(err)
				return
			}
			if _, err := os.Stat(filepath.Join(home, "native", "bin", "postgres")); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if n := calls.Load(); n != 1 {
		t.Errorf("the package was fetched %d times", n)
	}
	if got := entries(t, cache); len(got) != 2 { // the package and the lock
		t.Errorf("the cache holds %v", got)
	}
}

func TestCachedRefusesAnotherPackage(t *testing.T) {
	pkg, get, _ := fakePackage(t)
	pkg.integrity = "sha512-AAAA"
	cache := t.TempDir()
	_, err := cached(cache, pkg, get)
	wantError(t, err, "checking linux-x64 1.2.3", "not sha512-AAAA")
	if got := entries(t, cache); len(got) != 1 || got[0] != "lock" {
		t.Errorf("the cache holds %v", got)
	}
}

func TestCachedLeavesNothingBehindAfterAnError(t *testing.T) {
	pkg, get, _ := fakePackage(t)
	cache := t.TempDir()
	offline := errors.New("offline")
	_, err := cached(cache, pkg, func(npmPackage, string) (string, error) { return "", offline })
	if !errors.Is(err, offline) {
		t.Errorf("the error is %v", err)
	}
	if got := entries(t, cache); len(got) != 1 || got[0] != "lock" {
		t.Errorf("the cache holds %v", got)
	}
	if _, err := cached(cache, pkg, get); err != nil {
		t.Errorf("the next try: %v", err)
	}
}

func TestCacheFolder(t *testing.T) {
	env := func(value string) func(string) string {
		return func(name string) string {
			if name == "SQLBUNDLE_CACHE" {
				return value
			}
			return ""
		}
	}
	if got, err := cacheFolder(env("/named"), 0); got != "/named" || err != nil {
		t.Errorf("named: %q (%v)", got, err)
	}
	if got, err := cacheFolder(env(""), 0); got != "/var/cache/sqlbundle" || err != nil {
		t.Errorf("root: %q (%v)", got, err)
	}
	t.Setenv("HOME", "/home/someone")
	t.Setenv("XDG_CACHE_HOME", "/home/someone/cache")
	if got, err := cacheFolder(env(""), 1000); filepath.Base(got) != "sqlbundle" || err != nil {
		t.Errorf("a user: %q (%v)", got, err)
	}
}

func TestNpmPackageFor(t *testing.T) {
	tests := []struct {
		major        int
		goos, goarch string
		want         string
	}{
		{0, "linux", "amd64", "linux-x64-18.4.0-beta.17"},
		{13, "linux", "amd64", "linux-x64-13.23.0-beta.16"},
		{17, "linux", "arm64", "linux-arm64-17.10.0-beta.17"},
		{13, "linux", "arm64", ""},
		{12, "linux", "amd64", ""},
		{17, "darwin", "arm64", ""},
		{17, "linux", "riscv64", ""},
	}
	for _, test := range tests {
		pkg, err := npmPackageFor(test.major, test.goos, test.goarch)
		if got := pkg.name + "-" + pkg.version; test.want != "" && got != test.want {
			t.Errorf("%d %s/%s is %s (%v), want %s", test.major, test.goos, test.goarch, got, err, test.want)
		}
		if (err == nil) != (test.want != "") {
			t.Errorf("%d %s/%s: the error is %v", test.major, test.goos, test.goarch, err)
		}
	}
}

func TestNpmServersArePinned(t *testing.T) {
	for i, s := range npmServers {
		if want := newestMajor - i; s.major != want {
			t.Errorf("entry %d is for version %d, want %d", i, s.major, want)
		}
		for _, integrity := range []string{s.x64, s.arm64} {
			if integrity == "" {
				continue
			}
			sum, err := base64.StdEncoding.DecodeString(integrity[len("sha512-"):])
			if err != nil || len(sum) != sha512.Size {
				t.Errorf("version %d: the integrity %q is no SHA-512 (%v)", s.major, integrity, err)
			}
		}
	}
}
