package oracle

// createCases make tables, with what ties them to others.
func createCases() []Case {
	return on([]string{"plain", "indexed", "computed", "of types"}, []forms{
		{"table", each("CREATE TABLE fresh *",
			"(x int)", "(x int PRIMARY KEY, y text UNIQUE)", "(x serial, y bigint GENERATED ALWAYS AS IDENTITY)",
			"(x int REFERENCES other)", "(x bigint REFERENCES item (id))",
			"(x int, FOREIGN KEY (x) REFERENCES other ON DELETE CASCADE, y bigint REFERENCES item)",
			"(x int CHECK (x > 0), EXCLUDE USING btree (x WITH =))", "(x int) PARTITION BY RANGE (x)",
			"(x int) INHERITS (other)", "() INHERITS (item, other)", "(LIKE item)",
			"(LIKE item INCLUDING CONSTRAINTS)", "(LIKE item INCLUDING INDEXES INCLUDING COMMENTS)",
			"(LIKE item INCLUDING STATISTICS INCLUDING STORAGE)",
			"(LIKE item INCLUDING ALL EXCLUDING INDEXES, z int)", "AS SELECT 1 AS x",
			"AS SELECT id, n FROM item WHERE id < 10", "AS TABLE item WITH NO DATA",
			"AS SELECT i.id FROM item i JOIN other o ON o.id = i.n", "AS VALUES (1), (2)",
			"(x int REFERENCES missing)", "(x missing)", "(x int, x int)", "(x int) WITH (fillfactor = 40)",
			"(x int) TABLESPACE oracle_ts", "(x int DEFAULT random(), y text COLLATE \"C\")",
		)},
		{"table", []string{
			"CREATE TABLE item (x int)", "CREATE TABLE IF NOT EXISTS other (x int REFERENCES item (id))",
			"CREATE TEMP TABLE fresh (LIKE item INCLUDING ALL)",
			"CREATE TEMP TABLE fresh ON COMMIT DROP AS SELECT * FROM item",
			"CREATE UNLOGGED TABLE fresh (x int PRIMARY KEY)",
			"CREATE UNLOGGED TABLE fresh (x bigint REFERENCES item (id))", "SELECT id INTO fresh FROM item",
			"CREATE TABLE app.fresh (x int)", "CREATE TABLE missing.fresh (x int)",
			"CREATE TEMP TABLE item (x int)", "CREATE TABLE IF NOT EXISTS item AS SELECT 1",
		}},
	})
}

// modifyCases read and write rows. They are without sequential scans where an
// index serves: else the planner's estimates would choose.
func modifyCases() []Case {
	cases := on([]string{"plain", "partitioned", "parent", "child", "referenced", "referencing", "viewed", "busy", "indexed", "quoted", "hashed"}, []forms{
		{"dml", []string{
			"INSERT INTO item (id, a, b, c, n, d) VALUES (1000, 1, 'x', 'c1', 1000, '2024-02-02')",
			"INSERT INTO item (id, a, b, c, n, d) VALUES (1, 1, 'x', 'c1', 1, '2024-01-02') ON CONFLICT DO NOTHING",
			"INSERT INTO item (id, a, b, c, n, d) SELECT id + 500, a, b, NULL, n + 500, d FROM item",
			"UPDATE item SET b = 'x' WHERE id = 5", "UPDATE item SET b = 'x'", "UPDATE item SET a = 3 WHERE id = 6",
			"UPDATE item SET n = n + 1000 WHERE id = 7", "UPDATE item SET id = 3000 WHERE id = 100",
			"UPDATE item SET b = code FROM other WHERE other.id = item.id", "DELETE FROM item WHERE id = 9",
			"DELETE FROM item WHERE b = 'b3'",
			"DELETE FROM item USING other WHERE other.id = item.id AND item.id < 5",
			"SELECT * FROM item WHERE id = 3", "SELECT count(*) FROM item",
			"SELECT * FROM item WHERE id = 3 FOR UPDATE", "SELECT * FROM item WHERE id = 4 FOR KEY SHARE",
			"WITH gone AS (DELETE FROM item WHERE id = 30 RETURNING id) SELECT * FROM gone",
			"COPY (SELECT id FROM item) TO PROGRAM 'cat > /dev/null'", "EXPLAIN SELECT * FROM item",
			"EXPLAIN DELETE FROM item",
			"SELECT i.id FROM item i JOIN other o ON o.id = i.n WHERE i.id = 8 FOR UPDATE OF o",
			"DELETE FROM other WHERE id = 1", "UPDATE other SET code = 'z' WHERE id = 2",
			"UPDATE other SET id = 900 WHERE id = 3",
		}},
	})
	return with("SET LOCAL enable_seqscan = off", cases)
}
