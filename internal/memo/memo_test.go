package memo

import "testing"

func TestGet(t *testing.T) {
	var m Memo[string, int]
	asked := 0
	for _, question := range []string{"a", "bb", "a", "bb"} {
		if got := m.Get(question, func() int { asked++; return len(question) }); got != len(question) {
			t.Errorf("%s: %d", question, got)
		}
	}
	if asked != 2 {
		t.Errorf("%d answers were looked for", asked)
	}
}
