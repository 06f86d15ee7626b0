package syntax

import (
	"reflect"
	"regexp"
	"strings"
	"testing"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/pgsql"
	"sqlbundle/internal/pgtest"
)

// kindCase is a statement and its tag.
type kindCase struct {
	kind, sql string
	// since is the first version that has it; 0 is every.
	since int
	// elsewhere holds for what does not run in a transaction on this database,
	// or prints another tag than its own.
	elsewhere bool
}

var kindCases = []kindCase{
	{kind: "SELECT", sql: `SELECT 1`},
	{kind: "SELECT", sql: `VALUES (1)`},
	{kind: "SELECT", sql: `TABLE t`},
	{kind: "SELECT", sql: `((SELECT 1) UNION SELECT 2)`},
	{kind: "SELECT", sql: `WITH w AS (INSERT INTO u VALUES (1) RETURNING id) SELECT * FROM w`},
	{kind: "SELECT", sql: `SELECT (SELECT 1) FROM t FOR UPDATE`},
	{kind: "SELECT INTO", sql: `SELECT 1 AS a INTO z`, elsewhere: true},
	{kind: "SELECT INTO", sql: `SELECT 1 AS a INTO TEMP z UNION SELECT 2`, elsewhere: true},
	{kind: "SELECT INTO", sql: `WITH w AS (SELECT 1) SELECT * INTO z FROM w`, elsewhere: true},
	{kind: "INSERT", sql: `INSERT INTO u VALUES (1)`},
	{kind: "INSERT", sql: `WITH w AS (SELECT 1) INSERT INTO u SELECT * FROM w`},
	{kind: "UPDATE", sql: `UPDATE u SET a = 1`},
	{kind: "DELETE", sql: `WITH w AS (SELECT 1) DELETE FROM t`},
	{kind: "MERGE", sql: `MERGE INTO t USING t AS x ON t.id = x.id WHEN MATCHED THEN DELETE`, since: 15},
	{kind: "COPY", sql: `COPY t TO '/dev/null'`},
	{kind: "EXPLAIN", sql: `EXPLAIN CREATE TABLE z AS SELECT 1`},
	{kind: "TRUNCATE TABLE", sql: `TRUNCATE t`},
	{kind: "CALL", sql: `CALL pr()`},
	{kind: "DO", sql: `DO 'begin end'`},
	{kind: "CREATE TABLE AS", sql: `CREATE TABLE z AS SELECT 1 AS a WITH NO DATA`},
	{kind: "CREATE TABLE AS", sql: `CREATE UNLOGGED TABLE IF NOT EXISTS z (b) WITH (fillfactor = 90) AS SELECT 1 AS a WITH NO DATA`},
	{kind: "CREATE TABLE AS", sql: `CREATE TABLE z AS EXECUTE x`, elsewhere: true},
	{kind: "CREATE MATERIALIZED VIEW", sql: `CREATE MATERIALIZED VIEW z AS SELECT 1 WITH NO DATA`},

	{kind: "BEGIN", sql: `BEGIN`},
	{kind: "START TRANSACTION", sql: `START TRANSACTION READ WRITE`},
	{kind: "COMMIT", sql: `COMMIT`},
	{kind: "COMMIT", sql: `END WORK`},
	{kind: "ROLLBACK", sql: `ROLLBACK`},
	{kind: "ROLLBACK", sql: `ABORT`},
	{kind: "SAVEPOINT", sql: `SAVEPOINT x`},
	{kind: "RELEASE", sql: `RELEASE SAVEPOINT x`, elsewhere: true},
	{kind: "ROLLBACK", sql: `ROLLBACK TO SAVEPOINT x`, elsewhere: true},
	{kind: "PREPARE TRANSACTION", sql: `PREPARE TRANSACTION 'x'`, elsewhere: true},
	{kind: "COMMIT PREPARED", sql: `COMMIT PREPARED 'x'`, elsewhere: true},
	{kind: "ROLLBACK PREPARED", sql: `ROLLBACK PREPARED 'x'`, elsewhere: true},
	{kind: "SET", sql: `SET work_mem = '4MB'`},
	{kind: "SET", sql: `SET TRANSACTION READ ONLY`},
	{kind: "SET", sql: `SET LOCAL TIME ZONE 'UTC'`},
	{kind: "RESET", sql: `RESET work_mem`},
	{kind: "RESET", sql: `RESET ALL`},
	{kind: "SHOW", sql: `SHOW work_mem`},
	{kind: "SET CONSTRAINTS", sql: `SET CONSTRAINTS ALL DEFERRED`},
	{kind: "DISCARD ALL", sql: `DISCARD ALL`, elsewhere: true},
	{kind: "DISCARD PLANS", sql: `DISCARD PLANS`},
	{kind: "DISCARD SEQUENCES", sql: `DISCARD SEQUENCES`},
	{kind: "DISCARD TEMP", sql: `DISCARD TEMPORARY`, elsewhere: true},
	{kind: "PREPARE", sql: `PREPARE syntax_p AS SELECT 1`},
	{kind: "EXECUTE", sql: `EXECUTE syntax_p`, elsewhere: true},
	{kind: "DEALLOCATE", sql: `DEALLOCATE syntax_p`},
	{kind: "DEALLOCATE ALL", sql: `DEALLOCATE ALL`},
	{kind: "DECLARE CURSOR", sql: `DECLARE c CURSOR FOR SELECT 1`},
	{kind: "FETCH", sql: `FETCH NEXT FROM c`, elsewhere: true},
	{kind: "MOVE", sql: `MOVE NEXT FROM c`, elsewhere: true},
	{kind: "CLOSE CURSOR", sql: `CLOSE c`, elsewhere: true},
	{kind: "CLOSE CURSOR ALL", sql: `CLOSE ALL`},
	{kind: "LISTEN", sql: `LISTEN x`},
	{kind: "NOTIFY", sql: `NOTIFY x`},
	{kind: "UNLISTEN", sql: `UNLISTEN *`},
	{kind: "LOCK TABLE", sql: `LOCK t`},
	{kind: "LOAD", sql: `LOAD 'plpgsql'`},

	{kind: "CREATE TABLE", sql: `CREATE TABLE z (a int GENERATED ALWAYS AS (1) STORED)`},
	{kind: "CREATE TABLE", sql: `CREATE TEMPORARY TABLE IF NOT EXISTS z (a int)`},
	{kind: "CREATE FOREIGN TABLE", sql: `CREATE FOREIGN TABLE z (a int) SERVER sv`},
	{kind: "CREATE INDEX", sql: `CREATE UNIQUE INDEX z ON t (a)`},
	{kind: "CREATE VIEW", sql: `CREATE OR REPLACE TEMP VIEW z AS SELECT 1`},
	{kind: "CREATE VIEW", sql: `CREATE RECURSIVE VIEW z (n) AS SELECT 1`},
	{kind: "CREATE SEQUENCE", sql: `CREATE TEMP SEQUENCE z`},
	{kind: "CREATE FUNCTION", sql: `CREATE OR REPLACE FUNCTION z() RETURNS int LANGUAGE sql AS 'select 1'`},
	{kind: "CREATE PROCEDURE", sql: `CREATE PROCEDURE z() LANGUAGE sql AS 'select 1'`},
	{kind: "CREATE AGGREGATE", sql: `CREATE AGGREGATE z (int) (SFUNC = int4pl, STYPE = int)`},
	{kind: "CREATE TRIGGER", sql: `CREATE TRIGGER z AFTER INSERT ON t EXECUTE FUNCTION tf()`},
	{kind: "CREATE TRIGGER", sql: `CREATE CONSTRAINT TRIGGER z AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION tf()`},
	{kind: "CREATE EVENT TRIGGER", sql: `CREATE EVENT TRIGGER z ON sql_drop EXECUTE FUNCTION etf()`},
	{kind: "CREATE RULE", sql: `CREATE RULE z AS ON INSERT TO t DO ALSO NOTIFY x`},
	{kind: "CREATE POLICY", sql: `CREATE POLICY z ON t`},
	{kind: "CREATE STATISTICS", sql: `CREATE STATISTICS z ON id, a FROM t`},
	{kind: "CREATE DOMAIN", sql: `CREATE DOMAIN z AS int`},
	{kind: "CREATE TYPE", sql: `CREATE TYPE z AS (a int)`},
	{kind: "CREATE TYPE", sql: `CREATE TYPE z AS ENUM ()`},
	{kind: "CREATE TYPE", sql: `CREATE TYPE z AS RANGE (subtype = date)`},
	{kind: "CREATE TYPE", sql: `CREATE TYPE z`},
	{kind: "CREATE OPERATOR", sql: `CREATE OPERATOR <=> (LEFTARG = t, RIGHTARG = t, FUNCTION = opf)`},
	{kind: "CREATE OPERATOR CLASS", sql: `CREATE OPERATOR CLASS z FOR TYPE t USING hash AS OPERATOR 1 ===`},
	{kind: "CREATE OPERATOR FAMILY", sql: `CREATE OPERATOR FAMILY z USING hash`},
	{kind: "CREATE COLLATION", sql: `CREATE COLLATION z FROM "C"`},
	{kind: "CREATE CONVERSION", sql: `CREATE DEFAULT CONVERSION z FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8`},
	{kind: "CREATE CAST", sql: `CREATE CAST (t AS u) WITH INOUT AS ASSIGNMENT`},
	{kind: "CREATE TRANSFORM", sql: `CREATE TRANSFORM FOR int LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal))`},
	{kind: "CREATE SCHEMA", sql: `CREATE SCHEMA z CREATE TABLE a (b int)`},
	{kind: "CREATE TEXT SEARCH CONFIGURATION", sql: `CREATE TEXT SEARCH CONFIGURATION z (COPY = simple)`},
	{kind: "CREATE TEXT SEARCH DICTIONARY", sql: `CREATE TEXT SEARCH DICTIONARY z (TEMPLATE = simple)`},
	{kind: "CREATE TEXT SEARCH TEMPLATE", sql: `CREATE TEXT SEARCH TEMPLATE z (LEXIZE = dsimple_lexize)`},
	{kind: "CREATE TEXT SEARCH PARSER", sql: `CREATE TEXT SEARCH PARSER z (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype)`},
	{kind: "CREATE ACCESS METHOD", sql: `CREATE ACCESS METHOD z TYPE TABLE HANDLER heap_tableam_handler`},
	{kind: "CREATE EXTENSION", sql: `CREATE EXTENSION IF NOT EXISTS plpgsql`},
	{kind: "CREATE LANGUAGE", sql: `CREATE TRUSTED PROCEDURAL LANGUAGE z HANDLER plpgsql_call_handler`},
	{kind: "CREATE PUBLICATION", sql: `CREATE PUBLICATION z`},
	{kind: "CREATE SUBSCRIPTION", sql: `CREATE SUBSCRIPTION z CONNECTION 'dbname=x' PUBLICATION p WITH (connect = false)`},
	{kind: "CREATE FOREIGN DATA WRAPPER", sql: `CREATE FOREIGN DATA WRAPPER z`},
	{kind: "CREATE SERVER", sql: `CREATE SERVER z FOREIGN DATA WRAPPER f`},
	{kind: "CREATE USER MAPPING", sql: `CREATE USER MAPPING FOR syntax_a SERVER sv`},
	{kind: "IMPORT FOREIGN SCHEMA", sql: `IMPORT FOREIGN SCHEMA x FROM SERVER sv INTO app`, elsewhere: true},
	{kind: "CREATE ROLE", sql: `CREATE ROLE syntax_z`},
	{kind: "CREATE ROLE", sql: `CREATE USER syntax_z`},
	{kind: "CREATE ROLE", sql: `CREATE GROUP syntax_z`},
	{kind: "CREATE DATABASE", sql: `CREATE DATABASE z`, elsewhere: true},
	{kind: "CREATE TABLESPACE", sql: `CREATE TABLESPACE z LOCATION '/nope'`, elsewhere: true},

	{kind: "ALTER TABLE", sql: `ALTER TABLE t ADD COLUMN c int`},
	{kind: "ALTER TABLE", sql: `ALTER TABLE t RENAME COLUMN a TO c`},
	{kind: "ALTER TABLE", sql: `ALTER TABLE t RENAME CONSTRAINT t_pkey TO z`},
	{kind: "ALTER TABLE", sql: `ALTER TABLE t SET SCHEMA app`},
	{kind: "ALTER TABLE", sql: `ALTER TABLE m DETACH PARTITION m1`},
	{kind: "ALTER TABLE", sql: `ALTER TABLE ALL IN TABLESPACE pg_default SET TABLESPACE pg_default`},
	{kind: "ALTER INDEX", sql: `ALTER INDEX ti RENAME TO z`},
	{kind: "ALTER INDEX", sql: `ALTER INDEX ti SET (fillfactor = 90)`},
	{kind: "ALTER VIEW", sql: `ALTER VIEW v ALTER a SET DEFAULT 1`},
	{kind: "ALTER VIEW", sql: `ALTER VIEW v RENAME COLUMN a TO c`},
	{kind: "ALTER MATERIALIZED VIEW", sql: `ALTER MATERIALIZED VIEW mv RENAME TO z`},
	{kind: "ALTER MATERIALIZED VIEW", sql: `ALTER MATERIALIZED VIEW mv NO DEPENDS ON EXTENSION plpgsql`},
	{kind: "ALTER FOREIGN TABLE", sql: `ALTER FOREIGN TABLE ft ADD b int`},
	{kind: "ALTER SEQUENCE", sql: `ALTER SEQUENCE s RESTART`},
	{kind: "ALTER SEQUENCE", sql: `ALTER SEQUENCE s OWNER TO syntax_a`},
	{kind: "ALTER TYPE", sql: `ALTER TYPE mood ADD VALUE 'x'`},
	{kind: "ALTER TYPE", sql: `ALTER TYPE bt RENAME ATTRIBUTE a TO b`},
	{kind: "ALTER TYPE", sql: `ALTER TYPE bt SET (STORAGE = plain)`, elsewhere: true},
	{kind: "ALTER DOMAIN", sql: `ALTER DOMAIN dom ADD CONSTRAINT c CHECK (VALUE > 0)`},
	{kind: "ALTER DOMAIN", sql: `ALTER DOMAIN dom RENAME CONSTRAINT c TO d`, elsewhere: true},
	{kind: "ALTER FUNCTION", sql: `ALTER FUNCTION fn(int) STABLE`},
	{kind: "ALTER PROCEDURE", sql: `ALTER PROCEDURE pr() SECURITY DEFINER`},
	{kind: "ALTER ROUTINE", sql: `ALTER ROUTINE fn(int) RENAME TO z`},
	{kind: "ALTER TRIGGER", sql: `ALTER TRIGGER tg ON t RENAME TO z`},
	{kind: "ALTER EVENT TRIGGER", sql: `ALTER EVENT TRIGGER z DISABLE`, elsewhere: true},
	{kind: "ALTER RULE", sql: `ALTER RULE ru ON u RENAME TO z`},
	{kind: "ALTER POLICY", sql: `ALTER POLICY po ON t TO PUBLIC`},
	{kind: "ALTER STATISTICS", sql: `ALTER STATISTICS st SET STATISTICS 10`},
	{kind: "ALTER COLLATION", sql: `ALTER COLLATION co REFRESH VERSION`, elsewhere: true},
	{kind: "ALTER OPERATOR", sql: `ALTER OPERATOR === (t, t) SET (RESTRICT = NONE)`},
	{kind: "ALTER OPERATOR FAMILY", sql: `ALTER OPERATOR FAMILY z USING hash ADD OPERATOR 1 === (t, t)`, elsewhere: true},
	{kind: "ALTER TEXT SEARCH CONFIGURATION", sql: `ALTER TEXT SEARCH CONFIGURATION z DROP MAPPING FOR word`, elsewhere: true},
	{kind: "ALTER TEXT SEARCH DICTIONARY", sql: `ALTER TEXT SEARCH DICTIONARY z (accept = false)`, elsewhere: true},
	{kind: "ALTER EXTENSION", sql: `ALTER EXTENSION plpgsql UPDATE`},
	{kind: "ALTER EXTENSION", sql: `ALTER EXTENSION plpgsql ADD TABLE t`},
	{kind: "ALTER SCHEMA", sql: `ALTER SCHEMA app RENAME TO z`},
	{kind: "ALTER PUBLICATION", sql: `ALTER PUBLICATION pub ADD TABLE t`},
	{kind: "ALTER SUBSCRIPTION", sql: `ALTER SUBSCRIPTION fxs SET (synchronous_commit = off)`},
	{kind: "ALTER FOREIGN DATA WRAPPER", sql: `ALTER FOREIGN DATA WRAPPER f OPTIONS (ADD a 'b')`},
	{kind: "ALTER SERVER", sql: `ALTER SERVER sv OPTIONS (ADD a 'b')`},
	{kind: "ALTER USER MAPPING", sql: `ALTER USER MAPPING FOR syntax_a SERVER sv OPTIONS (ADD a 'b')`, elsewhere: true},
	{kind: "ALTER DEFAULT PRIVILEGES", sql: `ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO syntax_a`},
	{kind: "ALTER ROLE", sql: `ALTER ROLE syntax_a NOLOGIN`},
	{kind: "ALTER ROLE", sql: `ALTER USER syntax_a SET work_mem = '4MB'`},
	{kind: "ALTER DATABASE", sql: `ALTER DATABASE postgres CONNECTION LIMIT -1`},
	{kind: "ALTER DATABASE", sql: `ALTER DATABASE postgres SET work_mem = '4MB'`},
	{kind: "ALTER DATABASE", sql: `ALTER DATABASE postgres REFRESH COLLATION VERSION`, elsewhere: true},
	{kind: "ALTER TABLESPACE", sql: `ALTER TABLESPACE pg_default SET (seq_page_cost = 1)`},
	{kind: "ALTER SYSTEM", sql: `ALTER SYSTEM RESET work_mem`, elsewhere: true},
	{kind: "ALTER LARGE OBJECT", sql: `ALTER LARGE OBJECT 1 OWNER TO syntax_a`, elsewhere: true},

	{kind: "DROP TABLE", sql: `DROP TABLE t CASCADE`},
	{kind: "DROP INDEX", sql: `DROP INDEX ti`},
	{kind: "DROP FOREIGN TABLE", sql: `DROP FOREIGN TABLE ft`},
	{kind: "DROP MATERIALIZED VIEW", sql: `DROP MATERIALIZED VIEW mv`},
	{kind: "DROP FUNCTION", sql: `DROP FUNCTION fn(int)`},
	{kind: "DROP ROUTINE", sql: `DROP ROUTINE pr()`},
	{kind: "DROP TRIGGER", sql: `DROP TRIGGER tg ON t`},
	{kind: "DROP OPERATOR CLASS", sql: `DROP OPERATOR CLASS IF EXISTS z USING hash`},
	{kind: "DROP TEXT SEARCH PARSER", sql: `DROP TEXT SEARCH PARSER IF EXISTS z`},
	{kind: "DROP ACCESS METHOD", sql: `DROP ACCESS METHOD IF EXISTS z`},
	{kind: "DROP CAST", sql: `DROP CAST IF EXISTS (t AS u)`},
	{kind: "DROP TRANSFORM", sql: `DROP TRANSFORM IF EXISTS FOR int LANGUAGE sql`},
	{kind: "DROP SERVER", sql: `DROP SERVER sv CASCADE`},
	{kind: "DROP USER MAPPING", sql: `DROP USER MAPPING IF EXISTS FOR syntax_a SERVER sv`},
	{kind: "DROP ROLE", sql: `DROP USER IF EXISTS syntax_z`},
	{kind: "DROP OWNED", sql: `DROP OWNED BY syntax_a`},
	{kind: "DROP SUBSCRIPTION", sql: `DROP SUBSCRIPTION fxs`},
	{kind: "DROP DATABASE", sql: `DROP DATABASE z`, elsewhere: true},
	{kind: "DROP TABLESPACE", sql: `DROP TABLESPACE z`, elsewhere: true},

	{kind: "REASSIGN OWNED", sql: `REASSIGN OWNED BY syntax_a TO effects_b`},
	{kind: "GRANT", sql: `GRANT SELECT ON t TO syntax_a`},
	{kind: "REVOKE", sql: `REVOKE SELECT ON t FROM syntax_a`},
	{kind: "GRANT ROLE", sql: `GRANT syntax_a TO effects_b`},
	{kind: "REVOKE ROLE", sql: `REVOKE syntax_a FROM effects_b`},
	{kind: "COMMENT", sql: `COMMENT ON TABLE t IS 'x'`},
	{kind: "SECURITY LABEL", sql: `SECURITY LABEL ON TABLE t IS 'x'`, elsewhere: true},
	{kind: "REFRESH MATERIALIZED VIEW", sql: `REFRESH MATERIALIZED VIEW mv`},
	{kind: "ANALYZE", sql: `ANALYSE t`},
	{kind: "VACUUM", sql: `VACUUM t`, elsewhere: true},
	{kind: "CLUSTER", sql: `CLUSTER t USING ti`},
	{kind: "REINDEX", sql: `REINDEX TABLE t`},
	{kind: "CHECKPOINT", sql: `CHECKPOINT`},
}

