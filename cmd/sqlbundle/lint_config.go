package main

import (
	"fmt"
	"path"
	"strings"
	"time"

	"github.com/bmatcuk/doublestar/v4"

	"sqlbundle/internal/config"
	"sqlbundle/internal/pgsql"
	"sqlbundle/internal/source"
	"sqlbundle/lint"
)

// lintConfig turns the configuration into lint's, and checks that the rules
// exist.
func lintConfig(c *config.Config) (lint.Config, error) {
	var errs source.ErrorList
	l := c.Lint
	cfg := lint.Config{
		Severities:    severities(c.File, l.Rules, &errs),
		RequireReason: l.RequireReason, RequireTwoReleaseDrop: l.TwoReleaseDrop, ExtensionVersions: l.ExtensionVersions,
		TargetRelease: l.ServerRelease, IndexColumns: l.MaxIndexColumns, MaxLockedTables: l.MaxLockedTables,
		MaxLockTimeout: duration(l.MaxLockTimeout), MinBuildTimeout: duration(l.MinBuildTimeout),
		ForbiddenTypes: l.ForbiddenTypes, RequiredColumns: l.RequiredColumns, Naming: l.Names,
	}
	if len(l.SmallTables) > 0 {
		cfg.SmallTable = func(schema, name string) bool { return smallTable(l.SmallTables, schema, name) }
	}
	for _, p := range l.Paths {
		cfg.PathSeverities = append(cfg.PathSeverities, lint.PathSeverities{
			Match:      func(name string) bool { return doublestar.MatchUnvalidated(p.Glob, name) },
			Severities: severities(c.File, p.Rules, &errs),
		})
	}
	turnOn(cfg.Severities, "forbidden-types", len(l.ForbiddenTypes) > 0)
	turnOn(cfg.Severities, "require-columns", len(l.RequiredColumns) > 0)
	turnOn(cfg.Severities, "index-too-wide", c.IsSet("lint.max_index_columns"))
	turnOn(cfg.Severities, "naming-convention", len(l.Names) > 0)
	return cfg, errs.Err()
}

// severities are the configured ones by the rules' ids. Another linter's code
// stands for all rules that have it, unless they are named themselves.
func severities(file *source.File, list []config.RuleSeverity, errs *source.ErrorList) map[string]lint.Severity {
	byCode, all := map[string]lint.Severity{}, map[string]lint.Severity{}
	for _, r := range list {
		rules := lint.Named(r.Rule)
		if len(rules) == 0 {
			errs.Add(&source.Error{File: file, Span: r.Span, Msg: fmt.Sprintf("there is no rule %q", r.Rule), Hint: lint.NearName(r.Rule)})
		}
		for _, rule := range rules {
			if rule.ID == r.Rule {
				all[rule.ID] = lint.Severity(r.Severity)
			} else {
				byCode[rule.ID] = lint.Severity(r.Severity)
			}
		}
	}
	for id, severity := range byCode {
		if _, named := all[id]; !named {
			all[id] = severity
		}
	}
	return all
}

// turnOn gives a rule that is off by itself its severity, where the
// configuration says what it is to look for and not how much it weighs.
func turnOn(severities map[string]lint.Severity, id string, wanted bool) {
	if _, set := severities[id]; wanted && !set {
		severities[id] = lint.Find(id).Severity
	}
}

// smallTable tells whether a name or glob of small_tables means a table. The
// schema public need not be written.
func smallTable(globs []string, schema, name string) bool {
	for _, glob := range globs {
		inSchema, table, qualified := strings.Cut(glob, ".")
		if !qualified {
			inSchema, table = "public", glob
		}
		sameSchema, _ := path.Match(inSchema, schema)
		sameName, _ := path.Match(table, name)
		if sameSchema && sameName {
			return true
		}
	}
	return false
}

// duration is a timeout of the configuration, which has been checked.
func duration(timeout string) time.Duration {
	ms, _ := pgsql.Milliseconds(timeout)
	return time.Duration(ms) * time.Millisecond
}
