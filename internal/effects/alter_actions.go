package effects

import pg "github.com/pganalyze/pg_query_go/v5"

// actionOf is what is known of a kind of action; false where nothing is.
func actionOf(kind pg.AlterTableType) (action, bool) {
	for _, group := range [...]func(pg.AlterTableType) (action, bool){
		columnAction, typeAction, constraintAction, partitionAction, tableAction,
	} {
		if a, ok := group(kind); ok {
			return a, true
		}
	}
	return action{}, false
}
