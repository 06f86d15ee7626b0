package config

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"sqlbundle/internal/pgsql"
	"sqlbundle/internal/suggest"
)

// NameKinds are the keys of [lint.names].
func NameKinds() []string {
	return []string{"schema", "table", "column", "index", "foreign_key", "check"}
}

// readNames takes [lint.names].
func readNames(l *loader, key string, section *entry) {
	if section.value.table == nil {
		l.wrongType(key, section.value, "a section")
		return
	}
	l.config.Lint.Names = map[string]*regexp.Regexp{}
	for _, e := range section.value.table.entries {
		if !slices.Contains(NameKinds(), e.name) {
			l.report(e.key, "unknown key "+quote(e.name)+" in ["+key+"]", suggest.Hint(e.name, NameKinds()))
			continue
		}
		if s, ok := l.text(key+"."+e.name, e.value, []check{checkPattern}); ok {
			l.config.Lint.Names[e.name] = regexp.MustCompile(s)
		}
	}
}

// checkPattern accepts what Go's regexp does.
func checkPattern(s string) problem {
	if _, err := regexp.Compile(s); err != nil {
		why := strings.TrimPrefix(err.Error(), "error parsing regexp: ")
		return problem{
			"is no regular expression: " + quote(why),
			`write it as in '^[a-z_]+$', in single quotes; https://golang.org/s/re2syntax has the grammar`,
		}
	}
	return checkNotEmpty(s)
}

// checkTables accepts the name of a table, or a glob for several.
func checkTables(s string) problem {
	if _, err := path.Match(s, ""); err != nil {
		return problem{"is no pattern: " + quote(s), "close the bracket"}
	}
	return checkNotEmpty(s)
}

var release = regexp.MustCompile(`^1[3-8]\.(0|[1-9][0-9]?)$`)

// checkRelease accepts a release of a major version that scripts can be for.
func checkRelease(s string) problem {
	if !release.MatchString(s) {
		return problem{"is not a release of PostgreSQL 13 to 18: " + quote(s), `SHOW server_version tells it, such as "14.2"`}
	}
	return problem{}
}

// checkType accepts a type as SQL writes it.
func checkType(s string) problem {
	if trees, err := pgsql.Parse("SELECT CAST(NULL AS " + s + ")"); err != nil || len(trees) != 1 {
		return problem{"is not a type: " + quote(s), `write it as in CREATE TABLE, such as "timestamp" or "varchar(255)"`}
	}
	return problem{}
}
