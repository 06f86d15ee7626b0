package graph

import (
	"errors"
	"strings"
)

// SplitRange takes the argument of upgrade, downgrade or stamp apart: `B`,
// `A:B`, `a1,b7:heads`, `:B`, `A:`.
//
// from are the full ids of the start, empty for base; hasFrom tells whether
// there was a colon. Each part of a start must name one revision by an absolute
// identifier. target is as written, and empty in `A:`, which [Graph.Upgrade]
// takes for heads, while [Graph.Downgrade] and [Graph.Stamp] refuse it.
func (g *Graph) SplitRange(arg string) (from []string, target string, hasFrom bool, err error) {
	start, target, hasFrom := strings.Cut(arg, ":")
	switch {
	case arg == "":
		return nil, "", false, &TargetError{Why: "the target is empty; write a revision, head, heads or base"}
	case !hasFrom:
		return nil, arg, false, nil
	case strings.Contains(target, ":"):
		return nil, "", true, &TargetError{Target: arg, Why: "a range has one colon, as in from:to"}
	case start == "" || start == "base":
		return nil, target, true, nil
	}
	from, err = g.startRows(arg, strings.Split(start, ","))
	return from, target, true, err
}

// startRows finds the rows that the start of a range names, each once.
func (g *Graph) startRows(arg string, parts []string) ([]string, error) {
	var rows []string
	seen := map[int32]bool{}
	for _, part := range parts {
		part = strings.TrimSpace(part)
		if part == "" {
			return nil, &TargetError{Target: arg, Why: "a start between commas is empty"}
		}
		v, err := g.resolveOneText(part)
		var multiple *MultipleHeadsError
		if errors.As(err, &multiple) {
			multiple.Start = true
		}
		if err != nil {
			return nil, err
		}
		if v == atBase {
			return nil, &TargetError{Target: arg, Why: "the start " + part + " names no revision;" +
				" write base: for an empty version table"}
		}
		if !seen[v] {
			seen[v] = true
			rows = append(rows, g.id(v))
		}
	}
	return rows, nil
}

// SplitRanges is [Graph.SplitRange] for stamp's several arguments. Those that
// carry a start must all carry the same.
func (g *Graph) SplitRanges(args []string) (from, targets []string, hasFrom bool, err error) {
	var start string
	for _, arg := range args {
		rows, target, has, err := g.SplitRange(arg)
		if err != nil {
			return nil, nil, false, err
		}
		targets = append(targets, target)
		if !has {
			continue
		}
		text, _, _ := strings.Cut(arg, ":")
		if hasFrom && text != start {
			return nil, nil, false, &TargetError{
				Target: arg,
				Why:    "all arguments must start from the same revisions; another starts from " + quoted(start),
			}
		}
		from, start, hasFrom = rows, text, true
	}
	return from, targets, hasFrom, nil
}

func quoted(start string) string {
	if start == "" {
		return "base"
	}
	return start
}
