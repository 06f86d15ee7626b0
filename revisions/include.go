package revisions

import (
	"errors"
	"io/fs"
	"path"
	"strings"

	"sqlbundle/internal/source"
)

// include puts another file's statements where the directive stands.
func (b *body) include(d directive) {
	if b.pending.first != nil {
		b.errs.Add(b.pending.first.error("a directive before an `include` is for no statement",
			"put it into the included file"))
		b.pending = pending{}
	}
	name, ok := b.includePath(d)
	if !ok {
		return
	}
	for _, open := range b.loader.stack(b) {
		if open == name {
			b.errs.Add(d.errorAt(d.args, "the file includes itself: "+quote(name), "take out one of the `include`s"))
			return
		}
	}
	data, err := fs.ReadFile(b.loader.fsys, name)
	if err != nil {
		b.errs.Add(d.errorAt(d.args, "reading "+quote(name)+": "+reason(err),
			"the path is relative to the file that holds the `include`"))
		return
	}
	b.loader.sum(b.rev, data)
	b.read(d, name, data)
}

// read scans an included file with this section, then goes on here.
func (b *body) read(d directive, name string, data []byte) {
	file, ok := checkText(name, data, b.errs)
	if !ok {
		return
	}
	if hasVars(file.Text) {
		file = substitute(file, 0, b.loader.opts, b.errs)
	}
	inner := &body{
		loader: b.loader, rev: b.rev, file: file, errs: b.errs, outer: b,
		section: b.section, notransaction: b.notransaction, timeout: b.timeout,
	}
	if b.raw != nil {
		inner.raw = &directive{file: b.raw.file, span: b.raw.span, name: b.raw.name, args: b.raw.args}
		inner.rawOutside = true
	}
	inner.scan(0)
}

// includePath is the file's name within the project folder.
func (b *body) includePath(d directive) (string, bool) {
	given := d.Args()
	refuse := func(msg, hint string) (string, bool) {
		b.errs.Add(d.errorAt(d.args, msg, hint))
		return "", false
	}
	switch {
	case given == "":
		b.errs.Add(d.error("`include` names no file", "write `-- sqlbundle:include ../sql/functions.sql`"))
		return "", false
	case path.IsAbs(given) || strings.ContainsRune(given, '\\') || len(given) > 1 && given[1] == ':':
		return refuse("`include` takes a relative path with forward slashes", "it is relative to this file")
	}
	name := path.Join(path.Dir(b.file.Name), given)
	if !fs.ValidPath(name) || name == "." {
		return refuse("the path leaves the project folder", "included files stand below the folder of the configuration")
	}
	return name, true
}

// reason is an I/O error without the path, which may be this machine's.
func reason(err error) string {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	return err.Error()
}

// hasVars tells whether an included file's leading comments carry `vars`.
func hasVars(text string) bool {
	for at := 0; at < len(text); {
		switch {
		case blank(text[at]) || text[at] == '\n' || text[at] == '\r':
			at++
		case strings.HasPrefix(text[at:], "--"):
			end := lineEnd(text, at)
			file := source.File{Text: text}
			if d, ok := directiveIn(&file, source.Span{Start: at, End: end}); ok && d.Name() == "vars" {
				return true
			}
			at = end
		case strings.HasPrefix(text[at:], "/*"):
			end, ok := blockEnd(text, at)
			if !ok {
				return false
			}
			at = end
		default:
			return false
		}
	}
	return false
}
