package revisions

import (
	_ "embed"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"text/template"

	"sqlbundle/internal/source"
	"sqlbundle/internal/suggest"
)

//go:embed new.sql.tmpl
var defaultTemplate string

// DefaultTemplate is the text of the template for new revisions of a project
// that has none of its own; a project can begin its own with it.
func DefaultTemplate() string { return defaultTemplate }

// Template is the text of new revisions with places to fill in.
type Template struct {
	file   *source.File
	parsed *template.Template
}

// fields are what a template can use. All but the message and the header are
// written as in their directives, empty where there is none.
type fields struct {
	Message, Header, ID, Revises, DependsOn, Labels, Created string
}

func fieldNames() []string {
	return []string{"Message", "Header", "ID", "Revises", "DependsOn", "Labels", "Created"}
}

// ParseTemplate reads a template, in the language of text/template. name is
// its path as users know it. Problems are a [source.ErrorList] with their
// places in the template.
func ParseTemplate(name string, data []byte) (*Template, error) {
	var errs source.ErrorList
	file, ok := checkText(name, data, &errs)
	if !ok {
		return nil, errs.Err()
	}
	t := &Template{file: file}
	var err error
	if t.parsed, err = template.New("").Parse(file.Text); err != nil {
		return nil, t.problem(err)
	}
	return t, nil
}

// maxRendered is the size that no new revision reaches: a template can loop.
const maxRendered = 1 << 20

var errTooLong = errors.New("the template writes more than 1 MB")

// limited is a text that does not grow without end.
type limited struct{ strings.Builder }

func (l *limited) Write(b []byte) (int, error) {
	if l.Len()+len(b) > maxRendered {
		return 0, errTooLong
	}
	return l.Builder.Write(b)
}

func (t *Template) fill(n New) (string, error) {
	var text limited
	err := t.parsed.Execute(&text, fields{
		Message: n.comment(), Header: n.Header(), ID: n.ID, Revises: n.revises(),
		DependsOn: strings.Join(n.DependsOn, ", "), Labels: strings.Join(n.Labels, ", "), Created: n.created(),
	})
	switch {
	case errors.Is(err, errTooLong):
		return "", t.at(0, errTooLong.Error(), "")
	case err != nil:
		return "", t.problem(err)
	}
	return strings.TrimRight(text.String(), " \t\r\n") + "\n", nil
}

var (
	templateError = regexp.MustCompile(`(?s)^template: :(\d+)(?::(\d+))?: (?:executing ".*?" at <.*?>: )?(.*)$`)
	noField       = regexp.MustCompile(`can't evaluate field (\w+) in type revisions\.fields`)
)

// problem is an error of text/template, which has its place as text only.
func (t *Template) problem(err error) error {
	parts := templateError.FindStringSubmatch(err.Error())
	if parts == nil {
		return t.at(0, strings.TrimPrefix(err.Error(), "template: "), "")
	}
	line, _ := strconv.Atoi(parts[1])
	column, _ := strconv.Atoi(parts[2])
	msg, hint := parts[3], ""
	if field := noField.FindStringSubmatch(msg); field != nil {
		msg = fmt.Sprintf("a template has no field %q", field[1])
		if hint = suggest.Hint(field[1], fieldNames()); hint == "" {
			hint = "the fields are " + strings.Join(fieldNames(), ", ")
		}
	}
	return t.at(lineOffset(t.file.Text, line)+column, msg, hint)
}

func (t *Template) at(offset int, msg, hint string) error {
	offset = min(offset, len(t.file.Text))
	return source.ErrorList{{File: t.file, Span: source.Span{Start: offset, End: offset}, Msg: msg, Hint: hint}}
}

// lineOffset is where a 1-based line starts.
func lineOffset(text string, line int) int {
	offset := 0
	for ; line > 1; line-- {
		i := strings.IndexByte(text[offset:], '\n')
		if i < 0 {
			break
		}
		offset += i + 1
	}
	return offset
}
