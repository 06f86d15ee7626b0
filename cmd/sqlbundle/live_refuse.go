package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"sqlbundle/compiler"
	"sqlbundle/graph"
	"sqlbundle/internal/executor"
	"sqlbundle/out"
)

// refuse tells of a database that is not where it should be, as a run does, and
// gives the error that the command ends with; other errors as they are.
func (l *live) refuse(req compiler.Request, err error) error {
	refused, ok := refusalOf(req, l.state, err)
	if !ok {
		return err
	}
	told, lost := l.lasting()
	say, failed := told.events(l.flags.LogFormat)
	status := 3
	for _, e := range [...]executor.Event{refused.Event(), {Event: executor.Ended, Exit: &status}} {
		e.Time, e.Database = time.Now().UTC().Truncate(time.Millisecond), req.Database
		say(e)
	}
	return l.allTold(refused, lost(), failed())
}

// refusalOf makes a refusal of what a look has found; false where that is none.
func refusalOf(req compiler.Request, state executor.State, err error) (*executor.Refused, bool) {
	var refused *executor.Refused
	var unknown *graph.UnknownRevisionError
	var overlap *graph.OverlapError
	var begun *graph.BegunError
	switch {
	case errors.As(err, &refused):
		return refused, true
	case errors.As(err, &unknown) && unknown.Row:
		return &executor.Refused{
			Message: "sqlbundle: " + unknown.Error(),
			Hint:    "Its files are newer than these, or another project's: use those that the database was upgraded with. Where the revision is gone for good: sqlbundle stamp TARGET --purge" + databaseFlag(req) + ", with what is applied for TARGET.",
		}, true
	case errors.As(err, &overlap) && overlap.Rows:
		return &executor.Refused{Message: "sqlbundle: " + overlap.Error()}, true
	case errors.As(err, &begun):
		return inside(req, state, begun.Revision), true
	}
	return nil, false
}

// inside is the refusal of a database inside a revision with which no plan of
// the request can begin.
func inside(req compiler.Request, state executor.State, id string) *executor.Refused {
	var u out.Unfinished
	for _, u = range state.Unfinished {
		if u.Revision == id && (u.Direction == string(graph.Downgrade) || req.Direction != graph.Upgrade) {
			break
		}
	}
	database := databaseFlag(req)
	back := fmt.Sprintf("sqlbundle downgrade %s@-1%s", id, database)
	ways := []string{"finish that: " + back}
	if u.Direction == string(graph.Upgrade) {
		ways = []string{"finish that: sqlbundle upgrade " + id + database, "take it back: " + back}
	}
	ways = append(ways, "undo by hand what is done of it, and add --abandon "+id)
	return &executor.Refused{Message: "sqlbundle: the database is " + u.Words(), Hint: "Nothing has been changed. Either " + strings.Join(ways, "; or ") + "."}
}

func databaseFlag(req compiler.Request) string {
	if req.Database == "" {
		return ""
	}
	return " --database " + req.Database
}
