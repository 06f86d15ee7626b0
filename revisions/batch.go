package revisions

import (
	"strconv"
	"strings"

	"sqlbundle/internal/pgsql"
	"sqlbundle/internal/source"
	"sqlbundle/internal/suggest"
)

// Batch is a batch directive: the UPDATE or DELETE behind it runs in a loop
// that walks a key in order and commits after each batch.
type Batch struct {
	// Key are the columns of the key, as the catalog has their names.
	Key []string
	// Size is how many rows of the table a batch looks at.
	Size int
	// Pause is how many milliseconds lie between two batches.
	Pause int
	// Span is the directive, in the file of the statement or of what includes it.
	File *source.File
	Span source.Span
}

const batchHint = "write `-- sqlbundle:batch key=id size=1000 pause=100ms`"

// parseBatch reads `batch key=COLUMN[,COLUMN…] size=1000 [pause=100ms]`.
func parseBatch(d directive, errs *source.ErrorList) *Batch {
	b := &Batch{File: d.file, Span: d.span}
	seen := map[string]bool{}
	for _, word := range quotedWords(d.file, d.args) {
		key, value, ok := strings.Cut(word.ID, "=")
		msg, hint := "", ""
		switch {
		case !ok || key != "key" && key != "size" && key != "pause":
			msg, hint = "`batch` does not know "+quote(word.ID), suggest.Hint(key, []string{"key", "size", "pause"})
			if hint == "" {
				hint = batchHint
			}
		case seen[key]:
			msg = quote(key) + " is given twice"
		case key == "key":
			b.Key, msg, hint = keyColumns(value)
		case key == "size":
			if b.Size, ok = positive(value); !ok {
				msg, hint = "`size` is no number of rows: "+quote(value), "some thousand are a good start: `size=1000`"
			}
		default:
			if msg, hint = pgsql.CheckTimeout(value); msg != "" {
				msg = "`pause` " + msg
			}
			b.Pause, _ = pgsql.Milliseconds(value)
		}
		if seen[key] = true; msg != "" {
			errs.Add(d.errorAt(word.Span, msg, hint))
		}
	}
	for _, name := range [...]string{"key", "size"} {
		if !seen[name] {
			errs.Add(d.error("`batch` gives no "+name, batchHint))
		}
	}
	return b
}

// quotedWords splits a span at blanks, but for those between double quotes.
func quotedWords(file *source.File, span source.Span) []Ref {
	var refs []Ref
	start, inside := span.Start, false
	for i := span.Start; i <= span.End; i++ {
		switch {
		case i < span.End && file.Text[i] == '"':
			inside = !inside
		case i == span.End || blank(file.Text[i]) && !inside:
			if start < i {
				refs = append(refs, Ref{ID: file.Text[start:i], Span: source.Span{Start: start, End: i}})
			}
			start = i + 1
		}
	}
	return refs
}

func positive(text string) (n int, ok bool) {
	n, err := strconv.Atoi(text)
	return n, err == nil && n > 0 && n <= 1<<31-1 && text[0] != '+'
}

// keyColumns reads column names separated by commas, as SQL does: what is not
// quoted is folded to lower case.
func keyColumns(text string) (names []string, msg, hint string) {
	seen := map[string]bool{}
	for rest, more := text, true; more; {
		var name string
		if name, rest = columnName(rest); name == "" || rest != "" && rest[0] != ',' {
			return nil, "`key` takes column names separated by commas, not " + quote(text), "such as `key=id` or `key=tenant_id,id`"
		}
		if seen[name] {
			return nil, "`key` names " + quote(name) + " twice", ""
		}
		seen[name] = true
		names = append(names, name)
		if more = rest != ""; more {
			rest = rest[1:]
		}
	}
	return names, "", ""
}

// columnName takes the name at the start of a text, and gives what follows it;
// the name is empty where none stands there.
func columnName(text string) (name, rest string) {
	if !strings.HasPrefix(text, `"`) {
		end := strings.IndexByte(text+",", ',')
		name = strings.Map(func(r rune) rune {
			if 'A' <= r && r <= 'Z' {
				r += 'a' - 'A'
			}
			return r
		}, text[:end])
		if strings.ContainsAny(name, `"'();.`) {
			return "", text
		}
		return name, text[end:]
	}
	for i := 1; i < len(text); i++ {
		switch {
		case text[i] != '"':
		case i+1 < len(text) && text[i+1] == '"':
			i++
		default:
			return strings.ReplaceAll(text[1:i], `""`, `"`), text[i+1:]
		}
	}
	return "", text
}
