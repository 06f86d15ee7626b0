package revisions

import (
	"strings"

	"sqlbundle/internal/source"
)

// header reads the comments at the file's start, up to the first section's
// directive or the first token that is no comment, and returns the offset
// where that stands. No scanner is needed for it: only comments can stand
// there.
type header struct {
	rev      *Revision
	opts     *Options
	errs     *source.ErrorList
	seen     map[string]bool
	leading  []string // text of the leading comment, line by line
	leadOpen bool     // no directive so far
	vars     bool
	timeout  *Timeout
	timeAt   directive
}

func readHeader(rev *Revision, opts *Options, errs *source.ErrorList) (*header, int) {
	h := &header{rev: rev, opts: opts, errs: errs, seen: map[string]bool{}, leadOpen: true}
	end := h.run()
	h.message()
	return h, end
}

func (h *header) run() int {
	text := h.rev.File.Text
	for at := 0; at < len(text) && !tooMany(h.errs); {
		switch {
		case blank(text[at]) || text[at] == '\r' || text[at] == '\n':
			at++
		case strings.HasPrefix(text[at:], "--"):
			end := lineEnd(text, at)
			if h.lineComment(source.Span{Start: at, End: end}) {
				return at
			}
			at = end
		case strings.HasPrefix(text[at:], "/*"):
			end, ok := blockEnd(text, at)
			if !ok {
				h.errs.Add(&source.Error{
					File: h.rev.File, Span: source.Span{Start: at, End: at + 2},
					Msg: "unterminated /* comment", Rule: "syntax-error",
				})
				return len(text)
			}
			if h.leadOpen {
				h.leading = append(h.leading, blockLines(text[at:end])...)
			}
			at = end
		default:
			return at
		}
	}
	return len(text)
}

// lineComment takes one comment; true for a directive that starts a section.
func (h *header) lineComment(span source.Span) bool {
	d, ok := directiveIn(h.rev.File, span)
	if !ok {
		if e := misspelt(h.rev.File, span); e != nil {
			h.errs.Add(e)
		}
		if n, _ := squawkIgnore(h.rev.File, span); n != nil {
			h.rev.Nolint = append(h.rev.Nolint, n)
			return false
		}
		if h.leadOpen {
			h.leading = append(h.leading, strings.TrimSpace(h.rev.File.Slice(span)[2:]))
		}
		return false
	}
	h.leadOpen = false
	if known, ok := directives[d.Name()]; ok && known.places&startsSection != 0 {
		return true
	}
	h.directive(d)
	return false
}

func (h *header) directive(d directive) {
	if !lineStart(d.file.Text, d.span.Start) {
		h.errs.Add(d.error("a directive stands at the start of its line", ""))
		return
	}
	name := d.Name()
	known, ok := directives[name]
	meta := contains(h.opts.Metadata, name)
	switch {
	case !ok && !meta:
		h.errs.Add(d.unknown(h.opts.Metadata))
	case !meta && known.places&inHeader == 0:
		h.errs.Add(d.error("`"+name+"` belongs in a section", "put it after `-- sqlbundle:up`"))
	case h.seen[name] && name != "nolint":
		h.errs.Add(d.error("`"+name+"` is given twice", "a header field stands once; list several values with commas"))
	default:
		h.seen[name] = true
		h.field(d, name)
	}
}

func (h *header) field(d directive, name string) {
	switch name {
	case "revision":
		if err := CheckID(d.Args(), h.opts.maxID()); err != nil {
			h.errs.Add(d.errorAt(d.span, err.Error(), "write `-- sqlbundle:revision 1975ea83b712`, for example"))
		}
		h.rev.ID, h.rev.IDSpan = d.Args(), d.args
	case "revises":
		h.revises(d)
	case "depends-on":
		h.rev.DependsOn = h.refs(d, func(s string) error { return CheckLabel(s) })
	case "labels":
		h.rev.Labels = h.refs(d, CheckLabel)
	case "nolint":
		if n := parseNolint(d, h.errs); n != nil {
			h.rev.Nolint = append(h.rev.Nolint, n)
		}
	case "vars":
		h.vars = true
		if d.Args() != "" {
			h.errs.Add(d.errorAt(d.args, "`vars` takes no value", "values come from --var, [vars] and the environment"))
		}
	case "timeout":
		h.timeout, h.timeAt = parseTimeout(d, h.errs), d
	default:
		if d.Args() == "" {
			h.errs.Add(d.error("`"+name+"` has no value", ""))
		}
		h.rev.Meta = append(h.rev.Meta, Field{Key: name, Value: d.Args()})
	}
}

