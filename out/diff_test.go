package out_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"sqlbundle/internal/term"
	"sqlbundle/out"
)

func TestDiff(t *testing.T) {
	lines := func(from, to int) string {
		var b strings.Builder
		for i := from; i <= to; i++ {
			fmt.Fprintf(&b, "%d\n", i)
		}
		return b.String()
	}
	for name, test := range map[string]struct {
		before, after string
		style         term.Style
		want          string
	}{
		"equal": {"a\n", "a\n", term.Style{}, ""},
		"a line": {
			lines(1, 9), strings.Replace(lines(1, 9), "5\n", "five\nV\n", 1),
			term.Style{},
			"--- a/m/a.sql\n+++ b/m/a.sql\n@@ -2,7 +2,8 @@\n 2\n 3\n 4\n-5\n+five\n+V\n 6\n 7\n 8\n",
		},
		"two places": {
			lines(1, 30), strings.Replace(strings.Replace(lines(1, 30), "2\n", "", 1), "29\n", "x\n", 1),
			term.Style{},
			"--- a/m/a.sql\n+++ b/m/a.sql\n@@ -1,5 +1,4 @@\n 1\n-2\n 3\n 4\n 5\n@@ -26,5 +25,5 @@\n 26\n 27\n 28\n-29\n+x\n 30\n",
		},
		"no line break at the end": {
			"a\nb", "a\nc",
			term.Style{},
			"--- a/m/a.sql\n+++ b/m/a.sql\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n",
		},
		"a terminal": {
			"\x1b[2J\n", "b\n",
			term.Style{Colour: true},
			"\x1b[1m--- a/m/a.sql\x1b[22m\n\x1b[1m+++ b/m/a.sql\x1b[22m\n\x1b[36m@@ -1,1 +1,1 @@\x1b[39m\n" +
				"\x1b[31m-\\x1b[2J\x1b[39m\n\x1b[32m+b\x1b[39m\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			var b strings.Builder
			if err := out.Diff(&b, "m/a.sql", test.before, test.after, test.style); err != nil {
				t.Fatal(err)
			}
			if b.String() != test.want {
				t.Errorf("got\n%s\nwant\n%s", b.String(), test.want)
			}
		})
	}
}

// What Diff writes, git applies.
func TestDiffApplies(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	text := func() string {
		var b strings.Builder
		for range random.IntN(40) {
			b.WriteString([]string{"a\n", "b\n", "\n", "c\td\r\n", "é\n"}[random.IntN(5)])
		}
		return b.String() + []string{"", "end"}[random.IntN(2)]
	}
	for range 40 {
		before, after := "first\n"+text(), "first\n"+text()
		dir := t.TempDir()
		file := filepath.Join(dir, "f")
		var b strings.Builder
		if err := out.Diff(&b, "f", before, after, term.Style{}); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(before), 0o644); err != nil {
			t.Fatal(err)
		}
		if before == after {
			continue
		}
		cmd := exec.Command("git", "apply", "--whitespace=nowarn", "-")
		cmd.Dir, cmd.Stdin = dir, strings.NewReader(b.String())
		cmd.Env = append(os.Environ(), "GIT_CEILING_DIRECTORIES="+filepath.Dir(dir))
		if output, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s\n%s", err, output, b.String())
		}
		if got, _ := os.ReadFile(file); string(got) != after {
			t.Fatalf("git makes %q of %q, not %q, by\n%s", got, before, after, b.String())
		}
	}
}
