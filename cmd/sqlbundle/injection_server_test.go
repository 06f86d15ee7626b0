package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"sqlbundle/internal/pgtest"
)

// command is a psql on a script's file, in a folder of its own.
func (h hostileCommand) command(file string) *exec.Cmd {
	cmd := h.db.Command(append(h.args, "-f", file)...)
	cmd.Dir = h.dir
	cmd.Env = append(cmd.Env, h.env...)
	if h.rc != "" {
		rc := filepath.Join(h.t.TempDir(), "psqlrc")
		if err := os.WriteFile(rc, []byte(h.rc), 0o666); err != nil {
			h.t.Fatal(err)
		}
		cmd.Args = append(cmd.Args[:1], cmd.Args[2:]...) // without -X
		cmd.Env = append(cmd.Env, "PSQLRC="+rc)
	}
	return cmd
}

type hostileCommand struct {
	t         *testing.T
	db        *pgtest.DB
	dir       string
	args, env []string
	rc        string
}

// run applies a script that has to succeed without a canary.
func (h hostileCommand) run(file string) {
	h.t.Helper()
	got := h.db.Run(h.command(file))
	if got.Status != 0 {
		h.t.Fatalf("%s: psql ends with status %d\n%s", filepath.Base(file), got.Status, got.Stderr)
	}
	h.check(file)
}

func (h hostileCommand) check(file string) {
	h.t.Helper()
	entries, err := os.ReadDir(h.dir)
	if err != nil || len(entries) > 0 {
		h.t.Fatalf("%s: a text has become a command: %v %v", filepath.Base(file), entries, err)
	}
}

// TestTextIsNoCommand holds that no text of a revision becomes a command of
// psql, and that each is stored as it was written.
func TestTextIsNoCommand(t *testing.T) {
	s, p := pgtest.Shared(t, 0), hostileProject(t)
	dir := p.bundle("head")
	for _, h := range hostileSessions {
		t.Run(h.name, func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			before := stateOf(db, trackingTable)
			c := hostileCommand{t, db, t.TempDir(), h.args, h.env, h.rc}
			for _, file := range []string{"upgrade.sql", "rollback.sql"} {
				for _, set := range h.set {
					db.Exec("ALTER DATABASE " + db.Name + " SET " + set)
				}
				c.run(filepath.Join(dir, file))
				if h.set != nil {
					db.Exec("ALTER DATABASE " + db.Name + " RESET ALL")
				}
				if file == "upgrade.sql" {
					checkTexts(t, db)
				}
			}
			same(t, "after the rollback", stateOf(db, trackingTable), before)
		})
	}
}

// checkTexts compares what is stored with what was written.
func checkTexts(t *testing.T, db *pgtest.DB) {
	t.Helper()
	rows := db.Query("SELECT plain, escaped, dollar FROM texts ORDER BY id")
	if len(rows) != len(hostile) {
		t.Fatalf("%d texts are stored of %d", len(rows), len(hostile))
	}
	for i, text := range hostile {
		same(t, fmt.Sprintf("text %d as plain literal, with escapes, in dollars", i), rows[i], []string{text, text, text})
		quoted := ident(name(i))
		same(t, quoted, db.Query("SELECT " + quoted + "(), obj_description(" + literal(quoted) + "::regclass), prosrc FROM pg_proc WHERE oid = " +
			literal(quoted+"()") + "::regprocedure")[0], []string{text, text, "BEGIN RETURN " + escaped(text) + "; END"})
		same(t, "default of "+quoted, db.Query("INSERT INTO " + quoted + " DEFAULT VALUES RETURNING " + quoted)[0][0], text)
	}
	definition := db.Query("SELECT pg_get_viewdef('slices')")[0][0]
	if !strings.Contains(definition, "id]") || !strings.Contains(definition, "[1:2]") {
		t.Errorf("the view's slices are %s", definition)
	}
}

// TestReasonIsNoCommand holds that the reason of a revision without a way back
// is shown and no more.
func TestReasonIsNoCommand(t *testing.T) {
	s := pgtest.Shared(t, 0)
	for i, text := range hostile {
		reason := strings.TrimSpace(line(text))
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			p := newProject(t, map[string]string{"sqlbundle.toml": withTicket, "migrations/a.sql": header("a", "base", text) +
				"-- sqlbundle:up\n-- sqlbundle:down irreversible " + reason + "\n"})
			dir, db := p.bundle("head"), s.Database(t)
			c := hostileCommand{t: t, db: db, dir: t.TempDir()}
			c.run(filepath.Join(dir, "upgrade.sql"))
			rollback := filepath.Join(dir, "rollback.sql")
			got := db.Run(c.command(rollback))
			c.check(rollback)
			if got.Status != 3 || !strings.Contains(got.Stderr, "ERROR:  sqlbundle: revision a is irreversible: ") {
				t.Errorf("status %d\n%s", got.Status, got.Stderr)
			}
		})
	}
}

