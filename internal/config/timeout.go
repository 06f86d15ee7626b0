package config

import "sqlbundle/internal/pgsql"

// checkTimeout accepts what PostgreSQL takes for lock_timeout.
func checkTimeout(s string) problem {
	msg, hint := pgsql.CheckTimeout(s)
	return problem{msg, hint}
}

// checkLimit accepts a timeout that is a limit.
func checkLimit(s string) problem {
	if p := checkTimeout(s); p.msg != "" {
		return p
	}
	if ms, _ := pgsql.Milliseconds(s); ms == 0 {
		return problem{"is no limit: " + quote(s), ""}
	}
	return problem{}
}
