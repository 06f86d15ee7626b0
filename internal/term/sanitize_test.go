package term

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestSanitize(t *testing.T) {
	tests := map[string]string{
		"":                        "",
		"plain text, é 漢字 👩‍💻 \\": "plain text, é 漢字 👩‍💻 \\",
		"\x1b[31mred":             `\x1b[31mred`,
		"a\nb\r\nc":               `a\x0ab\x0d\x0ac`,
		"a\tb":                    "a b",
		"\x00\x07\x7f":            `\x00\x07\x7f`,
		"\u0085\u009b31m":         `\u0085\u009b31m`,
		"x\u202ecba\u2066":        `x\u202ecba\u2066`,
		"\u200e\u200f\u061c":      `\u200e\u200f\u061c`,
		"\u2028\u2029":            `\u2028\u2029`,
		"a\xff\xc3":               `a\xff\xc3`,
		"\xc2\x1b":                `\xc2\x1b`,
		"\ufffd":                  "\ufffd",
	}
	for s, want := range tests {
		if got := Sanitize(s); got != want {
			t.Errorf("Sanitize(%q) = %q, want %q", s, got, want)
		}
	}
}

func FuzzSanitize(f *testing.F) {
	for _, s := range []string{"", "a\tb", "\x1b[2J", "\u009b", "\u202e", "\xff\x9b", "\\x1b", "é\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Sanitize(s)
		if !utf8.ValidString(got) {
			t.Fatalf("Sanitize(%q) is not UTF-8: %q", s, got)
		}
		for _, r := range got {
			if unicode.IsControl(r) || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
				t.Fatalf("Sanitize(%q) holds %q", s, r)
			}
		}
		if again := Sanitize(got); again != got {
			t.Fatalf("Sanitize(%q) is %q, and then %q", s, got, again)
		}
		if strings.IndexFunc(s, isUnsafe) < 0 && utf8.ValidString(s) && got != s {
			t.Fatalf("Sanitize changes the harmless %q to %q", s, got)
		}
	})
}