// TestConfigurationIsNoCommand holds the same for names in the configuration.
func TestConfigurationIsNoCommand(t *testing.T) {
	s := pgtest.Shared(t, 0)
	for i := range hostile {
		role(t, s, ident(name(i)))
	}
	for i := range hostile {
		name := name(i)
		if strings.ContainsAny(name, "\x1b\r\n") {
			continue // search_path takes no control characters
		}
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			db.Exec("CREATE SCHEMA " + ident(name) + "; GRANT ALL ON SCHEMA " + ident(name) + " TO " + ident(name))
			config := fmt.Sprintf(withTicket+"[tracking]\nschema = %s\ntable = %s\n[bundle]\nrole = %s\nsearch_path = %s\n",
				quoteTOML(name), quoteTOML(name), quoteTOML(name), quoteTOML(ident(name)+", public"))
			p := newProject(t, map[string]string{"sqlbundle.toml": config, "migrations/a.sql": header("a", "base", name) +
				"-- sqlbundle:up\nCREATE TABLE t AS SELECT current_user::text AS role, current_schemas(false)::text AS path;\n-- sqlbundle:down\nDROP TABLE t;\n"})
			dir := p.bundle("head")
			c := hostileCommand{t: t, db: db, dir: t.TempDir(), env: []string{"PGCLIENTENCODING=SJIS", "PGOPTIONS=-c standard_conforming_strings=off"}}
			c.run(filepath.Join(dir, "upgrade.sql"))
			same(t, "the role", db.Query("SELECT role FROM " + ident(name) + ".t")[0][0], name)
			same(t, "the rows", rowsOf(db, ident(name)+"."+ident(name)), []string{"a"})
			c.run(filepath.Join(dir, "rollback.sql"))
			same(t, "the rows", rowsOf(db, ident(name)+"."+ident(name)), []string{})
		})
	}
}

// quoteTOML is a basic string.
func quoteTOML(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r == '"' || r == '\\' || r < ' ' || r == 0x7f {
			fmt.Fprintf(&b, `\u%04X`, r)
			continue
		}
		b.WriteRune(r)
	}
	return `"` + b.String() + `"`
}

// TestSettingsMadeInsideAreNoWay holds that a function or DO that changes how
// the server reads text cannot change how psql reads the script: not in
// literals, and not in comments, which psql could take to be open still.
func TestSettingsMadeInsideAreNoWay(t *testing.T) {
	const (
		strings = "DO $$ BEGIN PERFORM set_config('standard_conforming_strings', 'off', false); END $$;\n"
		sjis    = "DO $$ BEGIN EXECUTE format('SET client_encoding = %L', 'SJIS'); END $$;\n"
		end     = "SELECT 'a\\''; \\! touch CANARY\n -- ';\n"
		// psql goes on with the comment up to this literal.
		comment = "/* Á*/"
		closing = "SELECT '*/; \\! touch CANARY\n';\n"
	)
	tests := map[string]string{
		"strings": strings + end,
		"strings by a trigger": "CREATE TABLE t (a int);\n" +
			"CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM set_config('standard_conforming_strings', 'off', false); RETURN NEW; END $$;\n" +
			"CREATE TRIGGER t BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();\nINSERT INTO t VALUES (1);\n" + end,
		"strings by pg_settings":  "UPDATE pg_settings SET setting = 'off' WHERE name = 'standard_conforming_strings';\n" + end,
		"strings in a savepoint":  "BEGIN;\n" + strings + "SAVEPOINT s;\nSELECT '\\';\nROLLBACK TO s;\n" + end + "COMMIT;\n",
		"encoding":                sjis + "SELECT E'Á\\'; \\! touch CANARY\n -- ';\n",
		"comment before":          sjis + comment + " SELECT 1;\n" + closing,
		"comment within":          sjis + "SELECT " + comment + " 1;\n" + closing,
		"comment behind":          sjis + "SELECT 1; -- Á\n" + closing,
		"comment before BEGIN":    sjis + comment + " BEGIN;\n" + closing + "COMMIT;\n",
		"comment in BEGIN":        sjis + "BEGIN " + comment + " ISOLATION LEVEL SERIALIZABLE;\n" + closing + "COMMIT;\n",
		"comment before COMMIT":   "BEGIN;\n" + sjis + comment + " COMMIT;\n" + closing,
		"comment in a time limit": "SET lock_timeout " + comment + " = '1s';\n" + sjis + "-- sqlbundle:timeout lock=2s\nSELECT 1;\n" + closing,
		"comment at the end":      sjis + comment + "\n",
		"the next revision":       sjis,
	}
	s := pgtest.Shared(t, 0)
	for name, up := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProject(t, map[string]string{
				"sqlbundle.toml":   withTicket,
				"migrations/a.sql": header("a", "base", name) + "-- sqlbundle:up\n" + up + "-- sqlbundle:down\n",
				"migrations/b.sql": header("b", "a", "Á") + "-- sqlbundle:up\n" + comment + "\n" + closing + "-- sqlbundle:down\n",
			})
			c := hostileCommand{t: t, db: s.Database(t), dir: t.TempDir()}
			c.run(filepath.Join(p.bundle("head"), "upgrade.sql"))
			same(t, "rows", rowsOf(c.db, trackingTable), []string{"b"})
		})
	}
}

// TestTerminalIsSafe holds that what the commands print of a hostile project
// holds nothing that a terminal acts on.
func TestTerminalIsSafe(t *testing.T) {
	p := hostileProject(t)
	for _, args := range [][]string{{"heads"}, {"history", "-v"}, {"show", "texts", "h1", "h20"}, {"graph"}, {"branches"}, {"graph", "--format", "mermaid"}} {
		for _, r := range p.call(args...) {
			if r < ' ' && r != '\n' || r == 0x7f || r == '\u2028' {
				t.Errorf("%s prints %q", strings.Join(args, " "), r)
				break
			}
		}
	}
}
