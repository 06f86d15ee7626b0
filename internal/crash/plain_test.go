package crash

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"sqlbundle/internal/pgsql"
	"sqlbundle/internal/pgtest"
)

// client is how a client that sends statement by statement behaves.
type client string

const (
	// stops stops at the first error.
	stops client = "stops"
	// runsOn sends all the rest after an error.
	runsOn client = "runs-on"
	// rollsBack sends all the rest too, and a ROLLBACK after each error.
	rollsBack client = "rolls-back"
)

// plainScript is a script of statements alone.
type plainScript struct {
	text       string
	statements []string
}

// makePlain has the program write a script; args are the command and its range.
func makePlain(t *testing.T, h history, args ...string) plainScript {
	t.Helper()
	program := filepath.Join(workplaceOf(t), "sqlbundle")
	args = append([]string{"-c", filepath.Join("testdata", h.folder, h.config)}, args...)
	cmd := exec.Command(program, append(args, "--sql", "--dialect", "plain")...)
	text, err := cmd.Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			t.Fatalf("%v: %s", args, exit.Stderr)
		}
		t.Fatal(err)
	}
	return plainScript{string(text), splitPlain(t, string(text))}
}

// splitPlain cuts a script at its semicolons, as a client does that knows
// literals, parentheses and the bodies of SQL functions.
func splitPlain(t *testing.T, text string) []string {
	t.Helper()
	tokens, err := pgsql.Scan(text)
	if err != nil {
		t.Fatal(err)
	}
	var statements []string
	start, depth, atomic, last := 0, 0, 0, ""
	for _, token := range tokens {
		switch word := strings.ToUpper(text[token.Start:token.End]); {
		case word == "(":
			depth++
		case word == ")":
			depth--
		case word == "ATOMIC" && last == "BEGIN", word == "CASE" && atomic > 0:
			atomic++
		case word == "END" && atomic > 0:
			atomic--
		case word == ";" && depth == 0 && atomic == 0:
			statements = append(statements, strings.TrimSpace(text[start:token.Start]))
			start = token.End
		}
		if !strings.HasPrefix(text[token.Start:token.End], "--") {
			last = strings.ToUpper(text[token.Start:token.End])
		}
	}
	return statements
}

// failAt is the statement that fails in the place of another.
const failAt = "SELECT 1 / 0"

// send sends a script from the first statement to one before the end, on a
// connection of its own; fail is the number of one that fails instead, from 1,
// 0 for none. It gives the first error.
func (c client) send(t *testing.T, db *pgtest.DB, statements []string, fail int) *pgconn.PgError {
	t.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, db.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	return c.sendOn(t, conn, statements, fail)
}

func (c client) sendOn(t *testing.T, conn *pgx.Conn, statements []string, fail int) *pgconn.PgError {
	t.Helper()
	var first *pgconn.PgError
	for i, statement := range statements {
		if i+1 == fail {
			statement = failAt
		}
		_, err := conn.PgConn().Exec(context.Background(), statement).ReadAll()
		var refused *pgconn.PgError
		switch {
		case err == nil:
			continue
		case errors.As(err, &refused):
			if first == nil {
				first = refused
			}
		case conn.IsClosed() && first != nil:
			return first
		default:
			t.Fatalf("%v\n%s", err, statement)
		}
		if c == stops || conn.IsClosed() {
			return first
		}
		if c == rollsBack && conn.PgConn().TxStatus() != 'I' {
			if _, err := conn.PgConn().Exec(context.Background(), "ROLLBACK").ReadAll(); err != nil {
				t.Fatal(err)
			}
		}
	}
	return first
}

var (
	commandHint = regexp.MustCompile(`sqlbundle ((?:upgrade|downgrade) \S+(?: --sql| --dialect plain| --database \w+| --after [\w.]+/\d+)*)`)
	removeHint  = regexp.MustCompile(`outside a transaction: (.*); Then run this script again`)
)

// finish does what the messages of a script say until it is through, as a
// person would, and gives what was done.
func finish(t *testing.T, h history, db *pgtest.DB, script plainScript, fix string) (did []string) {
	t.Helper()
	for range 30 {
		refused := stops.send(t, db, script.statements, 0)
		if refused == nil {
			return did
		}
		did = append(did, refused.Message+" | "+refused.Hint)
		if strings.Contains(refused.Message, "sqlbundle: nothing to do") {
			return did
		}
		if m := removeHint.FindStringSubmatch(refused.Hint); m != nil {
			if failed := stops.send(t, db, strings.Split(m[1], "; "), 0); failed != nil {
				t.Fatalf("%s: %v", m[1], failed)
			}
			continue
		}
		if fix != "" && !strings.HasPrefix(refused.Message, "sqlbundle: ") {
			db.Exec(fix)
			fix = ""
			continue
		}
		if m := regexp.MustCompile(`of: sqlbundle bundle (\S+) --dialect psql`).FindStringSubmatch(refused.Hint); m != nil {
			r, err := runPsql(db, makeBundle(t, h, m[1]).rollback())
			if err != nil || r.status != 0 {
				t.Fatal(r, err)
			}
			return did
		}
		command := commandHint.FindStringSubmatch(refused.Hint)
		switch {
		case command != nil:
			words := strings.Fields(command[1])
			var args []string
			for i := 0; i < len(words); i++ {
				switch words[i] {
				case "--sql":
				case "--dialect":
					i++
				default:
					args = append(args, words[i])
				}
			}
			script = makePlain(t, h, args...)
		case strings.Contains(refused.Hint, "run this script again"):
		default:
			t.Fatalf("%s: no way on: %s\n%s\n%s", h.name, refused.Message, refused.Hint, strings.Join(did, "\n"))
		}
	}
	t.Fatalf("%s: it does not come to an end:\n%s", h.name, strings.Join(did, "\n"))
	return nil
}

