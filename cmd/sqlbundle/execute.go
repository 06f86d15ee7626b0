package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"sqlbundle/internal/executor"
)

// execute runs a bundle on one database and tells how it goes.
func (a *app) execute(target executor.Target, b *executor.Bundle, o executor.Options, format string) error {
	interrupts, release := interruptions()
	defer release()
	if err := a.ctx.Err(); err != nil {
		return err
	}
	told, lost := a.lasting()
	say, failed := told.events(format)
	// Interrupts are the executor's to weigh, who ends where nothing is half done.
	o.Interrupts, o.Events = interrupts, say
	err := executor.Run(context.WithoutCancel(a.ctx), target, b, o)
	return a.allTold(err, lost(), failed())
}

// allTold is a run's error, or else that not all of it could be told.
func (a *app) allTold(err error, lost ...error) error {
	failed := errors.Join(lost...)
	switch {
	case failed == nil:
		return err
	case err == nil:
		return fmt.Errorf("all of it is done, and not all could be told: %w", failed)
	}
	// What has happened counts for more than what could not be written.
	a.note("%v", failed)
	return err
}

// lasting is the program with a standard output in whose place the other one is
// taken when it fails: what has begun on a database goes on, and is told.
func (a *app) lasting() (told *app, lost func() error) {
	l := &lasting{w: a.stdout, instead: a.stderr}
	copied := *a
	copied.stdout = l
	return &copied, func() error { return l.err }
}

type lasting struct {
	w, instead io.Writer
	err        error // the first one
}

func (l *lasting) Write(p []byte) (int, error) {
	if l.err == nil {
		if _, l.err = l.w.Write(p); l.err == nil {
			return len(p), nil
		}
		l.err = fmt.Errorf("standard output: %w", withoutPath(l.err))
		fmt.Fprintf(l.instead, "sqlbundle: %v; the rest is told here\n", l.err)
	}
	return l.instead.Write(p)
}

// interruptions has a value for each Ctrl-C, of which none ends the process.
func interruptions() (<-chan struct{}, func()) {
	// A reader that is gone must not end the process in the middle of a segment.
	signal.Ignore(syscall.SIGPIPE)
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	values, done := make(chan struct{}), make(chan struct{})
	go func() {
		for {
			select {
			case <-done:
				return
			case <-signals:
			}
			select {
			case <-done:
				return
			case values <- struct{}{}:
			}
		}
	}()
	return values, func() { signal.Stop(signals); signal.Reset(syscall.SIGPIPE); close(done) }
}

// events gives what writes events, and what tells of the first error in that.
func (a *app) events(format string) (say func(executor.Event), failed func() error) {
	var first error
	outStyle, errStyle := a.style(a.stdout), a.style(a.stderr)
	return func(e executor.Event) {
		err := error(nil)
		switch {
		case format == "json":
			err = executor.JSONLine(a.stdout, e)
		case e.Event == executor.Failed || e.Event == executor.Noticed:
			err = executor.Text(a.stderr, e, errStyle)
		default:
			err = executor.Text(a.stdout, e, outStyle)
		}
		if first == nil {
			first = err
		}
	}, func() error { return first }
}
