package executor

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"sqlbundle/internal/term"
)

// Target is where a database is.
type Target struct{ config *pgconn.Config }

// errAddress says what an address looks like; no part of the address itself is
// ever shown, since nobody can tell where in a broken one its password stands.
var errAddress = errors.New("the database's address cannot be read: it is a URL, postgres://user@host:5432/name, in whose password : / ? # @ % and blanks are written as %3A and so on, or host=… dbname=…")

// ParseTarget reads a URL or keywords as libpq does; what they do not say comes
// from PG* variables, the service file and the password file. No error holds a
// part of what was given.
func ParseTarget(address string) (Target, error) {
	if strings.Contains(address, "://") {
		u, err := url.Parse(address)
		if err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" || strings.Contains(u.Path, "@") {
			return Target{}, errAddress
		}
	}
	config, err := pgconn.ParseConfig(address)
	if err != nil && address != "" {
		return Target{}, errAddress
	}
	if err != nil {
		return Target{}, errors.New("what the PG* variables, the service file or the password file say about the database cannot be read")
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = connectTimeout
	}
	return Target{config}, nil
}

// connectTimeout is for a connection where the address says nothing.
const connectTimeout = 30 * time.Second

// String names the database without what nobody should see.
func (t Target) String() string {
	return term.Sanitize(fmt.Sprintf("%s at %s", t.config.Database, t.config.Host))
}

// clean is an error's text without the password, wherever it came from.
func (t Target) clean(err error) string {
	text := term.Sanitize(strings.Join(strings.Fields(err.Error()), " "))
	if p := t.config.Password; len(p) > 3 {
		text = strings.ReplaceAll(text, p, "…")
	}
	return text
}
