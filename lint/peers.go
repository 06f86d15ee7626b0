package lint

import (
	"strings"

	"sqlbundle/internal/suggest"
)

// Named are the rules that a name stands for: the one of that id, or those that
// have it as another linter's code: "PG101", "atlas PG101". None for a name that
// nobody knows.
func Named(name string) []*Rule {
	if rule := Find(name); rule != nil {
		return []*Rule{rule}
	}
	return named(Rules(), func(peer string) bool {
		_, code, _ := strings.Cut(peer, " ")
		return code != "" && (strings.EqualFold(code, name) || strings.EqualFold(peer, name))
	})
}

// NearName is the sentence that names the ids close to a name that nobody knows.
func NearName(name string) string { return nearName(Rules(), name) }

func nearName(rules []*Rule, name string) string {
	var ids []string
	for _, r := range rules {
		ids = append(ids, r.ID)
	}
	return suggest.Hint(name, ids)
}

// squawkNamed are the rules that tell what squawk's rule of a name does: where
// its rule is wider than ours of that id, several.
func squawkNamed(rules []*Rule, name string) []*Rule {
	found := named(rules, func(peer string) bool { return peer == "squawk "+name })
	for _, r := range rules {
		if r.ID == name {
			found = append(found, r)
		}
	}
	return found
}

func named(rules []*Rule, is func(peer string) bool) []*Rule {
	var found []*Rule
	for _, r := range rules {
		for _, peer := range r.Peers {
			if is(peer) {
				found = append(found, r)
				break
			}
		}
	}
	return found
}
