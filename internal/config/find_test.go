package config

import (
	"os"
	"path/filepath"
	"testing"
)

func TestFind(t *testing.T) {
	root := t.TempDir()
	deep := filepath.Join(root, "project", "a", "b")
	if err := os.MkdirAll(deep, 0o755); err != nil {
		t.Fatal(err)
	}
	// A folder of that name is not the file.
	if err := os.Mkdir(filepath.Join(root, "project", "a", FileName), 0o755); err != nil {
		t.Fatal(err)
	}
	want := filepath.Join(root, "project", FileName)
	if err := os.WriteFile(want, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{filepath.Dir(want), filepath.Join(root, "project", "a"), deep, filepath.Join(deep, "not-there"), want} {
		got, ok, err := Find(dir)
		if got != want || !ok || err != nil {
			t.Errorf("Find(%q) = %q, %v, %v; want %q", dir, got, ok, err, want)
		}
	}
	t.Chdir(deep)
	if got, ok, err := Find("."); got != want || !ok || err != nil {
		t.Errorf("Find(.) = %q, %v, %v; want %q", got, ok, err, want)
	}
}

func TestFindNothing(t *testing.T) {
	// Nothing above a temporary folder is the project's.
	got, ok, err := Find(t.TempDir())
	if ok || got != "" || err != nil {
		t.Errorf("Find = %q, %v, %v; want none", got, ok, err)
	}
}

func TestFindNearest(t *testing.T) {
	root := t.TempDir()
	inner := filepath.Join(root, "inner")
	if err := os.Mkdir(inner, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{root, inner} {
		if err := os.WriteFile(filepath.Join(dir, FileName), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, _, _ := Find(inner); got != filepath.Join(inner, FileName) {
		t.Errorf("Find = %q, want the nearest", got)
	}
}

// A link that leads nowhere or in a circle must not hide the problem.
func TestFindError(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, FileName)
	if err := os.Symlink(file, file); err != nil {
		t.Fatal(err)
	}
	if _, ok, err := Find(dir); ok || err == nil {
		t.Errorf("Find on a circular link: %v, %v; want an error", ok, err)
	}
}
