package lint

import (
	"fmt"
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
	"sqlbundle/internal/syntax"
)

var sessionSettingLeaks = &Rule{
	ID: "session-setting-leaks", Title: "a setting outlives the revision's transaction",
	Group: GroupTransaction, Severity: Warning, RevisionsOnly: true,
	Doc: "SET without LOCAL, and set_config with false, hold until the session ends. A program that runs all revisions on " +
		"one connection runs the next one under them: behind the search_path of a dump, which is empty, no name without a " +
		"schema is found any more. sqlbundle cleans the session up behind each revision, but the text may be run by hand or " +
		"by another program. SET LOCAL ends with the transaction.",
	checkSection: func(p *pass, x *section) {
		if x.Section.NoTransaction {
			return
		}
		for _, s := range x.statements {
			for _, set := range s.Settings {
				if leaks(s, set) {
					p.reportAt(s, leak(s, set))
				}
			}
		}
	},
}

// leaking are the settings that change what later statements mean.
var leaking = []string{
	"search_path", "role", "session_authorization", "row_security", "session_replication_role", "check_function_bodies", "timezone",
}

// plain are the values that settings have anyway: they are put back by them.
var plain = map[string]string{"session_replication_role": "origin", "row_security": "on", "check_function_bodies": "on", "role": "none"}

// leaks tells whether a setting is the last of its name in the section, holds
// beyond it, and makes a difference.
func leaks(s *statement, set syntax.Setting) bool {
	if set.Local || set.Reset || !slices.Contains(leaking, set.Name) && !strings.HasSuffix(set.Name, "_timeout") {
		return false
	}
	if value := plain[set.Name]; value != "" && strings.EqualFold(set.Value, value) {
		return false
	}
	for _, other := range s.section.statements[s.index+1:] {
		again := func(o syntax.Setting) bool { return o.Name == set.Name && !o.Local || o.Name == "*" }
		if slices.ContainsFunc(other.Settings, again) {
			return false
		}
	}
	return set.Name != "search_path" || !slices.Equal(s.section.Before.Session.Path, s.section.After.Session.Path)
}

func leak(s *statement, set syntax.Setting) Finding {
	f := Finding{
		Message: fmt.Sprintf("%s stays as it is set here for whatever else runs on the same connection", set.Name),
		Help:    "use SET LOCAL, which ends with the transaction; or RESET it at the end. sqlbundle does so itself, other programs do not",
	}
	if strings.HasSuffix(set.Name, "_timeout") {
		f.Severity = Notice
	}
	last := s.section.statements[len(s.section.statements)-1]
	if s.segment.Transaction != 0 && last.segment.Transaction == s.segment.Transaction {
		f.Fix = s.local()
		f.Mechanical = f.Fix != ""
	}
	return f
}

// local is the statement's setting for its transaction alone; empty where the
// text does not show how.
func (s *statement) local() string {
	if s.node().GetVariableSetStmt() != nil {
		rest := 1
		if strings.EqualFold(s.token(1), "session") && !strings.EqualFold(s.token(2), "authorization") {
			rest = 2
		}
		return "SET LOCAL " + s.File.Text[s.Tokens[rest].Start:s.Span.End] + ";"
	}
	if !s.OnlySets || len(s.Settings) != 1 {
		return ""
	}
	text := ""
	pgsql.Walk(s.node(), func(message any) bool {
		if call, ok := message.(*pg.FuncCall); ok && len(call.Args) == 3 {
			if at := s.place(call.Args[2].GetAConst().GetLocation()); at != s.Span {
				text = s.File.Text[s.Span.Start:at.Start] + "true" + s.File.Text[at.End:s.Span.End] + ";"
			}
		}
		return true
	})
	return text
}
