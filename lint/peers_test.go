package lint_test

import (
	"regexp"
	"slices"
	"testing"

	"sqlbundle/lint"
)

var peerName = regexp.MustCompile(`^(atlas|eugene|squawk|strong_migrations|pg-schema-diff|mp|pgfence|pgsafe)( [A-Za-z0-9_-]+)?$`)

// Each name of a peer has its program before it, and stands for the rules that
// have it and for no other.
func TestPeers(t *testing.T) {
	by := map[string][]string{}
	for _, r := range lint.Rules() {
		seen := map[string]bool{}
		for _, peer := range r.Peers {
			if !peerName.MatchString(peer) || seen[peer] {
				t.Errorf("%s: %q is badly written or there twice", r.ID, peer)
			}
			seen[peer] = true
			by[peer] = append(by[peer], r.ID)
		}
	}
	for peer, want := range by {
		got := idsOf(lint.Named(peer))
		if peerName.FindStringSubmatch(peer)[2] == "" {
			want = nil // the program alone names no rule
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s stands for %v, not %v", peer, got, want)
		}
	}
}

func TestNamed(t *testing.T) {
	for name, want := range map[string][]string{
		"ban-drop-column":           {"ban-drop-column"},
		"adding-field-with-default": {"adding-field-with-default"}, // squawk's is wider
		"prefer-repack":             {"prefer-repack"},
		"PG101":                     {"require-concurrent-index-creation"},
		"pg101":                     {"require-concurrent-index-creation"},
		"atlas PG102":               {"require-concurrent-index-deletion"},
		"PG103":                     {"ban-concurrent-index-creation-in-transaction"},
		"PG110":                     {"column-alignment"},
		"E1":                        {"adding-column-with-check", "adding-foreign-key-constraint", "constraint-missing-not-valid"},
		"E7":                        {"adding-serial-primary-key-field", "disallowed-unique-constraint"},
		"add_index":                 {"require-concurrent-index-creation"},
		"add_reference":             {"adding-foreign-key-constraint", "require-concurrent-index-creation"},
		"require-timeout-settings":  {"require-lock-timeout", "require-statement-timeout"},
		"prefer-timestamptz":        {"prefer-timestamp-tz"},
		"MP001":                     {"require-concurrent-index-creation"},
		"INDEX_DROPPED":             {"drop-index-performance"},
		"NM104":                     {"naming-convention"},
		"atlas":                     nil, "squawk": nil, "pgfence": nil, "": nil, "atlas ": nil, "eugene PG101": nil, "PG1": nil,
	} {
		if got := idsOf(lint.Named(name)); !slices.Equal(got, want) {
			t.Errorf("%q stands for %v, not %v", name, got, want)
		}
	}
}

func idsOf(rules []*lint.Rule) []string {
	var ids []string
	for _, r := range rules {
		ids = append(ids, r.ID)
	}
	slices.Sort(ids)
	return ids
}
