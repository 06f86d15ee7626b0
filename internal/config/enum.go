package config

import (
	"strconv"
	"strings"
)

// Style is whose tracking table is written.
type Style string

// The styles of tracking.
const (
	StyleSqlbundle Style = "sqlbundle"
	StyleAlembic   Style = "alembic"
)

// Styles are the values of tracking.style, the default first.
func Styles() []Style { return []Style{StyleSqlbundle, StyleAlembic} }

// Transaction is how statements are spread over transactions.
type Transaction string

// The ways to make transactions: one per revision, or as few as possible.
const (
	TransactionRevision Transaction = "revision"
	TransactionAll      Transaction = "all"
)

// Transactions are the values of bundle.transaction, the default first.
func Transactions() []Transaction { return []Transaction{TransactionRevision, TransactionAll} }

// Dialect is the client that a script is for.
type Dialect string

// The dialects of scripts: psql, with its commands, or any client that sends
// statement by statement.
const (
	DialectPsql  Dialect = "psql"
	DialectPlain Dialect = "plain"
)

// Dialects are the values of bundle.dialect, the default first.
func Dialects() []Dialect { return []Dialect{DialectPsql, DialectPlain} }

// Severity is how much a finding matters.
type Severity string

// The severities of findings; SeverityOff silences a rule.
const (
	SeverityError   Severity = "error"
	SeverityWarning Severity = "warning"
	SeverityNotice  Severity = "notice"
	SeverityOff     Severity = "off"
)

// Severities are the values of [lint.rules], the gravest first.
func Severities() []Severity {
	return []Severity{SeverityError, SeverityWarning, SeverityNotice, SeverityOff}
}

func names[T ~string](values []T) []string {
	all := make([]string, len(values))
	for i, v := range values {
		all[i] = string(v)
	}
	return all
}

// oneOf lists alternatives for a message: "a", "b" or "c".
func oneOf(values []string) string {
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = strconv.Quote(v)
	}
	if last := len(quoted) - 1; last > 0 {
		return strings.Join(quoted[:last], ", ") + " or " + quoted[last]
	}
	return strings.Join(quoted, "")
}
