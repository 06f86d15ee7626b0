package syntax

import (
	"strings"
	"testing"

	"sqlbundle/internal/pgtest"
)

// settingBreaks are statements whose effect a server can show: true where the
// session is then no longer as a script needs it.
var settingBreaks = map[string]bool{
	`SET client_encoding = 'UTF8'`:                                           false,
	`SET client_encoding = utf8`:                                             false,
	`SET client_encoding TO 'utf-8'`:                                         false,
	`SET client_encoding TO "Utf_8"`:                                         false,
	`SET client_encoding = 'Unicode'`:                                        false,
	`SET NAMES ' UTF 8 '`:                                                    false,
	`SET NAMES 'latin1'`:                                                     true,
	`SET LOCAL client_encoding = 'LATIN1'`:                                   true,
	`SET client_encoding = sql_ascii`:                                        true,
	`SET "CLIENT_ENCODING" = 'win1252'`:                                      true,
	`SELECT set_config('client_encoding', 'latin1', false)`:                  true,
	`SELECT set_config('client_encoding', 'utf8', false)`:                    false,
	`SET standard_conforming_strings = on`:                                   false,
	`SET standard_conforming_strings = 'TRUE'`:                               false,
	`SET standard_conforming_strings = 1`:                                    false,
	`SET standard_conforming_strings = y`:                                    false,
	`SET standard_conforming_strings = off`:                                  true,
	`SET standard_conforming_strings TO 'Off'`:                               true,
	`SET standard_conforming_strings TO of`:                                  true,
	`SET standard_conforming_strings = false`:                                true,
	`SET standard_conforming_strings = 'f'`:                                  true,
	`SET standard_conforming_strings = 'fal'`:                                true,
	`SET standard_conforming_strings = no`:                                   true,
	`SET standard_conforming_strings = 'n'`:                                  true,
	`SET standard_conforming_strings = 0`:                                    true,
	`SET LOCAL Standard_Conforming_Strings = '0'`:                            true,
	`SELECT set_config('standard_conforming_strings', 'off', true), 1`:       true,
	`SELECT pg_catalog.set_config('Standard_Conforming_Strings', 'no', 'f')`: true,
	`SELECT set_config('standard_conforming_strings', 'on', false)`:          false,
	`SET transaction_read_only = on`:                                         true,
	`SET transaction_read_only = off`:                                        false,
	`SET TRANSACTION READ ONLY`:                                              true,
	`SET TRANSACTION READ WRITE`:                                             false,
	`SET TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ ONLY`:                true,
	`SET default_transaction_read_only = on`:                                 true,
	`SET default_transaction_read_only = 'f'`:                                false,
	`SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY`:                   true,
	`SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE`:                  false,
	`SELECT set_config('transaction_read_only', 'yes', false)`:               true,
	`SET work_mem = '4MB'`:                                                   false,
}

