// Package suggest finds the names that a misspelt word was probably meant to
// be.
//
// In comes a word as the user wrote it and the names that would have been
// right; out come the nearest of them, best first, or the sentence that an
// error shows as its hint.
//
// Invariants: the answer depends on the set of candidates alone, not on their
// order; case never counts as a difference but breaks ties; the cost is
// linear in the number of candidates.
package suggest

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// most is how many suggestions still help; longer words than maxWord are no
// names, and comparing them would be slow.
const (
	most    = 3
	maxWord = 100
)

type match struct {
	name string
	// prefix tells that the name was taken for its beginning alone.
	prefix   bool
	distance int
	// cased is 0 where word and name agree in case as far as they go.
	cased int
}

// Closest gives the candidates that word is near to, best first, at most
// three: those within an edit distance of about a third of its length (at
// least one), then those that begin with it. The word itself is never among
// them.
func Closest(word string, candidates []string) []string {
	folded := []rune(strings.ToLower(word))
	if len(folded) == 0 || len(folded) > maxWord {
		return nil
	}
	var found []match
	for _, name := range candidates {
		if m, ok := compare(word, folded, name); ok {
			found = append(found, m)
		}
	}
	slices.SortFunc(found, better)
	found = slices.Compact(found)
	names := make([]string, min(len(found), most))
	for i := range names {
		names[i] = found[i].name
	}
	return names
}

// Hint is the sentence that names the closest candidates: did you mean "x"?
// It is empty where none is near. The names are quoted so that they are safe
// to print.
func Hint(word string, candidates []string) string {
	names := Closest(word, candidates)
	if len(names) == 0 {
		return ""
	}
	for i, n := range names {
		names[i] = strconv.Quote(n)
	}
	if last := len(names) - 1; last > 0 {
		return "did you mean " + strings.Join(names[:last], ", ") + " or " + names[last] + "?"
	}
	return "did you mean " + names[0] + "?"
}

func compare(word string, folded []rune, name string) (match, bool) {
	if name == word || utf8.RuneCountInString(name) > 2*maxWord {
		return match{}, false
	}
	m := match{name: name}
	if !strings.HasPrefix(name, word) {
		m.cased = 1
	}
	other := []rune(strings.ToLower(name))
	limit := max(1, len(folded)/3)
	// A word of one letter is within one edit of every other such word.
	if len(folded) == 1 {
		limit = 0
	}
	m.distance = distance(folded, other, limit)
	if m.distance <= limit {
		return m, true
	}
	m.prefix = true
	m.distance = len(other) - len(folded)
	return m, len(other) > len(folded) && slices.Equal(other[:len(folded)], folded)
}

func better(a, b match) int {
	if a.prefix != b.prefix {
		if b.prefix {
			return -1
		}
		return 1
	}
	return cmp.Or(
		cmp.Compare(a.distance, b.distance),
		cmp.Compare(a.cased, b.cased),
		cmp.Compare(a.name, b.name),
	)
}
