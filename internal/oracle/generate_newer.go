package oracle

// GenerateNewer gives cases in forms that the grammar of PostgreSQL 16 does not
// have, otherwise like those of [Generate]. To older servers they are errors of
// syntax.
func GenerateNewer() []Case {
	cases := on([]string{
		"plain", "partitioned", "partition", "parent", "child", "referenced", "referencing", "unlogged", "temporary",
		"viewed", "computed", "indexed", "typed", "checked", "empty", "nested", "hashed", "quoted",
	}, newerForms)
	cases = append(cases, on([]string{"partitioned", "parent", "nested", "child"}, newerOnlyForms)...)
	cases = append(cases, on([]string{"computed"}, []forms{
		{"alter-column", each("ALTER TABLE item *",
			"ALTER COLUMN e SET EXPRESSION AS (n + 2)", "ALTER e SET EXPRESSION AS (a), ADD COLUMN z int",
			"ALTER COLUMN n SET EXPRESSION AS (1)", "ALTER COLUMN e SET EXPRESSION AS (random()::int)",
			"ALTER COLUMN e SET EXPRESSION AS (e + 1)", "ALTER COLUMN missing SET EXPRESSION AS (1)",
		)},
	})...)
	cases = append(cases, on([]string{"referencing", "checked"}, []forms{
		{"foreign-key", each("ALTER TABLE item ALTER CONSTRAINT item_a_fk *", "NOT ENFORCED", "ENFORCED", "INHERIT", "NO INHERIT")},
	})...)
	cases = append(cases, on([]string{"hashed"}, []forms{
		{"foreign-key", []string{
			"ALTER TABLE item ALTER CONSTRAINT item_a_fkey NOT ENFORCED",
			"ALTER TABLE item_1 ALTER CONSTRAINT item_a_fkey NOT ENFORCED",
			"ALTER TABLE line ALTER CONSTRAINT line_item_id_fkey NOT ENFORCED",
			"CREATE TABLE pointer (id bigint REFERENCES item NOT ENFORCED)",
		}},
	})...)
	for _, s := range newerStates {
		s.setup = shared + s.setup
		for _, stmt := range newerStatements[s.name] {
			cases = append(cases, s.measured("newer", stmt))
		}
	}
	return cases
}

var newerForms = []forms{
	{"add-column", each("ALTER TABLE item ADD COLUMN z int *",
		"GENERATED ALWAYS AS (n + 1) VIRTUAL", "NOT NULL GENERATED ALWAYS AS (n + 1) VIRTUAL",
		"REFERENCES other NOT ENFORCED", "CHECK (z > 0) NOT ENFORCED",
	)},
	{"constraint", each("ALTER TABLE item ADD *",
		"CONSTRAINT item_new CHECK (n > 0) NOT ENFORCED", "CONSTRAINT item_new CHECK (n > 0) ENFORCED",
		"CONSTRAINT item_new NOT NULL a", "CONSTRAINT item_new NOT NULL a NOT VALID", "NOT NULL b",
		"CONSTRAINT item_new NOT NULL a NO INHERIT", "CONSTRAINT item_new NOT NULL n",
		"CONSTRAINT item_new NOT NULL a, ADD CONSTRAINT item_other NOT NULL b NOT VALID",
		"CONSTRAINT item_new NOT NULL missing",
	)},
	{"constraint", each("ALTER TABLE item ALTER CONSTRAINT *",
		"item_n_not_null NO INHERIT", "item_n_not_null INHERIT", "item_pkey NOT ENFORCED", "missing ENFORCED",
	)},
	{"foreign-key", each("ALTER TABLE item ADD CONSTRAINT item_fk FOREIGN KEY *",
		"(a) REFERENCES other NOT ENFORCED", "(c) REFERENCES other (code) NOT ENFORCED",
	)},
	{"table", each("CREATE TABLE fresh *",
		"(x int, y int GENERATED ALWAYS AS (x + 1) VIRTUAL)", "(x int REFERENCES other NOT ENFORCED)",
		"(x int, CONSTRAINT fresh_x NOT NULL x)", "(x int, CHECK (x > 0) NOT ENFORCED)",
	)},
}

var newerOnlyForms = []forms{
	{"constraint", each("ALTER TABLE ONLY item ADD *",
		"CONSTRAINT item_new NOT NULL a", "CONSTRAINT item_new NOT NULL a NO INHERIT",
		"CONSTRAINT item_new CHECK (n > 0) NOT ENFORCED",
	)},
	{"add-column", []string{"ALTER TABLE ONLY item ADD COLUMN z int GENERATED ALWAYS AS (n + 1) VIRTUAL"}},
}

