package revisions

import (
	"slices"
	"strconv"
	"strings"

	"sqlbundle/internal/pgsql"
	"sqlbundle/internal/source"
)

const emptySections = "\n\n-- " + prefix + "up\n\n-- " + prefix + "down\n"

// Render is the text of the revision's file, made from a template, nil for
// [DefaultTemplate]. opts is how the project's revisions are read: the result
// loads with it as exactly this revision.
//
// What [New.Check] refuses is an error, and so is a template that loses the
// header, or in which the message would be more than a comment; the latter are
// a [source.ErrorList].
func (n New) Render(t *Template, opts Options) (string, error) {
	if err := n.Check(opts); err != nil {
		return "", err
	}
	if t == nil {
		var err error
		if t, err = ParseTemplate("built-in template", []byte(defaultTemplate)); err != nil {
			return "", err
		}
	}
	text, err := t.fill(n)
	if err != nil {
		return "", err
	}
	if err := t.checkMessage(n, text); err != nil {
		return "", err
	}
	end, err := t.checkHeader(n, text, &opts)
	if err == nil && n.Empty {
		text = strings.TrimRight(text[:end], " \t\r\n") + emptySections
	}
	return text, err
}

// Check tells why the id or a label cannot be one, or nil.
func (n New) Check(opts Options) error {
	if err := CheckID(n.ID, opts.maxID()); err != nil {
		return err
	}
	for _, label := range n.Labels {
		if err := CheckLabel(label); err != nil {
			return err
		}
	}
	return nil
}

// checkHeader reads the header as the loader will, and gives its end.
func (t *Template) checkHeader(n New, text string, opts *Options) (int, error) {
	var errs source.ErrorList
	file, ok := checkText(t.file.Name, []byte(text), &errs)
	if !ok {
		return 0, t.moved(errs)
	}
	rev := &Revision{File: file}
	h, end := readHeader(rev, opts, &errs)
	if rev.ID == "" && strings.Contains(text, n.Header()) {
		return 0, t.atHeader("the header does not stand in the first comment", "put {{.Header}} before everything but comments")
	}
	h.required()
	lost := rev.ID != n.ID || !sameRefs(rev.Parents, n.Parents) ||
		!sameRefs(rev.DependsOn, n.DependsOn) || !sameRefs(rev.Labels, n.Labels)
	if lost && !strings.Contains(text, n.Header()) {
		return 0, t.atHeader("the template loses the header: there is no {{.Header}}",
			"{{.Header}} stands on a line of its own in the first comment, without -- before it")
	}
	if lost && len(errs) == 0 {
		return 0, t.atHeader("the template changes what {{.Header}} says", "leave {{.Header}} as it is")
	}
	return end, t.moved(errs)
}

func sameRefs(refs []Ref, names []string) bool {
	return slices.EqualFunc(refs, names, func(r Ref, name string) bool { return r.ID == name })
}

// atHeader is a problem at {{.Header}}, or at the start where there is none.
func (t *Template) atHeader(msg, hint string) error {
	return t.at(max(strings.Index(t.file.Text, "{{.Header}}"), 0), msg, hint)
}

// moved gives problems of the filled-in text their places in the template:
// where the same line stands there, else at its start.
func (t *Template) moved(errs source.ErrorList) error {
	for _, e := range errs {
		at := e.File.Position(e.Span.Start)
		line := e.File.Line(at.Line)
		start := strings.Index("\n"+t.file.Text, "\n"+line)
		if start < 0 || line == "" {
			e.File, e.Span = t.file, source.Span{}
			continue
		}
		shift := start - lineOffset(e.File.Text, at.Line)
		e.File, e.Span = t.file, source.Span{Start: e.Span.Start + shift, End: e.Span.End + shift}
	}
	return errs.Err()
}

// checkMessage refuses a message that is more than a comment where the
// template has put it: then the text consists of other tokens than with a
// message of one letter.
func (t *Template) checkMessage(n New, text string) error {
	n.Message = "x"
	plain, err := t.fill(n)
	if err != nil {
		return err
	}
	if code(text) == code(plain) {
		return nil
	}
	return t.at(max(strings.Index(t.file.Text, "{{.Message}}"), 0),
		"with this message the template makes other code than with others",
		"in the template, {{.Message}} stands in a comment that begins with --")
}

// code is the kinds of a text's tokens, comments left out, and its directives;
// what cannot be split into tokens has none.
func code(text string) string {
	tokens, err := pgsql.Scan(text)
	if err != nil {
		return "error"
	}
	file := source.NewFile("", text)
	var b strings.Builder
	for _, token := range tokens {
		if !token.Comment() {
			b.WriteString(strconv.Itoa(int(token.Kind)) + " ")
		} else if d, ok := directiveIn(file, source.Span{Start: token.Start, End: token.End}); ok {
			b.WriteString(d.Name() + " ")
		}
	}
	return b.String()
}
