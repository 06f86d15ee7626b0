package histories

import (
	"slices"
	"strings"
)

// withoutOpen leaves out the server's lines about partitions of which the model
// says that there may be any: those that code has made under names that nobody
// knows, and what belongs to them.
func withoutOpen(server, model []string) []string {
	open, known := map[string]bool{}, map[string]bool{}
	for _, line := range model {
		subject, _, _ := strings.Cut(line, ": ")
		if table, ok := strings.CutPrefix(subject, "partitions of "); ok {
			open[table] = true
		}
		if name, ok := strings.CutPrefix(subject, "relation "); ok {
			known[name] = true
		}
	}
	unknown := map[string]bool{}
	for more := len(open) > 0; more; {
		more = false
		for _, line := range server {
			subject, facts, _ := strings.Cut(line, ": ")
			name, ok := strings.CutPrefix(subject, "relation ")
			_, parent, partition := strings.Cut(facts, "partition of ")
			parent, _, _ = strings.Cut(parent, " ")
			if ok && partition && open[parent] && !known[name] && !unknown[name] {
				unknown[name], open[name], more = true, true, true
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(server), func(line string) bool { return isAbout(line, unknown) })
}

// isAbout tells whether a line is about one of the relations or a part of it.
func isAbout(line string, relations map[string]bool) bool {
	if len(relations) == 0 {
		return false
	}
	class, rest, _ := strings.Cut(line, " ")
	name, facts, _ := strings.Cut(rest, ":")
	switch class {
	case "column":
		name = name[:strings.LastIndexByte(name, '.')]
	case "index":
		name, _, _ = strings.Cut(strings.TrimPrefix(facts, " on "), " ")
	default:
		name, _, _ = strings.Cut(name, " ")
	}
	return relations[name]
}
