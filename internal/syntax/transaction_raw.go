package syntax

import (
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
)

// RawInTransaction is [InTransaction] for text that the parser does not know,
// from its tokens without comments. It goes by the shape of the statement's
// head and by words that can stand nowhere else.
func RawInTransaction(text string, tokens []pgsql.Token) (ok bool, why string) {
	if why = rawRefused(words{text, tokens}); why != "" {
		return false, why
	}
	return true, ""
}

func rawRefused(w words) string {
	switch w.kind(0) {
	case pg.Token_CREATE:
		return rawCreateRefused(w)
	case pg.Token_DROP:
		return rawDropRefused(w)
	case pg.Token_ALTER:
		return rawAlterRefused(w)
	case pg.Token_REINDEX:
		return rawReindexRefused(w)
	case pg.Token_VACUUM:
		return "VACUUM"
	case pg.Token_CLUSTER:
		return when(!rawClusterNamesTable(w), "CLUSTER without a table")
	case pg.Token_DISCARD:
		return when(w.kind(1) == pg.Token_ALL, "DISCARD ALL")
	case pg.Token_COMMIT:
		return when(w.kind(1) == pg.Token_PREPARED, "COMMIT PREPARED")
	case pg.Token_ROLLBACK:
		return when(w.kind(1) == pg.Token_PREPARED, "ROLLBACK PREPARED")
	}
	return ""
}

func rawCreateRefused(w words) string {
	switch {
	case w.starts(pg.Token_CREATE, pg.Token_INDEX, pg.Token_CONCURRENTLY),
		w.starts(pg.Token_CREATE, pg.Token_UNIQUE, pg.Token_INDEX, pg.Token_CONCURRENTLY):
		return "CREATE INDEX CONCURRENTLY"
	case w.kind(1) == pg.Token_DATABASE:
		return "CREATE DATABASE"
	case w.kind(1) == pg.Token_TABLESPACE:
		return "CREATE TABLESPACE"
	case w.kind(1) == pg.Token_SUBSCRIPTION:
		options := w.withOptions()
		slot := options.on("connect", true) && options.on("create_slot", true)
		return when(slot, "CREATE SUBSCRIPTION that creates a slot")
	}
	return ""
}

func rawDropRefused(w words) string {
	switch w.kind(1) {
	case pg.Token_INDEX:
		return when(w.kind(2) == pg.Token_CONCURRENTLY, "DROP INDEX CONCURRENTLY")
	case pg.Token_DATABASE:
		return "DROP DATABASE"
	case pg.Token_TABLESPACE:
		return "DROP TABLESPACE"
	case pg.Token_SUBSCRIPTION:
		return "DROP SUBSCRIPTION"
	}
	return ""
}

func rawAlterRefused(w words) string {
	switch w.kind(1) {
	case pg.Token_SYSTEM_P:
		return "ALTER SYSTEM"
	case pg.Token_TABLE:
		last := len(w.tokens) - 1
		detaches := w.find(pg.Token_DETACH, pg.Token_PARTITION) > 0 && w.kind(last) == pg.Token_CONCURRENTLY
		return when(detaches, "DETACH PARTITION CONCURRENTLY")
	case pg.Token_DATABASE:
		return when(w.find(pg.Token_TABLESPACE) > 2, "ALTER DATABASE SET TABLESPACE")
	case pg.Token_SUBSCRIPTION:
		return rawSubscriptionRefused(w)
	}
	return ""
}

// rawSubscriptionRefused looks behind ALTER SUBSCRIPTION and the name.
func rawSubscriptionRefused(w words) string {
	switch {
	case w.kind(3) == pg.Token_REFRESH:
		return "ALTER SUBSCRIPTION REFRESH"
	case w.kind(4) == pg.Token_PUBLICATION:
		return when(w.withOptions().on("refresh", true), "ALTER SUBSCRIPTION with refresh")
	case w.at(3, pg.Token_SET, openParen):
		options := w.options(4)
		return subscriptionSlotRefused(options.has("failover"), !options.on("two_phase", true))
	}
	return ""
}

func rawReindexRefused(w words) string {
	i, concurrently := 1, false
	if w.kind(i) == openParen {
		concurrently = w.options(i).on("concurrently", false)
		i = w.closing(i) + 1
	}
	switch w.kind(i) {
	case pg.Token_SCHEMA, pg.Token_DATABASE, pg.Token_SYSTEM_P:
		return "REINDEX " + strings.ToUpper(w.raw(i))
	}
	return when(concurrently || w.kind(i+1) == pg.Token_CONCURRENTLY, "REINDEX CONCURRENTLY")
}

func rawClusterNamesTable(w words) bool {
	i := 1
	if w.kind(i) == openParen {
		i = w.closing(i) + 1
	} else if w.kind(i) == pg.Token_VERBOSE {
		i++
	}
	return i < len(w.tokens)
}

// rawOption is an option as it is written; value is empty where none is.
type rawOption struct{ name, value string }

type rawOptions []rawOption

// withOptions are the options in the parentheses behind the last WITH.
func (w words) withOptions() rawOptions {
	for i := len(w.tokens) - 1; i >= 0; i-- {
		if w.at(i, pg.Token_WITH, openParen) {
			return w.options(i + 1)
		}
	}
	return nil
}

// options are those in the parentheses that open at a place: a name each, then
// perhaps an equals sign, then perhaps a value.
func (w words) options(open int) rawOptions {
	var options rawOptions
	for i, end := open+1, w.closing(open); i < end; i++ {
		option := rawOption{name: w.optionName(i)}
		for i++; i < end && w.kind(i) != comma; i++ {
			if w.kind(i) != equals {
				option.value = w.value(i)
			}
		}
		options = append(options, option)
	}
	return options
}

// optionName is the name as the server compares it: only what is not quoted is
// folded.
func (w words) optionName(i int) string {
	if raw := w.raw(i); strings.HasPrefix(raw, `"`) {
		return strings.Trim(raw, `"`)
	}
	return w.word(i)
}

func (o rawOptions) has(name string) bool {
	for _, option := range o {
		if option.name == name {
			return true
		}
	}
	return false
}

// on is the boolean value of an option's last mention, or preset without one.
func (o rawOptions) on(name string, preset bool) bool {
	on := preset
	for _, option := range o {
		if option.name == name {
			on = isOn(option.value)
		}
	}
	return on
}
