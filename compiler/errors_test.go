package compiler_test

import (
	"strings"
	"testing"
	"testing/fstest"
)

// one is a project of one revision whose up section, from line 5 on, is given.
func one(up string) fstest.MapFS {
	return fstest.MapFS{"migrations/a1.sql": {Data: []byte(
		"-- a1\n-- sqlbundle:revision a1\n-- sqlbundle:revises base\n-- sqlbundle:up\n" + up + "\n")}}
}

// TestErrors holds what is refused, where, and in which words; each statement
// begins on line 5.
func TestErrors(t *testing.T) {
	const (
		take  = "take it out (sqlbundle opens the transactions that are needed), or use `-- sqlbundle:commit` for a boundary"
		move  = "move it behind the COMMIT; sqlbundle opens the transactions that are needed"
		temp  = "the temporary table t was made in an earlier transaction, and is gone when the script is run again from here"
		table = "make and use it in one transaction, or use an ordinary table and drop it"
	)
	tests := []struct{ name, up, want string }{
		{
			"BEGIN alone", "BEGIN;\nSELECT 1;",
			"5:1 BEGIN without a COMMIT in the same section [ban-uncommitted-transaction] | write COMMIT after the transaction's last statement",
		},
		{"BEGIN twice", "BEGIN;\nSTART TRANSACTION;\nCOMMIT;", "6:1 BEGIN inside a transaction [transaction-nesting] | write COMMIT first"},
		{"COMMIT alone", "SELECT 1;\nCOMMIT;", "6:1 COMMIT without a BEGIN in the same section [transaction-nesting] | " + take},
		{"END alone", "END;", "5:1 COMMIT without a BEGIN in the same section [transaction-nesting] | " + take},
		{"ROLLBACK", "BEGIN;\nROLLBACK;\nCOMMIT;", "6:1 ROLLBACK would undo what the script records as done [transaction-nesting] | take it out"},
		{"ROLLBACK outside", "ABORT;", "5:1 ROLLBACK would undo what the script records as done [transaction-nesting] | take it out"},
		{
			"ROLLBACK AND CHAIN", "BEGIN;\nROLLBACK AND CHAIN;\nCOMMIT;",
			"6:1 ROLLBACK would undo what the script records as done [transaction-nesting] | take it out",
		},
		{
			"COMMIT AND CHAIN", "BEGIN;\nCOMMIT AND CHAIN;\nCOMMIT;",
			"6:1 COMMIT AND CHAIN opens a transaction that the script does not know of [transaction-nesting] | write COMMIT, then BEGIN\n" +
				"7:1 COMMIT without a BEGIN in the same section [transaction-nesting] | " + take,
		},
		{"SAVEPOINT outside", "SAVEPOINT s;", "5:1 SAVEPOINT outside a transaction written by hand | write BEGIN before and COMMIT after"},
		{"RELEASE outside", "RELEASE s;", "5:1 RELEASE outside a transaction written by hand | write BEGIN before and COMMIT after"},
		{"ROLLBACK TO outside", "ROLLBACK TO s;", "5:1 ROLLBACK outside a transaction written by hand | write BEGIN before and COMMIT after"},
		{
			"PREPARE TRANSACTION", "BEGIN;\nPREPARE TRANSACTION 'x';\nCOMMIT;",
			"6:1 a prepared transaction would outlive the script [ban-uncommitted-transaction] | use BEGIN … COMMIT",
		},
		{"COMMIT PREPARED", "COMMIT PREPARED 'x';", "5:1 a prepared transaction would outlive the script [ban-uncommitted-transaction] | use BEGIN … COMMIT"},
		{"READ ONLY", "BEGIN READ ONLY;\nSELECT 1;\nCOMMIT;", "5:1 a read-only transaction cannot record what it has done"},
		{"SET TRANSACTION READ ONLY", "SET TRANSACTION READ ONLY;", "5:1 a read-only transaction cannot record what it has done"},
		{
			"in raw", "-- sqlbundle:raw\nROLLBACK;\n-- sqlbundle:end-raw",
			"6:1 ROLLBACK would undo what the script records as done [transaction-nesting] | take it out",
		},

		{
			"batch before another statement", "-- sqlbundle:batch key=a size=1\nINSERT INTO t VALUES (1);",
			"6:1 `batch` stands before INSERT, and only an UPDATE or DELETE can be cut into batches | take out the directive",
		},
		{
			"batch in BEGIN", "BEGIN;\n-- sqlbundle:batch key=a size=1\nDELETE FROM t;\nCOMMIT;",
			"7:1 `batch` inside BEGIN … COMMIT: it commits after each batch | move the statement out of the transaction, or take out the directive",
		},
		{
			"batch that changes its key", "-- sqlbundle:batch key=a,b size=1\nUPDATE t SET c = 1, (b, d) = (2, 3);",
			"6:1 `batch` walks along b, which this UPDATE changes: a row could be met twice, or never | choose another key",
		},
		{
			"batch along a generated column", "CREATE TABLE g (n int, k int GENERATED ALWAYS AS (n * 10) STORED PRIMARY KEY);\n-- sqlbundle:batch key=k size=3\nUPDATE g SET n = n + 100;",
			"7:1 `batch` walks along k, which is generated from other columns, and this UPDATE may change those: a row could be met twice, or never | choose another key",
		},
		{"batch with RETURNING", "-- sqlbundle:batch key=a size=1\nDELETE FROM t RETURNING *;", "6:1 `batch` before a statement with RETURNING: nobody would see the rows | take out RETURNING"},
		{"batch with CURRENT OF", "-- sqlbundle:batch key=a size=1\nDELETE FROM t WHERE CURRENT OF c;", "6:1 `batch` before a statement with WHERE CURRENT OF | write the condition out"},
		{
			"batch with changes in WITH", "-- sqlbundle:batch key=a size=1\nWITH x AS (DELETE FROM u RETURNING *) UPDATE t SET b = 1 FROM x;",
			"6:1 `batch` before a statement that changes rows in its WITH, too: each batch would do so anew | write a statement of its own for that",
		},
		{"batch with a parameter", "-- sqlbundle:batch key=a size=1\nUPDATE t SET b = $1;", "6:1 a parameter ($1) has no value in a script | write the value"},
		{
			"batch with a limit for all of it", "-- sqlbundle:timeout statement=1s\n-- sqlbundle:batch key=a size=1\nUPDATE t SET b = 1;",
			"7:1 a statement timeout for a `batch` would hold for all of its batches together | give `timeout lock=…` alone; to stop it, Ctrl-C: what is done stays done",
		},
		{"batch in raw", "-- sqlbundle:raw\n-- sqlbundle:batch key=a size=1\nUPDATE t SET b = 1;\n-- sqlbundle:end-raw", "7:1 `batch` inside raw | move the statement out of raw"},
		{
			"batch with a role", "SET ROLE x;\n-- sqlbundle:batch key=a size=1\nUPDATE t SET b = 1;",
			"5:1 a `batch` keeps its progress in the log, as the role that the script runs as: none may be set before it in its revision | set the role in a revision of its own, or grant what is needed",
		},
		{
			"CONCURRENTLY in BEGIN", "BEGIN;\nCREATE INDEX CONCURRENTLY i ON t (a);\nCOMMIT;",
			"6:1 CREATE INDEX CONCURRENTLY cannot run inside BEGIN … COMMIT [ban-concurrent-index-creation-in-transaction] | " + move,
		},
		{
			"VACUUM in BEGIN", "BEGIN;\nVACUUM t;\nCOMMIT;",
			"6:1 VACUUM cannot run inside BEGIN … COMMIT [no-transaction-statement-in-transaction] | " + move,
		},
		{
			"DO that commits in BEGIN", "BEGIN;\nDO 'BEGIN COMMIT; END';\nCOMMIT;",
			"6:1 DO with a COMMIT or ROLLBACK in its body cannot run inside BEGIN … COMMIT [no-transaction-statement-in-transaction] | " + move,
		},
		{
			"notransaction in BEGIN", "BEGIN;\n-- sqlbundle:notransaction\nCALL p();\nCOMMIT;",
			"7:1 `notransaction` inside BEGIN … COMMIT | move the statement out of the transaction, or take out the directive",
		},
		{
			"commit in BEGIN", "BEGIN;\nSELECT 1;\n-- sqlbundle:commit\nSELECT 2;\nCOMMIT;",
			"8:1 `commit` inside BEGIN … COMMIT | write COMMIT and BEGIN, or take out the directive",
		},

		{
			"setting with an effect, needed later", "INSERT INTO t SELECT set_config('a.b', 'c', false);\nVACUUM x;",
			"5:1 a setting for later transactions is made by a statement that does more: it cannot be made again when the script goes on behind it" +
				" | SET it in a statement of its own, or SELECT set_config(…) with constants alone",
		},
		{
			"setting by a DO, needed later", "DO $$ BEGIN PERFORM set_config('a.b', 'c', false); END $$;\nVACUUM x;",
			"5:1 a setting for later transactions is made by a statement that does more: it cannot be made again when the script goes on behind it" +
				" | SET it in a statement of its own, or SELECT set_config(…) with constants alone",
		},
		{"temporary table later", "CREATE TEMP TABLE t (a int);\n-- sqlbundle:commit\nINSERT INTO t VALUES (1);", "7:1 " + temp + " | " + table},
		{
			"temporary table in a function call's query", "CREATE TABLE pg_temp.t (a int);\nVACUUM x;\nSELECT (SELECT max(a) FROM pg_temp.t);",
			"7:1 " + temp + " | " + table,
		},

		{"DISCARD ALL", "DISCARD ALL;", "5:1 DISCARD ALL resets the script's own settings and gives up its lock"},
		{"DEALLOCATE ALL", "DEALLOCATE ALL;", "5:1 DEALLOCATE ALL drops the prepared statements of the client that runs the script"},
		{"RESET ALL", "RESET ALL;", "5:1 RESET ALL resets the script's own settings"},
		{"client_encoding", "SET NAMES 'latin1';", "5:1 the script is UTF-8, and client_encoding would be LATIN1"},
		{
			"standard_conforming_strings", "SELECT set_config('standard_conforming_strings', 'off', false);",
			"5:1 the script's strings are made for standard_conforming_strings on",
		},
		{"pg_advisory_unlock_all", "SELECT 1, pg_catalog.pg_advisory_unlock_all();", "5:1 pg_advisory_unlock_all gives up the script's own lock"},
		{
			"newer syntax", "SELECT 1;\nMERGE INTO t USING u ON a = b WHEN MATCHED THEN DELETE;",
			"6:1 MERGE needs PostgreSQL 15, and the bundle is for 14 on [newer-syntax-than-target] | " +
				"write it for PostgreSQL 14, or set [project] target_version = 15",
		},
		{
			"all of them", "COMMIT;\nVACUUM t;\nDISCARD ALL;\nBEGIN;",
			"5:1 COMMIT without a BEGIN in the same section [transaction-nesting] | " + take + "\n" +
				"7:1 DISCARD ALL resets the script's own settings and gives up its lock\n" +
				"8:1 BEGIN without a COMMIT in the same section [ban-uncommitted-transaction] | write COMMIT after the transaction's last statement",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p, err := load(one(test.up), "")
			if err != nil {
				t.Fatal(problems(err))
			}
			if _, err = p.compile("upgrade head"); err == nil {
				t.Fatal("it compiles")
			}
			same(t, "problems", strings.TrimSuffix(problems(err), "\n"), test.want)
		})
	}
}

