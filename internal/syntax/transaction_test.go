package syntax

import (
	"testing"

	"sqlbundle/internal/pgtest"
)

// transactionCase is a statement and whether it may stand in a transaction.
type transactionCase struct {
	refused bool
	sql     string
	// since is the first version that takes the statement at all; 0 is every.
	since int
	// before is what must be so in the database for the server to get as far as
	// refusing.
	before string
	// but is a version that does not refuse it yet.
	but int
}

const (
	enabled = `SET LOCAL allow_system_table_mods = on;
		UPDATE pg_subscription SET subenabled = true, subslotname = 'x', subpublications = '{p,q}'
		WHERE subname = 'fxs'`
	withSlot = `SET LOCAL allow_system_table_mods = on;
		UPDATE pg_subscription SET subslotname = 'x' WHERE subname = 'fxs'`
)

// transactionCases were measured on 13.23, 14.23, 15.18, 16.14, 17.10 and 18.4.
var transactionCases = []transactionCase{
	{refused: true, sql: `CREATE INDEX CONCURRENTLY ON t (a)`},
	{refused: true, sql: `CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS ti ON t (a)`},
	{refused: true, sql: `CREATE INDEX CONCURRENTLY ON nope (a)`},
	{refused: false, sql: `CREATE INDEX ON t (a)`},
	{refused: false, sql: `CREATE INDEX "concurrently" ON t (a)`},
	{refused: true, sql: `DROP INDEX CONCURRENTLY ti`},
	{refused: true, sql: `DROP INDEX CONCURRENTLY IF EXISTS nope`},
	{refused: false, sql: `DROP INDEX ti`},
	{refused: false, sql: `DROP INDEX IF EXISTS "concurrently"`},
	{refused: false, sql: `REINDEX TABLE t`},
	{refused: false, sql: `REINDEX INDEX ti`},
	{refused: false, sql: `REINDEX (VERBOSE) TABLE t`},
	{refused: false, sql: `REINDEX (VERBOSE off) INDEX ti`, since: 14},
	{refused: true, sql: `REINDEX TABLE CONCURRENTLY t`},
	{refused: true, sql: `REINDEX INDEX CONCURRENTLY ti`},
	{refused: true, sql: `REINDEX (VERBOSE) TABLE CONCURRENTLY t`},
	{refused: true, sql: `REINDEX (CONCURRENTLY) TABLE t`, since: 14},
	{refused: true, sql: `REINDEX (CONCURRENTLY on) TABLE t`, since: 14},
	{refused: true, sql: `REINDEX (CONCURRENTLY ON) TABLE t`, since: 14},
	{refused: true, sql: `REINDEX (CONCURRENTLY true) TABLE t`, since: 14},
	{refused: true, sql: `REINDEX (CONCURRENTLY 1) TABLE t`, since: 14},
	{refused: true, sql: `REINDEX (CONCURRENTLY 'True') TABLE t`, since: 14},
	{refused: true, sql: `REINDEX ("concurrently") TABLE t`, since: 14},
	{refused: true, sql: `REINDEX (VERBOSE, CONCURRENTLY) INDEX ti`, since: 14},
	{refused: false, sql: `REINDEX (CONCURRENTLY off) TABLE t`, since: 14},
	{refused: false, sql: `REINDEX (CONCURRENTLY false) TABLE t`, since: 14},
	{refused: false, sql: `REINDEX (CONCURRENTLY 0) TABLE t`, since: 14},
	{refused: false, sql: `REINDEX (CONCURRENTLY 'OFF') TABLE t`, since: 14},
	{refused: false, sql: `REINDEX (CONCURRENTLY "Off") TABLE t`, since: 14},
	{refused: false, sql: `REINDEX (CONCURRENTLY, CONCURRENTLY off) TABLE t`, since: 14},
	{refused: true, sql: `REINDEX (CONCURRENTLY off, CONCURRENTLY) TABLE t`, since: 14},
	{refused: true, sql: `REINDEX (CONCURRENTLY off) TABLE CONCURRENTLY t`, since: 14},
	{refused: true, sql: `REINDEX SCHEMA public`},
	{refused: true, sql: `REINDEX (VERBOSE) SCHEMA public`},
	{refused: true, sql: `REINDEX DATABASE nope`},
	{refused: true, sql: `REINDEX SYSTEM nope`},
	{refused: true, sql: `REINDEX DATABASE`, since: 16},
	{refused: true, sql: `REINDEX SYSTEM`, since: 16},
	{refused: false, sql: `ALTER TABLE m DETACH PARTITION m1`},
	{refused: true, sql: `ALTER TABLE m DETACH PARTITION m1 CONCURRENTLY`, since: 14},
	{refused: true, sql: `ALTER TABLE IF EXISTS nope DETACH PARTITION m1 CONCURRENTLY`, since: 14},
	{refused: false, sql: `ALTER TABLE m DETACH PARTITION m1 FINALIZE`, since: 14},
	{refused: true, sql: `VACUUM`},
	{refused: true, sql: `VACUUM t`},
	{refused: true, sql: `VACUUM FULL t`},
	{refused: true, sql: `VACUUM ANALYZE`},
	{refused: true, sql: `VACUUM (ANALYZE, VERBOSE) t (a)`},
	{refused: false, sql: `ANALYZE`},
	{refused: false, sql: `ANALYZE t`},
	{refused: false, sql: `ANALYZE (VERBOSE) t`},
	{refused: true, sql: `CLUSTER`},
	{refused: true, sql: `CLUSTER VERBOSE`},
	{refused: false, sql: `CLUSTER t USING ti`},
	{refused: false, sql: `CLUSTER ti ON t`},
	{refused: false, sql: `CLUSTER VERBOSE t USING ti`},
	{refused: false, sql: `CLUSTER (VERBOSE) t USING ti`, since: 14},
	{refused: true, sql: `CREATE DATABASE nope`},
	{refused: true, sql: `DROP DATABASE nope`},
	{refused: true, sql: `DROP DATABASE IF EXISTS nope WITH (FORCE)`},
	{refused: true, sql: `ALTER DATABASE nope SET TABLESPACE pg_default`},
	{refused: true, sql: `ALTER DATABASE nope TABLESPACE pg_default`},
	{refused: true, sql: `ALTER DATABASE nope WITH TABLESPACE pg_default`},
	{refused: false, sql: `ALTER DATABASE nope CONNECTION LIMIT 10`},
	{refused: false, sql: `ALTER DATABASE nope OWNER TO syntax_a`},
	{refused: false, sql: `ALTER DATABASE nope SET work_mem = '4MB'`},
	{refused: false, sql: `ALTER DATABASE nope REFRESH COLLATION VERSION`, since: 15},
	{refused: true, sql: `CREATE TABLESPACE nope LOCATION '/nope'`},
	{refused: true, sql: `DROP TABLESPACE nope`},
	{refused: false, sql: `ALTER TABLESPACE nope SET (seq_page_cost = 1)`},
	{refused: false, sql: `ALTER TABLE ALL IN TABLESPACE pg_default SET TABLESPACE pg_default`},
	{refused: true, sql: `ALTER SYSTEM SET work_mem = '4MB'`},
	{refused: true, sql: `ALTER SYSTEM RESET ALL`},
	{refused: true, sql: `DISCARD ALL`},
	{refused: false, sql: `DISCARD PLANS`},
	{refused: false, sql: `DISCARD TEMP`},
	{refused: false, sql: `DISCARD SEQUENCES`},
	{refused: true, sql: `CREATE SUBSCRIPTION n CONNECTION 'dbname=nope' PUBLICATION p`},
	{refused: true, sql: `CREATE SUBSCRIPTION n CONNECTION 'dbname=nope' PUBLICATION p WITH (connect)`},
	{refused: true, sql: `CREATE SUBSCRIPTION n CONNECTION 'dbname=nope' PUBLICATION p WITH (enabled = false)`},
	{refused: false, sql: `CREATE SUBSCRIPTION n CONNECTION 'dbname=nope' PUBLICATION p WITH (connect = false)`},
	{refused: false, sql: `CREATE SUBSCRIPTION n CONNECTION 'dbname=nope' PUBLICATION p WITH (connect = 'FALSE')`},
	{refused: false, sql: `CREATE SUBSCRIPTION n CONNECTION 'dbname=nope' PUBLICATION p WITH (connect = 0)`},
	{refused: false, sql: `CREATE SUBSCRIPTION n CONNECTION 'host=/nope' PUBLICATION p WITH (create_slot = off)`},
	{refused: true, sql: `DROP SUBSCRIPTION fxs`, before: withSlot},
	{refused: true, sql: `ALTER SUBSCRIPTION fxs REFRESH PUBLICATION`, before: enabled, but: 13},
	{refused: true, sql: `ALTER SUBSCRIPTION fxs REFRESH PUBLICATION WITH (copy_data = false)`, before: enabled, but: 13},
	{refused: true, sql: `ALTER SUBSCRIPTION fxs SET PUBLICATION z`, before: enabled, but: 13},
	{refused: true, sql: `ALTER SUBSCRIPTION fxs SET PUBLICATION z WITH (refresh)`, before: enabled, but: 13},
	{refused: false, sql: `ALTER SUBSCRIPTION fxs SET PUBLICATION z WITH (refresh = false)`, before: enabled},
	{refused: false, sql: `ALTER SUBSCRIPTION fxs SET PUBLICATION z WITH (refresh = 0)`, before: enabled},
	{refused: true, sql: `ALTER SUBSCRIPTION fxs ADD PUBLICATION z`, before: enabled, since: 14},
	{refused: false, sql: `ALTER SUBSCRIPTION fxs ADD PUBLICATION z WITH (refresh = false)`, before: enabled, since: 14},
	{refused: true, sql: `ALTER SUBSCRIPTION fxs DROP PUBLICATION q`, before: enabled, since: 14},
	{refused: true, sql: `ALTER SUBSCRIPTION fxs DROP PUBLICATION q WITH (copy_data = false)`, before: enabled, since: 14},
	{refused: false, sql: `ALTER SUBSCRIPTION fxs DROP PUBLICATION q WITH (refresh = false)`, before: enabled, since: 14},
	{refused: true, sql: `ALTER SUBSCRIPTION fxs SET (failover = false)`, before: withSlot, since: 17},
	{refused: true, sql: `ALTER SUBSCRIPTION fxs SET (failover = true, binary = true)`, before: withSlot, since: 17},
	{refused: true, sql: `ALTER SUBSCRIPTION fxs SET (two_phase = false)`, before: withSlot, since: 18},
	{refused: false, sql: `ALTER SUBSCRIPTION fxs SET (two_phase = true)`, before: withSlot, since: 18},
	{refused: false, sql: `ALTER SUBSCRIPTION fxs SET (slot_name = NONE)`},
	{refused: false, sql: `ALTER SUBSCRIPTION fxs SET (synchronous_commit = off)`},
	{refused: false, sql: `ALTER SUBSCRIPTION fxs DISABLE`},
	{refused: false, sql: `ALTER SUBSCRIPTION fxs CONNECTION 'dbname=x'`},
	{refused: false, sql: `ALTER SUBSCRIPTION fxs SKIP (lsn = NONE)`, since: 15},
	{refused: false, sql: `ALTER SUBSCRIPTION fxs RENAME TO fxs2`},
	{refused: true, sql: `COMMIT PREPARED 'x'`},
	{refused: true, sql: `ROLLBACK PREPARED 'x'`},
	{refused: false, sql: `ALTER TYPE mood ADD VALUE 'x'`},
	{refused: false, sql: `REFRESH MATERIALIZED VIEW CONCURRENTLY mv`},
	{refused: false, sql: `CHECKPOINT`},
	{refused: false, sql: `LISTEN x`},
	{refused: false, sql: `LOCK TABLE t`},
	{refused: false, sql: `TRUNCATE t`},
	{refused: false, sql: `CALL pr()`},
	{refused: false, sql: `DO 'begin end'`},
	{refused: false, sql: `ALTER TABLE t SET TABLESPACE pg_default`},
	{refused: false, sql: `ALTER INDEX ti SET TABLESPACE pg_default`},
	{refused: false, sql: `EXPLAIN ANALYZE SELECT 1`},
	{refused: false, sql: `DROP OWNED BY syntax_a`},
	{refused: false, sql: `SECURITY LABEL ON TABLE t IS 'x'`},
	{refused: false, sql: `IMPORT FOREIGN SCHEMA x FROM SERVER sv INTO public`},
	{refused: false, sql: `SELECT pg_create_physical_replication_slot('effects')`},
}

