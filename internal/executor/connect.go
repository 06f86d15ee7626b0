package executor

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
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
	for _, name := range reliedOnVariables {
		if os.Getenv(name) != "" {
			return Target{}, fmt.Errorf("%s is set, which this program does not know", name)
		}
	}
	address = socketURL.ReplaceAllStringFunc(address, movedSocket)
	if strings.Contains(address, "://") {
		u, err := url.Parse(address)
		if err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" || strings.Contains(u.Path, "@") {
			return Target{}, errAddress
		}
	}
	given := address
	if passwordFileIsOpen() && !strings.Contains(address, "passfile") {
		address = with(address, "passfile", os.DevNull)
	}
	config, err := pgconn.ParseConfig(address)
	if dir := os.Getenv("PGSYSCONFDIR"); err != nil && dir != "" {
		config, err = pgconn.ParseConfig(with(address, "servicefile", filepath.Join(dir, "pg_service.conf")))
	}
	if err != nil && strings.Contains(err.Error(), "failed to read service") {
		return Target{}, errors.New("no service file has the service that is named for the database")
	}
	if err != nil && given != "" {
		return Target{}, errAddress
	}
	if err != nil {
		return Target{}, errors.New("what the PG* variables, the service file or the password file say about the database cannot be read")
	}
	if err := onlyKnown(config); err != nil {
		return Target{}, err
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = connectTimeout
	}
	return Target{config}, nil
}

// passwordFileIsOpen tells whether others than its owner may read the password
// file: libpq passes over such a one (PostgreSQL 18, 32.16).
func passwordFileIsOpen() bool {
	name := os.Getenv("PGPASSFILE")
	if home, err := os.UserHomeDir(); name == "" && err == nil {
		name = filepath.Join(home, ".pgpass")
	}
	info, err := os.Stat(name)
	return err == nil && info.Mode().Perm()&0o077 != 0
}

// with adds the name of a file to an address. Of services, libpq looks into the
// system's file where the user's own has no such one (PostgreSQL 18, 32.17).
func with(address, setting, name string) string {
	if !strings.Contains(address, "://") {
		return address + " " + setting + "='" + strings.NewReplacer(`\`, `\\`, "'", `\'`).Replace(name) + "'"
	}
	mark := "?"
	if strings.Contains(address, "?") {
		mark = "&"
	}
	// A plus sign stands for itself in these.
	return address + mark + setting + "=" + strings.ReplaceAll(url.QueryEscape(name), "+", "%20")
}

// socketURL is libpq's way to name the folder of a socket in a URL (PostgreSQL 18,
// 32.1.1.2), which Go's URLs do not have.
var socketURL = regexp.MustCompile(`^(postgres(?:ql)?://(?:[^@/?#]*@)?)(%2[Ff][^:/?#]*)(?::(\d+))?(/[^?#]*)?(?:\?(.*))?$`)

// movedSocket names the folder among the URL's parameters.
func movedSocket(address string) string {
	m := socketURL.FindStringSubmatch(address)
	moved := m[1] + cmp.Or(m[4], "/") + "?host=" + m[2]
	if m[3] != "" {
		moved += "&port=" + m[3]
	}
	if m[5] != "" {
		moved += "&" + m[5]
	}
	return moved
}

// What libpq knows (PostgreSQL 18, 32.1.2) and pgx passes on to the server as if it
// were a setting: what changes nothing here, and what somebody relies on.
var (
	withoutEffect = []string{
		"fallback_application_name", "gssdelegation", "gssencmode", "gsslib", "keepalives", "keepalives_count", "keepalives_idle",
		"keepalives_interval", "load_balance_hosts", "sslcompression", "tcp_user_timeout",
	}
	reliedOn = []string{
		"hostaddr", "require_auth", "requirepeer", "ssl_max_protocol_version", "ssl_min_protocol_version", "sslcertmode", "sslcrl", "sslcrldir",
	}
	// PGHOST takes addresses, too.
	reliedOnVariables = []string{
		"PGHOSTADDR", "PGREQUIREPEER", "PGSSLCRL", "PGSSLCRLDIR", "PGSSLMAXPROTOCOLVERSION", "PGSSLMINPROTOCOLVERSION",
	}
	passedOn = []string{"application_name", "client_encoding", "options", "timezone"}
)

// onlyKnown drops parameters without effect and refuses those that it cannot
// honour. What is none may be a part of a password, so it is not shown.
func onlyKnown(config *pgconn.Config) error {
	for _, name := range slices.Sorted(maps.Keys(config.RuntimeParams)) {
		switch {
		case slices.Contains(withoutEffect, name):
			delete(config.RuntimeParams, name)
		case slices.Contains(reliedOn, name):
			return fmt.Errorf("the database's address has %s, which this program does not know", name)
		case !slices.Contains(passedOn, name):
			return errAddress
		}
	}
	return nil
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
