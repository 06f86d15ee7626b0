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
	if b.loader.includes++; b.loader.includes > maxIncludes {
		if b.loader.includes == maxIncludes+1 {
			b.errs.Add(d.error("the revision includes more than 1000 files", "do files include one another several times?"))
		}
		return
	}
	data, err := b.loader.readIncluded(name)
	if err != nil {
		hint := wayOut(err)
		if errors.Is(err, fs.ErrNotExist) {
			hint = "the path is relative to the file that holds the `include`"
		}
		b.errs.Add(d.errorAt(d.args, "reading "+quote(name)+": "+reason(err), hint))
		return
	}
	b.rev.Includes = append(b.rev.Includes, name)
	line := wholeLine(b.file.Text, d.span)
	before := b.lead(line.Start)
	b.last = line.End
	b.read(d, name, data, before)
}

// read scans an included file with this section, then goes on here. Before it
// stand the comments that precede the directive.
func (b *body) read(d directive, name string, data []byte, before string) {
	file, ok := checkText(name, data, b.errs)
	if !ok {
		return
	}
	if hasVars(file.Text) {
		file = substitute(file, 0, b.loader.opts, b.errs)
	}
	inner := &body{
		loader: b.loader, rev: b.rev, file: file, errs: b.errs, outer: b,
		section: b.section, timeout: b.timeout, before: before,
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
