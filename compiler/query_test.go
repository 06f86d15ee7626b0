package compiler_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"sqlbundle/compiler"
	"sqlbundle/internal/source"
)

// asked is a project of one revision that asks one query, on line 6.
func asked(section, query string) fstest.MapFS {
	return one("-- sqlbundle:" + section + "\n" + query + "\n-- sqlbundle:down")
}

// TestQueriesRefused holds what cannot stand among queries, where, and in which
// words.
func TestQueriesRefused(t *testing.T) {
	const (
		write = " | write a SELECT that gives one boolean; what changes anything belongs in the `up` section"
		out   = " | take it out; what changes anything belongs in the `up` section"
		join  = " | join the conditions with AND, or write several queries"
		alone = "6:1 `require` holds queries alone, and this is "
		none  = "6:1 `require` holds queries that change nothing, and "
		one   = "6:1 `require` takes queries of one boolean column, and this one has "
	)
	for query, want := range map[string]string{
		"INSERT INTO t VALUES (1)":          alone + "INSERT" + write,
		"UPDATE t SET a = 1 RETURNING true": alone + "UPDATE" + write,
		"CREATE TABLE t (a int)":            alone + "CREATE TABLE" + write,
		"CREATE TABLE t AS SELECT true":     alone + "CREATE TABLE AS" + write,
		"DO 'BEGIN END'":                    alone + "DO" + write,
		"CALL p()":                          alone + "CALL" + write,
		"SHOW search_path":                  alone + "SHOW" + write,
		"SET search_path = x":               alone + "SET" + write,
		"EXPLAIN SELECT true":               alone + "EXPLAIN" + write,
		"COPY (SELECT true) TO STDOUT":      alone + "COPY" + write,
		"LOCK TABLE t":                      alone + "LOCK TABLE" + write,
		"BEGIN":                             alone + "BEGIN" + write,
		"COMMIT":                            alone + "COMMIT" + write,
		"ROLLBACK":                          alone + "ROLLBACK" + write,
		"SAVEPOINT s":                       alone + "SAVEPOINT" + write,
		"DISCARD ALL":                       alone + "DISCARD ALL" + write,
		"MERGE INTO t USING u ON a = b WHEN MATCHED THEN DELETE": alone + "MERGE" + write,

		"WITH x AS (INSERT INTO t VALUES (1) RETURNING a) SELECT true FROM x": none + "INSERT in its WITH does" + out,
		"SELECT EXISTS (SELECT FROM t), (SELECT 1 FROM t FOR UPDATE)":         none + "FOR UPDATE locks rows" + out,
		"WITH x AS (DELETE FROM t), y AS (SELECT 1) SELECT true":              none + "DELETE in its WITH does" + out,
		"WITH x AS (UPDATE t SET a = 1) SELECT true":                          none + "UPDATE in its WITH does" + out,
		"SELECT true INTO t":                                   none + "SELECT INTO makes a table" + out,
		"SELECT true INTO TEMP t UNION SELECT false":           none + "SELECT INTO makes a table" + out,
		"SELECT true FROM t FOR SHARE":                         none + "FOR SHARE locks rows" + out,
		"SELECT true FROM t FOR KEY SHARE SKIP LOCKED":         none + "FOR KEY SHARE locks rows" + out,
		"SELECT true FROM t FOR NO KEY UPDATE OF t":            none + "FOR NO KEY UPDATE locks rows" + out,
		"SELECT set_config('a.b', 'c', false) = 'c'":           none + "set_config changes the session" + out,
		"SELECT true FROM pg_catalog.set_config(x, y, true)":   none + "set_config changes the session" + out,
		"SELECT set_config('client_encoding', 'x', true) > ''": none + "set_config changes the session" + out,

		"SELECT true, false":                          one + "2" + join,
		"SELECT *, a, b FROM t":                       one + "2" + join,
		"VALUES (true, true, true)":                   one + "3" + join,
		"SELECT * FROM t UNION SELECT a, b FROM u":    one + "2" + join,
		"(SELECT a, b FROM t LIMIT 1) EXCEPT TABLE u": one + "2" + join,
		"WITH x AS (SELECT 1) SELECT a, b FROM x":     one + "2" + join,
		"SELECT FROM t":                               one + "none | write SELECT EXISTS (…), for example",
		"SELECT pg_advisory_unlock_all() IS NOT NULL": "6:1 pg_advisory_unlock_all gives up the script's own lock",
		"SELECT a IS JSON FROM t":                     "6:10 IS JSON needs PostgreSQL 16, and the bundle is for 14 on [newer-syntax-than-target] | write it for PostgreSQL 14, or set [project] target_version = 16",
		"SELECT true;\n-- c\nSELECT false;\nVACUUM t": strings.Replace(alone, "6:1", "9:1", 1) + "VACUUM" + write,
	} {
		for _, section := range []string{"require", "verify"} {
			want := strings.Replace(want, "`require`", "`"+section+"`", 1)
			p, err := load(asked(section, query+";"), "")
			if err != nil {
				t.Fatal(query, problems(err))
			}
			_, err = p.compile("upgrade head")
			if err == nil {
				t.Errorf("%s in %s compiles", query, section)
				continue
			}
			same(t, query, strings.TrimSuffix(problems(err), "\n"), want)
			same(t, query+": what lint says", compiler.Problems(p.graph.Revisions(), 14).Error(), err.(source.ErrorList).Error())
			// A way back asks nothing.
			if _, err := p.compile("downgrade head:base"); err != nil {
				t.Errorf("%s: the way back says %s", query, problems(err))
			}
		}
	}
}

