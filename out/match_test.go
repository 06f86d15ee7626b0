package out

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAlign(t *testing.T) {
	show := func(a, b string) string {
		keys := func(s string) []string {
			var list []string
			for _, r := range s {
				list = append(list, string(r))
			}
			return list
		}
		text := ""
		for _, at := range align(keys(a), keys(b)) {
			switch {
			case at.a < 0:
				text += "+" + b[at.b:at.b+1]
			case at.b < 0:
				text += "-" + a[at.a:at.a+1]
			case at.moved:
				text += "~" + b[at.b:at.b+1]
			default:
				text += "=" + b[at.b:at.b+1]
			}
		}
		return text
	}
	for _, test := range [][3]string{
		{"", "", ""},
		{"abc", "abc", "=a=b=c"},
		{"abc", "", "-a-b-c"},
		{"", "ab", "+a+b"},
		{"abcd", "abxd", "=a=b-c+x=d"},
		{"abcde", "bcdae", "=b=c=d~a=e"},
		{"abcde", "eabcd", "~e=a=b=c=d"},
		{"aab", "aba", "=a~b=a"},
		{"xaby", "ba", "-x~b=a-y"},
	} {
		if got := show(test[0], test[1]); got != test[2] {
			t.Errorf("%q, %q: %s, want %s", test[0], test[1], got, test[2])
		}
	}
}

// No other choice moves less: what stays is a longest common subsequence.
func TestAlignMovesLeast(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		var a, b []string
		for _, n := range random.Perm(12) {
			if random.IntN(4) > 0 {
				a = append(a, fmt.Sprint(n))
			}
		}
		for _, n := range random.Perm(12) {
			if random.IntN(4) > 0 {
				b = append(b, fmt.Sprint(n))
			}
		}
		longest := make([][]int, len(a)+1)
		for i := range longest {
			longest[i] = make([]int, len(b)+1)
		}
		for i := range a {
			for j := range b {
				longest[i+1][j+1] = max(longest[i][j+1], longest[i+1][j])
				if a[i] == b[j] {
					longest[i+1][j+1] = longest[i][j] + 1
				}
			}
		}
		stay := 0
		seenA, seenB := make([]bool, len(a)), make([]bool, len(b))
		for _, at := range align(a, b) {
			if at.a >= 0 && at.b >= 0 && !at.moved {
				stay++
			}
			if at.a >= 0 {
				if seenA[at.a] {
					t.Fatalf("%v %v: %d of a twice", a, b, at.a)
				}
				seenA[at.a] = true
			}
			if at.b >= 0 {
				seenB[at.b] = true
			}
		}
		if want := longest[len(a)][len(b)]; stay != want {
			t.Fatalf("%v %v: %d stay, want %d", a, b, stay, want)
		}
		for _, seen := range append(seenA, seenB...) {
			if !seen {
				t.Fatalf("%v %v: something is missing in %v", a, b, align(a, b))
			}
		}
	}
}

func TestWaysBack(t *testing.T) {
	script := func(steps, message, plan, sql string) string {
		return "SET application_name = 'sqlbundle " + plan + "';\n-- ======== where?\nDROP everything;\n" +
			"-- ======== step 1/" + steps + ": downgrade a1, segment 1/1, a transaction\n-- " + message + "\n" +
			"\\if :{?sqlbundle_at_" + steps + "_1} \\echo sqlbundle: step 1/" + steps + " downgrade a1\n" + sql + "\n" +
			"EXECUTE sqlbundle_done('a1', 1, 1, '0123456789abcdef') \\gset\nSELECT '" + plan + "';\n-- ======== the end\nSELECT 1;\n"
	}
	want := map[string]string{"a1": "-- segment 1/1, a transaction\n\\if :{?sqlbundle_at_…_1} \\echo sqlbundle: step … downgrade a1\n" +
		"DROP TABLE t;\nEXECUTE sqlbundle_done('a1', 1, 1, …) \\gset\nSELECT '…';\n"}
	for _, text := range []string{script("1", "one", "0a1b2c3d4e5f", "DROP TABLE t;"), script("7", "other", "ffffffffffff", "DROP TABLE t;")} {
		if d := cmp.Diff(want, waysBack(text)); d != "" {
			t.Error(d)
		}
	}
	// Another statement is never taken for the same, whatever it looks like.
	for _, sql := range []string{"DROP TABLE u;", "-- DROP TABLE t;", "DROP TABLE t; -- 1/2"} {
		if waysBack(script("1", "one", "0a1b2c3d4e5f", sql))["a1"] == want["a1"] {
			t.Errorf("%q makes no difference", sql)
		}
	}
}
