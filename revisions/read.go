package revisions

import (
	"errors"
	"io/fs"
	"strings"
	"unicode/utf8"

	"sqlbundle/internal/source"
)

const (
	// maxRevision is how much one revision may hold, included files counted
	// each time. The parser counts bytes in 32 bits.
	maxRevision = 256 << 20
	// maxIncludes is how many files one revision may include: files that
	// include one another twice each would double with every level.
	maxIncludes = 1000
	// maxProblems is how many problems of one revision are told.
	maxProblems = 100
)

var (
	errName   = errors.New("its name is not valid UTF-8")
	errNoFile = errors.New("it is no regular file")
	errLarge  = errors.New("with it, the revision is larger than 256 MiB, included files counted each time")
)

// readFile reads a file of the revision and adds it to the checksum.
func (l *loader) readFile(name string) ([]byte, error) {
	if !utf8.ValidString(name) {
		return nil, errName
	}
	data, err := fs.ReadFile(l.fsys, name)
	if err != nil {
		return nil, err
	}
	if l.size += len(data); l.size > maxRevision {
		return nil, errLarge
	}
	l.hash.Write(data)
	return data, nil
}

// readIncluded reads a file that nobody has looked at before: opening a pipe
// would wait for somebody to write.
func (l *loader) readIncluded(name string) ([]byte, error) {
	if info, err := fs.Stat(l.fsys, name); err == nil && !info.Mode().IsRegular() && !info.IsDir() {
		return nil, errNoFile
	}
	return l.readFile(name)
}

// wayOut is what can be done where a file or folder cannot be read.
func wayOut(err error) string {
	switch {
	case errors.Is(err, errName):
		return "rename it"
	case errors.Is(err, errLarge):
		return "make several revisions of it; load large data from outside of them"
	case errors.Is(err, fs.ErrPermission):
		return "make it readable, a folder with chmod +rx"
	case errors.Is(err, fs.ErrNotExist):
		return "it is a link that leads nowhere: mend it or take it out"
	case strings.Contains(err.Error(), "escapes"):
		return "it is a link that leads out of the project folder: put what it leads to there"
	case strings.Contains(err.Error(), "is a directory"):
		return "name the files of the folder one by one"
	case strings.Contains(err.Error(), "symbolic links"):
		return "it is a link that leads back to itself: mend it or take it out"
	}
	return ""
}

// reason is an I/O error without the path, which may be this machine's.
func reason(err error) string {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	return err.Error()
}

// tooMany tells whether nobody would read the list of problems to its end.
func tooMany(errs *source.ErrorList) bool { return len(*errs) > maxProblems }

// shorten cuts such a list, and says so.
func shorten(errs *source.ErrorList) {
	if tooMany(errs) {
		*errs = (*errs)[:maxProblems]
		last := (*errs)[maxProblems-1]
		errs.Add(&source.Error{
			File: last.File, Span: last.Span, Msg: "further problems of this revision are not shown",
			Hint: "mend these first", Rule: last.Rule,
		})
	}
}
