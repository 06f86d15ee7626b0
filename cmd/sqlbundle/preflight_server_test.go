package main

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"sqlbundle/internal/pgtest"
)

// hostileName is a name that could break out of anything.
const hostileName = "\"H'o\"\"s%s $sqlbundle$ \\ :x\n\\! :y\""

// toBegin is what is applied, toCome what the preflight is for.
var (
	toBegin = rev{id: "first", up: `CREATE TABLE big (id int PRIMARY KEY, a text, n int);
CREATE TABLE ` + hostileName + ` (id int PRIMARY KEY, b text);
CREATE TABLE rows (id int PRIMARY KEY, c text);
CREATE TABLE ref (id int PRIMARY KEY);
CREATE TABLE gone (id int);
CREATE MATERIALIZED VIEW mv AS SELECT 1 AS x;
CREATE TYPE mood AS ENUM ('sad');
CREATE FUNCTION f(a int, m mood) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE INDEX ix_gone ON big (n);`, down: "DROP TABLE big;"}
	toCome = rev{id: "second", sections: "-- sqlbundle:require\nSELECT count(*) = 0 FROM rows;\nSELECT 1 / (SELECT 1 - count(*) FROM gone) = 1;", up: `ALTER TABLE ` + hostileName + ` RENAME TO renamed;
ALTER TABLE big ALTER COLUMN id TYPE bigint;
CREATE TABLE child (id int PRIMARY KEY REFERENCES ref, m mood);
CREATE TABLE IF NOT EXISTS tolerated (id int);
UPDATE rows SET c = 'x' WHERE id = 1;
INSERT INTO rows VALUES (1, 'a');
DELETE FROM rows WHERE id = 7;
TRUNCATE ref CASCADE;
CREATE TRIGGER tr BEFORE INSERT ON rows FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
DROP TABLE gone;
REFRESH MATERIALIZED VIEW mv;
ALTER TYPE mood ADD VALUE 'ok';
CREATE OR REPLACE FUNCTION f(a int, m mood) RETURNS int LANGUAGE sql AS 'SELECT 2';
CREATE SCHEMA app;
CREATE TABLE app.t (id int);
CREATE EXTENSION pgcrypto;
CREATE INDEX CONCURRENTLY ix_big ON big (a);
DROP INDEX CONCURRENTLY ix_gone;`, down: "DROP TABLE child;"}
	toFollow = rev{id: "third", up: "ALTER TABLE renamed ADD COLUMN z int;\nALTER TABLE child ADD COLUMN z int;", down: "ALTER TABLE child DROP COLUMN z;"}
)

// situation is a state of a database, and what one check says of it; what the
// others say does not matter, where it is no reason to stop.
type situation struct {
	name   string
	config string
	setup  string // SQL
	// options are those of the session, edits those of the script.
	options string
	args    []string
	edits   []string
	// blocker is run in another session, which stays where it is.
	blocker []string
	check   string
	status  string
	says    []string
	// also are checks that have their say too.
	also []string
}

