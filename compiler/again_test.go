package compiler

import (
	"strings"
	"testing"

	"sqlbundle/internal/pgsql"
	"sqlbundle/internal/source"
	"sqlbundle/revisions"
)

// statement reads one statement as the cutter does.
func statement(t testing.TB, sql string) *Statement {
	t.Helper()
	tokens, err := pgsql.Scan(sql)
	if err != nil {
		t.Fatal(err)
	}
	s := &revisions.Statement{
		File: source.NewFile("a.sql", sql), Span: source.Span{End: len(sql)}, Tokens: tokens, Raw: true,
	}
	if stmts, err := pgsql.Parse(sql); err == nil && len(stmts) == 1 {
		s.RawNode = stmts[0].Stmt
	}
	return &Statement{Statement: s, Kind: kind(s, s.RawNode), node: s.RawNode}
}

// parts are the SQL texts by name, those that are not empty.
func (a *Again) parts() map[string]string {
	parts := map[string]string{
		"Look": a.Look, "Touched": a.Touched, "Had": a.Had, "Clean": a.Clean,
		"Ensure": a.Ensure, "Duplicates": a.Duplicates, "Inspect": a.Inspect,
	}
	for name, text := range parts {
		if text == "" {
			delete(parts, name)
		}
	}
	return parts
}

// query is a part as a statement: an expression is selected.
func (a *Again) query(name, text, before string) string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, Ours, a.Ours), Indexes, IndexList)
	text = strings.ReplaceAll(text, Before, literal(before))
	switch name {
	case "Clean", "Duplicates", "Inspect":
		return text
	}
	return "SELECT " + text
}

// How a statement is run another time, by what its parts say.
const (
	tells   = "tells"   // the catalog tells whether it had its effect
	repeats = "repeats" // it is simply run again
	asks    = "asks"    // nobody can know
)

