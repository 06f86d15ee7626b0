package revisions

import (
	"strings"
	"unicode"

	"sqlbundle/internal/source"
	"sqlbundle/internal/suggest"
)

// substitute replaces each ${name} from an offset on. `$${` is left alone: it
// is a dollar quote that begins with a brace. Positions in the file that is
// returned are those of the author's text.
func substitute(file *source.File, from int, opts *Options, errs *source.ErrorList) *source.File {
	text := file.Text
	var out strings.Builder
	var edits []source.Edit
	out.WriteString(text[:from])
	for at := from; at < len(text); {
		start := strings.Index(text[at:], "${")
		if start < 0 {
			out.WriteString(text[at:])
			break
		}
		start += at
		name, end := variableAt(text, start)
		if name == "" {
			out.WriteString(text[at : start+2])
			at = start + 2
			continue
		}
		out.WriteString(text[at:start])
		value := lookUp(file, source.Span{Start: start, End: end}, name, opts, errs)
		edits = append(edits, source.Edit{
			Start: out.Len(), End: out.Len() + len(value), OrigStart: start, OrigEnd: end,
		})
		out.WriteString(value)
		at = end
	}
	return source.NewEdited(file.Name, text, out.String(), edits)
}

// variableAt reads ${name} at an offset; an empty name where there is none.
func variableAt(text string, at int) (name string, end int) {
	if at > 0 && text[at-1] == '$' {
		return "", at
	}
	i := at + 2
	for i < len(text) && idRune(rune(text[i])) {
		i++
	}
	if i == at+2 || i >= len(text) || text[i] != '}' {
		return "", at
	}
	return text[at+2 : i], i + 1
}

func lookUp(file *source.File, span source.Span, name string, opts *Options, errs *source.ErrorList) string {
	fail := func(msg, hint string) string {
		errs.Add(&source.Error{File: file, Span: span, Msg: msg, Hint: hint})
		// An empty value could make broken SQL of a good statement.
		return name
	}
	value, ok := "", false
	if opts.Var != nil {
		value, ok = opts.Var(name)
	}
	if !ok {
		hint := suggest.Hint(name, opts.VarNames)
		if hint == "" {
			hint = "give it with --var " + name + "=VALUE, under [vars], or list it in [project] env_vars"
		}
		return fail("the variable "+quote(name)+" is not set", hint)
	}
	for _, r := range value {
		if unicode.IsControl(r) || bidirectional(r) || r == unicode.ReplacementChar {
			return fail("the value of the variable "+quote(name)+" holds a control character or a line break",
				"a variable stands for text on one line")
		}
	}
	return value
}