var situations = []situation{
	{name: "old server", config: "[project]\ntarget_version = 18\n", edits: []string{"< 180000", "< 190000"}, check: "server", status: "stop", says: []string{"the bundle needs 18"}},
	{name: "new server", edits: []string{">= 190000", ">= 130000"}, check: "server", status: "warn", says: []string{"newer than what"}},
	{name: "another database", config: "[database.main]\nname = \"d'e\\\"sk\"\n", check: "database", status: "stop", says: []string{`, the bundle is for d'e"sk`}},
	{name: "read-only", options: "-c default_transaction_read_only=on", check: "read-only", status: "stop", says: []string{"default_transaction_read_only is on"}},
	{name: "no such role", config: "[bundle]\nrole = \"no 'one\"\n", check: "role", status: "stop", says: []string{"there is no role no 'one"}},
	{name: "not a member", config: "[bundle]\nrole = \"pre_owner\"\n", setup: "ALTER ROLE pre_stranger LOGIN", args: []string{"-U", "pre_stranger"}, check: "role", status: "stop", says: []string{"pre_stranger may not become pre_owner"}, also: []string{"position", "owner", "privileges", "create", "tracking table", "require", "extensions"}},
	{name: "elsewhere", setup: "CREATE SCHEMA elsewhere", options: "-c search_path=elsewhere,public", check: "search_path", status: "warn", says: []string{"mean elsewhere, the revisions were followed as if they meant public"}},
	{name: "no tracking schema", config: "[tracking]\nschema = 'no \"where'\n", check: "tracking table", status: "stop", says: []string{`there is no schema "no ""where"`}, also: []string{"position"}},
	{name: "a view for a table", setup: "ALTER TABLE sqlbundle_version RENAME TO x; CREATE VIEW sqlbundle_version AS SELECT * FROM x", check: "tracking table", status: "stop", says: []string{"no ordinary table"}},
	{name: "a log of another make", setup: "ALTER TABLE sqlbundle_log DROP COLUMN cursor", check: "tracking table", status: "stop", says: []string{"the log table public.sqlbundle_log is of another version"}, also: []string{"position"}},
	{name: "hidden tracking", options: "-c role=pre_stranger", check: "tracking table", status: "stop", says: []string{"this role may not read public.sqlbundle_version"}, also: []string{"position", "owner", "privileges", "create", "require", "extensions", "transactions"}},
	{name: "somewhere else", setup: "UPDATE sqlbundle_version SET version_num = 'zz'", check: "position", status: "stop", says: []string{"the tracking table says zz", "sqlbundle upgrade zz:TARGET --sql"}},
	{name: "somewhere else without a log", setup: "UPDATE sqlbundle_version SET version_num = 'zz'; DROP TABLE sqlbundle_log", check: "position", status: "stop", says: []string{"the tracking table says zz", "sqlbundle upgrade zz:TARGET --sql"}},
	{name: "nothing applied", setup: "DROP TABLE sqlbundle_version, sqlbundle_log", check: "position", status: "stop", says: []string{"says base (nothing is applied), this script starts at first", "sqlbundle upgrade base:TARGET"}},
	{name: "another's progress", setup: "UPDATE sqlbundle_log SET open = true, revision = 'zz'", check: "position", status: "stop", says: []string{"an upgrade stopped inside zz"}},
	{name: "a run", blocker: []string{"SELECT pg_advisory_lock(1936812130, hashtext('public.sqlbundle_version')) /* \n\\! a */"}, check: "other run", status: "stop", says: []string{"another run holds the lock, pid ", `SELECT pg_advisory_lock(1936812130, hashtext('public.sqlbundle_version')) /* \!`}},
	{name: "not as required", setup: "INSERT INTO rows VALUES (9, 'x')", check: "require", status: "stop", says: []string{"revision second, migrations/second.sql:5 is not true"}},
	{name: "an error in a requirement", setup: "INSERT INTO gone VALUES (1)", check: "require", status: "stop", says: []string{"second.sql:6 is not true: division by zero"}},
	{name: "a table is gone", setup: "DROP TABLE " + hostileName, check: "objects", status: "stop", says: []string{`public."H'o""s%s $sqlbundle$ \ :x?\! :y" is not there`}},
	{name: "a function is gone", setup: "DROP FUNCTION f", check: "objects", status: "stop", says: []string{"function public.f(integer, public.mood) is not there"}},
	{name: "a name is taken", setup: "CREATE VIEW child AS SELECT 1", check: "free names", status: "stop", says: []string{"public.child is there already, and the plan makes it"}},
	{name: "a tolerated name is taken", setup: "CREATE TABLE tolerated (x text)", check: "free names", status: "warn", says: []string{"public.tolerated is there already, and the plan leaves it as it is"}},
	{name: "a schema is there", setup: "CREATE SCHEMA app", check: "free names", status: "stop", says: []string{"schema app is there already"}},
	{name: "an extension is there", setup: "CREATE EXTENSION pgcrypto", check: "extensions", status: "stop", says: []string{"pgcrypto is installed already"}},
	{name: "no such extension", edits: []string{"'extension', '', 'pgcrypto'", "'extension', '', 'nowhere'"}, check: "extensions", status: "stop", says: []string{"nowhere is not available on this server"}},
	{name: "an extension for superusers", edits: []string{"'extension', '', 'pgcrypto'", "'extension', '', 'pageinspect'"}, options: "-c role=pre_owner", check: "extensions", status: "stop", says: []string{"pageinspect may be made by superusers alone"}},
	{name: "an extension without CREATE", setup: "REVOKE CREATE ON DATABASE DB FROM pre_owner", options: "-c role=pre_owner", check: "extensions", status: "stop", says: []string{"pgcrypto wants the privilege CREATE on this database"}, also: []string{"create"}},
	{name: "another's table", setup: "ALTER TABLE big OWNER TO postgres", options: "-c role=pre_owner", check: "owner", status: "stop", says: []string{"must be owner of public.big, which is postgres"}},
	{name: "another's table to drop", setup: "ALTER TABLE gone OWNER TO postgres; GRANT SELECT ON gone TO pre_owner", options: "-c role=pre_owner", check: "owner", status: "stop", says: []string{"must be owner of public.gone"}},
	{name: "another's view", setup: "ALTER MATERIALIZED VIEW mv OWNER TO postgres", options: "-c role=pre_owner", check: "owner", status: "stop", says: []string{"must be owner of public.mv"}},
	{name: "another's type", setup: "ALTER TYPE mood OWNER TO postgres", options: "-c role=pre_owner", check: "owner", status: "stop", says: []string{"must be owner of type public.mood"}},
	{name: "another's function", setup: "ALTER FUNCTION f OWNER TO postgres", options: "-c role=pre_owner", check: "owner", status: "stop", says: []string{"must be owner of function public.f(integer, public.mood)"}},
	{name: "no INSERT", setup: "REVOKE INSERT ON rows FROM pre_owner", options: "-c role=pre_owner", check: "privileges", status: "stop", says: []string{"this role may not insert into public.rows"}},
	{name: "no UPDATE", setup: "REVOKE UPDATE ON rows FROM pre_owner", options: "-c role=pre_owner", check: "privileges", status: "stop", says: []string{"this role may not update public.rows"}},
	{name: "no DELETE", setup: "REVOKE DELETE ON rows FROM pre_owner", options: "-c role=pre_owner", check: "privileges", status: "stop", says: []string{"this role may not delete from public.rows"}},
	{name: "no TRUNCATE", setup: "REVOKE TRUNCATE ON ref FROM pre_owner", options: "-c role=pre_owner", check: "privileges", status: "stop", says: []string{"this role may not truncate public.ref"}},
	{name: "no REFERENCES", setup: "REVOKE REFERENCES ON ref FROM pre_owner", options: "-c role=pre_owner", check: "privileges", status: "stop", says: []string{"this role may not reference public.ref"}},
	{name: "no TRIGGER", setup: "REVOKE TRIGGER ON rows FROM pre_owner", options: "-c role=pre_owner", check: "privileges", status: "stop", says: []string{"this role may not put a trigger on public.rows"}},
	{name: "no log", setup: "REVOKE INSERT ON sqlbundle_log FROM pre_owner", options: "-c role=pre_owner", check: "privileges", status: "stop", says: []string{"this role needs SELECT, INSERT, UPDATE on public.sqlbundle_log"}},
	{name: "no CREATE in the schema", setup: "REVOKE CREATE ON SCHEMA public FROM pre_owner, PUBLIC", options: "-c role=pre_owner", check: "create", status: "stop", says: []string{"this role may not create in schema public"}},
	{name: "no CREATE in the database", setup: "REVOKE CREATE ON DATABASE DB FROM pre_owner", options: "-c role=pre_owner", check: "create", status: "stop", says: []string{"this role may not create schemas"}, also: []string{"extensions"}},
	{name: "an invalid index in the way", setup: "CREATE INDEX ix_big ON big (a); UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix_big'::regclass", check: "invalid indexes", status: "stop", says: []string{"public.ix_big on public.big is invalid, and the plan is to build one of that name"}},
	{name: "an invalid index of a run", setup: "CREATE INDEX ix_big ON big (a); UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix_big'::regclass", edits: []string{"place (passed, begun, looks, schema) AS (VALUES (:sqlbundle_passed, :sqlbundle_begun,", "place (passed, begun, looks, schema) AS (VALUES (:sqlbundle_passed, 1 + :sqlbundle_passed,"}, check: "invalid indexes", status: "warn", says: []string{"the upgrade looks at what its last run has left"}},
	{name: "an invalid index beside it", setup: "CREATE INDEX other ON big (a); UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'other'::regclass", check: "invalid indexes", status: "warn", says: []string{"public.other on public.big is invalid: rebuild or drop it"}},
	{name: "an invalid index elsewhere", setup: "CREATE TABLE o (a int); CREATE INDEX other ON o (a); UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'other'::regclass", check: "invalid indexes", status: "warn", says: []string{"elsewhere there is 1"}},
	{name: "a large table", edits: []string{"1073741824::bigint", "8192::bigint"}, setup: "INSERT INTO big SELECT i, repeat('x', 100) FROM generate_series(1, 1000) i; ANALYZE big", check: "sizes", status: "warn", says: []string{"public.big has ", " kB with its indexes and about 1000 rows; it is rewritten: as much again"}},
	{name: "a large table that is locked", edits: []string{"1073741824::bigint", "8192::bigint"}, setup: "INSERT INTO big SELECT i, repeat('x', 100) FROM generate_series(1, 1000) i; ANALYZE big", blocker: []string{"BEGIN", "LOCK TABLE big"}, check: "sizes", status: "warn", says: []string{"about 1000 rows; it is rewritten"}},
	{name: "a reader", blocker: []string{"SET application_name = 'a | b%s'", "BEGIN", "SELECT * FROM big /* \n\\! :x $sqlbundle$ " + strings.Repeat("x", 100) + "*/"}, check: "locks", status: "warn", says: []string{"public.big: 1 session holds a lock", "(a | b%s), AccessShareLock, since ", `SELECT * FROM big /* \! :x $sqlbundle$ xxx`}},
	{name: "a hidden reader", blocker: []string{"BEGIN", "SELECT * FROM big"}, options: "-c role=pre_owner", check: "locks", status: "warn", says: []string{"public.big: 1 session holds a lock", "its query is not visible to this role"}},
	{name: "an old transaction", edits: []string{"interval '5 min'", "interval '0 s'"}, blocker: []string{"BEGIN", "SELECT 'it''s'"}, check: "transactions", status: "warn", says: []string{"is in a transaction since ", ", and a concurrent build of the plan may wait for its end: SELECT 'it''s'"}},
	{name: "a hidden transaction", blocker: []string{"BEGIN", "SELECT 1"}, options: "-c role=pre_owner", check: "transactions", status: "warn", says: []string{"1 transaction of another role is open: since when is not visible to this role"}},
	{name: "a prepared transaction", blocker: []string{"BEGIN", "CREATE TABLE p (a int)", "PREPARE TRANSACTION 'it''s 1'"}, check: "prepared transactions", status: "warn", says: []string{"'it''s 1' of postgres, since "}},
	{name: "a prepared transaction in the way", blocker: []string{"BEGIN", "LOCK TABLE big IN ROW EXCLUSIVE MODE", "PREPARE TRANSACTION 'it''s 2'"}, check: "prepared transactions", status: "stop", says: []string{"'it''s 2' of postgres, since ", "holds a lock on public.big that the plan would wait for"}},
	{name: "a vacuum", blocker: []string{"BEGIN", "LOCK TABLE big IN SHARE UPDATE EXCLUSIVE MODE", "SAVEPOINT s", "autovacuum: VACUUM public.big (to prevent wraparound)"}, check: "wraparound vacuum", status: "warn", says: []string{"public.big: pid ", "it does not give way: autovacuum: VACUUM public.big (to prevent wraparound)"}},
	{name: "a slot", setup: "SELECT pg_create_physical_replication_slot('pre_slot', true)", check: "replication slots", status: "warn", says: []string{"pre_slot is not in use, and keeps "}},
	{name: "a slot that keeps much", setup: "SELECT pg_create_physical_replication_slot('pre_kept', true); SELECT pg_logical_emit_message(true, 'x', 'x')", edits: []string{"10737418240::bigint", "0::bigint"}, check: "replication slots", status: "warn", says: []string{"pre_kept is not in use, and keeps "}},
	{name: "a publication", setup: "CREATE PUBLICATION \"pu b\" FOR TABLE big", check: "publications", status: "warn", says: []string{`public.big is in publication "pu b", which does not carry`}},
	{name: "a subscription", setup: "CREATE SUBSCRIPTION pre_sub CONNECTION 'dbname=x' PUBLICATION p WITH (connect = false, slot_name = NONE); INSERT INTO pg_subscription_rel SELECT oid, 'big'::regclass, 'r' FROM pg_subscription WHERE subname = 'pre_sub'", check: "publications", status: "warn", says: []string{"public.big is filled by a subscription"}},
}

