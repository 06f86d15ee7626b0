package out

import (
	"fmt"
	"slices"
	"strings"

	"sqlbundle/compiler"
	"sqlbundle/internal/effects"
)

// facts say in lines what a step locks, rewrites and reads, what it demands of the
// rows, and what it throws away; the worst first.
func facts(step *compiler.Step) []string {
	byMode := map[effects.Mode][]string{}
	var rewrites, scans, demands, other []string
	for _, segment := range step.Segments {
		for _, l := range segment.Locks() {
			byMode[l.Mode] = append(byMode[l.Mode], l.Relation)
		}
		for _, st := range segment.Statements {
			if st.Effects == nil {
				continue
			}
			rewrites = append(rewrites, seen(segment, st.Effects.Rewrites)...)
			if !st.AboutRows() {
				scans = append(scans, seen(segment, st.Effects.Scans)...)
			}
			for _, t := range st.Effects.Demands {
				if !segment.Makes(t.OID) {
					demands = append(demands, t.Relation+", "+t.Why)
				}
			}
			other = append(other, caveats(st)...)
		}
	}
	var lines []string
	stronger := map[string]bool{}
	for m := effects.AccessExclusive; m > effects.AccessShare; m-- {
		names := slices.DeleteFunc(distinct(byMode[m]), func(name string) bool { return stronger[name] })
		for _, name := range names {
			stronger[name] = true
		}
		if len(names) > 0 {
			lines = append(lines, fmt.Sprintf("%s on %s: %s", m, some(names), blocks(m)))
		}
	}
	rewrites = distinct(rewrites)
	if len(rewrites) > 0 {
		lines = append(lines, "rewrites "+some(rewrites))
	}
	scans = slices.DeleteFunc(distinct(scans), func(name string) bool { return slices.Contains(rewrites, name) })
	if len(scans) > 0 {
		lines = append(lines, "reads all of "+some(scans))
	}
	demands = distinct(demands)
	for i, demand := range demands {
		if i == maxRelations {
			lines = append(lines, fmt.Sprintf("and %d more that the data must fulfil", len(demands)-i))
			break
		}
		lines = append(lines, "can fail on the data: "+demand)
	}
	if lost := distinct(lostBy(step)); len(lost) > 0 {
		lines = append(lines, "throws away "+some(lost))
	}
	return append(lines, other...)
}

// seen are the relations that others can see.
func seen(segment *compiler.Segment, list []effects.Touch) []string {
	var names []string
	for _, t := range list {
		if !segment.Makes(t.OID) {
			names = append(names, t.Relation)
		}
	}
	return names
}

// caveats are what nobody can tell of a statement, and why the server would
// refuse it.
func caveats(st *compiler.Statement) []string {
	var lines []string
	at := st.File.Position(st.Span.Start)
	if r := st.Effects.Refused; r != nil {
		lines = append(lines, fmt.Sprintf("NOTE: line %d would be refused: %s", at.Line, r.Message))
	}
	for _, what := range st.Effects.Unknown {
		lines = append(lines, fmt.Sprintf("not known of line %d: %s", at.Line, what))
	}
	return lines
}

func distinct(names []string) []string {
	slices.Sort(names)
	return slices.Compact(names)
}

// maxRelations is how many relations a line names.
const maxRelations = 8

// some are the first names of a list, and how many more there are.
func some(names []string) string {
	if len(names) <= maxRelations {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:maxRelations], ", "), len(names)-maxRelations)
}
