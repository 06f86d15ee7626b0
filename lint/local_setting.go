package lint

import (
	"slices"
	"strings"

	"sqlbundle/internal/pgsql"
	"sqlbundle/internal/syntax"
)

// keepSettings is a safe way that still holds what the transaction of the
// statement has set by SET LOCAL: where it leaves that transaction, the same is
// set for the session first, which a script takes back behind the revision. It is
// empty where the setting cannot be written like that.
func (s *statement) keepSettings(fix string) string {
	concurrently := strings.Contains(fix, "CONCURRENTLY") && !strings.HasPrefix(fix, "REFRESH")
	if !concurrently && !strings.Contains(fix, nextTransaction) && !strings.Contains(fix, "COMMIT;") {
		return fix
	}
	var sets []string
	for _, other := range s.earlier() {
		if !slices.ContainsFunc(other.Settings, matters) {
			continue
		}
		at := slices.IndexFunc(other.Tokens, func(t pgsql.Token) bool { return strings.EqualFold(other.File.Text[t.Start:t.End], "local") })
		if other.node().GetVariableSetStmt() == nil || at < 0 {
			return ""
		}
		sets = append(sets, "SET "+other.File.Text[other.Tokens[at+1].Start:other.Span.End]+";")
	}
	return lines(append(sets, fix)...)
}

// matters tells whether a setting ends with its transaction and changes what
// later statements mean.
func matters(set syntax.Setting) bool {
	return set.Local && set.Name != "transaction" && set.Name != "constraints" && !strings.HasSuffix(set.Name, "_timeout")
}
