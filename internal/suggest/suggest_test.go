package suggest

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestClosest(t *testing.T) {
	directives := []string{
		"revision", "revises", "depends-on", "labels", "created", "author", "up", "down",
		"require", "verify", "nolint", "notransaction", "commit", "timeout", "batch", "raw",
		"end-raw", "include", "vars",
	}
	tests := []struct {
		name, word string
		candidates []string
		want       []string
	}{
		{"one letter missing", "revison", directives, []string{"revision", "revises"}},
		{"two neighbours swapped", "revisoin", directives, []string{"revision"}},
		{"a swap is one edit", "dwon", directives, []string{"down"}},
		{"nearer first", "hea", []string{"header", "heads", "head"}, []string{"head", "heads", "header"}},
		{"underscore for hyphen", "depends_on", directives, []string{"depends-on"}},
		{"case does not count", "UP", directives, []string{"up"}},
		{"same case first", "abc", []string{"ABCD", "abcd"}, []string{"abcd", "ABCD"}},
		{"only the case differs", "Head", []string{"heads", "head"}, []string{"head", "heads"}},
		{"prefix", "notrans", directives, []string{"notransaction"}},
		{"near before prefix", "not", []string{"notransaction", "nod"}, []string{"nod", "notransaction"}},
		{"shorter prefix first", "lab", []string{"labelling", "labels"}, []string{"labels", "labelling"}},
		{"nothing near", "frobnicate", directives, []string{}},
		{"too far for its length", "abcd", []string{"abxy"}, []string{}},
		{"one letter alone", "x", []string{"y", "up"}, []string{}},
		{"one letter as prefix", "u", []string{"y", "up"}, []string{"up"}},
		{"empty", "", directives, nil},
		{"the word itself", "up", []string{"up"}, []string{}},
		{"at most three", "aaa", []string{"aad", "aac", "aab", "aae"}, []string{"aab", "aac", "aad"}},
		{"runes, not bytes", "größe", []string{"grösse", "große"}, []string{"große"}},
		{"duplicates", "dow", []string{"down", "down"}, []string{"down"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, Closest(tt.word, tt.candidates)); diff != "" {
				t.Errorf("Closest(%q) (-want +got):\n%s", tt.word, diff)
			}
			backwards := slices.Clone(tt.candidates)
			slices.Reverse(backwards)
			if diff := cmp.Diff(tt.want, Closest(tt.word, backwards)); diff != "" {
				t.Errorf("Closest(%q) depends on the order (-want +got):\n%s", tt.word, diff)
			}
		})
	}
}

func TestHint(t *testing.T) {
	tests := []struct {
		word       string
		candidates []string
		want       string
	}{
		{"revison", []string{"revision", "down"}, `did you mean "revision"?`},
		{"haed", []string{"head", "heads", "thaed"}, `did you mean "head" or "thaed"?`},
		{"aaa", []string{"aab", "aac", "aad"}, `did you mean "aab", "aac" or "aad"?`},
		{"zzz", []string{"head"}, ""},
		{"a\x1bc", []string{"a\x1bd"}, `did you mean "a\x1bd"?`},
	}
	for _, tt := range tests {
		if got := Hint(tt.word, tt.candidates); got != tt.want {
			t.Errorf("Hint(%q) = %q, want %q", tt.word, got, tt.want)
		}
	}
}

func TestDistance(t *testing.T) {
	tests := []struct {
		a, b string
		want int
	}{
		{"", "", 0},
		{"a", "", 1},
		{"abc", "acb", 1},
		{"ca", "abc", 3},
		{"kitten", "sitting", 3},
		{"abcdef", "badcfe", 3},
		{"ä", "a", 1},
	}
	for _, tt := range tests {
		if got := distance([]rune(tt.a), []rune(tt.b), 10); got != tt.want {
			t.Errorf("distance(%q, %q) = %d, want %d", tt.a, tt.b, got, tt.want)
		}
		if got := distance([]rune(tt.b), []rune(tt.a), 10); got != tt.want {
			t.Errorf("distance(%q, %q) = %d, want %d", tt.b, tt.a, got, tt.want)
		}
	}
	if got := distance([]rune("a"), []rune("abcdef"), 2); got <= 2 {
		t.Errorf("distance above its limit is %d", got)
	}
}