func TestInTransaction(t *testing.T) {
	for _, c := range transactionCases {
		s := parse(t, c.sql)
		for target := 13; target <= newest; target++ {
			ok, why := InTransaction(s.node, target)
			if ok == c.refused {
				t.Errorf("%d %s: got %v, %q", target, c.sql, ok, why)
			}
			if ok != (why == "") {
				t.Errorf("%s: %v, but why is %q", c.sql, ok, why)
			}
			rawOK, rawWhy := RawInTransaction(s.text, s.tokens)
			if rawOK != ok || rawWhy != why {
				t.Errorf("%s: from tokens %v, %q; from the tree %v, %q", c.sql, rawOK, rawWhy, ok, why)
			}
		}
	}
}

// TestInTransactionVersions measures the table again.
func TestInTransactionVersions(t *testing.T) {
	pgtest.Each(t, func(t *testing.T, server *pgtest.Server) {
		s := open(t, server)
		for _, c := range transactionCases {
			if server.Major < c.since {
				continue
			}
			const activeTransaction = "25001"
			_, sqlstate := s.runInTransaction(c.before, c.sql)
			want := c.refused && server.Major != c.but
			if got := sqlstate == activeTransaction; got != want {
				t.Errorf("%s: the server says %q", c.sql, sqlstate)
			}
		}
	})
}

