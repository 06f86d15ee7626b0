package git

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Tree is a folder as a commit has it, as a file system that can be read side by
// side. Links in it are no files, and submodules are not there.
type Tree struct {
	ctx   context.Context
	at    repository
	nodes map[string]*node
	mu    sync.Mutex
}

// At is the folder as the commit has it that a name means; a folder that it does
// not have is empty. What keeps git from telling comes as an [Error].
func At(ctx context.Context, dir, ref string) (*Tree, error) {
	r := repository{dir}
	if ref == "" || strings.HasPrefix(ref, "-") {
		return nil, &Error{fmt.Sprintf("%q is not the name of a commit", ref), "name a branch, a tag or a commit, such as origin/main"}
	}
	if _, err := r.git(ctx, "", "rev-parse", "--is-inside-work-tree"); err != nil {
		return nil, withoutSince(explain(err))
	}
	commit, err := r.git(ctx, "", "rev-parse", "--verify", "--quiet", ref+"^{commit}")
	var no *failure
	if errors.As(err, &no) {
		return nil, r.unknown(ctx, ref)
	}
	if err != nil {
		return nil, withoutSince(err)
	}
	list, err := r.git(ctx, "", "ls-tree", "-r", "-l", "-z", strings.TrimSpace(commit))
	if err != nil {
		return nil, withoutSince(explain(err))
	}
	t := &Tree{ctx: ctx, at: r, nodes: map[string]*node{".": {name: ".", mode: fs.ModeDir | 0o755}}}
	for _, line := range fields(list) {
		facts, name, _ := strings.Cut(line, "\t")
		if f := strings.Fields(facts); len(f) == 4 && f[1] == "blob" {
			t.add(name, f[0], f[2], f[3])
		}
	}
	for _, n := range t.nodes {
		slices.SortFunc(n.entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	}
	return t, nil
}

// Top is the folder that holds the repository's files, and where dir is in it, with a
// slash at the end; that is empty for the folder itself.
func Top(ctx context.Context, dir string) (top, inside string, err error) {
	lines, err := repository{dir}.git(ctx, "", "rev-parse", "--show-toplevel", "--show-prefix")
	top, inside, _ = strings.Cut(lines, "\n")
	return top, strings.TrimSuffix(inside, "\n"), withoutSince(explain(err))
}

// withoutSince changes the advice of an error for who has given no --since.
func withoutSince(err error) error {
	var e *Error
	if errors.As(err, &e) && (strings.Contains(e.Hint, "--since") || strings.Contains(e.Hint, "RANGE")) {
		return &Error{e.Msg, "name a bundle's folder, its archive or a manifest.json"}
	}
	return err
}

// add adds a file, and the folders above it.
func (t *Tree) add(name, mode, object, size string) {
	if !fs.ValidPath(name) {
		return
	}
	n := &node{name: path.Base(name), mode: 0o644, object: object}
	n.size, _ = strconv.ParseInt(size, 10, 64)
	if mode == "120000" {
		n.mode |= fs.ModeSymlink
	}
	t.nodes[name] = n
	for {
		dir := path.Dir(name)
		above, there := t.nodes[dir]
		if !there {
			above = &node{name: path.Base(dir), mode: fs.ModeDir | 0o755}
			t.nodes[dir] = above
		}
		above.entries = append(above.entries, t.nodes[name])
		if there {
			return
		}
		name = dir
	}
}

// Fetch reads the files for which want holds in one go, before they are opened.
func (t *Tree) Fetch(want func(name string) bool) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	var list []*node
	for name, n := range t.nodes {
		if n.mode.IsRegular() && !n.read && want(name) {
			list = append(list, n)
		}
	}
	return t.fetch(list)
}

// fetch asks for files' bytes; t is locked.
func (t *Tree) fetch(list []*node) error {
	if len(list) == 0 {
		return nil
	}
	var ask strings.Builder
	for _, n := range list {
		ask.WriteString(n.object + "\n")
	}
	answers, err := t.at.git(t.ctx, ask.String(), "cat-file", "--batch=%(objectsize)")
	if err != nil {
		return explain(err)
	}
	for _, n := range list {
		line, rest, _ := strings.Cut(answers, "\n")
		size, err := strconv.Atoi(line)
		if err != nil || size >= len(rest) {
			return fmt.Errorf("reading %s from git: %q", strconv.Quote(n.name), line)
		}
		n.data, n.read, answers = rest[:size], true, rest[size+1:]
	}
	return nil
}

func (t *Tree) find(op, name string) (*node, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	n, ok := t.nodes[name]
	if !ok {
		return nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
	}
	return n, nil
}

// Stat tells about a file or folder.
func (t *Tree) Stat(name string) (fs.FileInfo, error) { return t.find("stat", name) }

// ReadDir lists a folder by name.
func (t *Tree) ReadDir(name string) ([]fs.DirEntry, error) {
	n, err := t.find("readdir", name)
	if err != nil {
		return nil, err
	}
	if !n.IsDir() {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: errors.New("not a folder")}
	}
	return slices.Clone(n.entries), nil
}

// Open opens a file or folder.
func (t *Tree) Open(name string) (fs.File, error) {
	n, err := t.find("open", name)
	if err != nil {
		return nil, err
	}
	if n.IsDir() {
		return &folder{node: n}, nil
	}
	if !n.mode.IsRegular() {
		return nil, &fs.PathError{Op: "open", Path: name, Err: errors.New("not a regular file")}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if !n.read {
		if err := t.fetch([]*node{n}); err != nil {
			return nil, &fs.PathError{Op: "open", Path: name, Err: err}
		}
	}
	return file{n, strings.NewReader(n.data)}, nil
}

// node is a file or folder, and tells about itself.
type node struct {
	name    string
	mode    fs.FileMode
	size    int64
	object  string
	data    string
	read    bool
	entries []fs.DirEntry
}

func (n *node) Name() string               { return n.name }
func (n *node) Size() int64                { return n.size }
func (n *node) Mode() fs.FileMode          { return n.mode }
func (n *node) Type() fs.FileMode          { return n.mode.Type() }
func (n *node) ModTime() time.Time         { return time.Time{} }
func (n *node) IsDir() bool                { return n.mode.IsDir() }
func (n *node) Sys() any                   { return nil }
func (n *node) Info() (fs.FileInfo, error) { return n, nil }

type file struct {
	*node
	*strings.Reader
}

func (f file) Stat() (fs.FileInfo, error) { return f.node, nil }
func (f file) Size() int64                { return f.size }
func (f file) Close() error               { return nil }

type folder struct {
	*node
	next int
}

func (f *folder) Stat() (fs.FileInfo, error) { return f.node, nil }
func (f *folder) Close() error               { return nil }

func (f *folder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: f.name, Err: errors.New("is a folder")}
}

func (f *folder) ReadDir(n int) ([]fs.DirEntry, error) {
	left := f.entries[f.next:]
	if n > 0 && len(left) == 0 {
		return nil, io.EOF
	}
	if n > 0 {
		left = left[:min(n, len(left))]
	}
	f.next += len(left)
	return slices.Clone(left), nil
}