// newerStates are databases that only newer servers can have.
var newerStates = []state{
	{name: "virtual", setup: `
CREATE TABLE item (id int PRIMARY KEY, a int, v int GENERATED ALWAYS AS (a + 1) VIRTUAL);
INSERT INTO item SELECT g, g FROM generate_series(1, 40) g;
`},
	{name: "soft", setup: `
CREATE TABLE item (id int PRIMARY KEY, a int, CONSTRAINT item_fk FOREIGN KEY (a) REFERENCES other NOT ENFORCED,
  CONSTRAINT item_ck CHECK (a > 0) NOT ENFORCED);
INSERT INTO item SELECT g, g FROM generate_series(1, 40) g;
ALTER TABLE item ADD CONSTRAINT item_there NOT NULL a NOT VALID;
`},
	{name: "soft parts", setup: `
CREATE TABLE item (id int PRIMARY KEY, a int) PARTITION BY RANGE (id);
CREATE TABLE item_1 PARTITION OF item FOR VALUES FROM (0) TO (20);
CREATE TABLE item_2 PARTITION OF item DEFAULT;
INSERT INTO item SELECT g, g FROM generate_series(1, 40) g;
ALTER TABLE item ADD CONSTRAINT item_fk FOREIGN KEY (a) REFERENCES other NOT VALID,
  ADD CONSTRAINT item_loose FOREIGN KEY (a) REFERENCES other NOT ENFORCED,
  ADD CONSTRAINT item_there NOT NULL a NOT VALID;
`},
	{name: "periods", setup: `
CREATE EXTENSION btree_gist;
CREATE TABLE item (k int, during daterange, b int, PRIMARY KEY (k, during WITHOUT OVERLAPS));
CREATE TABLE stay (k int, during daterange);
CREATE TABLE visit (k int, during daterange, CONSTRAINT visit_fk FOREIGN KEY (k, PERIOD during) REFERENCES item);
`},
}

// newerStatements are the statements about each of them.
var newerStatements = map[string][]string{
	"virtual": append(each("ALTER TABLE item ALTER COLUMN v *",
		"SET EXPRESSION AS (a + 2)", "DROP EXPRESSION", "SET NOT NULL", "TYPE bigint", "SET DEFAULT 3", "SET STATISTICS 3",
		"DROP NOT NULL",
	), "ALTER TABLE item ALTER a TYPE bigint", "ALTER TABLE item DROP COLUMN a", "ALTER TABLE item DROP COLUMN v",
		"ALTER TABLE item DROP COLUMN a CASCADE", "CREATE INDEX ON item (v)", "CREATE INDEX ON item ((v + 1))",
		"ALTER TABLE item ADD CHECK (v > 0)", "CREATE VIEW seen AS SELECT v FROM item", "CREATE TABLE copied (LIKE item INCLUDING ALL)",
		"CREATE TABLE derived () INHERITS (item)", "ALTER TABLE item ADD UNIQUE (v)", "ALTER TABLE item RENAME COLUMN v TO w",
		"ALTER TABLE item ADD FOREIGN KEY (v) REFERENCES other",
	),
	"soft": append(each("ALTER TABLE item *",
		"ALTER CONSTRAINT item_fk ENFORCED", "ALTER CONSTRAINT item_fk NOT ENFORCED", "ALTER CONSTRAINT item_ck ENFORCED",
		"VALIDATE CONSTRAINT item_fk", "VALIDATE CONSTRAINT item_ck", "VALIDATE CONSTRAINT item_there",
		"ALTER COLUMN a SET NOT NULL", "ALTER COLUMN a DROP NOT NULL", "DROP CONSTRAINT item_fk", "DROP CONSTRAINT item_there",
		"DROP CONSTRAINT item_pkey, ADD PRIMARY KEY (a)", "RENAME CONSTRAINT item_there TO item_here",
		"ADD CONSTRAINT item_more NOT NULL a", "ADD CONSTRAINT item_there NOT NULL a", "ALTER COLUMN a TYPE bigint",
	), "DROP TABLE other", "CREATE TABLE copied (LIKE item INCLUDING ALL)", "TRUNCATE other", "DELETE FROM other WHERE id = 1"),
	"soft parts": each("ALTER TABLE item *",
		"VALIDATE CONSTRAINT item_fk", "VALIDATE CONSTRAINT item_loose", "VALIDATE CONSTRAINT item_there",
		"ALTER CONSTRAINT item_loose ENFORCED", "ALTER CONSTRAINT item_fk NOT ENFORCED", "DROP CONSTRAINT item_fk",
		"DROP CONSTRAINT item_there", "ALTER COLUMN a SET NOT NULL", "DETACH PARTITION item_1", "ALTER COLUMN a TYPE bigint",
	),
	"periods": append(each("ALTER TABLE stay ADD *",
		"FOREIGN KEY (k, PERIOD during) REFERENCES item (k, PERIOD during)", "FOREIGN KEY (k, PERIOD during) REFERENCES item",
		"FOREIGN KEY (k, during) REFERENCES item (k, during)", "FOREIGN KEY (k, PERIOD during) REFERENCES item NOT VALID",
		"PRIMARY KEY (k, during WITHOUT OVERLAPS)", "CONSTRAINT stay_key UNIQUE (k, during WITHOUT OVERLAPS)",
		"UNIQUE (during WITHOUT OVERLAPS)", "UNIQUE (during, k WITHOUT OVERLAPS)",
		"FOREIGN KEY (k, PERIOD during) REFERENCES item NOT ENFORCED",
	), "ALTER TABLE item DROP CONSTRAINT item_pkey", "ALTER TABLE item DROP CONSTRAINT item_pkey CASCADE",
		"ALTER TABLE item DROP COLUMN during CASCADE", "ALTER TABLE visit DROP CONSTRAINT visit_fk", "TRUNCATE item CASCADE",
		"CREATE TABLE fresh (k int, during daterange, FOREIGN KEY (k, PERIOD during) REFERENCES item)",
		"CREATE TABLE copied (LIKE item INCLUDING ALL)", "ALTER TABLE item ALTER COLUMN k TYPE bigint",
		"ALTER TABLE visit ALTER COLUMN k TYPE bigint", "ALTER TABLE item RENAME CONSTRAINT item_pkey TO item_key",
		"REINDEX TABLE item", "ALTER TABLE item ALTER CONSTRAINT item_pkey NOT ENFORCED", "ALTER TABLE visit ALTER CONSTRAINT visit_fk NOT ENFORCED",
	),
}
