package syntax

import (
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
)

// unlockAll is the function that would give up a script's own lock.
const unlockAll = "pg_advisory_unlock_all"

// Breaks tells why a statement would break the session of the script that it
// stands in; it is empty where it does not. The text is the statement's own.
// Of a DO block it sees only whether the body has the word
// pg_advisory_unlock_all outside comments.
func Breaks(node *pgsql.Node, text string) string {
	switch n := node.GetNode().(type) {
	case *pg.Node_DiscardStmt:
		if n.DiscardStmt.Target == pg.DiscardMode_DISCARD_ALL {
			return "DISCARD ALL resets the script's own settings and gives up its lock"
		}
	case *pg.Node_DeallocateStmt:
		if n.DeallocateStmt.Name == "" {
			return "DEALLOCATE ALL drops the prepared statements of the client that runs the script"
		}
	case *pg.Node_TransactionStmt:
		return readOnlyModes(n.TransactionStmt.Options)
	case *pg.Node_VariableSetStmt:
		if n.VariableSetStmt.Kind == pg.VariableSetKind_VAR_SET_MULTI {
			if why := readOnlyModes(n.VariableSetStmt.Args); why != "" {
				return why
			}
		}
	}
	for _, a := range Settings(node) {
		if why := breaksSession(a); why != "" {
			return why
		}
	}
	if unlocksAll(node, text) {
		return unlockAll + " gives up the script's own lock"
	}
	return ""
}

const readOnly = "a read-only transaction cannot record what it has done"

// readOnlyModes looks at the modes of a transaction.
func readOnlyModes(modes []*pgsql.Node) string {
	if optionOn(modes, "transaction_read_only", false) {
		return readOnly
	}
	return ""
}

func breaksSession(a Setting) string {
	on, known := parseBool(a.Value)
	switch a.Name {
	case "*":
		return "RESET ALL resets the script's own settings"
	case "client_encoding":
		if a.Reset {
			return "the script is UTF-8, and the default of client_encoding may be another"
		}
		if a.Value != "" && !isUTF8(a.Value) {
			return "the script is UTF-8, and client_encoding would be " + strings.ToUpper(a.Value)
		}
	case "standard_conforming_strings":
		if a.Reset {
			return "the default of standard_conforming_strings may be off, and the script's strings are made for on"
		}
		if known && !on {
			return "the script's strings are made for standard_conforming_strings on"
		}
	case "transaction_read_only":
		if known && on {
			return readOnly
		}
	case "default_transaction_read_only":
		if known && on && !a.Local {
			return readOnly
		}
	}
	return ""
}

// isUTF8 tells whether a name of an encoding is one of UTF8's. The server
// compares letters and digits alone, whatever their case.
func isUTF8(encoding string) bool {
	plain := strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, encoding)
	return plain == "utf8" || plain == "unicode"
}

// unlocksAll tells whether a statement calls pg_advisory_unlock_all when it
// runs. What only defines something does not run it.
func unlocksAll(node *pgsql.Node, text string) bool {
	switch n := node.GetNode().(type) {
	case *pg.Node_CreateFunctionStmt, *pg.Node_ViewStmt, *pg.Node_RuleStmt:
		return false
	case *pg.Node_DoStmt:
		return bodyUnlocksAll(n.DoStmt)
	}
	// A name with Unicode escapes does not look like what it is.
	if !containsFold(text, unlockAll) && !containsFold(text, `u&"`) {
		return false
	}
	found := false
	pgsql.Walk(node, func(message any) bool {
		if call, ok := message.(*pg.FuncCall); ok && isBuiltin(call.Funcname, unlockAll) {
			found = true
		}
		return !found
	})
	return found
}

func bodyUnlocksAll(n *pg.DoStmt) bool {
	for _, option := range optionsOf(n.Args) {
		body := constant(option.Arg)
		if option.Defname != "as" || !containsFold(body, unlockAll) {
			continue
		}
		tokens, err := pgsql.Scan(body)
		if err != nil {
			// Another language than SQL's may not even scan.
			return true
		}
		for _, token := range tokens {
			if !token.Comment() && containsFold(body[token.Start:token.End], unlockAll) {
				return true
			}
		}
	}
	return false
}

// containsFold tells whether a text has a word, given in lower-case ASCII, in
// any case.
func containsFold(text, word string) bool {
	for i := 0; i+len(word) <= len(text); i++ {
		if text[i]|0x20 == word[0]|0x20 && strings.EqualFold(text[i:i+len(word)], word) {
			return true
		}
	}
	return false
}
