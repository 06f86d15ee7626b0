package git

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
)

func TestTree(t *testing.T) {
	p := newPlace(t)
	p.write("db/a.sql", "one")
	p.write("db/sub/deep/ü b\".sql", "two")
	p.write("outside.sql", "x")
	if err := os.Symlink("a.sql", filepath.Join(p.dir, "db", "link.sql")); err != nil {
		t.Fatal(err)
	}
	commit := p.commit()
	p.write("db/a.sql", "changed")
	tree, err := At(context.Background(), filepath.Join(p.dir, "db"), commit)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fs.ReadFile(tree, "link.sql"); err == nil {
		t.Error("a link is read as a file")
	}
	delete(tree.nodes, "link.sql") // which TestFS would want to read
	root := tree.nodes["."]
	root.entries = append(root.entries[:1:1], root.entries[2:]...)
	if err := tree.Fetch(func(name string) bool { return name == "a.sql" }); err != nil {
		t.Fatal(err)
	}
	if err := fstest.TestFS(tree, "a.sql", "sub/deep/ü b\".sql"); err != nil {
		t.Error(err)
	}
	for name, want := range map[string]string{"a.sql": "one", "sub/deep/ü b\".sql": "two"} {
		if got, err := fs.ReadFile(tree, name); err != nil || string(got) != want {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	if _, err := fs.Stat(tree, "outside.sql"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("outside: %v", err)
	}
	top, inside, err := Top(context.Background(), filepath.Join(p.dir, "db"))
	if err != nil || filepath.Base(top) != filepath.Base(p.dir) || inside != "db/" {
		t.Errorf("%q, %q, %v", top, inside, err)
	}
}

func TestTreeErrors(t *testing.T) {
	p := newPlace(t)
	p.write("a", "")
	p.commit()
	for dir, refs := range map[string][]string{p.dir: {"", "-x", "nosuch", "HEAD:a"}, t.TempDir(): {"HEAD"}} {
		for _, ref := range refs {
			_, err := At(context.Background(), dir, ref)
			var e *Error
			if !errors.As(err, &e) || e.Hint == "" {
				t.Errorf("%q: %v", ref, err)
			}
		}
	}
}
