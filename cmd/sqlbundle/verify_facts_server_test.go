package main

import (
	"path/filepath"
	"strings"
	"testing"

	"sqlbundle/internal/pgtest"
)

// factual is a history that leaves one of each kind of object.
var factual = []rev{
	{id: "base1", up: `CREATE TABLE old (a int, b text, c int);
CREATE TABLE goes (a int);
CREATE INDEX ix_goes ON old (c);
CREATE TYPE mood AS ENUM ('sad', 'ok');
ALTER TABLE old ADD CONSTRAINT old_b CHECK (b <> '') NOT VALID;`, down: "DROP TABLE old, goes; DROP TYPE mood;"},
	{id: "aa", up: `CREATE SCHEMA "The app";
CREATE TABLE "The app"."or""ders%s" (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, state text NOT NULL DEFAULT 'new', m mood, "twi:ce" int GENERATED ALWAYS AS (1 + 1) STORED);
ALTER TABLE old ADD COLUMN n varchar(20) DEFAULT 'normal', DROP COLUMN c, ALTER COLUMN a SET NOT NULL;
ALTER TABLE old VALIDATE CONSTRAINT old_b;
ALTER TABLE "The app"."or""ders%s" ADD CONSTRAINT fk FOREIGN KEY (id) REFERENCES "The app"."or""ders%s" NOT VALID;
DROP TABLE goes;
ALTER TYPE mood ADD VALUE 'happy';`, down: `DROP SCHEMA "The app" CASCADE;`},
	{id: "bb", up: `CREATE UNIQUE INDEX CONCURRENTLY "ix \ 'q' $sqlbundle$" ON old (n);
CREATE FUNCTION f(x int, y mood) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER tr BEFORE INSERT ON old FOR EACH ROW EXECUTE FUNCTION tf();
CREATE VIEW v AS SELECT a FROM old;
CREATE DOMAIN d AS int NOT NULL;
CREATE STATISTICS st ON a, b FROM old;
CREATE POLICY po ON old;
ALTER TABLE old ENABLE ROW LEVEL SECURITY;
CREATE SEQUENCE sq;`, down: "DROP VIEW v;"},
}

// breaks are what somebody does by hand, and what verify.sql then says.
var breaks = []struct{ sql, says string }{
	{`UPDATE pg_index SET indisvalid = false WHERE indexrelid = '"ix \ ''q'' $sqlbundle$"'::regclass`, `bb: index public."ix \ 'q' $sqlbundle$" is to be valid unique on public.old and is invalid unique on public.old, FAILED`},
	{`DROP INDEX "ix \ 'q' $sqlbundle$"; CREATE INDEX "ix \ 'q' $sqlbundle$" ON old (a)`, `is to be valid unique on public.old and is valid on public.old, FAILED`},
	{`DROP INDEX "ix \ 'q' $sqlbundle$"`, `is to be valid unique on public.old and is not there, FAILED`},
	{`ALTER TABLE old DROP CONSTRAINT old_b; ALTER TABLE old ADD CONSTRAINT old_b CHECK (b <> '') NOT VALID`, `aa: constraint public.old old_b is to be check and is not valid check, FAILED`},
	{`ALTER TABLE "The app"."or""ders%s" DROP CONSTRAINT fk`, `aa: constraint "The app"."or""ders%s" fk is to be not valid foreign key references "The app"."or""ders%s" and is not there, FAILED`},
	{`ALTER TABLE old ALTER COLUMN n TYPE text`, `aa: column public.old.n is to be character varying(20) default and is text default, FAILED`},
	{`ALTER TABLE old ALTER COLUMN n DROP DEFAULT`, `aa: column public.old.n is to be character varying(20) default and is character varying(20), FAILED`},
	{`ALTER TABLE old ALTER COLUMN a DROP NOT NULL`, `aa: column public.old.a is to be integer not null and is integer, FAILED`},
	{`ALTER TABLE "The app"."or""ders%s" DROP COLUMN "twi:ce"`, `column "The app"."or""ders%s"."twi:ce" is to be integer generated s and is not there, FAILED`},
	{`ALTER TABLE "The app"."or""ders%s" ALTER COLUMN id DROP IDENTITY`, `.id is to be bigint not null identity a and is bigint not null, FAILED`},
	{`ALTER TABLE old ADD COLUMN c int`, `aa: column public.old.c is to be gone and is integer, FAILED`},
	{`CREATE TABLE goes (a int)`, `aa: relation public.goes is to be gone and is table, FAILED`},
	{`CREATE INDEX ix_goes ON old (a)`, `aa: index public.ix_goes is to be gone and is valid on public.old, FAILED`},
	{`ALTER TYPE mood ADD VALUE E'\n\\! echo'`, `aa: type public.mood is to be enum ('sad', 'ok', 'happy') and is enum ('sad', 'ok', 'happy', '?\! echo'), FAILED`},
	{`ALTER TABLE old DISABLE TRIGGER tr`, `bb: trigger public.old tr is to be enabled and is disabled, FAILED`},
	{`DROP FUNCTION f`, `bb: function public.f(integer, public.mood) is to be function and is not there, FAILED`},
	{`DROP VIEW v; CREATE TABLE v (a int)`, `bb: relation public.v is to be view and is table, FAILED`},
	{`ALTER DOMAIN d DROP NOT NULL`, `bb: type public.d is to be domain over integer not null and is domain over integer, FAILED`},
	{`DROP STATISTICS st`, `bb: statistics public.st is to be there and is not there, FAILED`},
	{`DROP POLICY po ON old`, `bb: policy public.old po is to be there and is not there, FAILED`},
	{`ALTER TABLE old DISABLE ROW LEVEL SECURITY`, `bb: relation public.old is to be table with row security and is table, FAILED`},
	{`ALTER SCHEMA "The app" RENAME TO app`, `aa: schema "The app" is to be there and is not there, FAILED`},
	{`ALTER TABLE old SET UNLOGGED`, `is to be table with row security and is unlogged table with row security, FAILED`},
}