// TestTakes holds what looks like one of the errors and is none.
func TestTakes(t *testing.T) {
	for _, up := range []string{
		"BEGIN; COMMIT;",
		"CREATE TABLE discard_all (\"commit\" int);\nSELECT 'BEGIN', $$ROLLBACK;$$; -- COMMIT;",
		"DO $$ BEGIN RAISE NOTICE 'COMMIT;'; /* ROLLBACK; */ END $$;\nBEGIN;\nDO $$ BEGIN NULL; -- COMMIT;\nEND $$;\nCOMMIT;",
		"SET client_encoding = 'utf-8'; SET standard_conforming_strings = on;",
		"CREATE TEMP TABLE t (a int);\nINSERT INTO t VALUES (1);\n-- sqlbundle:commit\nINSERT INTO public.t SELECT 1;",
		"VACUUM t;\nINSERT INTO t SELECT set_config('app.a', '1', false);",
		"SELECT set_config('app.a', '1', false), set_config('app.b', '2', false);\nVACUUM t;\nSELECT 1;",
		"CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'SELECT pg_advisory_unlock_all()';",
		"BEGIN;\nSAVEPOINT a;\nROLLBACK TO a;\nRELEASE a;\nEND;",
		"CREATE INDEX CONCURRENTLY i ON t (a);\nBEGIN;\nCREATE INDEX j ON t (a);\nCOMMIT;",
	} {
		p, err := load(one(up), "")
		if err == nil {
			_, err = p.compile("upgrade head")
		}
		if err != nil {
			t.Errorf("%s\n%s", up, problems(err))
		}
	}
}

