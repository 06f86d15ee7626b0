package oracle

// tableCases are what one does to a table, on tables of every kind.
func tableCases() []Case {
	cases := on(tables, append(alterTableForms, tableForms...))
	cases = append(cases, on([]string{"plain", "partitioned", "parent", "referenced", "indexed"}, aloneForms)...)
	cases = append(cases, on([]string{"partitioned", "parent", "nested", "child"}, onlyForms)...)
	cases = append(cases, on([]string{"indexed"}, indexedForms)...)
	cases = append(cases, on([]string{"computed"}, computedForms)...)
	cases = append(cases, on([]string{"busy"}, busyForms)...)
	cases = append(cases, on([]string{"checked", "referencing"}, checkedForms)...)
	cases = append(cases, on([]string{"viewed", "referenced", "parent"}, dependedForms)...)
	return cases
}

var alterTableForms = []forms{
	{"add-column", each("ALTER TABLE item ADD COLUMN *",
		"z int", "z bigint NOT NULL DEFAULT 7", "IF NOT EXISTS b text", "z timestamptz DEFAULT now()",
		"z uuid NOT NULL DEFAULT gen_random_uuid()", "z bigserial", "z int GENERATED ALWAYS AS (n + 1) STORED",
		"z int CHECK (z > 0)", "z int REFERENCES other", "z int UNIQUE", "a text",
	)},
	{"drop-column", each("ALTER TABLE item DROP COLUMN *",
		"a", "b", "c CASCADE", "id CASCADE", "IF EXISTS missing",
	)},
	{"alter-column", each("ALTER TABLE item ALTER COLUMN *",
		"a SET DEFAULT 1", "n DROP DEFAULT", "a SET NOT NULL", "b SET NOT NULL", "n DROP NOT NULL",
		"a DROP NOT NULL", "a SET STATISTICS 200", "b SET STORAGE EXTERNAL", "n ADD GENERATED ALWAYS AS IDENTITY",
	)},
	{"alter-column", []string{
		"ALTER TABLE item RENAME COLUMN b TO b2", "ALTER TABLE item RENAME COLUMN id TO id2",
	}},
	{"column-type", each("ALTER TABLE item ALTER COLUMN *",
		"c TYPE varchar(50)", "c TYPE text", "c TYPE varchar(10)", "a TYPE bigint", "a TYPE int", "id TYPE int",
		"b TYPE varchar(100)",
	)},
	{"constraint", each("ALTER TABLE item *",
		"ADD CONSTRAINT item_new CHECK (n > 0)", "ADD CONSTRAINT item_new CHECK (n > 0) NOT VALID",
		"ADD CONSTRAINT item_new UNIQUE (n, d, id)", "ADD UNIQUE (a)", "DROP CONSTRAINT item_pkey",
		"DROP CONSTRAINT item_pkey CASCADE", "DROP CONSTRAINT IF EXISTS missing",
		"RENAME CONSTRAINT item_pkey TO item_key",
	)},
	{"foreign-key", each("ALTER TABLE item *",
		"ADD CONSTRAINT item_fk FOREIGN KEY (a) REFERENCES other",
		"ADD CONSTRAINT item_fk FOREIGN KEY (a) REFERENCES other NOT VALID",
		"ADD FOREIGN KEY (c) REFERENCES other (code) ON DELETE SET NULL DEFERRABLE",
	)},
}

