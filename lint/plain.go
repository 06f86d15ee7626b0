package lint

import "strings"

// plainly is a finding about SQL that is no revision's.
func plainly(f Finding) Finding {
	f.Message = strings.ReplaceAll(f.Message, madeByNone, "")
	f.Message = strings.ReplaceAll(f.Message, "no revision makes", "this text does not make")
	f.Help = strings.TrimSuffix(f.Help, runsOutside)
	f.Fix = plainFix(f.Fix)
	return f
}

// plainFix is a safe way for SQL that no script of ours runs: directives become
// what does the same there. It is empty where nothing does.
func plainFix(sql string) string {
	var kept []string
	for _, line := range strings.Split(sql, "\n") {
		limits, isTimeout := strings.CutPrefix(line, "-- sqlbundle:timeout ")
		switch {
		case line == nextTransaction: // each statement is a transaction of its own
		case isTimeout:
			for _, limit := range strings.Fields(limits) {
				name, value, _ := strings.Cut(limit, "=")
				kept = append(kept, "SET "+name+"_timeout = '"+value+"';")
			}
		case strings.HasPrefix(line, "-- sqlbundle:"):
			return ""
		default:
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}
