package syntax

import (
	"slices"
	"testing"
)

func TestSettings(t *testing.T) {
	local := func(name string) []Setting { return []Setting{{Name: name, Local: true}} }
	global := func(name string) []Setting { return []Setting{{Name: name}} }
	for _, c := range []struct {
		sql  string
		want []Setting
	}{
		{`SET Work_Mem = '4MB'`, global("work_mem")},
		{`SET "Work_Mem" TO DEFAULT`, global("work_mem")},
		{`SET SESSION work_mem = '4MB'`, global("work_mem")},
		{`SET LOCAL work_mem = '4MB'`, local("work_mem")},
		{`SET App.Name1 = 'x'`, global("app.name1")},
		{`SET search_path = a, b`, global("search_path")},
		{`SET SCHEMA 'a'`, global("search_path")},
		{`SET ROLE x`, global("role")},
		{`SET LOCAL ROLE NONE`, local("role")},
		{`RESET ROLE`, global("role")},
		{`SET SESSION AUTHORIZATION x`, global("session_authorization")},
		{`SET LOCAL SESSION AUTHORIZATION DEFAULT`, local("session_authorization")},
		{`RESET SESSION AUTHORIZATION`, global("session_authorization")},
		{`SET TIME ZONE 'UTC'`, global("timezone")},
		{`SET LOCAL TIME ZONE INTERVAL '-08:00' HOUR TO MINUTE`, local("timezone")},
		{`RESET TIME ZONE`, global("timezone")},
		{`SET NAMES 'utf8'`, global("client_encoding")},
		{`SET NAMES`, global("client_encoding")},
		{`SET XML OPTION DOCUMENT`, global("xmloption")},
		{`RESET work_mem`, global("work_mem")},
		{`RESET ALL`, global("*")},
		{`SET CONSTRAINTS ALL DEFERRED`, local("constraints")},
		{`SET TRANSACTION ISOLATION LEVEL SERIALIZABLE`, local("transaction")},
		{`SET TRANSACTION SNAPSHOT 'x'`, local("transaction")},
		{`SET transaction_isolation = 'serializable'`, local("transaction_isolation")},
		{`RESET transaction_isolation`, local("transaction_isolation")},
		{`SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ ONLY, DEFERRABLE`, []Setting{
			{Name: "default_transaction_isolation"},
			{Name: "default_transaction_read_only"},
			{Name: "default_transaction_deferrable"},
		}},
		{`SELECT set_config('Work_Mem', '4MB', false)`, global("work_mem")},
		{`SELECT pg_catalog.set_config('search_path', '', false)`, global("search_path")},
		{`SELECT set_config('a.b', 'x', true), 1, set_config('c.d', NULL, 'off')`, []Setting{{Name: "a.b", Local: true}, {Name: "c.d"}}},
		{`SELECT * FROM set_config('a.b', 'x', 't'::bool)`, local("a.b")},
		{`SELECT 1 WHERE set_config('a.b', (SELECT 'x'), false) IS NULL`, global("a.b")},
		{`CALL p(set_config('a.b', 'x', false))`, global("a.b")},
		{`SELECT set_config(name, 'x', false) FROM s`, nil},
		{`SELECT app.set_config('a.b', 'x', false)`, nil},
		{`SELECT set_config('a.b')`, nil},
		{`CREATE VIEW v AS SELECT set_config('a.b', 'x', false)`, nil},
		{`CREATE FUNCTION f() RETURNS int SET work_mem = '4MB' RETURN 1`, nil},
		{`ALTER ROLE x SET work_mem = '4MB'`, nil},
		{`ALTER SYSTEM SET work_mem = '4MB'`, nil},
		{`SHOW work_mem`, nil},
		{`BEGIN READ ONLY`, nil},
		{`DO 'begin set work_mem = 1; end'`, nil},
		{`CREATE TABLE t (a int)`, nil},
	} {
		got := Settings(parse(t, c.sql).node)
		for i := range got {
			got[i].Value, got[i].Reset = "", false
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.sql, got, c.want)
		}
	}
	if got := Settings(nil); got != nil {
		t.Errorf("nil: got %v", got)
	}
}

func TestSettingsValues(t *testing.T) {
	for sql, want := range map[string]Setting{
		`SET LOCAL lock_timeout = '2s'`:                         {Name: "lock_timeout", Local: true, Value: "2s"},
		`SET lock_timeout TO 500`:                               {Name: "lock_timeout", Value: "500"},
		`RESET lock_timeout`:                                    {Name: "lock_timeout", Reset: true},
		`SET lock_timeout TO DEFAULT`:                           {Name: "lock_timeout", Reset: true},
		`RESET ALL`:                                             {Name: "*", Reset: true},
		`SELECT set_config('lock_timeout', '1min', true)`:       {Name: "lock_timeout", Local: true, Value: "1min"},
		`SELECT set_config('lock_timeout', NULL, false)`:        {Name: "lock_timeout", Reset: true},
		`SELECT set_config('lock_timeout', now()::text, false)`: {Name: "lock_timeout"},
	} {
		if got := Settings(parse(t, sql).node); !slices.Equal(got, []Setting{want}) {
			t.Errorf("%s: got %v, want %v", sql, got, want)
		}
	}
}
