package revisions

import "sqlbundle/internal/source"

// pending are the directives that wait for their statement.
type pending struct {
	notransaction, commit bool
	timeout               *Timeout
	batch                 *Batch
	nolint                []*Nolint
	squawk                []*Nolint
	first                 *directive
}

func (b *body) directive(d directive, places place, span source.Span) {
	switch {
	case places&startsSection != 0 && b.section != nil && b.rev.File != b.file:
		b.errs.Add(d.error("an included file has no sections of its own", "keep the section in the revision"))
	case places&startsSection != 0:
		b.endSection(span.Start)
		b.startSection(d)
	case d.Name() == "vars" && b.rev.File != b.file:
	case places&inSection == 0:
		b.errs.Add(d.error("`"+d.Name()+"` belongs in the header", "put it before the first section"))
	case b.section == nil:
		b.errs.Add(d.error("`"+d.Name()+"` stands before the first section", "put it after `-- sqlbundle:up`"))
	default:
		b.inSection(d)
	}
	b.skipLine(span)
}

// skipLine leaves a directive's line out of what the script shows.
func (b *body) skipLine(span source.Span) { b.skip = append(b.skip, wholeLine(b.file.Text, span)) }

// wholeLine widens a directive to its line, line break included.
func wholeLine(text string, span source.Span) source.Span {
	for span.Start > 0 && blank(text[span.Start-1]) {
		span.Start--
	}
	for span.End < len(text) && blank(text[span.End]) {
		span.End++
	}
	if span.End < len(text) && text[span.End] == '\r' {
		span.End++
	}
	if span.End < len(text) && text[span.End] == '\n' {
		span.End++
	}
	return span
}

func (b *body) inSection(d directive) {
	switch d.Name() {
	case "notransaction":
		b.noArgs(d)
		b.pending.notransaction = true
		b.wait(d)
	case "commit":
		b.noArgs(d)
		if len(b.section.Statements) == 0 {
			b.errs.Add(d.error("`commit` stands before the section's first statement, where there is nothing to commit", ""))
		}
		b.pending.commit = true
		b.wait(d)
	case "timeout":
		b.pending.timeout = mergeTimeout(b.pending.timeout, parseTimeout(d, b.errs))
		b.wait(d)
	case "batch":
		if b.pending.batch != nil {
			b.errs.Add(d.error("a second `batch` for the same statement", "take one out"))
		}
		b.pending.batch = parseBatch(d, b.errs)
		b.wait(d)
	case "nolint":
		if n := parseNolint(d, b.errs); n != nil {
			b.pending.nolint = append(b.pending.nolint, n)
			b.wait(d)
		}
	case "raw":
		b.noArgs(d)
		if b.raw != nil {
			b.errs.Add(d.error("`raw` inside raw", "close the first one with `-- sqlbundle:end-raw`"))
		}
		b.raw = &d
	case "end-raw":
		b.noArgs(d)
		if b.raw == nil || b.rawOutside {
			b.errs.Add(d.error("`end-raw` without `raw`", ""))
			return
		}
		b.raw = nil
	case "include":
		b.include(d)
	}
}

// squawk takes a comment that is for squawk.
func (b *body) squawk(comment source.Span) {
	switch n, whole := squawkIgnore(b.file, comment); {
	case n == nil:
	case whole:
		b.rev.Nolint = append(b.rev.Nolint, n)
	default:
		b.pending.squawk = append(b.pending.squawk, n)
	}
}

func (b *body) wait(d directive) {
	if b.pending.first == nil {
		b.pending.first = &d
	}
}

func (b *body) noArgs(d directive) {
	if d.Args() != "" {
		b.errs.Add(d.errorAt(d.args, "`"+d.Name()+"` takes no value", ""))
	}
}
