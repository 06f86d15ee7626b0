package pgsql_test

import (
	"reflect"
	"slices"
	"testing"

	pg_query "github.com/pganalyze/pg_query_go/v5"
	"google.golang.org/protobuf/reflect/protoreflect"

	"sqlbundle/internal/pgsql"
)

func parseOne(t testing.TB, sql string) *pgsql.Node {
	t.Helper()
	stmts, err := pgsql.Parse(sql)
	if err != nil {
		t.Fatalf("parsing %s: %v", sql, err)
	}
	return stmts[0].Stmt
}

func typeNames(node *pgsql.Node) []string {
	var names []string
	pgsql.Walk(node, func(m any) bool {
		names = append(names, reflect.TypeOf(m).Elem().Name())
		return true
	})
	return names
}

func TestWalkOrder(t *testing.T) {
	node := parseOne(t, `INSERT INTO app.t (a) SELECT f(1) FROM u AS v ON CONFLICT DO NOTHING`)
	want := []string{
		"InsertStmt", "RangeVar", "ResTarget",
		"SelectStmt", "ResTarget", "FuncCall", "String", "A_Const", "Integer",
		"RangeVar", "Alias",
		"OnConflictClause",
	}
	if got := typeNames(node); !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestWalkStopsWhereToldTo(t *testing.T) {
	node := parseOne(t, `SELECT (SELECT 1 FROM inner_table), 2 FROM outer_table`)
	var seen []string
	pgsql.Walk(node, func(m any) bool {
		if r, ok := m.(*pg_query.RangeVar); ok {
			seen = append(seen, r.Relname)
		}
		_, link := m.(*pg_query.SubLink)
		return !link
	})
	if want := []string{"outer_table"}; !slices.Equal(seen, want) {
		t.Errorf("got %v, want %v", seen, want)
	}
}

func TestWalkNothing(t *testing.T) {
	for _, node := range []*pgsql.Node{nil, {}} {
		if got := typeNames(node); got != nil {
			t.Errorf("got %v", got)
		}
	}
}

// TestWalkMissesNothing compares the visited messages with those that protobuf's
// own reflection finds.
func TestWalkMissesNothing(t *testing.T) {
	for _, sql := range []string{
		`WITH RECURSIVE w AS (SELECT 1 UNION SELECT n + 1 FROM w) SEARCH DEPTH FIRST BY n SET o CYCLE n SET c USING p
		 SELECT DISTINCT ON (a) a, JSON_OBJECT('k': v), count(*) FILTER (WHERE b) OVER (PARTITION BY c ORDER BY d)
		 FROM w JOIN u USING (a) AS j, LATERAL f(1) WITH ORDINALITY, t TABLESAMPLE system (1)
		 WHERE EXISTS (SELECT) GROUP BY ROLLUP (a) HAVING a > ALL (ARRAY[1, 2]) FOR UPDATE OF u`,
		`CREATE TABLE t (a int DEFAULT 1 CHECK (a > 0) REFERENCES u (b) ON DELETE SET NULL,
		 LIKE v INCLUDING ALL, UNIQUE (a)) PARTITION BY RANGE (a, (b + 1)) WITH (fillfactor = 10)`,
		`CREATE TABLE p PARTITION OF t FOR VALUES FROM (1, MINVALUE) TO (2, MAXVALUE)`,
		`CREATE FUNCTION f(a int DEFAULT 1) RETURNS TABLE (b text) LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END`,
		`ALTER TABLE t ADD c numeric(3, 1)[] COLLATE "C"`,
		`ALTER TABLE t DETACH PARTITION p CONCURRENTLY`,
		`MERGE INTO t USING u ON true WHEN MATCHED AND a THEN UPDATE SET (b, c) = (SELECT 1, 2)`,
		`CREATE PUBLICATION p FOR TABLE t (a) WHERE (a > 1), TABLES IN SCHEMA s`,
		`GRANT SELECT (a) ON t TO r GRANTED BY CURRENT_ROLE`,
		`INSERT INTO t VALUES (1.5, true, B'01', NULL) ON CONFLICT (a) DO UPDATE SET a = excluded.a RETURNING *`,
	} {
		node := parseOne(t, sql)
		want := map[any]bool{}
		countMessages(node.ProtoReflect(), want)
		got := map[any]bool{}
		pgsql.Walk(node, func(m any) bool { got[m] = true; return true })
		for m := range want {
			if !got[m] {
				t.Errorf("%s: missed %T", sql, m)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%s: visited %d messages, there are %d", sql, len(got), len(want))
		}
	}
}

func countMessages(m protoreflect.Message, all map[any]bool) {
	if _, isNode := m.Interface().(*pgsql.Node); !isNode {
		all[m.Interface()] = true
	}
	m.Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		switch {
		case f.Kind() != protoreflect.MessageKind:
		case f.IsList():
			for i := range v.List().Len() {
				countMessages(v.List().Get(i).Message(), all)
			}
		default:
			countMessages(v.Message(), all)
		}
		return true
	})
}

func BenchmarkWalk(b *testing.B) {
	node := parseOne(b, `SELECT a, f(b, 1) FROM t JOIN u ON t.id = u.id WHERE a > 1 AND b IN (1, 2, 3)`)
	b.ReportAllocs()
	for b.Loop() {
		pgsql.Walk(node, func(any) bool { return true })
	}
}