// TestQueriesTaken holds what looks like one of the errors and is none.
func TestQueriesTaken(t *testing.T) {
	for _, query := range []string{
		"SELECT true", "TABLE t", "VALUES (true)", "VALUES (true), (false)", "SELECT * FROM t", "SELECT t.*, a FROM t",
		"SELECT (row(1, 2)).* ", "VALUES ((row(1)).*)", "WITH x AS (SELECT a, b FROM t) SELECT bool_and(a > b) FROM x",
		"SELECT a UNION ALL (SELECT b ORDER BY 1)", "SELECT 'set_config(1)' <> 'FOR UPDATE'", "SELECT other.set_config('a', 'b', true)",
		"SELECT current_setting('a.b', true) IS NULL", "SELECT EXISTS (SELECT FROM t)", "SELECT (SELECT count(*) FROM t, u) = 0",
		"SELECT true WHERE row(1, 2) = (SELECT 1, 2)", "SELECT a[1:n] IS NULL FROM t",
	} {
		p, err := load(asked("verify", query), "")
		if err != nil {
			t.Fatal(problems(err))
		}
		plan, err := p.compile("upgrade head")
		if err != nil {
			t.Errorf("%s: %s", query, problems(err))
			continue
		}
		verify := plan.Steps[0].Verify
		if len(verify) != 1 || verify[0].SQL() != strings.TrimSpace(query) || verify[0].Kind != "SELECT" {
			t.Errorf("%s: the step's queries are %+v", query, verify)
		}
	}
}

// asking is two revisions that ask something, the first of both databases.
var asking = fstest.MapFS{
	"migrations/a1.sql": {Data: []byte("-- a1\n-- sqlbundle:revision a1\n-- sqlbundle:revises base\n" +
		"-- sqlbundle:require\n-- first\nSELECT 1 = 1;\n-- sqlbundle:timeout lock=1s\nSELECT 2 = 2;\n-- sqlbundle:require db=stats\nSELECT 3 = 3;\n" +
		"-- sqlbundle:up\nCREATE TABLE t (a int);\nCREATE INDEX CONCURRENTLY i ON t (a);\n-- sqlbundle:down\nDROP TABLE t;\n")},
	"migrations/b2.sql": {Data: []byte("-- b2\n-- sqlbundle:revision b2\n-- sqlbundle:revises a1\n" +
		"-- sqlbundle:up\nINSERT INTO t VALUES (1);\n-- sqlbundle:verify\nSELECT count(*) = 1 FROM t;\n-- sqlbundle:down\nDELETE FROM t;\n")},
}