// TestRawInTransactionNewSyntax is on text that the parser does not know.
func TestRawInTransactionNewSyntax(t *testing.T) {
	for _, c := range []struct {
		refused bool
		sql     string
	}{
		{true, `CLUSTER (VERBOSE)`},
		{false, `CLUSTER (VERBOSE) t`},
		{true, `VACUUM ONLY t`},
		{false, `ALTER TABLE t ADD COLUMN c int GENERATED ALWAYS AS (a) VIRTUAL`},
		{false, `ALTER TABLE t ADD CONSTRAINT "concurrently" CHECK (a > 0) NOT ENFORCED`},
		{false, `ALTER TABLE t ALTER c SET EXPRESSION AS (concurrently)`},
		{false, `MERGE INTO t USING u ON true WHEN NOT MATCHED BY SOURCE THEN DELETE RETURNING vacuum`},
		{true, `create /* x */ unique index -- y
			concurrently i on t (a) something new`},
		{true, `REINDEX (new_option, CONCURRENTLY) TABLE t`},
		{true, `CREATE SUBSCRIPTION x CONNECTION '' PUBLICATION p WITH (new_option = (1, 2))`},
		{false, `CREATE SUBSCRIPTION x CONNECTION '' PUBLICATION p WITH (new_option = (1, 2), "connect" = off)`},
		{false, `REINDEX`},
		{false, `REINDEX (`},
		{false, `ALTER`},
		{false, ``},
	} {
		if ok, why := RawInTransaction(c.sql, scan(t, c.sql)); ok == c.refused {
			t.Errorf("%s: got %v, %q", c.sql, ok, why)
		}
	}
}

func TestAddsEnumValue(t *testing.T) {
	for sql, want := range map[string]bool{
		`ALTER TYPE mood ADD VALUE 'x'`:                            true,
		`ALTER TYPE app.mood ADD VALUE IF NOT EXISTS 'x'`:          true,
		`ALTER TYPE mood ADD VALUE 'x' BEFORE 'ok'`:                true,
		`ALTER TYPE mood RENAME VALUE 'ok' TO 'x'`:                 false,
		`ALTER TYPE mood RENAME TO x`:                              false,
		`ALTER TYPE bt ADD ATTRIBUTE value int`:                    false,
		`SELECT 1`:                                                 false,
		`CREATE TYPE x AS ENUM ('a', 'ALTER TYPE mood ADD VALUE')`: false,
	} {
		if got := AddsEnumValue(parse(t, sql).node); got != want {
			t.Errorf("%s: got %v", sql, got)
		}
	}
	if AddsEnumValue(nil) {
		t.Error("nil adds a value")
	}
}
