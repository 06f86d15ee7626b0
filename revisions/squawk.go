package revisions

import (
	"strings"

	"sqlbundle/internal/source"
)

const squawkPrefix = "squawk-ignore"

// squawkIgnore reads the comment by which squawk is told to be silent:
// `squawk-ignore RULE[, RULE…]` for the statement that follows it or that it
// stands in, `squawk-ignore-file` for the file. Without rules all are meant. It
// is nil for other comments.
func squawkIgnore(file *source.File, comment source.Span) (n *Nolint, whole bool) {
	body := trim(file, source.Span{Start: comment.Start + len("--"), End: comment.End})
	rest, found := strings.CutPrefix(file.Slice(body), squawkPrefix)
	if !found || !lineStart(file.Text, comment.Start) {
		return nil, false
	}
	rest, whole = strings.CutPrefix(rest, "-file")
	rest = strings.TrimPrefix(rest, ":")
	if rest != "" && !blank(rest[0]) {
		return nil, false
	}
	rules := source.Span{Start: body.End - len(rest), End: body.End}
	n = &Nolint{File: file, Span: source.Span{Start: comment.Start, End: body.End}, Squawk: true}
	if i := strings.Index(rest, "--"); i >= 0 {
		n.Reason, rules.End = strings.TrimSpace(rest[i+2:]), rules.Start+i
	}
	n.Rules = split(file, rules, func(b byte) bool { return blank(b) || b == ',' })
	return n, whole
}
