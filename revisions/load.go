package revisions

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"path"
	"runtime"
	"sort"
	"strings"
	"unicode/utf8"

	"golang.org/x/sync/errgroup"

	"sqlbundle/internal/defect"
	"sqlbundle/internal/source"
)

// Options says what to read and how. The zero value reads no location.
type Options struct {
	// Locations are the version locations, slash-separated and relative to
	// the file system's root, in configured order; each is read recursively.
	Locations []string
	// HeadersOnly leaves sections unread: no statement is parsed.
	HeadersOnly bool
	// Databases are the configured names in order; a section without db=
	// belongs to the first. Empty for one unnamed database.
	Databases []string
	// Metadata are further header fields that may be given.
	Metadata []string
	// MaxID is the longest id allowed; 0 for 64.
	MaxID int
	// TargetVersion is the lowest major version of the servers; it only
	// decides whether an error recommends raw. 0 does not.
	TargetVersion int
	// Var gives the value of ${name}; VarNames are the names that exist.
	Var      func(name string) (string, bool)
	VarNames []string
}

func (o *Options) maxID() int {
	if o.MaxID == 0 {
		return 64
	}
	return o.MaxID
}

func (o *Options) defaultDatabase() string {
	if len(o.Databases) == 0 {
		return ""
	}
	return o.Databases[0]
}

// Load reads every .sql file below the locations, in load order: locations as
// configured, the files of a folder by name, then its subfolders. It returns
// the revisions that could be read together with every problem of every file
// as a [source.ErrorList]; any other error means that nothing could be read.
func Load(ctx context.Context, fsys fs.FS, opts Options) ([]*Revision, error) {
	names, err := find(fsys, opts.Locations)
	if err != nil {
		return nil, err
	}
	revs := make([]*Revision, len(names))
	problems := make([]source.ErrorList, len(names))
	group, ctx := errgroup.WithContext(ctx)
	workers := min(runtime.GOMAXPROCS(0), max(len(names), 1))
	for w := range workers {
		group.Go(func() (err error) {
			defer defect.Catch(&err)
			for i := w; i < len(names); i += workers {
				if err := ctx.Err(); err != nil {
					return err
				}
				l := &loader{fsys: fsys, opts: &opts, hash: sha256.New()}
				revs[i] = l.load(names[i], &problems[i])
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	var all source.ErrorList
	kept := revs[:0]
	for i, rev := range revs {
		all = append(all, problems[i]...)
		if rev != nil {
			kept = append(kept, rev)
		}
	}
	return kept, all.Err()
}

// loader reads one revision.
type loader struct {
	fsys fs.FS
	opts *Options
	hash hash.Hash
	// size is the bytes read so far, includes the files included.
	size, includes int
}

// load reads a revision; nil where it has no usable header.
func (l *loader) load(name string, errs *source.ErrorList) *Revision {
	defer shorten(errs)
	data, err := l.readFile(name)
	if err != nil {
		errs.Add(&source.Error{File: source.NewFile(name, ""), Msg: "reading the file: " + reason(err), Hint: wayOut(err)})
		return nil
	}
	file, ok := checkText(name, data, errs)
	if !ok {
		return nil
	}
	rev := &Revision{File: file}
	h, end := readHeader(rev, l.opts, errs)
	h.required()
	if !l.opts.HeadersOnly {
		l.sections(rev, h, end, errs)
	} else if mayInclude(file.Text) {
		// The checksum covers included files, which only a scan finds.
		l.sections(rev, h, end, &source.ErrorList{})
		rev.Sections = nil
	}
	rev.Checksum = hex.EncodeToString(l.hash.Sum(nil))
	if rev.ID == "" {
		return nil
	}
	return rev
}

func (l *loader) sections(rev *Revision, h *header, end int, errs *source.ErrorList) {
	if h.vars {
		rev.File = substitute(rev.File, end, l.opts, errs)
	}
	b := &body{loader: l, rev: rev, file: rev.File, errs: errs}
	b.pending.timeout = h.timeout
	if h.timeout != nil {
		b.pending.first = &h.timeAt
	}
	if !b.scan(end) {
		return
	}
	for _, s := range rev.Sections {
		if s.Kind == Up {
			return
		}
	}
	errs.Add(&source.Error{
		File: rev.File, Span: rev.IDSpan, Msg: "there is no `up` section",
		Hint: "write `-- sqlbundle:up`; it may be empty for a revision with nothing to do",
	})
}

// mayInclude tells whether there may be an include directive; case does not
// count in what comes before its name.
func mayInclude(text string) bool {
	for {
		i := strings.Index(text, ":include")
		if i < 0 {
			return false
		}
		if end := i + 1; end >= len(prefix) && strings.EqualFold(text[end-len(prefix):end], prefix) {
			return true
		}
		text = text[i+1:]
	}
}

// stack is the files that are open: the revision and its includes.
func (l *loader) stack(b *body) []string {
	var names []string
	for ; b != nil; b = b.outer {
		names = append(names, b.file.Name)
	}
	return names
}

// find lists the files in load order, each once.
func find(fsys fs.FS, locations []string) ([]string, error) {
	var names []string
	seen := map[string]bool{}
	for _, location := range locations {
		location = path.Clean(location)
		info, err := fs.Stat(fsys, location)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil, fmt.Errorf("there is no folder %s; `sqlbundle init` makes one, [project] migrations names another", quote(location))
		case err != nil:
			return nil, unreadable(location, err)
		case !info.IsDir():
			return nil, fmt.Errorf("%s is not a folder; [project] migrations lists folders", quote(location))
		}
		if err := walk(fsys, location, seen, &names); err != nil {
			return nil, err
		}
	}
	return names, nil
}

// walk adds a folder's files by name, then its subfolders'. Names that begin
// with a dot are left out, as are links to folders.
func walk(fsys fs.FS, dir string, seen map[string]bool, names *[]string) error {
	entries, err := fs.ReadDir(fsys, dir)
	if err != nil {
		return unreadable(dir, err)
	}
	sort.Slice(entries, func(i, j int) bool { return entries[i].Name() < entries[j].Name() })
	var folders []string
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		switch {
		case strings.HasPrefix(e.Name(), "."):
		case e.IsDir():
			folders = append(folders, name)
		case strings.HasSuffix(e.Name(), ".sql") && !seen[name] && isFile(fsys, name, e):
			seen[name] = true
			*names = append(*names, name)
		}
	}
	for _, folder := range folders {
		if err := walk(fsys, folder, seen, names); err != nil {
			return err
		}
	}
	return nil
}

// unreadable is the error for a folder that cannot be read.
func unreadable(dir string, err error) error {
	if !utf8.ValidString(dir) {
		err = errName
	}
	if hint := wayOut(err); hint != "" {
		return fmt.Errorf("reading the folder %s: %s; %s", quote(dir), reason(err), hint)
	}
	return fmt.Errorf("reading the folder %s: %s", quote(dir), reason(err))
}

// isFile follows links; one that cannot be followed is kept, so that reading
// it says why.
func isFile(fsys fs.FS, name string, e fs.DirEntry) bool {
	if e.Type().IsRegular() {
		return true
	}
	info, err := fs.Stat(fsys, name)
	return err != nil || info.Mode().IsRegular()
}
