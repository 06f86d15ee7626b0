package main

import (
	"fmt"
	"strconv"
	"strings"

	"sqlbundle/compiler"
	"sqlbundle/internal/suggest"
	"sqlbundle/out"
)

// dialectFlag chooses the client that a script is for.
type dialectFlag struct {
	Dialect string `enum:",psql,plain" default:"" placeholder:"DIALECT" help:"psql, or plain: for any client that sends statement by statement. Else as configured."`
}

// override puts it into a request in place of what is configured.
func (f dialectFlag) override(req *compiler.Request) {
	if f.Dialect != "" {
		req.Settings.Dialect = compiler.Dialect(f.Dialect)
	}
}

// afterFlag chooses the rest of a plan.
type afterFlag struct {
	After string `placeholder:"REV/SEGMENT" help:"Only what stands behind this segment: a plain script says which, where it was stopped."`
}

// placeAfter finds REVISION/SEGMENT in a plan; empty text is where it starts.
func placeAfter(plan *compiler.Plan, text string) (out.Place, error) {
	if text == "" {
		return out.Place{}, nil
	}
	id, number, _ := strings.Cut(text, "/")
	var ids []string
	for i, step := range plan.Steps {
		if step.ID() != id {
			ids = append(ids, step.ID())
			continue
		}
		n, err := strconv.Atoi(number)
		if last := len(step.Segments); err != nil || n < 1 || n > last {
			return out.Place{}, usageError{
				err:  fmt.Errorf("--after %s: this names no segment of revision %s", text, id),
				help: fmt.Sprintf("it has %s: %s/1 to %s/%d", out.Count(last, "segment"), id, id, last),
			}
		}
		return out.Place{Step: i + 1, Segment: n}, nil
	}
	hint := suggest.Hint(id, ids)
	if hint == "" {
		hint = "write REVISION/SEGMENT, as the script's message has it"
	}
	return out.Place{}, usageError{err: fmt.Errorf("--after %s: revision %s is not in the plan", text, id), help: hint}
}