func TestKind(t *testing.T) {
	for _, c := range kindCases {
		s := parse(t, c.sql)
		if got := Kind(s.node); got != c.kind {
			t.Errorf("%s: got %q, want %q", c.sql, got, c.kind)
		}
		if got := RawKind(s.text, s.tokens); got != c.kind {
			t.Errorf("%s: got %q from tokens, want %q", c.sql, got, c.kind)
		}
	}
}

// TestKindOfEveryStatement compares the table with the statements that the
// parse tree can hold.
func TestKindOfEveryStatement(t *testing.T) {
	covered := map[string]bool{
		// Parts of other statements, or made after parsing.
		"RawStmt": true, "SetOperationStmt": true, "ReturnStmt": true,
		"PLAssignStmt": true, "ReplicaIdentityStmt": true,
	}
	for _, c := range kindCases {
		covered[messageName(parse(t, c.sql).node)] = true
	}
	node := (&pg.Node{}).ProtoReflect()
	fields := node.Descriptor().Fields()
	for i := range fields.Len() {
		if fields.Get(i).Message() == nil {
			continue
		}
		name := string(fields.Get(i).Message().Name())
		if strings.HasSuffix(name, "Stmt") && !covered[name] {
			t.Errorf("no case for %s", name)
		}
	}
}