// TestDirectiveBeforeBoundary holds that no directive is passed over.
func TestDirectiveBeforeBoundary(t *testing.T) {
	for _, up := range []string{
		"-- sqlbundle:notransaction\nBEGIN;\nSELECT 1;\nCOMMIT;",
		"-- sqlbundle:timeout lock=1s\nBEGIN;\nSELECT 1;\nCOMMIT;",
		"BEGIN;\nSELECT 1;\n-- sqlbundle:timeout lock=1s\nCOMMIT;",
	} {
		p, err := load(one(up), "")
		if err != nil {
			continue
		}
		plan, err := p.compile("upgrade head")
		if err != nil {
			continue
		}
		if sql, _ := script(t, plan); !strings.Contains(sql, "lock_timeout = '1s'") {
			t.Errorf("the directive is neither refused nor heeded:\n%s", up)
		}
	}
}

// TestIrreversible holds that a way back that does not exist is an error of
// downgrade, and a stop of the script that undoes an upgrade.
func TestIrreversible(t *testing.T) {
	fsys := one("SELECT 1;")
	fsys["migrations/a2.sql"] = &fstest.MapFile{Data: []byte("-- a2\n-- sqlbundle:revision a2\n-- sqlbundle:revises a1\n" +
		"-- sqlbundle:up\n-- sqlbundle:down irreversible the rows are gone\n")}
	fsys["migrations/a3.sql"] = &fstest.MapFile{Data: []byte("-- a3\n-- sqlbundle:revision a3\n-- sqlbundle:revises a2\n" +
		"-- sqlbundle:up\n-- sqlbundle:down\n")}
	p, err := load(fsys, "")
	if err != nil {
		t.Fatal(problems(err))
	}
	_, err = p.compile("downgrade a3:base")
	const hint = " | choose a target above it, or write its `down` section\n"
	same(t, "problems", problems(err),
		"2:23 revision a1 is irreversible: no down section"+hint+"2:23 revision a2 is irreversible: the rows are gone"+hint)
	if _, err := p.compile("downgrade a3:a2"); err != nil {
		t.Error(problems(err))
	}
}