var tableForms = []forms{
	{"table", each("ALTER TABLE item *",
		"RENAME TO renamed", "SET SCHEMA app", "OWNER TO oracle_role", "SET UNLOGGED", "SET LOGGED",
		"SET (fillfactor = 70)", "SET (autovacuum_enabled = false)", "ENABLE ROW LEVEL SECURITY",
		"REPLICA IDENTITY FULL", "CLUSTER ON item_a", "SET WITHOUT CLUSTER", "SET ACCESS METHOD heap",
		"INHERIT other",
	)},
	{"table", []string{
		"DROP TABLE item", "DROP TABLE item CASCADE", "TRUNCATE item", "TRUNCATE item RESTART IDENTITY CASCADE",
		"COMMENT ON TABLE item IS 'x'", "COMMENT ON COLUMN item.a IS 'x'", "ANALYZE item",
		"CLUSTER item USING item_a", "LOCK TABLE item IN SHARE ROW EXCLUSIVE MODE",
		"CREATE TABLE IF NOT EXISTS item (x int)", "CREATE TABLE copied (LIKE item INCLUDING ALL)",
		"CREATE TABLE copied AS SELECT * FROM item", "CREATE TABLE derived () INHERITS (item)",
	}},
	{"index", []string{
		"CREATE INDEX item_new ON item (b)", "CREATE UNIQUE INDEX item_new ON item (n, d, id)",
		"CREATE INDEX ON item (lower(b)) WHERE n > 5", "REINDEX TABLE item",
		"CREATE STATISTICS item_new ON b, c FROM item",
	}},
	{"trigger-policy", []string{
		"CREATE TRIGGER item_new AFTER INSERT ON item FOR EACH ROW EXECUTE FUNCTION touch()",
		"CREATE TRIGGER item_new BEFORE UPDATE ON item FOR EACH STATEMENT EXECUTE FUNCTION touch()",
		"ALTER TABLE item DISABLE TRIGGER ALL", "ALTER TABLE item ENABLE TRIGGER USER",
		"CREATE POLICY item_new ON item USING (n > 0)", "CREATE RULE item_new AS ON INSERT TO item DO ALSO NOTHING",
	}},
	{"privilege", []string{"GRANT SELECT ON item TO oracle_role", "REVOKE ALL ON item FROM PUBLIC"}},
	{"replication", []string{"CREATE PUBLICATION fresh FOR TABLE item"}},
	{"view", []string{"CREATE VIEW fresh AS SELECT id, a FROM item", "CREATE MATERIALIZED VIEW fresh AS SELECT n FROM item"}},
}

// aloneForms refuse a transaction block, most of them.
var aloneForms = []forms{
	{"index", []string{
		"CREATE INDEX CONCURRENTLY item_new ON item (b)", "DROP INDEX CONCURRENTLY item_a",
		"REINDEX TABLE CONCURRENTLY item", "REINDEX INDEX CONCURRENTLY item_a",
	}},
	{"table", []string{"VACUUM (ANALYZE) item", "VACUUM FULL item", "VACUUM (FREEZE, INDEX_CLEANUP off) item"}},
}

var onlyForms = []forms{
	{"add-column", each("ALTER TABLE ONLY item ADD COLUMN *", "z int", "z int NOT NULL DEFAULT 3")},
	{"drop-column", []string{"ALTER TABLE ONLY item DROP COLUMN b"}},
	{"alter-column", each("ALTER TABLE ONLY item ALTER COLUMN *",
		"a SET DEFAULT 3", "a SET NOT NULL", "n DROP NOT NULL", "a SET STATISTICS 9",
	)},
	{"alter-column", []string{"ALTER TABLE ONLY item RENAME COLUMN b TO b2"}},
	{"column-type", []string{"ALTER TABLE ONLY item ALTER COLUMN a TYPE bigint"}},
	{"constraint", each("ALTER TABLE ONLY item ADD *",
		"CONSTRAINT item_new CHECK (n > 0)", "CONSTRAINT item_new CHECK (n > 0) NO INHERIT",
		"CONSTRAINT item_new CHECK (n > 0) NOT VALID", "UNIQUE (n, d, id)", "FOREIGN KEY (a) REFERENCES other",
	)},
	{"index", []string{"CREATE INDEX item_new ON ONLY item (b)", "CREATE UNIQUE INDEX ON ONLY item (id, d, n)"}},
	{"table", []string{
		"TRUNCATE ONLY item", "LOCK TABLE ONLY item IN EXCLUSIVE MODE",
		"ALTER TABLE ONLY item OWNER TO oracle_role", "ALTER TABLE ONLY item ENABLE ROW LEVEL SECURITY",
		"ALTER TABLE ONLY item SET (autovacuum_enabled = off)",
	}},
	{"trigger-policy", []string{"ALTER TABLE ONLY item DISABLE TRIGGER USER"}},
}

// dependedForms are about what hangs on a table.
var dependedForms = []forms{
	{"drop-column", each("ALTER TABLE item DROP COLUMN *",
		"a CASCADE", "b CASCADE", "n CASCADE", "d", "n, DROP COLUMN d",
	)},
	{"column-type", each("ALTER TABLE item ALTER COLUMN *",
		"n TYPE bigint", "n TYPE numeric", "n TYPE int", "id TYPE bigint", "id TYPE numeric", "d TYPE timestamp",
	)},
	{"alter-column", []string{"ALTER TABLE item RENAME COLUMN n TO n2", "ALTER TABLE item RENAME COLUMN a TO a2"}},
	{"table", []string{
		"TRUNCATE item CASCADE", "DROP TABLE IF EXISTS item CASCADE", "DROP TABLE IF EXISTS missing, item CASCADE",
		"LOCK TABLE item, other IN ACCESS SHARE MODE", "DROP TABLE item, other CASCADE",
	}},
}
