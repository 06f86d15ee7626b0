package pgsql

import "testing"

func TestSame(t *testing.T) {
	tree := func(sql string) *Node {
		t.Helper()
		stmts, err := Parse(sql)
		if err != nil {
			t.Fatal(err)
		}
		return stmts[0].Stmt
	}
	const query = "SELECT a, sum(b) FROM t JOIN u USING (a) WHERE c = 'x' AND d IN (1, 2) GROUP BY a"
	if !Same(tree(query), tree("select a,\n  sum(b) from t  join u using (a) where c = 'x' and d in (1, 2) group by a")) {
		t.Error("places count")
	}
	for _, other := range []string{
		"SELECT a, sum(b) FROM t JOIN u USING (a) WHERE c = 'y' AND d IN (1, 2) GROUP BY a",
		"SELECT a, sum(b) FROM t JOIN u USING (a) WHERE c = 'x' AND d IN (1, 3) GROUP BY a",
		"SELECT a, sum(b) FROM t JOIN u USING (a) WHERE c = 'x' AND d IN (1) GROUP BY a",
		"SELECT a, sum(b) FROM t LEFT JOIN u USING (a) WHERE c = 'x' AND d IN (1, 2) GROUP BY a",
		"SELECT a, sum(b) FROM t JOIN u USING (a) WHERE c = 'x' AND d IN (1, 2)",
		"SELECT a, sum(DISTINCT b) FROM t JOIN u USING (a) WHERE c = 'x' AND d IN (1, 2) GROUP BY a",
	} {
		if Same(tree(query), tree(other)) {
			t.Errorf("the same: %s", other)
		}
	}
	if Same(tree("SELECT NULL"), nil) || !Same(nil, nil) {
		t.Error("no tree")
	}
}