// TestVerifyFactsVersions holds that verify.sql finds what the revisions leave,
// and names what somebody has changed since.
func TestVerifyFactsVersions(t *testing.T) {
	p := made(t, oldest, factual...)
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		db := s.Database(t)
		apply(t, db, p.sql("upgrade", "base1"))
		b := p.bundled(t, db, "base1:bb")
		finished(t, db.PsqlFile(b.upgrade, "-v", "sqlbundle_stop_after=aa"))
		stopped(t, db.PsqlFile(b.verify), "the tracking table says aa, not bb")
		finished(t, db.PsqlFile(b.upgrade))
		before := everything(db)
		finished(t, db.PsqlFile(b.verify), "revision aa: 15 facts by the catalogs, ok", "revision bb: 10 facts by the catalogs, ok", "sqlbundle: verified")
		same(t, "after verify.sql", everything(db), before)
		for _, broken := range breaks {
			changed := clone(t, db)
			changed.Exec(broken.sql)
			got := changed.PsqlFile(b.verify)
			stopped(t, got, "what is marked FAILED above is not so")
			if n := strings.Count(got.Stdout, "and is "); n < 1 || !strings.Contains(got.Stdout, broken.says+"\n") {
				t.Errorf("%s\nis not told as %q:\n%s", broken.sql, broken.says, got.Stdout)
			}
			if err := changed.Server.DropDatabase(changed.Name); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// TestVerifyFactsElsewhere holds that nothing is said of names that mean
// something else where verify.sql runs, and that an ordinary role may ask.
func TestVerifyFactsElsewhere(t *testing.T) {
	s := pgtest.Shared(t, 0)
	role(t, s, "looker")
	p := made(t, oldest, factual...)
	b := p.bundled(t, s.Database(t), "head")
	finished(t, b.db.PsqlFile(b.upgrade))
	b.db.Exec("GRANT SELECT ON sqlbundle_version TO looker; CREATE SCHEMA elsewhere; GRANT USAGE ON SCHEMA elsewhere TO looker")
	as := func(options string) pgtest.Result {
		cmd := b.db.Command("-f", b.verify)
		cmd.Env = append(cmd.Env, "PGOPTIONS="+options)
		return b.db.Run(cmd)
	}
	finished(t, as("-c role=looker"), "sqlbundle: verified")
	finished(t, as("-c search_path=elsewhere,public"), "the catalogs were not asked: names without a schema mean elsewhere here, not public")
}

// TestVerifyFactsLeftOut holds that nothing is said of what code may have
// changed of which nobody knows what it does.
func TestVerifyFactsLeftOut(t *testing.T) {
	p := made(t, oldest,
		rev{id: "aa", up: "CREATE TABLE a (x int);", down: "DROP TABLE a;"},
		rev{id: "bb", up: "DO $$ BEGIN EXECUTE 'ALTER TABLE a ALTER x TYPE ' || (SELECT typname FROM pg_type WHERE oid = 20); END $$;\nCREATE TABLE b (x int);", down: "DROP TABLE b;"},
		rev{id: "cc", up: "CREATE TABLE c (x int);\nALTER TABLE b ADD y int;", down: "DROP TABLE c;"})
	b := p.bundled(t, pgtest.Shared(t, 0).Database(t), "head")
	finished(t, b.db.PsqlFile(b.upgrade))
	got := b.db.PsqlFile(b.verify)
	finished(t, got, "revision bb: 2 facts by the catalogs, ok", "revision cc: 3 facts by the catalogs, ok")
	if strings.Contains(got.Stdout, "revision aa: ") {
		t.Errorf("it tells of what nobody knows:\n%s", got.Stdout)
	}
}

// TestVerifyFactsDoNotCryWolfVersions holds that what differs between versions, or what
// nobody knows for sure, is not told as wrong.
func TestVerifyFactsDoNotCryWolfVersions(t *testing.T) {
	p := made(t, oldest,
		rev{id: "aa", down: "SELECT 1;", up: "CREATE UNLOGGED TABLE u1 (a serial PRIMARY KEY);\nCREATE TABLE in6 (a int NOT NULL);\nCREATE TABLE in7 (a int);\nALTER TABLE in7 ALTER a SET NOT NULL;\nALTER TABLE in7 INHERIT in6;\nALTER TABLE in6 ALTER a DROP NOT NULL;\n" +
			"CREATE TABLE json_array (id int PRIMARY KEY, r int REFERENCES json_array);\nCREATE INDEX i ON json_array (r);\nCREATE TYPE mood AS ENUM ('sad', 'ha\\ppy');\nCREATE TABLE d (h text DEFAULT NULL::varchar, n bigint DEFAULT NULL::int, m mood);"},
		rev{id: "bb", down: "SELECT 1;", up: "ALTER TYPE mood ADD VALUE 'ok';"})
	dir := p.bundle("head")
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		db := s.Database(t)
		applyFile(t, db, filepath.Join(dir, "upgrade.sql"))
		finished(t, db.PsqlFile(filepath.Join(dir, "verify.sql")), "verified")
	})
}