func (h *header) revises(d directive) {
	if d.Args() == "base" {
		return
	}
	h.rev.Parents = h.refs(d, func(s string) error { return CheckID(strings.ReplaceAll(s, ".", "_"), 64) })
}

// refs reads a comma-separated list of names, each given once.
func (h *header) refs(d directive, check func(string) error) []Ref {
	refs := list(d.file, d.args)
	if len(refs) == 0 {
		h.errs.Add(d.error("`"+d.Name()+"` has no value", valueHint[d.Name()]))
	}
	seen := map[string]bool{}
	for _, ref := range refs {
		err := check(ref.ID)
		switch {
		case tooMany(h.errs):
			return refs
		case ref.ID == "":
			h.errs.Add(d.errorAt(d.args, "an empty entry between commas", ""))
		case err != nil:
			h.errs.Add(d.errorAt(ref.Span, err.Error(), ""))
		case seen[ref.ID]:
			h.errs.Add(d.errorAt(ref.Span, quote(ref.ID)+" is listed twice", ""))
		}
		seen[ref.ID] = true
	}
	return refs
}

var valueHint = map[string]string{
	"revises":    "write `-- sqlbundle:revises base` for a revision without a parent",
	"depends-on": "name the revisions or labels that must be applied first, or leave it out",
	"labels":     "name the branch, or leave it out",
}

// message splits the leading comment into its first line and the rest.
func (h *header) message() {
	lines := h.leading
	for len(lines) > 0 && lines[0] == "" {
		lines = lines[1:]
	}
	if len(lines) == 0 {
		return
	}
	h.rev.Message = lines[0]
	h.rev.Description = strings.Trim(strings.Join(lines[1:], "\n"), "\n")
}

// required reports the header fields that are missing.
func (h *header) required() {
	start := source.Span{Start: 0, End: 0}
	if !h.seen["revision"] {
		hint := "write `-- sqlbundle:revision ID` in its header"
		if len(h.seen) == 0 {
			hint = "every .sql file below the migrations folders is one revision: " +
				"write `-- sqlbundle:revision ID` in its header, or keep included files elsewhere"
		}
		h.errs.Add(&source.Error{File: h.rev.File, Span: start, Msg: "not a revision: there is no `revision` directive", Hint: hint})
	}
	if h.seen["revision"] && !h.seen["revises"] {
		h.errs.Add(&source.Error{
			File: h.rev.File, Span: h.rev.IDSpan, Msg: "the header does not say what the revision revises",
			Hint: "write `-- sqlbundle:revises ID`, or `-- sqlbundle:revises base` for one without a parent",
		})
	}
}

func lineEnd(text string, at int) int {
	if i := strings.IndexAny(text[at:], "\r\n"); i >= 0 {
		return at + i
	}
	return len(text)
}

// blockEnd finds the end of a block comment; they nest (PostgreSQL 16, 4.1.5).
func blockEnd(text string, at int) (int, bool) {
	depth := 0
	for at < len(text) {
		switch {
		case strings.HasPrefix(text[at:], "/*"):
			depth++
			at += 2
		case strings.HasPrefix(text[at:], "*/"):
			depth--
			at += 2
			if depth == 0 {
				return at, true
			}
		default:
			at++
		}
	}
	return at, false
}

func blockLines(comment string) []string {
	lines := strings.Split(strings.TrimSuffix(strings.TrimPrefix(comment, "/*"), "*/"), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(line), "*"))
	}
	return lines
}

func contains(names []string, name string) bool {
	for _, n := range names {
		if n == name {
			return true
		}
	}
	return false
}
