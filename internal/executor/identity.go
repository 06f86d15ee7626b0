package executor

import (
	"net"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"sqlbundle/internal/term"
)

// Identity tells targets apart, and may be shown: where the servers are and
// which database is meant, as host:port/name. User, password and settings of
// the connection are no part of it. The hosts of one address keep their order.
func (t Target) Identity() string {
	// A configuration that tries TLS first has each place twice.
	places := []string{place(t.config.Host, t.config.Port)}
	for _, f := range t.config.Fallbacks {
		if p := place(f.Host, f.Port); !slices.Contains(places, p) {
			places = append(places, p)
		}
	}
	name := t.config.Database
	if name == "" {
		name = t.config.User // as the server has it
	}
	return term.Sanitize(strings.Join(places, ",") + "/" + name)
}

func place(host string, port uint16) string {
	number := strconv.Itoa(int(port))
	if strings.HasPrefix(host, "/") {
		return filepath.Clean(host) + ":" + number // a socket's folder
	}
	return net.JoinHostPort(strings.ToLower(host), number)
}
