package effects_test

import (
	"os"
	"strings"
	"testing"
)

// TestDocs holds that docs/locks.md tells every exception.
func TestDocs(t *testing.T) {
	text, err := os.ReadFile("../../docs/locks.md")
	if err != nil {
		t.Fatal(err)
	}
	page := strings.Join(strings.Fields(string(text)), " ")
	var reasons []string
	for _, why := range exceptions {
		reasons = append(reasons, why)
	}
	for _, e := range explanations {
		reasons = append(reasons, e.why)
	}
	for _, why := range reasons {
		if !strings.Contains(page, why) {
			t.Errorf("docs/locks.md does not say: %s", why)
		}
	}
}
