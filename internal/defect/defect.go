// Package defect makes errors of faults of this program's own, so that none ends
// the process with a stack trace, or passes for success.
package defect

import (
	"fmt"
	"path"
	"runtime"
	"strings"
)

// Error is a panic that was caught.
type Error struct {
	Problem any
	// At is the innermost function of this program, with its file and line.
	At string
}

func (e *Error) Error() string {
	return fmt.Sprintf("this is a fault of sqlbundle's own: %v, in %s", e.Problem, e.At)
}

// Catch, deferred, makes a panic the function's error.
func Catch(err *error) {
	if problem := recover(); problem != nil {
		*err = Of(problem)
	}
}

// Of is the error of what recover has given. It is called by the function that
// was deferred. One that was caught before stays as it is.
func Of(problem any) *Error {
	if e, ok := problem.(*Error); ok {
		return e
	}
	return &Error{problem, at()}
}

// at looks for the place behind the frames of the panic itself.
func at() string {
	var counters [64]uintptr
	frames := runtime.CallersFrames(counters[:runtime.Callers(1, counters[:])])
	panicked := false
	for {
		f, more := frames.Next()
		switch {
		case f.Function == "runtime.gopanic":
			panicked = true
		case panicked && (strings.HasPrefix(f.Function, "sqlbundle/") || strings.HasPrefix(f.Function, "main.")):
			return fmt.Sprintf("%s, %s:%d", path.Base(f.Function), path.Base(f.File), f.Line)
		case !more:
			return "a place that is not known"
		}
	}
}