// alsoSay are checks that say something of sessions that a situation needs.
var alsoSay = []string{"locks", "transactions", "other run", "prepared transactions"}

// TestPreflightSituations holds what each check says where something is not as
// it should be, and that it alone says so. TestPreflightVersions has where all
// is well.
func TestPreflightSituations(t *testing.T) {
	s := pgtest.Shared(t, 0)
	roles(t, s)
	template := s.Database(t)
	p := made(t, oldest, toBegin, toCome, toFollow)
	apply(t, template, p.sql("upgrade", "first"))
	template.Exec(granted(template))
	for _, x := range situations {
		t.Run(x.name, func(t *testing.T) {
			p := p
			if x.config != "" {
				if !strings.Contains(x.config, "[project]") {
					x.config = oldest + x.config
				}
				p = made(t, x.config, toBegin, toCome, toFollow)
			}
			script := filepath.Join(p.bundle("first:third"), "preflight.sql")
			if len(x.edits) > 0 {
				script = replaced(t, script, x.edits...)
			}
			db := clone(t, template)
			db.Exec(granted(db))
			setup := strings.ReplaceAll(x.setup, "DATABASE DB", "DATABASE "+db.Name)
			db.Exec(setup)
			if strings.Contains(setup, "slot(") {
				t.Cleanup(func() {
					db.Exec("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name LIKE 'pre\\_%'")
				})
			}
			if strings.Contains(setup, "SUBSCRIPTION") {
				t.Cleanup(func() { db.Exec("DROP SUBSCRIPTION pre_sub") })
			}
			if len(x.blocker) > 0 {
				conn := db.Connect()
				for i, sql := range x.blocker {
					if _, err := conn.PgConn().Exec(context.Background(), sql).ReadAll(); err != nil && !strings.HasPrefix(sql, "autovacuum") {
						t.Fatalf("%d: %v", i, err)
					}
				}
				if last := x.blocker[len(x.blocker)-1]; strings.HasPrefix(last, "PREPARE") {
					t.Cleanup(func() { db.Exec("ROLLBACK PREPARED" + strings.TrimPrefix(last, "PREPARE TRANSACTION")) })
				}
			}
			got := look(t, db, script, x.options, x.args...)
			got.says(t, x.check, x.status, x.says...)
			for _, r := range got.rows {
				if len(r.detail) > 600 {
					t.Errorf("a row is long: %s", r.detail)
				}
			}
			got.fine(t, append(append(x.also, x.check), alsoSay[:min(len(alsoSay), len(x.blocker)*len(alsoSay))]...)...)
		})
	}
}

