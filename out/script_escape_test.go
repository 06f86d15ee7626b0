package out

import (
	"errors"
	"strings"
	"testing"
	"unicode"

	"sqlbundle/compiler"
	"sqlbundle/graph"
	"sqlbundle/internal/pgsql"
)

var awkward = []string{
	"", "plain", "two\nlines\r\nthree", "a\rb", "*/ /* --", "it's", `\! touch x`, "\x00\x1b[2J\x7f", "$sqlbundle$", "$sqlbundle$sqlbundle$",
	"$$sqlbundle$$", "$sqlbundl", "e$", "\u2028\u202e", "\xff\xfe", "'||'", "ß表", "  ", "%",
}

func FuzzSQLComment(f *testing.F) {
	for _, text := range awkward {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		comment := sqlComment(text)
		if !strings.HasSuffix(comment, "\n") {
			t.Errorf("%q does not end its line", comment)
		}
		for _, line := range strings.Split(strings.TrimSuffix(comment, "\n"), "\n") {
			if !strings.HasPrefix(line, "--") || strings.IndexFunc(line, unicode.IsControl) >= 0 {
				t.Errorf("%q is no line of comment", line)
			}
		}
		tokens, err := pgsql.Scan(comment)
		if err != nil {
			t.Fatal(err)
		}
		for _, token := range tokens {
			if !token.Comment() {
				t.Errorf("%q holds more than comments", comment)
			}
		}
	})
}

func FuzzScriptLiteral(f *testing.F) {
	for _, text := range awkward {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if strings.ContainsRune(text, 0) {
			return // no revision holds one
		}
		got := scriptLiteral(text)
		if strings.Contains(got, "$sqlbundle$") {
			t.Errorf("%q ends the block that it stands in", got)
		}
		// The parts of the concatenation, put together again.
		value := strings.ReplaceAll(got[1:len(got)-1], "'||'", "")
		if !strings.ContainsAny(text, "'|") && value != text {
			t.Errorf("%q stands for %q", got, value)
		}
	})
}

// limited fails after some bytes.
type limited struct{ left int }

var errFull = errors.New("no space left")

func (l *limited) Write(p []byte) (int, error) {
	if l.left -= len(p); l.left < 0 {
		return 0, errFull
	}
	return len(p), nil
}

// TestScriptFullDisk holds that a writer's error comes back.
func TestScriptFullDisk(t *testing.T) {
	plan := &compiler.Plan{Direction: graph.Upgrade, Settings: compiler.Settings{Tracking: compiler.Tracking{Schema: "public", Table: "t"}}}
	if _, err := Script(&limited{left: 100}, plan); !errors.Is(err, errFull) {
		t.Errorf("the script's error is %v", err)
	}
	if err := WriteManifest(&limited{left: 100}, plan, nil, nil); !errors.Is(err, errFull) {
		t.Errorf("the manifest's error is %v", err)
	}
	for _, name := range []string{"a.zip", "a.tar.gz"} {
		if err := WriteArchive(&limited{left: 100}, name, []File{{"a", make([]byte, 1000)}, {"b", []byte("x")}}); !errors.Is(err, errFull) {
			t.Errorf("%s: the archive's error is %v", name, err)
		}
	}
}
