package config

import (
	"strings"

	"sqlbundle/internal/suggest"
)

// Placeholders are the names that project.file_template may hold in braces.
func Placeholders() []string {
	return []string{"id", "slug", "year", "month", "day", "hour", "minute", "second", "epoch"}
}

// ExpandName fills a file_template that has passed [Load]: each {name} becomes
// value(name). The result has no extension yet.
func ExpandName(template string, value func(placeholder string) string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(template, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		name, after, _ := strings.Cut(rest, "}")
		b.WriteString(value(name))
		template = after
	}
}

func checkFileTemplate(s string) problem {
	if strings.Contains(s, "%(") {
		return problem{"holds %(…)", "write {id} for %(rev)s, {slug} for %(slug)s"}
	}
	var bad problem
	used := 0
	filled := ExpandName(s, func(name string) string {
		used++
		if bad.msg == "" {
			bad = checkPlaceholder(name)
		}
		return "x"
	})
	switch {
	case bad.msg != "":
		return bad
	case strings.Count(s, "{") != strings.Count(s, "}") || strings.Contains(filled, "}"):
		return problem{"has a brace that is not paired: " + quote(s), "write {id}"}
	case used == 0:
		return problem{"has no placeholder, all revisions would have one name", "write {id} into it"}
	case strings.HasSuffix(s, ".sql"):
		return problem{"ends in .sql", "leave .sql out, it is added"}
	}
	return checkPath(filled)
}

func checkPlaceholder(name string) problem {
	all := Placeholders()
	for _, p := range all {
		if p == name {
			return problem{}
		}
	}
	hint := suggest.Hint(name, all)
	if hint == "" {
		hint = "the placeholders are {" + strings.Join(all, "}, {") + "}"
	}
	return problem{"has an unknown placeholder {" + strings.Trim(quote(name), `"`) + "}", hint}
}