// againCases are the statements that no transaction holds, in all their forms.
var againCases = []struct{ how, sql string }{
	{asks, `CREATE INDEX CONCURRENTLY ON t (a)`},
	{tells, `CREATE INDEX CONCURRENTLY ti ON t (a)`},
	{tells, `CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS ti ON t (a)`},
	{tells, `CREATE INDEX CONCURRENTLY ti ON d.s.t USING gin (a gin_trgm_ops, (lower(b)) COLLATE "C") INCLUDE (c) WITH (fillfactor = 70) TABLESPACE x WHERE a > 0`},
	{tells, `CREATE UNIQUE INDEX CONCURRENTLY ti ON ONLY "T ""x" (a DESC NULLS LAST, "B") NULLS NOT DISTINCT WHERE a = 'it''s' OR b`},
	{tells, "CREATE UNIQUE INDEX CONCURRENTLY \"new\nline\" ON \"a\nb!\" (\"c\nd\", (e || E'\\n\\\\')) WHERE f = 'g\nh'"},
	{tells, `DROP INDEX CONCURRENTLY ti`},
	{tells, `DROP INDEX CONCURRENTLY IF EXISTS "S.x"."t""i" CASCADE`},
	{repeats, `REINDEX TABLE CONCURRENTLY t`},
	{repeats, `REINDEX INDEX CONCURRENTLY s.ti`},
	{repeats, `REINDEX (CONCURRENTLY, VERBOSE) TABLE s.t`},
	{repeats, `REINDEX (CONCURRENTLY off) SCHEMA s`},
	{repeats, `REINDEX SCHEMA CONCURRENTLY "S"`},
	{repeats, `REINDEX DATABASE CONCURRENTLY d`},
	{repeats, `REINDEX DATABASE`},
	{repeats, `REINDEX SYSTEM d`},
	{repeats, `REINDEX TABLE t`},
	{tells, `ALTER TABLE m DETACH PARTITION m1 CONCURRENTLY`},
	{tells, `ALTER TABLE IF EXISTS ONLY s."M" DETACH PARTITION s."m.1" CONCURRENTLY`},
	{repeats, `VACUUM (ANALYZE, VERBOSE) t (a)`},
	{repeats, `VACUUM ONLY t`},
	{repeats, `CLUSTER`},
	{repeats, `CLUSTER t USING ti`},
	{tells, `CREATE DATABASE "N"`},
	{tells, `DROP DATABASE IF EXISTS n WITH (FORCE)`},
	{repeats, `ALTER DATABASE n SET TABLESPACE x`},
	{tells, `CREATE TABLESPACE n LOCATION '/n'`},
	{tells, `DROP TABLESPACE n`},
	{repeats, `ALTER SYSTEM SET work_mem = '4MB'`},
	{repeats, `ALTER SYSTEM SET a.b = 1 SOME NEW SYNTAX`},
	{tells, `CREATE SUBSCRIPTION n CONNECTION 'dbname=n' PUBLICATION p`},
	{tells, `DROP SUBSCRIPTION n`},
	{repeats, `ALTER SUBSCRIPTION n REFRESH PUBLICATION WITH (copy_data = false)`},
	{repeats, `ALTER SUBSCRIPTION n SET PUBLICATION p`},
	{tells, `ALTER SUBSCRIPTION n ADD PUBLICATION p, "Q"`},
	{tells, `ALTER SUBSCRIPTION n DROP PUBLICATION p`},
	{repeats, `ALTER SUBSCRIPTION n SET (failover = true)`},
	{tells, `COMMIT PREPARED 'x''y\z'`},
	{tells, `ROLLBACK PREPARED '{before}'`},
	{asks, `CALL p(1)`},
	{asks, `DO 'BEGIN COMMIT; END'`},
	{asks, `DISCARD ALL`},
	{asks, `CREATE INDEX CONCURRENTLY ti ON t (a) SOME NEW SYNTAX`},
	{asks, `DROP INDEX CONCURRENTLY ti SOME NEW SYNTAX`},
	{asks, `REINDEX TABLE CONCURRENTLY t SOME NEW SYNTAX`},
	{repeats, `REINDEX SCHEMA s SOME NEW SYNTAX`},
	{asks, `ALTER TABLE t DETACH PARTITION u SOMEHOW CONCURRENTLY`},
	{asks, `SOMETHING NEW`},
}

func TestAgain(t *testing.T) {
	for _, c := range againCases {
		a := again(statement(t, c.sql))
		if a == nil {
			t.Errorf("%s: nothing", c.sql)
			continue
		}
		how := tells
		switch {
		case a.Unsure != "":
			how = asks
		case a.Had == no:
			how = repeats
		}
		if how != c.how {
			t.Errorf("%s: it %s", c.sql, how)
		}
		if a.Look == "" || a.Touched == "" || a.Had == "" {
			t.Errorf("%s: something must never be empty: %+v", c.sql, a)
		}
		if a.Unsure != "" && (a.Touched != yes || a.Had != no) {
			t.Errorf("%s: nobody can know, but touched is %s and had is %s", c.sql, a.Touched, a.Had)
		}
		if a.Unsure == "" && a.Inspect != "" {
			t.Errorf("%s: there is something to inspect without a doubt", c.sql)
		}
		for name, text := range a.parts() {
			a.checkPart(t, c.sql, name, text)
		}
	}
}

