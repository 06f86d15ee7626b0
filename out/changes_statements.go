package out

import (
	"slices"
	"strings"
	"unicode"
)

// placedStatement is a statement with what stands around it.
type placedStatement struct {
	*StatementJSON
	section string
	// segment is 0 for a query.
	segment                   int
	transaction, begin, batch string
	timeout                   TimeoutJSON
}

// key is the same for what is the same statement.
func (s *placedStatement) key() string { return s.section + "\x00" + s.SQL }

func (s *placedStatement) side() *StatementSide {
	return &StatementSide{SQL: s.SQL, File: s.File, Line: s.Line, Segment: s.segment, EffectsJSON: s.EffectsJSON}
}

// compareStatements compares the statements of a revision: first those with the
// same text, then what between these may be an edit of the other.
func compareStatements(a, b []placedStatement) []StatementChange {
	keys := func(list []placedStatement) []string {
		keys := make([]string, len(list))
		for i := range list {
			keys[i] = list[i].key()
		}
		return keys
	}
	rows := pairEdits(align(keys(a), keys(b)), a, b)
	moved := newSegmentMap(rows, a, b)
	changes := []StatementChange{}
	for _, row := range rows {
		switch {
		case row.a < 0:
			changes = append(changes, StatementChange{Section: b[row.b].section, Change: "added", B: b[row.b].side(), Fields: []FieldChange{}})
		case row.b < 0:
			changes = append(changes, StatementChange{Section: a[row.a].section, Change: "removed", A: a[row.a].side(), Fields: []FieldChange{}})
		default:
			s := StatementChange{Section: b[row.b].section, A: a[row.a].side(), B: b[row.b].side()}
			s.Fields = compareAround(&a[row.a], &b[row.b], moved.moved(a[row.a].segment, b[row.b].segment))
			switch {
			case a[row.a].SQL != b[row.b].SQL:
				s.Change = "changed"
			case row.moved:
				s.Change = "moved"
			case len(s.Fields) > 0:
				s.Change = "affected"
			default:
				continue
			}
			changes = append(changes, s)
		}
	}
	return changes
}

// compareAround compares what is not a statement's text.
func compareAround(a, b *placedStatement, moved bool) []FieldChange {
	f := fields{}
	if moved {
		f.number("segment", a.segment, b.segment)
	}
	f.text("transaction", a.transaction, b.transaction)
	f.text("begin", a.begin, b.begin)
	f.text("batch", a.batch, b.batch)
	f.text("lock_timeout", a.timeout.LockTimeout, b.timeout.LockTimeout)
	f.text("statement_timeout", a.timeout.StatementTimeout, b.timeout.StatementTimeout)
	if a.Locks != nil && b.Locks != nil {
		f.list("locks", lockFacts(*a.Locks), lockFacts(*b.Locks))
	}
	computed := func(name string, a, b *[]string) {
		if a != nil && b != nil {
			f.list(name, sorted(*a), sorted(*b))
		}
	}
	computed("rewrites", a.Rewrites, b.Rewrites)
	computed("scans", a.Scans, b.Scans)
	computed("tables_created", a.TablesCreated, b.TablesCreated)
	f.list("unknown", sorted(a.Unknown), sorted(b.Unknown))
	refused := func(r *RefusalJSON) string {
		if r == nil {
			return ""
		}
		return r.Message + " (" + r.SQLState + ")"
	}
	f.text("refused", refused(a.Refused), refused(b.Refused))
	return f.all()
}

func sorted(names []string) []string { return slices.Sorted(slices.Values(names)) }

func lockFacts(locks []LockJSON) []string {
	words := make([]string, len(locks))
	for i, l := range locks {
		words[i] = l.Mode + " on " + l.Relation
	}
	return sorted(words)
}

// segmentMap tells which segment became which, by the first statement that both
// have. So a segment that comes in before others does not move all of them.
type segmentMap struct{ toB, toA map[int]int }

func newSegmentMap(rows []aligned, a, b []placedStatement) segmentMap {
	m := segmentMap{map[int]int{}, map[int]int{}}
	for _, row := range rows {
		if row.a < 0 || row.b < 0 {
			continue
		}
		from, to := a[row.a].segment, b[row.b].segment
		_, known := m.toB[from]
		_, taken := m.toA[to]
		if !known && !taken {
			m.toB[from], m.toA[to] = to, from
		}
	}
	return m
}

// moved tells whether a statement stands with others than before.
func (m segmentMap) moved(a, b int) bool { return m.toB[a] != b || m.toA[b] != a }

// Two statements of a gap are one that was edited where at least so many of a
// hundred of their words are the same; only so many are looked at for each.
const (
	minAlike = 50
	maxTried = 32
)

// pairEdits pairs what goes and what comes between two statements that stay.
func pairEdits(rows []aligned, a, b []placedStatement) []aligned {
	var list []aligned
	wordsA, wordsB := newWordCache(a), newWordCache(b)
	flush := func(gone, come []int) {
		from := map[int]int{} // index of come: the statement that it was
		next := 0
		for _, i := range gone {
			best, alike := -1, minAlike-1
			for j, tried := next, 0; j < len(come) && tried < maxTried; j++ {
				x, y := &a[i], &b[come[j]]
				if _, taken := from[j]; taken {
					continue
				}
				tried++
				if x.section != y.section || x.Kind != y.Kind {
					continue
				}
				if n := likeness(wordsA.of(i), wordsB.of(come[j])); n > alike {
					best, alike = j, n
				}
			}
			if best < 0 {
				list = append(list, aligned{a: i, b: -1})
				continue
			}
			for from[best] = i; next < len(come); next++ {
				if _, taken := from[next]; !taken {
					break
				}
			}
		}
		for j := range come {
			if i, ok := from[j]; ok {
				list = append(list, aligned{a: i, b: come[j]})
			} else {
				list = append(list, aligned{a: -1, b: come[j]})
			}
		}
	}
	var gone, come []int
	for _, row := range rows {
		switch {
		case row.b < 0:
			gone = append(gone, row.a)
		case row.a < 0:
			come = append(come, row.b)
		default:
			flush(gone, come)
			gone, come = nil, nil
			list = append(list, row)
		}
	}
	flush(gone, come)
	return list
}

// wordCache counts the words of statements, each once.
type wordCache struct {
	statements []placedStatement
	counted    []map[string]int
}

func newWordCache(list []placedStatement) wordCache {
	return wordCache{list, make([]map[string]int, len(list))}
}

func (c wordCache) of(i int) map[string]int {
	if c.counted[i] == nil {
		c.counted[i] = map[string]int{}
		for _, word := range strings.FieldsFunc(c.statements[i].SQL, func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_'
		}) {
			c.counted[i][word]++
		}
	}
	return c.counted[i]
}

// likeness is how many of a hundred words two texts share.
func likeness(a, b map[string]int) int {
	all, shared := 0, 0
	for word, n := range a {
		all += n
		shared += min(n, b[word])
	}
	for _, n := range b {
		all += n
	}
	if all == 0 {
		return 100
	}
	return 200 * shared / all
}
