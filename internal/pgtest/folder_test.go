package pgtest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestClusterFolder(t *testing.T) {
	long := filepath.Join(t.TempDir(), strings.Repeat("x", 90))
	awkward := filepath.Join(t.TempDir(), "o'clock, or so")
	for _, parent := range []string{long, awkward} {
		if err := os.Mkdir(parent, 0o777); err != nil {
			t.Fatal(err)
		}
		t.Setenv("TMPDIR", parent)
		folder, err := clusterFolder(nil)
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(folder)
		if filepath.Dir(folder) != "/tmp" {
			t.Errorf("below %s the folder is %s", parent, folder)
		}
	}
}

func TestReachable(t *testing.T) {
	folder, err := os.MkdirTemp("/tmp", "reachable-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(folder)
	inner := filepath.Join(folder, "inner")
	if err := os.Mkdir(inner, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(inner, 0o755); err != nil { // whatever the umask
		t.Fatal(err)
	}
	for mode, want := range map[os.FileMode]bool{0o700: false, 0o711: true, 0o750: false} {
		if err := os.Chmod(folder, mode); err != nil {
			t.Fatal(err)
		}
		if got := reachable(inner); got != want {
			t.Errorf("below a folder of mode %o: %v", mode, got)
		}
	}
	if reachable(filepath.Join(folder, "none")) {
		t.Error("a folder that is not there is reachable")
	}
}
