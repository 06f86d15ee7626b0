package config

import "sqlbundle/internal/pgsql"

// checkTimeout accepts what PostgreSQL takes for lock_timeout.
func checkTimeout(s string) problem {
	msg, hint := pgsql.CheckTimeout(s)
	return problem{msg, hint}
}
