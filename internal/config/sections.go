package config

import (
	"path"
	"slices"
	"strings"

	"sqlbundle/internal/suggest"
)

// readVars takes [vars].
func readVars(l *loader, key string, section *entry) {
	l.config.Vars = map[string]string{}
	for _, e := range section.value.table.entries {
		if p := checkVarName(e.name); p.msg != "" {
			l.report(e.key, "a key of [vars] "+p.msg, p.hint)
			continue
		}
		if s, ok := l.text(key+"."+e.name, e.value, nil); ok {
			l.config.Vars[e.name] = s
		}
	}
}

// readRules takes [lint.rules].
func readRules(l *loader, key string, section *entry) {
	l.config.Lint.Rules = l.rules(key, section)
}

func (l *loader) rules(key string, section *entry) []RuleSeverity {
	if section.value.table == nil {
		l.wrongType(key, section.value, "a section")
		return nil
	}
	var rules []RuleSeverity
	for _, e := range section.value.table.entries {
		if p := checkText(e.name); p.msg != "" || e.name == "" {
			l.report(e.key, "this is not the name of a rule", "")
			continue
		}
		if severity, ok := choose(l, below(key, e.name), e, Severities()); ok {
			rules = append(rules, RuleSeverity{Rule: e.name, Severity: severity, Span: e.key})
		}
	}
	return rules
}

// readPaths takes the [lint.paths."GLOB"] sections.
func readPaths(l *loader, key string, section *entry) {
	if section.value.table == nil {
		l.wrongType(key, section.value, "a section")
		return
	}
	for _, e := range section.value.table.entries {
		if p := checkGlob(e.name); p.msg != "" {
			l.report(e.key, "a glob of [lint.paths] "+p.msg, p.hint)
			continue
		}
		rules := l.rules(below(key, e.name), e)
		l.config.Lint.Paths = append(l.config.Lint.Paths,
			PathRules{Glob: e.name, Rules: rules, Span: e.key})
	}
}

// below is the full name of a key that the user has named.
func below(key, name string) string {
	if fieldName.MatchString(name) {
		return key + "." + name
	}
	return key + "." + quote(name)
}

func checkGlob(s string) problem {
	if s == "" {
		return problem{"is empty", `write "**" for all files`}
	}
	if p := checkText(s); p.msg != "" {
		return p
	}
	if p := checkPath(s); p.msg != "" {
		return p
	}
	for _, name := range strings.Split(s, "/") {
		if _, err := path.Match(name, ""); err != nil {
			return problem{"is no pattern: " + quote(s), "close the bracket"}
		}
	}
	return problem{}
}

// readDatabases takes the [database.NAME] sections.
func readDatabases(l *loader, key string, section *entry) {
	// Each database gets a folder of its name, on file systems too that take
	// upper and lower case for the same.
	folders := map[string]string{}
	for _, e := range section.value.table.entries {
		if slices.Contains(databaseSettings(), e.name) && e.value.table == nil {
			l.report(e.key, "unknown key "+quote(e.name)+" in [database]",
				"each database has a section with its name: [database.main]")
			continue
		}
		if p := checkDatabaseName(e.name); p.msg != "" {
			l.report(e.key, p.msg, p.hint)
			continue
		}
		if other, ok := folders[strings.ToLower(e.name)]; ok {
			l.report(e.key, "databases "+quote(other)+" and "+quote(e.name)+" differ in case alone", "")
			continue
		}
		folders[strings.ToLower(e.name)] = e.name
		l.database(key+"."+e.name, e)
	}
}

func (l *loader) database(key string, section *entry) {
	if section.value.table == nil {
		l.wrongType(key, section.value, "a section")
		return
	}
	db := Database{Name: section.name, Span: section.key}
	for _, e := range section.value.table.entries {
		l.config.places[key+"."+e.name] = e.value.span
		switch e.name {
		case "url":
			db.URL, _ = l.text(key+".url", e.value, nil)
		case "name":
			db.DBName, _ = l.text(key+".name", e.value, []check{optional(checkIdentifier)})
		default:
			l.report(e.key, "unknown key "+quote(e.name)+" in ["+key+"]",
				suggest.Hint(e.name, databaseSettings()))
		}
	}
	l.config.Databases = append(l.config.Databases, db)
}