// roles makes an ordinary role that owns the tables, and one that has nothing.
func roles(t *testing.T, s *pgtest.Server) {
	role(t, s, "pre_owner")
	role(t, s, "pre_stranger")
}

// granted gives all to the ordinary role that owns the tables.
func granted(db *pgtest.DB) string {
	sql := "GRANT CREATE ON DATABASE " + db.Name + " TO pre_owner; GRANT CREATE, USAGE ON SCHEMA public TO pre_owner;"
	for _, name := range []string{"big", hostileName, "gone"} {
		sql += "ALTER TABLE " + name + " OWNER TO pre_owner;"
	}
	return sql + `ALTER MATERIALIZED VIEW mv OWNER TO pre_owner; ALTER TYPE mood OWNER TO pre_owner; ALTER FUNCTION f OWNER TO pre_owner;
		GRANT ALL ON rows, ref, sqlbundle_version, sqlbundle_log TO pre_owner`
}

// TestPreflightVersions holds that all checks say ok where all is well: for a
// superuser, for an ordinary role, before anything is there, and half-way.
func TestPreflightVersions(t *testing.T) {
	p := made(t, oldest, toBegin, toCome, toFollow)
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		roles(t, s)
		db := s.Database(t)
		whole := filepath.Join(p.bundle("third"), "preflight.sql")
		got := look(t, db, whole, "")
		got.fine(t)
		got.says(t, "tracking table", "ok", "there is none yet: public.sqlbundle_version will be made")
		got.says(t, "extensions", "ok", "pgcrypto ")

		b := p.bundled(t, db, "first:third")
		script := filepath.Join(filepath.Dir(b.upgrade), "preflight.sql")
		apply(t, db, p.sql("upgrade", "first"))
		db.Exec(granted(db))
		before := everything(db)
		for _, options := range []string{"", "-c role=pre_owner"} {
			got = look(t, db, script, options)
			got.fine(t)
			got.says(t, "position", "ok", "beginning with step 1 of 2")
			got.says(t, "objects", "ok", "7 relations that the plan names are there")
			got.says(t, "sizes", "ok", "public.big has ", "it is rewritten")
			got.says(t, "require", "ok", "revision second, migrations/second.sql:5")
		}
		same(t, "after looking", everything(db), before)
		if s.Major >= 15 {
			db.Exec("CREATE PUBLICATION of_schema FOR TABLES IN SCHEMA public")
			got = look(t, db, script, "-c role=pre_owner")
			got.says(t, "publications", "warn", "public.big is in publication of_schema, which does not carry")
			got.fine(t, "publications")
			db.Exec("DROP PUBLICATION of_schema; CREATE SCHEMA aside; CREATE PUBLICATION of_schema FOR TABLES IN SCHEMA aside")
			look(t, db, script, "").fine(t)
			db.Exec("DROP PUBLICATION of_schema; DROP SCHEMA aside")
		}
		// A stranger may see nothing, and is told so.
		look(t, db, script, "-c role=pre_stranger").says(t, "tracking table", "stop", "this role may not read")

		finished(t, db.PsqlFile(b.upgrade, "-v", "sqlbundle_stop_after=second"))
		// What the first step has renamed, made and dropped is looked for under
		// the names that it has now.
		got = look(t, db, script, "")
		got.fine(t)
		got.says(t, "position", "ok", "going on after step 1 of 2")
		got.says(t, "objects", "ok", "2 relations that the plan names are there")
		db.Exec("ALTER TABLE renamed RENAME TO lost")
		look(t, db, script, "").says(t, "objects", "stop", "public.renamed is not there")
		db.Exec("ALTER TABLE lost RENAME TO renamed")
		finished(t, db.PsqlFile(b.upgrade))
		got = look(t, db, script, "")
		got.fine(t)
		got.says(t, "position", "ok", "nothing to do, the database stands at third")
	})
}

