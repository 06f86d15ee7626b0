package builtin

import (
	"iter"
	"sort"
	"strconv"
	"strings"
)

// lines are the lines of a version whose first fields are these names, as
// fields without the range of versions. The text is sorted, so that the lines
// stand together and the first is found by bisection.
func lines(text string, version int, names ...string) iter.Seq[[]string] {
	key := strings.Join(names, " ") + " "
	return func(yield func([]string) bool) {
		if strings.Count(key, " ") > len(names) {
			return // a quoted name with a space would match two fields
		}
		rest := text[first(text, key):]
		for strings.HasPrefix(rest, key) {
			var line string
			line, rest, _ = strings.Cut(rest, "\n")
			body, has := inVersion(line, version)
			if has && !yield(strings.Split(body, " ")) {
				return
			}
		}
	}
}

// first is where the first line begins that does not sort before the key.
func first(text, key string) int {
	// An offset stands for the line that it is in: the answer for all offsets
	// of a line is the same, so bisection lands on a line's first byte.
	return sort.Search(len(text), func(i int) bool {
		return lineAt(text, i) >= key
	})
}

// lineAt is the line that an offset is in, from its beginning.
func lineAt(text string, i int) string {
	begin := strings.LastIndexByte(text[:i], '\n') + 1
	end := strings.IndexByte(text[i:], '\n')
	if end < 0 {
		return text[begin:]
	}
	return text[begin : i+end]
}

// inVersion takes the range of versions off a line, and tells whether the
// version is in it.
func inVersion(line string, version int) (body string, has bool) {
	body, span := line, ""
	if i := strings.LastIndexByte(line, ' '); strings.HasPrefix(line[i+1:], "@") {
		body, span = line[:i], line[i+2:]
	}
	since, until, _ := strings.Cut(span, "-")
	return body, version >= max(Oldest, number(since, Oldest)) && version <= min(Newest, number(until, Newest))
}

// number reads a field; what is no number is the other value.
func number(field string, other int) int {
	if field == "" {
		return other
	}
	if n, err := strconv.Atoi(field); err == nil {
		return n
	}
	return other
}

// opt is a field that may be empty.
func opt(field string) string {
	if field == "-" {
		return ""
	}
	return field
}

// list is a field of several values.
func list(field string) []string {
	if field == "-" {
		return nil
	}
	return strings.Split(field, ",")
}