func messageName(node *pgsql.Node) (name string) {
	pgsql.Walk(node, func(message any) bool {
		name = reflect.TypeOf(message).Elem().Name()
		return false
	})
	return name
}

// TestKindVersions compares the table with the tags that a server prints.
func TestKindVersions(t *testing.T) {
	rows := regexp.MustCompile(`( \d+)+$`)
	pgtest.Each(t, func(t *testing.T, server *pgtest.Server) {
		s := open(t, server)
		for _, c := range kindCases {
			if c.elsewhere || server.Major < c.since {
				continue
			}
			tag, sqlstate := s.runInTransaction("", c.sql)
			if sqlstate != "" || rows.ReplaceAllString(tag, "") != c.kind {
				t.Errorf("%s: the server says %q %s, not %q", c.sql, tag, sqlstate, c.kind)
			}
		}
	})
}

func TestRawKindNewSyntax(t *testing.T) {
	for sql, want := range map[string]string{
		`MERGE INTO t USING u ON true WHEN NOT MATCHED BY SOURCE THEN DELETE RETURNING *`:        "MERGE",
		`WITH w AS (SELECT 1) MERGE INTO t USING w ON true WHEN MATCHED THEN DELETE RETURNING *`: "MERGE",
		`CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a) VIRTUAL)`:                          "CREATE TABLE",
		`ALTER TABLE t ADD CHECK (a > 0) NOT ENFORCED`:                                           "ALTER TABLE",
		`create or replace property graph g`:                                                     "CREATE PROPERTY",
		`GRANT SELECT ON PROPERTY GRAPH g TO x`:                                                  "GRANT",
		`FROBNICATE t`:                                                                           "FROBNICATE",
		`SELECT JSON_TABLE(a, '$' COLUMNS (b int)) INTO x`:                                       "SELECT INTO",
		`CREATE`:     "CREATE",
		`"select" 1`: unknown,
		`;`:          unknown,
		``:           unknown,
	} {
		if got := RawKind(sql, scan(t, sql)); got != want {
			t.Errorf("%s: got %q, want %q", sql, got, want)
		}
	}
	if got := Kind(nil); got != unknown {
		t.Errorf("nil is %q", got)
	}
	if got := Kind(&pgsql.Node{}); got != unknown {
		t.Errorf("an empty node is %q", got)
	}
}
