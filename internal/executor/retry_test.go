package executor

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"sqlbundle/internal/psql"
)

// TestPause holds which errors of a connection another one may not meet.
func TestPause(t *testing.T) {
	for code, want := range map[string]bool{"08P01": false, "57P01": true, "57P03": true, "53300": true, "28P01": false} {
		r := &run{bundle: &Bundle{}, options: Options{Reconnect: time.Minute}}
		var err error = &connectError{&pgconn.PgError{Code: code}}
		if code == "08P01" || code == "57P01" {
			err = &psql.Error{Err: fmt.Errorf("%w: %w", psql.ErrLost, &pgconn.PgError{Code: code})}
		}
		if _, got := r.pause(err); got != want {
			t.Errorf("%s: %t", code, got)
		}
	}
}

// TestNoPassword holds that a refused password is told from one that was not given.
func TestNoPassword(t *testing.T) {
	for password, want := range map[string]bool{"": true, "sesame": false} {
		t.Setenv("PGPASSFILE", "/nowhere")
		t.Setenv("PGPASSWORD", password)
		target, err := ParseTarget("host=db1 dbname=shop")
		if err != nil {
			t.Fatal(err)
		}
		r := &run{bundle: &Bundle{}, target: target}
		refused := r.refusal(&connectError{&pgconn.PgError{Code: "28P01", Message: "password authentication failed"}})
		if got := strings.HasPrefix(refused.(*Refused).Hint, "No password was given"); got != want {
			t.Errorf("with the password %q: %+v", password, refused)
		}
	}
}

// TestPasses holds behind which errors a script is begun again: what the script
// does by itself it can do twice, and an author's block that may have committed
// cannot be told from one that has not.
func TestPasses(t *testing.T) {
	deadlock := &pgconn.PgError{Code: "40P01"}
	for name, c := range map[string]struct {
		at   position
		err  *pgconn.PgError
		want bool
	}{
		"in a transaction":       {position{inTransaction: true, own: true, kind: "CALL"}, deadlock, true},
		"a batch":                {position{batch: true, own: true, kind: "UPDATE"}, deadlock, true},
		"outside":                {position{own: true, kind: "DROP INDEX"}, deadlock, true},
		"a procedure":            {position{own: true, kind: "CALL"}, deadlock, false},
		"a block":                {position{own: true, kind: "DO"}, deadlock, false},
		"unknown":                {position{own: true}, deadlock, false},
		"the script's own":       {position{}, deadlock, true},
		"another error":          {position{inTransaction: true}, &pgconn.PgError{Code: "42P01"}, false},
		"a build, cleaned up":    {position{swallowed: "55P03"}, &pgconn.PgError{Code: "P0001", Message: "sqlbundle: CREATE INDEX at a.sql:1 failed, as told above; nothing of it is left"}, true},
		"a build of other cause": {position{swallowed: "23505"}, &pgconn.PgError{Code: "P0001", Message: "sqlbundle: CREATE INDEX at a.sql:1 failed, as told above; nothing of it is left"}, false},
	} {
		if got := c.at.passes(c.err); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}
