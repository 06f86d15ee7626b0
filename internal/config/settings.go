package config

import "strings"

// setting is one key of the file, by its full name.
type setting struct {
	name string
	reader
}

// settings is every key, in the order of the documentation, each with its
// place in c.
func settings(c *Config) []setting {
	p, t, b, l := &c.Project, &c.Tracking, &c.Bundle, &c.Lint
	return []setting{
		{name: "project.migrations", reader: folders(&p.Migrations)},
		{name: "project.baseline", reader: file(&p.Baseline)},
		{name: "project.file_template", reader: text(&p.FileTemplate, checkFileTemplate)},
		{name: "project.template", reader: file(&p.Template)},
		{name: "project.post_write", reader: list(&p.PostWrite, checkNotEmpty)},
		{name: "project.metadata", reader: list(&p.Metadata, checkField)},
		{name: "project.env_vars", reader: list(&p.EnvVars, checkVarName)},
		{name: "project.target_version", reader: number(&p.TargetVersion, 13, 18)},

		{name: "vars", reader: reader{kind: "strings by name", read: readVars}},

		{name: "tracking.style", reader: enum(&t.Style, Styles())},
		{name: "tracking.schema", reader: text(&t.Schema, optional(checkSchema))},
		{name: "tracking.table", reader: text(&t.Table, checkTable)},
		{name: "tracking.log_table", reader: text(&t.LogTable, checkLogTable)},
		{name: "tracking.log", reader: boolean(&t.Log)},

		{name: "bundle.transaction", reader: enum(&b.Transaction, Transactions())},
		{name: "bundle.dialect", reader: enum(&b.Dialect, Dialects())},
		{name: "bundle.lock_timeout", reader: text(&b.LockTimeout, checkTimeout)},
		{name: "bundle.statement_timeout", reader: text(&b.StatementTimeout, checkTimeout)},
		{name: "bundle.lock_retries", reader: number(&b.LockRetries, 0, 1000)},
		{name: "bundle.role", reader: text(&b.Role, optional(checkIdentifier))},
		{name: "bundle.search_path", reader: text(&b.SearchPath, optional(checkSearchPath))},

		{name: "lint.small_tables", reader: list(&l.SmallTables, checkTables)},
		{name: "lint.require_reason", reader: boolean(&l.RequireReason)},
		{name: "lint.server_release", reader: text(&l.ServerRelease, optional(checkRelease))},
		{name: "lint.max_lock_timeout", reader: text(&l.MaxLockTimeout, checkLimit)},
		{name: "lint.min_build_timeout", reader: text(&l.MinBuildTimeout, checkLimit)},
		{name: "lint.max_locked_tables", reader: number(&l.MaxLockedTables, 1, 1000)},
		{name: "lint.max_index_columns", reader: number(&l.MaxIndexColumns, 1, 32)},
		{name: "lint.two_release_drop", reader: boolean(&l.TwoReleaseDrop)},
		{name: "lint.extension_versions", reader: boolean(&l.ExtensionVersions)},
		{name: "lint.forbidden_types", reader: list(&l.ForbiddenTypes, checkType)},
		{name: "lint.required_columns", reader: list(&l.RequiredColumns, checkIdentifier)},
		{name: "lint.names", reader: reader{kind: "patterns by kind of object", read: readNames}},
		{name: "lint.rules", reader: reader{kind: "severities by rule", read: readRules}},
		{name: "lint.paths", reader: reader{kind: "sections by glob", read: readPaths}},

		{name: "database", reader: reader{kind: "sections by name", read: readDatabases}},
	}
}

// databaseSettings are the keys of one [database.NAME] section.
func databaseSettings() []string { return []string{"url", "name"} }

// sections are the names at the top level of the file, in order.
func sections(all []setting) []string {
	var names []string
	for _, s := range all {
		name, _, _ := strings.Cut(s.name, ".")
		if len(names) == 0 || names[len(names)-1] != name {
			names = append(names, name)
		}
	}
	return names
}

// keysOf are the keys of a section.
func keysOf(all []setting, section string) []string {
	var keys []string
	for _, s := range all {
		if name, key, ok := strings.Cut(s.name, "."); ok && name == section {
			keys = append(keys, key)
		}
	}
	return keys
}
