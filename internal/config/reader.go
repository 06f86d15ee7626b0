package config

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"

	"sqlbundle/internal/suggest"
)

// reader takes the value of one key into the configuration.
type reader struct {
	// kind is the type of the value, as messages and documentation name it.
	kind string
	read func(l *loader, key string, e *entry)
	// value is the setting, to compare it with the default; nil for sections
	// with names of their own.
	value func() any
}

// text reads a string that passes each check.
func text(field *string, checks ...check) reader {
	return reader{
		kind:  "a string",
		value: func() any { return *field },
		read: func(l *loader, key string, e *entry) {
			if s, ok := l.text(key, e.value, checks); ok {
				*field = s
			}
		},
	}
}

// file reads the path of a file; empty for none.
func file(field *string) reader {
	r := text(field)
	r.read = func(l *loader, key string, e *entry) {
		if s, ok := l.text(key, e.value, []check{optional(checkFile)}); ok && s != "" {
			*field = path.Clean(s)
		}
	}
	return r
}

// enum reads one of all.
func enum[T ~string](field *T, all []T) reader {
	return reader{
		kind:  oneOf(names(all)),
		value: func() any { return *field },
		read: func(l *loader, key string, e *entry) {
			if v, ok := choose(l, key, e, all); ok {
				*field = v
			}
		},
	}
}

func choose[T ~string](l *loader, key string, e *entry, all []T) (T, bool) {
	s, ok := l.text(key, e.value, nil)
	if ok && !slices.Contains(all, T(s)) {
		l.report(e.value.span, key+" must be "+oneOf(names(all))+", not "+quote(s),
			suggest.Hint(s, names(all)))
		return "", false
	}
	return T(s), ok
}

// boolean reads true or false.
func boolean(field *bool) reader {
	return reader{
		kind:  "true or false",
		value: func() any { return *field },
		read: func(l *loader, key string, e *entry) {
			if e.value.kind != unstable.Bool {
				l.wrongType(key, e.value, "true or false")
				return
			}
			*field = e.value.text == "true"
		},
	}
}

// number reads an integer from low to high.
func number(field *int, low, high int) reader {
	return reader{
		kind:  "an integer",
		value: func() any { return *field },
		read: func(l *loader, key string, e *entry) {
			if e.value.kind != unstable.Integer {
				l.wrongType(key, e.value, "an integer")
				return
			}
			n, err := strconv.ParseInt(strings.ReplaceAll(e.value.text, "_", ""), 0, 64)
			if err != nil || n < int64(low) || n > int64(high) {
				l.report(e.value.span, key+" must be from "+strconv.Itoa(low)+" to "+
					strconv.Itoa(high)+", not "+e.value.text, "")
				return
			}
			*field = int(n)
		},
	}
}

// list reads strings that each pass the check, none of them twice.
func list(field *[]string, c check) reader {
	return reader{
		kind:  "a list of strings",
		value: func() any { return *field },
		read: func(l *loader, key string, e *entry) {
			items, ok := l.list(key, e.value, c)
			if l.unique(key, e.value, items) && ok {
				*field = items
			}
		},
	}
}

// folders reads the paths of one or more folders.
func folders(field *[]string) reader {
	r := list(field, checkPath)
	r.read = func(l *loader, key string, e *entry) {
		items, ok := l.list(key, e.value, checkPath)
		if ok && len(items) == 0 {
			l.report(e.value.span, key+" is empty", `name at least one folder, such as ["migrations"]`)
			return
		}
		for i := range items {
			if items[i] != "" {
				items[i] = path.Clean(items[i])
			}
		}
		if l.unique(key, e.value, items) && ok {
			*field = items
		}
	}
	return r
}
