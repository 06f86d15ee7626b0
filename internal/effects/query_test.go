package effects

import (
	"strings"
	"testing"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

// querySchema is what the queries of the tests are about.
const querySchema = `
CREATE SCHEMA app;
CREATE TYPE app.mood AS ENUM ('sad', 'ok');
CREATE TYPE pair AS (x int, y text);
CREATE SEQUENCE sq;
CREATE EXTENSION citext;
CREATE TABLE users (id bigint PRIMARY KEY, name varchar(40), nick citext, mood app.mood, tags text[], data jsonb,
  made timestamptz(3), score numeric(10,2), p pair, code text COLLATE "C", d date);
CREATE TABLE orders (id int PRIMARY KEY, user_id bigint REFERENCES users, amount numeric, status app.mood);
CREATE FUNCTION tab(n int DEFAULT 1) RETURNS TABLE (k int, v text) LANGUAGE sql AS 'SELECT 1, ''a''::text';
CREATE FUNCTION vol() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';`

// madeBy is a catalog in which statements have run.
func madeBy(t testing.TB, version int, sql string) *catalog.Catalog {
	t.Helper()
	c := catalog.New(version)
	stmts, err := pgsql.Parse(sql)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range stmts {
		if e := Apply(c, s.Stmt, 0); e.Refused != nil || len(e.Unknown) > 0 {
			t.Fatalf("refused %v, unknown %q", e.Refused, e.Unknown)
		}
		c.Commit()
	}
	return c
}

func parsed(t *testing.T, sql string) *pgsql.Node {
	t.Helper()
	stmts, err := pgsql.Parse(sql)
	if err != nil || len(stmts) != 1 {
		t.Fatalf("%s: %v", sql, err)
	}
	return stmts[0].Stmt
}

// TestQueryOutput has what servers 13 to 18 answer to CREATE VIEW and format_type.
func TestQueryOutput(t *testing.T) {
	for _, test := range []struct{ query, want string }{
		{"SELECT id, name, made, score, tags FROM users", "id bigint, name character varying(40), made timestamp(3) with time zone, score numeric(10,2), tags text[]"},
		{"SELECT 1, 3000000000, 1.5, 'x', NULL", "?column? integer, ?column? bigint, ?column? numeric, ?column? text, ?column? text"},
		{"SELECT count(*), sum(id), avg(score), array_agg(name), max(mood) FROM users", "count bigint, sum numeric, avg numeric, array_agg character varying[], max app.mood"},
		{"SELECT name || 'x', id + 1, d + 1, d - d, made - made, data -> 'a', data ->> 'a' FROM users", "?column? text, ?column? bigint, ?column? date, ?column? integer, ?column? interval, ?column? jsonb, ?column? text"},
		{"SELECT coalesce(name, 'x'), coalesce(score, 0), nullif(name, ''), CASE WHEN true THEN 1 ELSE 2.5 END FROM users", "coalesce character varying, coalesce numeric, nullif text, case numeric"},
		{"SELECT nick = 'x', lower(nick), nick::text FROM users", "?column? boolean, lower text, nick text"},
		{"SELECT (p).x, (p).* FROM users", "x integer, x integer, y text"},
		{"SELECT code, lower(code), name COLLATE \"C\" FROM users", "code text C, lower text C, name character varying(40) C"},
		{"SELECT 'a' UNION SELECT name FROM users", "?column? character varying"},
		{"VALUES (1, 'a'), (2.5, NULL)", "column1 numeric, column2 text"},
		{"WITH RECURSIVE t(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM t) SELECT * FROM t", "n integer"},
		{"SELECT * FROM tab() WITH ORDINALITY", "k integer, v text, ordinality bigint"},
		{"SELECT elem, e.key FROM users, jsonb_array_elements(data) elem, jsonb_each_text(data) e", "elem jsonb, key text"},
		{"SELECT * FROM json_to_recordset('[]') AS x(a int, m app.mood)", "a integer, m app.mood"},
		{"SELECT u.* FROM (SELECT id, d FROM users) u JOIN orders USING (id)", "id bigint, d date"},
		{"SELECT EXISTS (SELECT 1), ARRAY(SELECT id FROM orders), (SELECT max(amount) FROM orders)", "exists boolean, array integer[], max numeric"},
		{"SELECT current_date, current_timestamp(2), extract(year FROM d), current_user FROM users", "current_date date, current_timestamp timestamp(2) with time zone, extract numeric, current_user name"},
	} {
		c := madeBy(t, 16, querySchema)
		a := c.AnalyzeQuery(parsed(t, test.query))
		var got []string
		for _, col := range a.Output {
			got = append(got, strings.TrimSpace(col.Name+" "+c.FormatType(col.Type)+" "+col.Collation))
		}
		if text := strings.Join(got, ", "); text != test.want || a.Problem != nil {
			t.Errorf("%s\n got %s %v\nwant %s", test.query, text, a.Problem, test.want)
		}
	}
}

// TestQueryRefs has what pg_depend says of views of these queries.
func TestQueryRefs(t *testing.T) {
	for _, test := range []struct{ query, want string }{
		{"SELECT name FROM users WHERE d IS NULL", "column d of table public.users, column name of table public.users"},
		{"SELECT count(*) FROM users", "table public.users"},
		{"SELECT a.amount FROM orders a JOIN users USING (id)", "column amount of table public.orders, column id of table public.orders, column id of table public.users"},
		{"SELECT id, name FROM users GROUP BY id", "column id of table public.users, column name of table public.users, constraint users_pkey on table public.users"},
		{"SELECT nextval('sq'), 'ok'::app.mood", "sequence public.sq, type app.mood"},
		{"SELECT k FROM tab()", "function public.tab"},
	} {
		c := madeBy(t, 16, querySchema)
		a := c.AnalyzeQuery(parsed(t, test.query))
		whole := map[catalog.OID]bool{}
		for _, ref := range a.Refs {
			whole[ref.OID] = whole[ref.OID] || ref.Sub != 0
		}
		found := map[string]bool{}
		for _, ref := range a.Refs {
			if ref.Sub != 0 || !whole[ref.OID] {
				found[strings.ReplaceAll(strings.Split(c.Describe(ref), "(")[0], `"`, "")] = true
			}
		}
		for _, want := range strings.Split(test.want, ", ") {
			if !found[want] {
				t.Errorf("%s does not depend on %s", test.query, want)
			}
			delete(found, want)
		}
		if len(found) > 0 {
			t.Errorf("%s depends on %v", test.query, found)
		}
	}
}

func TestQueryProblems(t *testing.T) {
	for query, want := range map[string]string{
		"SELECT nope FROM users":                                  "42703",
		"SELECT u.nope FROM users u":                              "42703",
		"SELECT x.id FROM users":                                  "42P01",
		"SELECT id FROM users JOIN orders ON true":                "42702",
		"SELECT 1 UNION SELECT 1, 2":                              "42601",
		"SELECT 'nope'::app.mood":                                 "22P02",
		"SELECT id FROM users UNION SELECT d FROM users":          "42804",
		"INSERT INTO orders (nope) VALUES (1)":                    "42703",
		"INSERT INTO orders VALUES (1, 2, 3, 'ok', 5)":            "42601",
		"SELECT id FROM nowhere":                                  "",
		"SELECT nope FROM users, nowhere":                         "",
		"SELECT id FROM users WHERE EXISTS (SELECT 1 FROM tab())": "",
	} {
		a := madeBy(t, 16, querySchema).AnalyzeQuery(parsed(t, query))
		got := ""
		if a.Problem != nil {
			got = a.Problem.SQLState
		}
		if got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
}

// TestExpressionVolatility has what decides whether ADD COLUMN … DEFAULT
// rewrites.
func TestExpressionVolatility(t *testing.T) {
	for expr, want := range map[string]catalog.Volatility{
		"1 + 1": catalog.Immutable, "now()": catalog.Stable, "md5(random()::text)": catalog.Volatile,
		"vol()": catalog.Volatile, "nobody_knows()": catalog.VolatilityUnknown, "'now'::text::date": catalog.Stable,
		"coalesce(NULL, gen_random_uuid())": catalog.Volatile, "current_date - 7": catalog.Stable, "lower('A')": catalog.Immutable,
	} {
		node := parsed(t, "SELECT "+expr).GetSelectStmt().TargetList[0].GetResTarget().Val
		if got := madeBy(t, 16, querySchema).AnalyzeExpr(nil, node).Expr.Volatility; got != want {
			t.Errorf("%s: %c, want %c", expr, got, want)
		}
	}
}
