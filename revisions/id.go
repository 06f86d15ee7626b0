package revisions

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// reserved are the words that mean something where an id could stand.
var reserved = []string{"head", "heads", "base", "current"}

// CheckID tells why a text cannot be a revision's id, or nil. An id has 1 to
// limit characters of A-Z, a-z, 0-9 and _.
func CheckID(id string, limit int) error {
	if id == "" {
		return fmt.Errorf("the revision id is empty")
	}
	for _, word := range reserved {
		if strings.EqualFold(id, word) {
			return fmt.Errorf("%q is a reserved word and cannot be a revision id", id)
		}
	}
	for _, r := range id {
		if !idRune(r) {
			return fmt.Errorf("the revision id %s holds %s; letters, digits and _ are allowed",
				quote(id), strconv.QuoteRune(r))
		}
	}
	if len(id) > limit {
		return fmt.Errorf("the revision id %s has %d characters; %d are allowed", quote(id), len(id), limit)
	}
	return nil
}

// CheckLabel tells why a text cannot be a branch label, or nil.
func CheckLabel(label string) error {
	if label == "" {
		return fmt.Errorf("the branch label is empty")
	}
	for _, word := range reserved {
		if strings.EqualFold(label, word) {
			return fmt.Errorf("%q is a reserved word and cannot be a branch label", label)
		}
	}
	for _, r := range label {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("_-.", r) {
			return fmt.Errorf("the branch label %s holds %s; letters, digits, _, - and . are allowed",
				quote(label), strconv.QuoteRune(r))
		}
	}
	return nil
}

func idRune(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_'
}

func escapeRune(r rune) string { return strconv.QuoteRuneToASCII(r) }
