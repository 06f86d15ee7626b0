package histories

import (
	"maps"
	"slices"
	"strings"

	"sqlbundle/internal/effects"
	"sqlbundle/internal/oracle"
)

// verdict is what came of one prediction.
type verdict struct {
	// outcome is one of the outcomes; want and got are empty where they agree.
	outcome   outcome
	want, got string
	// note is what the model or the server said besides.
	note string
}

type outcome int

const (
	agree outcome = iota
	// unsure: the two differ, and the model has said that it does not know.
	unsure
	// data: what the server did depends on rows or on the cluster.
	data
	differ
)

// rowKinds are the statements of which the planner, or what their code does,
// decides what is scanned.
var rowKinds = []string{
	"SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "DO", "CALL", "EXPLAIN", "COPY", "EXECUTE", "TRUNCATE TABLE",
	"CREATE TABLE AS", "SELECT INTO", "CREATE MATERIALIZED VIEW", "REFRESH MATERIALIZED VIEW",
}

// writes are the statements that fire triggers, which may lock as they please.
var writes = []string{"INSERT", "UPDATE", "DELETE", "MERGE"}

// compare judges a prediction.
func compare(kind string, e *effects.Effects, a oracle.Answer) verdict {
	v := verdict{note: strings.Join(e.Unknown, "; ")}
	if dependsOnData(a) {
		v.outcome = data
		return v
	}
	row := slices.Contains(rowKinds, kind)
	v.want, v.got = refusalOf(a.SQLState, a.Error), ""
	if e.Refused != nil {
		v.got = refusalOf(e.Refused.SQLState, e.Refused.Message)
	}
	if same := a.SQLState != "" && e.Refused != nil && e.Refused.SQLState == a.SQLState; same {
		v.want, v.got = "", ""
	} else if v.want == "" && v.got == "" {
		v.want, v.got = describe(a, kind), describe(predicted(e, a), kind)
	}
	if v.want == v.got {
		return verdict{note: v.note}
	}
	switch {
	case row && (onlyMore(kind, e, a) || kind == "CALL" && a.NoTx):
		v.outcome = data
	case len(e.Unknown) > 0:
		v.outcome = unsure
	default:
		v.outcome = differ
	}
	return v
}

// dependsOnData tells whether the server refused for what stands in the tables,
// or for what the cluster has or has not: a row, a role, an extension's files.
func dependsOnData(a oracle.Answer) bool {
	class := a.SQLState
	if len(class) > 2 {
		class = class[:2]
	}
	role := strings.HasPrefix(a.Error, "role ") && a.SQLState == "42704"
	extension := strings.HasPrefix(a.Error, "extension ") && strings.HasSuffix(a.Error, "is not available")
	parameter := a.SQLState == "22023" // of a statement's own options
	return slices.Contains([]string{"22", "23", "53", "57", "58", "P0"}, class) && !parameter || role || extension
}

func refusalOf(state, message string) string {
	if state == "" {
		return ""
	}
	return "refused " + state + ": " + message
}

// predicted is a prediction in the form of an answer, without what the answer
// cannot have.
func predicted(e *effects.Effects, a oracle.Answer) oracle.Answer {
	p := oracle.Answer{Locks: map[string]string{}, NoTx: e.NoTransaction}
	for _, l := range e.Locks {
		p.Locks[l.Relation] = l.Mode.String()
	}
	p.Rewritten, p.RewrittenIndexes, p.Scanned = names(e.Rewrites), names(e.RewrittenIndexes), names(e.Scans)
	if a.NoTx { // its locks and scans cannot be seen from inside
		p.Locks, p.Scanned = nil, nil
	}
	return p
}

func names(touches []effects.Touch) []string {
	var list []string
	for _, t := range touches {
		list = append(list, t.Relation)
	}
	return list
}

// describe writes what counts of an answer: locks but for AccessShare, rewrites,
// indexes rebuilt while their table is not, scans of statements about the
// schema, and the transaction block.
func describe(a oracle.Answer, kind string) string {
	row := slices.Contains(rowKinds, kind)
	var words []string
	for _, name := range slices.Sorted(maps.Keys(a.Locks)) {
		if mode := a.Locks[name]; mode != "AccessShareLock" {
			words = append(words, name+"="+strings.TrimSuffix(mode, "Lock"))
		}
	}
	for _, name := range a.Rewritten {
		words = append(words, "rewrites "+name)
	}
	if len(a.Rewritten) == 0 {
		for _, name := range a.RewrittenIndexes {
			words = append(words, "reindexes "+name)
		}
	}
	if !row {
		for _, name := range a.Scanned {
			words = append(words, "scans "+name)
		}
	}
	if a.NoTx {
		words = append(words, "not in a transaction")
	}
	if len(words) == 0 {
		return "nothing"
	}
	return strings.Join(words, ", ")
}

// onlyMore tells whether a statement about rows differs only in locks that it
// takes when it meets a row: on what foreign keys lead to, and what triggers and
// rules touch.
func onlyMore(kind string, e *effects.Effects, a oracle.Answer) bool {
	if a.Error != "" || e.Refused != nil || len(a.Rewritten)+len(e.Rewrites) > 0 {
		return false
	}
	p := predicted(e, a)
	for name, mode := range a.Locks {
		if p.Locks[name] != mode && mode != "AccessShareLock" {
			return false
		}
	}
	for name, mode := range p.Locks {
		weak := slices.Contains([]string{"AccessShareLock", "RowShareLock", "RowExclusiveLock"}, mode)
		if a.Locks[name] != mode && !weak && !slices.Contains(writes, kind) {
			return false
		}
	}
	return true
}

// diff are the server's lines that the model lacks, and those that only the
// model has. A "?" of the model's stands for anything.
func diff(server, model []string) (missing, extra []string) {
	has := map[string]int{}
	for _, line := range model {
		has[line]++
	}
	for _, line := range server {
		if has[line] > 0 {
			has[line]--
			continue
		}
		missing = append(missing, line)
	}
	for _, line := range model {
		if has[line] == 0 {
			continue
		}
		has[line]--
		if !strings.Contains(line, "?") {
			extra = append(extra, line)
			continue
		}
		parts := strings.Split(strings.ReplaceAll(line, "??", "?"), "?")
		rest := slices.DeleteFunc(slices.Clone(missing), func(s string) bool { return fits(s, parts) })
		if len(rest) == len(missing) && !strings.Contains(line, "??") {
			extra = append(extra, line)
		}
		if missing = rest; len(rest) == 0 {
			missing = nil
		}
	}
	return missing, extra
}

// fits tells whether the parts stand in a text in their order, the first at its
// beginning and the last at its end.
func fits(s string, parts []string) bool {
	last := len(parts) - 1
	if !strings.HasPrefix(s, parts[0]) {
		return false
	}
	s = s[len(parts[0]):]
	for _, part := range parts[1:last] {
		i := strings.Index(s, part)
		if i < 0 {
			return false
		}
		s = s[i+len(part):]
	}
	return strings.HasSuffix(s, parts[last])
}
