package main

import (
	"bytes"
	"encoding/binary"
	"io"
	"net"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sqlbundle/internal/executor"
	"sqlbundle/internal/pgtest"
)

// TestApplyTooManyConnections holds that a run waits until the server takes its
// connection: with a role that may have one, that of the script before may still
// be there.
func TestApplyTooManyConnections(t *testing.T) {
	s := pgtest.Shared(t, 0)
	db := s.Database(t)
	role(t, s, "only_one")
	db.Exec("ALTER ROLE only_one LOGIN CONNECTION LIMIT 1; GRANT CREATE ON SCHEMA public TO only_one")
	url := strings.Replace(db.URL(), "user=postgres", "user=only_one", 1)
	target, err := executor.ParseTarget(url)
	if err != nil {
		t.Fatal(err)
	}
	db.Exec("GRANT ALL ON DATABASE " + db.Name + " TO only_one")
	holder := db.Command("-c", "SELECT pg_sleep(60)")
	holder.Env = append(holder.Env, "PGUSER=only_one")
	if err := holder.Start(); err != nil {
		t.Fatal(err)
	}
	for len(db.Query("SELECT FROM pg_stat_activity WHERE usename = 'only_one' AND state = 'active'")) == 0 {
		time.Sleep(10 * time.Millisecond)
	}
	waited := false
	bundle := made(t, oldest, rev{id: "aa", up: "CREATE TABLE t ();", down: "DROP TABLE t;"}).bundle("heads")
	err = executor.Run(t.Context(), target, loaded(t, bundle), executor.Options{Reconnect: time.Minute, Events: func(e executor.Event) {
		if e.Event == executor.Reconnecting && !waited {
			waited = true
			db.Exec("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'only_one'")
		}
	}})
	_ = holder.Wait()
	if err != nil || !waited {
		t.Errorf("it waited: %t; %v", waited, err)
	}
	db.Exec("DROP OWNED BY only_one")
}

// TestApplyPooler holds that a connection is told of whose backend's number is none.
func TestApplyPooler(t *testing.T) {
	db := pgtest.Shared(t, 0).Database(t)
	folder, pid := pooler(t, db)
	stdout, _ := call(t, 0, "apply", night(t).bundle("heads"), "--database", "host="+folder+" user=postgres dbname="+db.Name)
	if n := strings.Count(stdout, "there is a pooler in between"); n != 1 {
		t.Errorf("with the number %d it is told %d times:\n%s", pid, n, stdout)
	}
	stdout, _ = call(t, 0, "apply", night(t).bundle("heads"), "--database", db.URL())
	if strings.Contains(stdout, "pooler") {
		t.Errorf("there is none:\n%s", stdout)
	}
}

// pooler listens in a folder and passes on what comes to a database's server, with
// another number for the backend in its BackendKeyData.
func pooler(t *testing.T, db *pgtest.DB) (folder string, pid uint32) {
	t.Helper()
	at, err := url.Parse(db.URL())
	if err != nil {
		t.Fatal(err)
	}
	server := filepath.Join(at.Query().Get("host"), ".s.PGSQL."+at.Query().Get("port"))
	folder, pid = t.TempDir(), 1<<31+4711
	listener, err := net.Listen("unix", filepath.Join(folder, ".s.PGSQL.5432"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			backend, err := net.Dial("unix", server)
			if err != nil {
				client.Close()
				continue
			}
			go func() { _, _ = io.Copy(backend, client); backend.Close() }()
			go func() {
				defer client.Close()
				buffer := make([]byte, 1<<16)
				for {
					n, err := backend.Read(buffer)
					if key := bytes.Index(buffer[:n], []byte("K\x00\x00\x00\x0c")); key >= 0 {
						binary.BigEndian.PutUint32(buffer[key+5:], pid)
					}
					if _, wrong := client.Write(buffer[:n]); err != nil || wrong != nil {
						return
					}
				}
			}()
		}
	}()
	return folder, pid
}