// TestPreflightInside holds what is said where a run has stopped inside a
// revision.
func TestPreflightInside(t *testing.T) {
	s := pgtest.Shared(t, 0)
	p := made(t, oldest, toBegin, toCome, toFollow)
	b := p.bundled(t, s.Database(t), "third")
	script := filepath.Join(filepath.Dir(b.upgrade), "preflight.sql")
	finished(t, b.db.PsqlFile(b.upgrade, "-v", "sqlbundle_stop_after=first"))
	b.db.Exec("CREATE INDEX other ON big (a); ALTER INDEX other RENAME TO ix_big")
	if got := b.db.PsqlFile(b.upgrade); got.Status != 3 || !strings.Contains(got.Stderr, "already exists") {
		t.Fatalf("status %d\n%s", got.Status, got.Stderr)
	}
	got := look(t, b.db, script, "")
	got.says(t, "position", "ok", "going on inside second, at its segment ")
	got.says(t, "objects", "warn", "public.gone is not there")
	got.says(t, "free names", "warn", "public.child is there already, perhaps of the run that stopped")
	if asked := got.of("require"); len(asked) > 0 {
		t.Errorf("it asks what was required before: %q", asked)
	}
	got.fine(t, "objects", "free names")
}

// TestPreflightStatements holds that what the server would refuse is told, and
// that a preflight does not run within a transaction.
func TestPreflightStatements(t *testing.T) {
	s := pgtest.Shared(t, 0)
	p := made(t, oldest, rev{id: "aa", up: "CREATE TABLE a (x int);\nALTER TABLE a ADD COLUMN x int;", down: "DROP TABLE a;"})
	db := s.Database(t)
	script := filepath.Join(p.bundle("head"), "preflight.sql")
	got := look(t, db, script, "")
	got.says(t, "statements", "warn", "migrations/aa.sql:7 would be refused by a server that has no more than what the revisions made: ", "already exists")
	got.fine(t, "statements")
	stopped(t, db.PsqlFile(script, "-1"), "sqlbundle: started inside a transaction")
}