// checkPart holds a part to what psql needs.
func (a *Again) checkPart(t *testing.T, sql, name, text string) {
	t.Helper()
	if strings.ContainsAny(text, "\r\n") {
		t.Errorf("%s: %s has several lines: %q", sql, name, text)
	}
	switch name {
	case "Touched", "Had", "Clean":
	default:
		if name != "Duplicates" && strings.Contains(text, Before) {
			t.Errorf("%s: %s asks for what was before: %s", sql, name, text)
		}
	}
	whole := a.query(name, text, "")
	if stmts, err := pgsql.Parse(whole); err != nil || len(stmts) != 1 {
		t.Errorf("%s: %s gives %d statements, %v: %s", sql, name, len(stmts), err, whole)
	}
	tokens, err := pgsql.Scan(whole)
	if err != nil {
		t.Fatal(err)
	}
	for _, token := range tokens {
		word := whole[token.Start:token.End]
		if strings.Contains(word, `\`) && !strings.HasPrefix(word, "E'") {
			t.Errorf("%s: %s has a backslash in %s", sql, name, word)
		}
		if word == ":" {
			t.Errorf("%s: %s has a colon: %s", sql, name, whole)
		}
	}
}

func TestDuplicates(t *testing.T) {
	for _, c := range []struct{ sql, want string }{
		{`CREATE INDEX CONCURRENTLY i ON t (a)`, ``},
		{
			`CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)`,
			`SELECT a, count(*) FROM ONLY t WHERE a IS DISTINCT FROM NULL GROUP BY a HAVING count(*) > 1`,
		},
		{
			`CREATE UNIQUE INDEX CONCURRENTLY ON "S x".t (a DESC, "B")`,
			`SELECT a, "B", count(*) FROM ONLY "S x".t WHERE a IS DISTINCT FROM NULL AND "B" IS DISTINCT FROM NULL GROUP BY a, "B" HAVING count(*) > 1`,
		},
		{
			`CREATE UNIQUE INDEX CONCURRENTLY i ON t (a, b) NULLS NOT DISTINCT`,
			`SELECT a, b, count(*) FROM ONLY t GROUP BY a, b HAVING count(*) > 1`,
		},
		{
			`CREATE UNIQUE INDEX CONCURRENTLY i ON ONLY t (lower(a)) INCLUDE (c) WHERE x OR y`,
			`SELECT lower(a), count(*) FROM ONLY t WHERE lower(a) IS DISTINCT FROM NULL AND (x OR y) GROUP BY lower(a) HAVING count(*) > 1`,
		},
		{
			`CREATE UNIQUE INDEX CONCURRENTLY i ON t (a COLLATE "C", (b || 'x')) NULLS NOT DISTINCT WHERE NOT gone`,
			`SELECT a COLLATE "C", b || 'x', count(*) FROM ONLY t WHERE NOT gone GROUP BY a COLLATE "C", b || 'x' HAVING count(*) > 1`,
		},
		{
			`CREATE UNIQUE INDEX CONCURRENTLY i ON t ((a OR b))`,
			`SELECT a OR b, count(*) FROM ONLY t WHERE (a OR b) IS DISTINCT FROM NULL GROUP BY a OR b HAVING count(*) > 1`,
		},
		{
			"CREATE UNIQUE INDEX CONCURRENTLY i ON t (\"a\nb!\") WHERE c <> 'd\re' AND f <> E'g\\n\\\\'",
			`SELECT U&"a!000ab!!" UESCAPE '!', count(*) FROM ONLY t WHERE U&"a!000ab!!" UESCAPE '!' IS DISTINCT FROM NULL AND (c <> E'd\re' AND f <> E'g\n\\') GROUP BY U&"a!000ab!!" UESCAPE '!' HAVING count(*) > 1`,
		},
	} {
		if got := again(statement(t, c.sql)).Duplicates; got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.sql, got, c.want)
		}
	}
}

func TestLiteral(t *testing.T) {
	for s, want := range map[string]string{
		``:                `''`,
		`a'b`:             `'a''b'`,
		`a\b'`:            `E'a\\b'''`,
		"a\r\nb":          `E'a\r\nb'`,
		`x{before}y`:      `E'x\x7bbefore}y'`,
		`:a :'b' :{?c} {`: `E':a :''b'' :\x7b?c} \x7b'`,
	} {
		if got := literal(s); got != want {
			t.Errorf("%q: got %s, want %s", s, got, want)
		}
	}
}
