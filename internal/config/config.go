// Package config reads sqlbundle.toml, the settings of a project.
//
// In comes the text of the file; out comes a [Config], or every problem of the
// file at once as a [source.ErrorList], each at the key or value that is wrong
// and with a suggestion where one is near. Without a file, [Default] is the
// configuration. [Find] looks for the file; it alone touches the system.
//
// Invariants:
//   - a key that is not set has its documented default;
//   - nothing is ignored: an unknown key, or one whose feature does not exist
//     yet and that asks for it, is an error;
//   - the table of settings is the only list of keys: it drives parsing and
//     suggestions, and the tests hold documentation and sample against it;
//   - databases, rules and paths keep the order of the file.
package config

import (
	"regexp"

	"sqlbundle/internal/source"
)

// Config is all settings of a project. Paths are slash-separated, clean, and
// relative to the folder of the file.
type Config struct {
	// File is what was read; nil where there is no configuration file.
	File    *source.File
	Project Project
	// Vars are the values of [vars] by name.
	Vars     map[string]string
	Tracking Tracking
	Bundle   Bundle
	Lint     Lint
	// Databases are the [database.NAME] sections in the order of the file;
	// none stands for one unnamed database.
	Databases []Database

	// places holds the span of each value that the file sets, by full key.
	places map[string]source.Span
}

// Project says where revisions are and how new ones are written.
type Project struct {
	// Migrations are the folders of revisions, at least one.
	Migrations []string
	// Baseline is a schema dump where the history starts; empty for none.
	Baseline string
	// FileTemplate names new files; [ExpandName] fills it in.
	FileTemplate string
	// Template is the path of the text for new revisions; empty for the
	// built-in one.
	Template string
	// PostWrite are the commands that run on a new file.
	PostWrite []string
	// Metadata are the further header fields that revisions may have.
	Metadata []string
	// EnvVars are the environment variables that ${name} may use.
	EnvVars []string
	// TargetVersion is the lowest major version of the servers.
	TargetVersion int
}

// Tracking says where a database keeps what is applied.
type Tracking struct {
	Style Style
	// Schema is empty for the first one of the search_path.
	Schema   string
	Table    string
	LogTable string
	// Log keeps the history of what was done, not only the progress of what
	// is unfinished.
	Log bool
}

// Bundle says how scripts are made.
type Bundle struct {
	Transaction Transaction
	Dialect     Dialect
	// LockTimeout and StatementTimeout are written as PostgreSQL reads them.
	LockTimeout      string
	StatementTimeout string
	// LockRetries is how often a transaction tries again to get its locks.
	LockRetries int
	// Role and SearchPath are set by the script; empty for not at all.
	Role       string
	SearchPath string
}

// Lint says what the rules look at, and how much they weigh.
type Lint struct {
	// SmallTables are names or globs, with the schema or, for public, without.
	SmallTables []string
	// RequireReason asks each nolint for a reason.
	RequireReason bool
	// ServerRelease is the exact release of the servers, such as "14.2"; empty
	// where only the major version is known.
	ServerRelease string
	// MaxLockTimeout and MinBuildTimeout are written as PostgreSQL reads them.
	MaxLockTimeout, MinBuildTimeout  string
	MaxLockedTables, MaxIndexColumns int
	// TwoReleaseDrop wants a release between giving a column up and dropping it,
	// ExtensionVersions a version in each CREATE EXTENSION.
	TwoReleaseDrop, ExtensionVersions bool
	// ForbiddenTypes and RequiredColumns are lists of names.
	ForbiddenTypes, RequiredColumns []string
	// Names are the patterns of [lint.names], by one of [NameKinds].
	Names map[string]*regexp.Regexp
	Rules []RuleSeverity
	Paths []PathRules
}

// RuleSeverity is one line of [lint.rules]. Rule names are as written; which
// ones exist is not known here.
type RuleSeverity struct {
	Rule     string
	Severity Severity
	// Span is where the rule's name is written.
	Span source.Span
}

// PathRules is one [lint.paths."GLOB"] section.
type PathRules struct {
	Glob  string
	Rules []RuleSeverity
	// Span is where the glob is written.
	Span source.Span
}

// Database is one [database.NAME] section.
type Database struct {
	Name string
	// URL is as written: ${name} in it is expanded when a command connects.
	URL string
	// DBName is the key name: scripts refuse a database of another name;
	// empty for any.
	DBName string
	// Span is where the section's name is written.
	Span source.Span
}

// Default is the configuration of a project without a file.
func Default() *Config {
	return &Config{
		Project: Project{
			Migrations:    []string{"migrations"},
			FileTemplate:  "{id}_{slug}",
			TargetVersion: 14,
		},
		Tracking: Tracking{
			Style:    StyleSqlbundle,
			Schema:   "public",
			Table:    "sqlbundle_version",
			LogTable: "sqlbundle_log",
			Log:      true,
		},
		Bundle: Bundle{
			Transaction:      TransactionRevision,
			Dialect:          DialectPsql,
			LockTimeout:      "5s",
			StatementTimeout: "0",
		},
		Lint: Lint{
			MaxLockTimeout:  "10s",
			MinBuildTimeout: "1h",
			MaxLockedTables: 2,
			MaxIndexColumns: 3,
		},
	}
}

// IsSet tells whether the file sets key, such as "tracking.table".
func (c *Config) IsSet(key string) bool {
	_, ok := c.places[key]
	return ok
}

// Problem makes the error that the value of key is wrong in a way that only
// its user can find, such as a folder that does not exist. Elements of lists
// are keys too: "project.migrations[1]". The error has no place where the file
// does not set the key.
func (c *Config) Problem(key, msg, hint string) *source.Error {
	place, ok := c.places[key]
	if !ok {
		return &source.Error{Msg: msg, Hint: hint}
	}
	return &source.Error{File: c.File, Span: place, Msg: msg, Hint: hint}
}