// otherBreaks depend on what the session began with, or are no settings.
var otherBreaks = map[string]bool{
	`RESET ALL`:                     true,
	`SET client_encoding = DEFAULT`: true,
	`SET NAMES`:                     true,
	`SET NAMES DEFAULT`:             true,
	`RESET client_encoding`:         true,
	`SELECT set_config('client_encoding', NULL, false)`:         true,
	`SET standard_conforming_strings TO DEFAULT`:                true,
	`RESET Standard_Conforming_Strings`:                         true,
	`SET LOCAL default_transaction_read_only = on`:              false,
	`RESET default_transaction_read_only`:                       false,
	`RESET search_path`:                                         false,
	`BEGIN READ ONLY`:                                           true,
	`START TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ ONLY`: true,
	`BEGIN READ WRITE`:                                          false,
	`DISCARD ALL`:                                               true,
	`DISCARD PLANS`:                                             false,
	`DEALLOCATE ALL`:                                            true,
	`DEALLOCATE PREPARE ALL`:                                    true,
	`DEALLOCATE x`:                                              false,
	`DEALLOCATE "all"`:                                          false,
	`UNLISTEN *`:                                                false,
	`SET standard_conforming_strings = maybe`:                   false,
	`ALTER ROLE x SET client_encoding = 'latin1'`:               false,
	`CREATE FUNCTION f() RETURNS int SET client_encoding = 'latin1' RETURN 1`: false,

	`SELECT pg_advisory_unlock_all()`:                                                                 true,
	`SELECT PG_Advisory_Unlock_All()`:                                                                 true,
	`SELECT pg_catalog.pg_advisory_unlock_all()`:                                                      true,
	`SELECT "pg_advisory_unlock_all"()`:                                                               true,
	`SELECT U&"pg_advisory\005funlock_all"()`:                                                         true,
	`SELECT 1 FROM t WHERE (SELECT pg_advisory_unlock_all()) IS NULL`:                                 true,
	`INSERT INTO t SELECT pg_advisory_unlock_all()`:                                                   true,
	`CALL p(pg_advisory_unlock_all())`:                                                                true,
	`CREATE TABLE t AS SELECT pg_advisory_unlock_all()`:                                               true,
	`DO 'begin perform pg_advisory_unlock_all(); end'`:                                                true,
	`DO $$ begin perform PG_CATALOG.pg_advisory_UNLOCK_all(); end $$`:                                 true,
	`DO LANGUAGE plpgsql $$ begin execute 'select pg_advisory_unlock_all()'; end $$`:                  true,
	"DO $$ begin -- pg_advisory_unlock_all would be wrong\n null; end $$":                             false,
	`DO $$ begin /* pg_advisory_unlock_all() */ null; end $$`:                                         false,
	`DO LANGUAGE x $$ pg_advisory_unlock_all() ' $$`:                                                  true,
	`DO 'begin perform pg_advisory_unlock(1); end'`:                                                   false,
	`SELECT app.pg_advisory_unlock_all()`:                                                             false,
	`SELECT pg_advisory_unlock(1)`:                                                                    false,
	`SELECT 'pg_advisory_unlock_all()'`:                                                               false,
	`SELECT pg_advisory_unlock_all FROM t`:                                                            false,
	`CREATE VIEW v AS SELECT pg_advisory_unlock_all()`:                                                false,
	`CREATE FUNCTION f() RETURNS void LANGUAGE sql BEGIN ATOMIC SELECT pg_advisory_unlock_all(); END`: false,
	`COMMENT ON TABLE t IS 'pg_advisory_unlock_all'`:                                                  false,
}

func TestBreaks(t *testing.T) {
	for _, cases := range []map[string]bool{settingBreaks, otherBreaks} {
		for sql, want := range cases {
			s := parse(t, sql)
			why := Breaks(s.node, s.text)
			if (why != "") != want {
				t.Errorf("%s: got %q", sql, why)
			}
			if strings.ContainsAny(why, "\n") {
				t.Errorf("%s: the reason has several lines: %q", sql, why)
			}
		}
	}
	if why := Breaks(nil, ""); why != "" {
		t.Errorf("nil: got %q", why)
	}
}

// TestBreaksVersions asks a server what the settings are then.
func TestBreaksVersions(t *testing.T) {
	pgtest.Each(t, func(t *testing.T, server *pgtest.Server) {
		conn := server.Database(t).Connect()
		s := session{t, conn.PgConn()}
		s.must(`SET client_encoding = UTF8; SET standard_conforming_strings = on`)
		for sql, want := range settingBreaks {
			s.must("BEGIN")
			s.must(sql)
			got := s.query(`SELECT concat_ws(' ', current_setting('client_encoding'),
				current_setting('standard_conforming_strings'), current_setting('transaction_read_only'),
				current_setting('default_transaction_read_only'))`)
			s.must("ROLLBACK")
			if broken := got != "UTF8 on off off"; broken != want {
				t.Errorf("%s: the settings are %s", sql, got)
			}
		}
	})
}
