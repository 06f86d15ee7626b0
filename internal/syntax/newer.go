package syntax

import (
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
	"sqlbundle/internal/source"
)

// newest is the last version whose new syntax is known here.
const newest = 18

// NewerSyntax is a construct that servers of an older version do not know.
type NewerSyntax struct {
	// Since is the major version that brought it.
	Since int
	// What names it.
	What string
	// Span is where it stands in the text that the tokens point into; the
	// whole statement where no single place says it.
	Span source.Span
}

// Newer finds the first construct of a statement that servers of the major
// version target do not know; nil where there is none, and where only the
// catalog could tell: a function called json_array may be the user's own. The
// tokens are the statement's, without comments, and point into text; node is
// its parse tree.
//
// A server refuses each of these constructs, but for one kind: up to
// PostgreSQL 14 a number such as 0x1F or 1_000 could be read as 0 or 1 with a
// column label behind it.
func Newer(text string, tokens []pgsql.Token, node *pgsql.Node, target int) *NewerSyntax {
	if node == nil || target >= newest {
		return nil
	}
	w := words{text, tokens}
	// Before 14 nearly every kind of statement had something to come.
	if target >= 14 && !newerOptions(node) && !newerTokens(w, target) {
		return nil
	}
	f := finder{words: w, target: target}
	f.numbers()
	f.systemUser(node)
	pgsql.Walk(node, f.visit)
	f.bareLabels()
	return f.first
}

// newerTokens tells whether a token shows that something newer than the target
// may be there. It is all that most statements cost.
func newerTokens(w words, target int) bool {
	for i, token := range w.tokens {
		since := 0
		switch token.Kind {
		case pg.Token_NULLS_P:
			since = 15
		case pg.Token_MERGE:
			since = 17
		case pg.Token_SET:
			if w.setsColumns(i) {
				since = 15
			}
		case pg.Token_NUMERIC, pg.Token_DECIMAL_P, pg.Token_DEC:
			if w.unusualScale(i) {
				since = 15
			}
		case pg.Token_JSON, pg.Token_JSON_ARRAY, pg.Token_JSON_ARRAYAGG, pg.Token_JSON_OBJECT,
			pg.Token_JSON_OBJECTAGG, pg.Token_INDENT, pg.Token_STORAGE, pg.Token_SYSTEM_USER:
			since = 16
		case pg.Token_ICONST, pg.Token_FCONST:
			if newerNumber(w.raw(i)) != "" {
				since = 16
			}
		case openParen:
			if w.subqueryInFrom(i) {
				since = 16
			}
		case pg.Token_RETURNING:
			since = 18
		}
		if since > target {
			return true
		}
	}
	return false
}

// newerOptions tells whether a statement has a list of options, or is of a
// kind that has grown without a new key word.
func newerOptions(node *pgsql.Node) bool {
	switch n := node.Node.(type) {
	case *pg.Node_AlterTableStmt:
		return newerActions(n.AlterTableStmt)
	case *pg.Node_CreateStmt:
		return len(n.CreateStmt.Options) > 0 || n.CreateStmt.Partspec != nil
	case *pg.Node_ViewStmt:
		return len(n.ViewStmt.Options) > 0
	case *pg.Node_CreateTableAsStmt:
		return len(n.CreateTableAsStmt.GetInto().GetOptions()) > 0
	case *pg.Node_CreateSchemaStmt, *pg.Node_CreateForeignTableStmt, *pg.Node_CreateSeqStmt,
		*pg.Node_CreateFunctionStmt, *pg.Node_AlterFunctionStmt, *pg.Node_CreateStatsStmt,
		*pg.Node_AlterOperatorStmt, *pg.Node_DefineStmt, *pg.Node_CreateEventTrigStmt,
		*pg.Node_GrantStmt, *pg.Node_GrantRoleStmt, *pg.Node_AlterDefaultPrivilegesStmt,
		*pg.Node_VariableSetStmt, *pg.Node_VariableShowStmt, *pg.Node_AlterSystemStmt,
		*pg.Node_AlterRoleSetStmt, *pg.Node_AlterDatabaseSetStmt,
		*pg.Node_AlterDatabaseRefreshCollStmt, *pg.Node_CreatedbStmt, *pg.Node_CopyStmt,
		*pg.Node_ExplainStmt, *pg.Node_VacuumStmt, *pg.Node_ReindexStmt,
		*pg.Node_CreatePublicationStmt, *pg.Node_AlterPublicationStmt,
		*pg.Node_CreateSubscriptionStmt, *pg.Node_AlterSubscriptionStmt:
		return true
	}
	return false
}

func newerActions(n *pg.AlterTableStmt) bool {
	for _, cmd := range n.Cmds {
		switch cmd.GetAlterTableCmd().GetSubtype() {
		case pg.AlterTableType_AT_SetRelOptions, pg.AlterTableType_AT_SetAccessMethod,
			pg.AlterTableType_AT_SetLogged, pg.AlterTableType_AT_SetUnLogged:
			return true
		}
	}
	return false
}

// finder keeps the first construct that the target does not know.
type finder struct {
	words
	target int
	first  *NewerSyntax
	// labels are how often each column label was given; see bareLabels.
	labels map[string]int
	inRule bool
	// places are where patterns were looked for already, so that a statement
	// of many like parts is not searched once for each.
	places map[pattern]int
}

// pattern is some tokens in a row, perhaps within the parentheses of a word.
type pattern struct {
	within pg.Token
	kinds  [4]pg.Token
}

// find is [words.find], searched once.
func (f *finder) find(kinds ...pg.Token) int {
	return f.once(pattern{kinds: row(kinds)}, func() int { return f.words.find(kinds...) })
}

// within is [words.within], searched once.
func (f *finder) within(word pg.Token, kinds ...pg.Token) int {
	return f.once(pattern{word, row(kinds)}, func() int { return f.words.within(word, kinds...) })
}

func row(kinds []pg.Token) (key [4]pg.Token) {
	copy(key[:], kinds)
	return key
}

func (f *finder) once(key pattern, search func() int) int {
	place, known := f.places[key]
	if !known {
		place = search()
		if f.places == nil {
			f.places = map[pattern]int{}
		}
		f.places[key] = place
	}
	return place
}

// visit looks at one message of the parse tree.
func (f *finder) visit(message any) bool {
	f.query(message)
	f.expression(message)
	f.table(message)
	f.object(message)
	f.server(message)
	return f.setting(message)
}

// found notes a construct at the tokens from first to last.
func (f *finder) found(since int, what string, first, last int) {
	if first < 0 || last >= len(f.tokens) {
		f.note(since, what, f.whole())
		return
	}
	f.note(since, what, f.span(first, last))
}

// foundAt notes a construct at the first place of these tokens in a row.
func (f *finder) foundAt(since int, what string, kinds ...pg.Token) {
	i := f.find(kinds...)
	f.found(since, what, i, i+len(kinds)-1)
}

// foundOption notes an option, by its name or the value behind it.
func (f *finder) foundOption(since int, what, name string) {
	for i := range f.tokens {
		if strings.EqualFold(f.value(i), name) {
			f.found(since, what, i, i)
			return
		}
	}
	f.note(since, what, f.whole())
}

func (f *finder) note(since int, what string, span source.Span) {
	if since <= f.target {
		return
	}
	if f.first == nil || span.Start < f.first.Span.Start ||
		span.Start == f.first.Span.Start && since > f.first.Since {
		f.first = &NewerSyntax{Since: since, What: what, Span: span}
	}
}
