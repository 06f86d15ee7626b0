package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"sqlbundle/compiler"
	"sqlbundle/graph"
	"sqlbundle/internal/suggest"
	"sqlbundle/out"
	"sqlbundle/revisions"
)

// scriptFlags are what the commands that print a script share.
type scriptFlags struct {
	SQL      bool   `name:"sql" help:"Print the script, and connect to nothing."`
	Database string `placeholder:"NAME|URL" help:"A configured database; or, without --sql, a URL or host=… dbname=…. Else the first configured one; without --sql and where that has no url, what the PG* variables say."`
	Format   string `enum:"sql,json" default:"sql" help:"With --sql. sql: the script; json: its manifest."`
	dialectFlag
}

// loadRequest reads the project and its graph, and begins a request.
func (a *app) loadRequest(database string) (*project, *graph.Graph, compiler.Request, error) {
	p, g, err := a.load()
	if err != nil {
		return nil, nil, compiler.Request{}, err
	}
	req, err := a.request(p, database)
	return p, g, req, err
}

// request is what the configuration says about every script, with the baseline.
func (a *app) request(p *project, database string) (compiler.Request, error) {
	req, err := a.settings(p, database)
	if err == nil {
		req.Baseline, err = a.baseline(p)
	}
	return req, err
}

// settings is what the configuration says about every script.
func (a *app) settings(p *project, database string) (compiler.Request, error) {
	name, err := a.database(p, database)
	if err != nil {
		return compiler.Request{}, err
	}
	c := p.config
	databaseName := ""
	for _, d := range c.Databases {
		if d.Name == name {
			databaseName = d.DBName
		}
	}
	return compiler.Request{
		Database: name, DatabaseName: databaseName, TargetVersion: c.Project.TargetVersion,
		Settings: compiler.Settings{
			LockRetries: c.Bundle.LockRetries, LockTimeout: c.Bundle.LockTimeout, StatementTimeout: c.Bundle.StatementTimeout,
			Role: c.Bundle.Role, SearchPath: c.Bundle.SearchPath,
			Transaction: compiler.Mode(c.Bundle.Transaction), Dialect: compiler.Dialect(c.Bundle.Dialect),
			Tracking: compiler.Tracking{
				Style: string(c.Tracking.Style), Schema: c.Tracking.Schema, Table: c.Tracking.Table, LogTable: c.Tracking.LogTable, Log: c.Tracking.Log,
			},
		},
	}, nil
}

// baseline reads where the history starts; nil where that is nothing.
func (a *app) baseline(p *project) (*revisions.Baseline, error) {
	if p.config.Project.Baseline == "" {
		return nil, nil
	}
	b, err := revisions.LoadBaseline(p.fsys, p.config.Project.Baseline)
	if err != nil {
		return nil, err
	}
	for _, s := range b.Statements {
		if s.Node == nil {
			at := b.File.Position(s.Span.Start)
			a.note("%s:%d: the parser does not know this statement of the baseline; what it makes is unknown", at.File, at.Line)
		}
	}
	return b, nil
}

// database is the configured database of a name; the first, said aloud, where
// there are several and none is named.
func (a *app) database(p *project, name string) (string, error) {
	all := p.databases()
	if name == "" {
		if len(all) > 1 {
			a.note("for the database %s; --database names another of: %s", all[0], strings.Join(all, ", "))
		}
		return all[0], nil
	}
	for _, d := range all {
		if d == name {
			return d, nil
		}
	}
	if isAddress(name) { // which is not shown: a password may stand in it
		return "", usageError{err: errors.New("--database has an address, and this command connects to nothing"), help: "it takes a configured name here"}
	}
	hint := suggest.Hint(name, all)
	if hint == "" {
		hint = "configured are: " + strings.Join(all, ", ")
	}
	if len(all) == 1 && all[0] == "" {
		hint = "the configuration has no [database.NAME]"
	}
	return "", usageError{err: fmt.Errorf("there is no database %q", name), help: hint}
}

// print compiles the request and prints the script or its manifest. Nothing is
// printed unless all of it compiles.
func (a *app) print(p *project, g *graph.Graph, req compiler.Request, flags scriptFlags, after string) error {
	flags.override(&req)
	if after != "" && (req.Settings.Dialect != compiler.Plain || flags.Format == "json") {
		return usageError{err: errors.New("--after is for plain scripts"), help: "psql's script finds by itself where it goes on: run the same file again"}
	}
	plan, err := compiler.Compile(g, req)
	if err := a.check(err); err != nil {
		return err
	}
	if err := a.ctx.Err(); err != nil {
		return err
	}
	if flags.Format == "json" {
		return a.printManifest(p, g, plan)
	}
	if req.Settings.Dialect == compiler.Plain {
		place, err := placeAfter(plan, after)
		if err != nil {
			return err
		}
		_, err = out.PlainScript(untilDone{a.ctx, a.stdout}, plan, place)
		return err
	}
	a.noteUnsure(plan)
	_, err = out.Script(untilDone{a.ctx, a.stdout}, plan)
	return err
}

// printManifest prints a plan's manifest, with its findings.
func (a *app) printManifest(p *project, g *graph.Graph, plan *compiler.Plan) error {
	found, err := a.findings(p, g, plan)
	if err != nil {
		return err
	}
	return out.WriteManifest(untilDone{a.ctx, a.stdout}, plan, nil, found)
}

// noteUnsure says which statements a second run of the script cannot decide
// about.
func (a *app) noteUnsure(plan *compiler.Plan) {
	for _, u := range out.Unsure(plan) {
		a.note("%s: if the script is cut off there, a second run stops and asks: nobody can know whether %s", u.Statement, u.Why)
	}
}

// untilDone stops writing when the command is interrupted.
type untilDone struct {
	ctx context.Context
	w   io.Writer
}

func (u untilDone) Write(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.w.Write(p)
}