// TestStepQueries holds which steps ask what, and that an upgrade alone does.
func TestStepQueries(t *testing.T) {
	p, err := load(asking, "[database.main]\n[database.stats]\n")
	if err != nil {
		t.Fatal(problems(err))
	}
	for command, want := range map[string][]string{
		"upgrade head":                  {"a1 require SELECT 1 = 1", "a1 require SELECT 2 = 2", "b2 verify SELECT count(*) = 1 FROM t"},
		"upgrade a1:head":               {"b2 verify SELECT count(*) = 1 FROM t"},
		"upgrade --database stats head": {"a1 require SELECT 3 = 3"},
		"downgrade head:base":           nil,
		"stamp head":                    nil,
	} {
		plan, err := p.compile(command)
		if err != nil {
			t.Fatal(command, problems(err))
		}
		var got []string
		for _, step := range plan.Steps {
			for _, s := range step.Require {
				got = append(got, step.ID()+" require "+s.SQL())
			}
			for _, s := range step.Verify {
				got = append(got, step.ID()+" verify "+s.SQL())
			}
		}
		same(t, command, got, want)
	}
	plan, err := p.compile("upgrade head")
	if err != nil {
		t.Fatal(err)
	}
	first, second := plan.Steps[0].Require[0], plan.Steps[0].Require[1]
	same(t, "comment", first.Lead, "-- first\n")
	same(t, "limit", second.Timeout.Lock, "1s")
}

// TestUpOfWayBack holds that a way back knows the segments of the upgrade as
// the upgrade itself has them, and does without those that do not compile.
func TestUpOfWayBack(t *testing.T) {
	if _, err := load(asking, ""); err == nil {
		t.Fatal("db=stats is not configured")
	}
	p, err := load(asking, "[database.main]\n[database.stats]\n")
	if err != nil {
		t.Fatal(problems(err))
	}
	forward, err := p.compile("upgrade head")
	if err != nil {
		t.Fatal(err)
	}
	back, err := p.compile("downgrade head:base")
	if err != nil {
		t.Fatal(err)
	}
	describe := func(segments []*compiler.Segment) (list []string) {
		for _, s := range segments {
			text := s.Digest()
			for _, st := range s.Statements {
				text += " " + st.SQL()
			}
			list = append(list, text)
		}
		return list
	}
	for i, step := range back.Steps {
		up := forward.Steps[len(forward.Steps)-1-i]
		same(t, step.ID(), describe(step.Up), describe(up.Segments))
		number := 0
		for _, s := range step.Up {
			if s.Begin != "" {
				number++
			}
			if want := map[bool]int{true: number}[s.Begin != ""]; s.Transaction != want {
				t.Errorf("%s segment %d: transaction %d, want %d", step.ID(), s.Number, s.Transaction, want)
			}
		}
		if up.Up != nil {
			t.Errorf("%s: the upgrade has segments to be taken back", step.ID())
		}
	}
	stats, err := p.compile("downgrade --database stats head:base")
	if err != nil {
		t.Fatal(err)
	}
	if up := stats.Steps[0].Up; len(up) != 1 || len(up[0].Statements) != 0 {
		t.Errorf("the upgrade of a database without a section has %d segments", len(up))
	}
	broken, err := load(one("COMMIT;\n-- sqlbundle:down"), "")
	if err != nil {
		t.Fatal(problems(err))
	}
	back, err = broken.compile("downgrade head:base")
	if err != nil {
		t.Fatal("a way back needs no upgrade that compiles:", problems(err))
	}
	if back.Steps[0].Up != nil {
		t.Error("an up section that does not compile has segments")
	}
}

// TestTransactionBeforeQueries holds that no transaction spans the queries that
// a revision requires.
func TestTransactionBeforeQueries(t *testing.T) {
	fsys := fstest.MapFS{}
	parent := "base"
	for id, section := range []string{"", "", "require", "", "verify", "", "require db=stats", ""} {
		name := string(rune('a' + id))
		if section != "" {
			section = "-- sqlbundle:" + section + "\nSELECT true;\n"
		}
		fsys["migrations/"+name+".sql"] = &fstest.MapFile{Data: []byte("-- x\n-- sqlbundle:revision " + name + "\n-- sqlbundle:revises " +
			parent + "\n" + section + "-- sqlbundle:up\nSELECT 1;\n")}
		parent = name
	}
	p, err := load(fsys, "[bundle]\ntransaction = 'all'\n[database.main]\n[database.stats]\n")
	if err != nil {
		t.Fatal(problems(err))
	}
	for database, want := range map[string][]int{"main": {1, 1, 2, 2, 2, 2, 2, 2}, "stats": {1, 1, 1, 1, 1, 1, 2, 2}} {
		plan, err := p.compile("upgrade --database " + database + " head")
		if err != nil {
			t.Fatal(err)
		}
		var got []int
		for _, step := range plan.Steps {
			got = append(got, step.Segments[0].Transaction)
		}
		same(t, database, got, want)
	}
}