// TestPreflightRole holds that the configured role is asked about.
func TestPreflightRole(t *testing.T) {
	s := pgtest.Shared(t, 0)
	roles(t, s)
	db := s.Database(t)
	psql(t, s.Command(db.Name, "-c", "GRANT CREATE ON SCHEMA public TO pre_owner", "-c", "GRANT CREATE ON DATABASE "+db.Name+" TO pre_owner"))
	p := made(t, oldest+"[bundle]\nrole = \"pre_owner\"\n", toBegin)
	got := look(t, db, filepath.Join(p.bundle("head"), "preflight.sql"), "")
	got.says(t, "role", "ok", "postgres, as pre_owner")
	got.fine(t)
}

// TestPreflightHelpdeskVersions holds that the example's own preflight has
// nothing to say, wherever the database stands.
func TestPreflightHelpdeskVersions(t *testing.T) {
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		p, db := helpdesk(t), s.Database(t)
		dir := filepath.Join(p.bundle("head"), "main")
		script := filepath.Join(dir, "preflight.sql")
		for _, step := range p.manifest("upgrade", "head", "--database", "main").Steps {
			look(t, db, script, "").fine(t)
			finished(t, db.PsqlFile(filepath.Join(dir, "upgrade.sql"), "-v", "sqlbundle_stop_after="+step.Revision))
		}
		look(t, db, script, "").fine(t)
	})
}