// TestPlainVersions holds that a plain script leads where psql's does: sent
// whole; by a client that is closed behind some statement, or meets an error
// in its place, goes on or does not, and does then what the messages say.
func TestPlainVersions(t *testing.T) {
	t.Parallel()
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		b := newBench(t, s)
		for i, h := range histories() {
			if s.Major < h.since {
				continue // TestCutsVersions shows that it is refused
			}
			if !*every && quota() == 1 && (i+s.Major/2)%2 == 0 {
				continue // of many versions each takes every other history
			}
			t.Run(h.name, func(t *testing.T) {
				t.Parallel()
				newPlainTrial(t, b, h).all(t)
			})
		}
	})
}

// plainTrial is a history with its plain scripts.
type plainTrial struct {
	*prepared
	up, back plainScript
	fix      string
}

func newPlainTrial(t *testing.T, b *bench, h history) *plainTrial {
	t.Helper()
	x := &plainTrial{prepared: prepare(t, b, h)}
	x.up = makePlain(t, h, "upgrade", h.target)
	folder := filepath.Join(t.TempDir(), "plain")
	program := filepath.Join(workplaceOf(t), "sqlbundle")
	cmd := exec.Command(program, "-c", filepath.Join("testdata", h.folder, h.config), "bundle", h.target, "-o", folder, "--dialect", "plain")
	if output, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	text := read(t, filepath.Join(folder, "rollback.sql"))
	x.back = plainScript{text, splitPlain(t, text)}
	if read(t, filepath.Join(folder, "upgrade.sql")) != x.up.text {
		t.Error("upgrade.sql of the bundle is another script than that of upgrade --sql")
	}
	if file := h.fix(); file != "" {
		x.fix = read(t, file)
	}
	return x
}

func (x *plainTrial) all(t *testing.T) {
	t.Run("whole", x.whole)
	chance := chanceFor("plain "+x.name, x.server.Major)
	for _, way := range []struct {
		name     string
		from     string
		script   plainScript
		fix      string
		want     state
		baseline state
	}{
		{"upgrade", x.start, x.up, x.fix, x.upgraded, x.begin},
		{"rollback", x.done, x.back, "", x.undone, x.upgraded},
	} {
		for _, c := range []client{stops, runsOn, rollsBack} {
			for _, k := range places(chance, len(way.script.statements)) {
				if k <= leaving {
					k = leaving + 1
				}
				for strings.HasSuffix(way.script.statements[k-1], "default_transaction_read_only = on") {
					k++ // it is made twice
				}
				t.Run(fmt.Sprintf("%s-%s-%d", way.name, c, k), func(t *testing.T) {
					t.Parallel()
					db := x.database(t, way.from)
					if c == stops {
						// Closed behind the statement, no error seen.
						stops.send(t, db, way.script.statements[:k], 0)
					} else {
						c.send(t, db, way.script.statements, k)
						stopped := x.database(t, way.from)
						stops.send(t, stopped, way.script.statements, k)
						x.settled(t, db)
						x.settled(t, stopped)
						if diff := still(unchanged(stateOf(t, stopped, x.history), stateOf(t, db, x.history))); diff != "" {
							t.Errorf("what follows an error in the place of %q has changed something (-stopped +went on):\n%s", way.script.statements[k-1], diff)
						}
					}
					x.settled(t, db)
					did := finish(t, x.history, db, way.script, way.fix)
					x.settled(t, db)
					if diff := differs(way.want, stateOf(t, db, x.history)); diff != "" {
						t.Errorf("(-undisturbed +now):\n%s\n%s", diff, strings.Join(did, "\n"))
					}
				})
			}
		}
	}
}

// leaving are the statements up to those that only leave a failed transaction,
// and set what the next one sets as well:
// an error in their place changes nothing.
const leaving = 5

// still takes the lines out in which two runs may differ.
func still(diff string) string {
	var kept []string
	for _, line := range strings.Split(diff, "\n") {
		if line != "" && !strings.Contains(line, " log: ") {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

// places are the statements at which a script is disturbed.
func places(chance *rand.Rand, n int) []int {
	if *every {
		all := make([]int, n)
		for i := range all {
			all[i] = i + 1
		}
		return all
	}
	var few []int
	for range max(1, quota()/2) {
		few = append(few, 1+chance.IntN(n))
	}
	return few
}

// settled waits until the backends of a database have ended.
func (x *plainTrial) settled(t *testing.T, db *pgtest.DB) {
	t.Helper()
	if err := x.settle(db); err != nil {
		t.Fatal(err)
	}
}

// whole sends both scripts, undisturbed but for the data.
func (x *plainTrial) whole(t *testing.T) {
	db := x.database(t, x.start)
	did := finish(t, x.history, db, x.up, x.fix)
	x.settled(t, db)
	if diff := differs(x.upgraded, stateOf(t, db, x.history)); diff != "" {
		t.Errorf("upgraded (-psql +plain):\n%s\n%s", diff, strings.Join(did, "\n"))
	}
	t.Logf("%d statements, %q", len(x.up.statements), did)
	did = finish(t, x.history, db, x.back, "")
	x.settled(t, db)
	if diff := differs(x.undone, stateOf(t, db, x.history)); diff != "" {
		t.Errorf("undone (-psql +plain):\n%s\n%s", diff, strings.Join(did, "\n"))
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
