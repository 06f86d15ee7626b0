package oracle

// partitionCases attach, detach, make and drop partitions, and do things to
// one of them.
func partitionCases() []Case {
	cases := on([]string{"partitioned", "ranged"}, []forms{
		{"partition", each("ALTER TABLE item ATTACH PARTITION *",
			"loose FOR VALUES FROM ('2025-01-01') TO ('2025-04-01')",
			"loose_checked FOR VALUES FROM ('2025-01-01') TO ('2025-04-01')",
			"loose_checked FOR VALUES FROM ('2025-01-01') TO ('2025-03-01')",
			"loose FOR VALUES FROM ('2024-02-01') TO ('2024-03-01')", "loose DEFAULT", "loose FOR VALUES IN (1)",
			"item_1 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')", "missing DEFAULT", "other DEFAULT",
			"loose FOR VALUES FROM ('2025-01-01') TO (MAXVALUE)",
			"loose FOR VALUES FROM (MINVALUE) TO ('2020-01-01')",
		)},
		{"partition", each("ALTER TABLE item DETACH PARTITION *",
			"item_1", "item_2", "missing", "loose", "item_1 CONCURRENTLY", "item_2 FINALIZE",
		)},
		{"partition", each("CREATE TABLE *",
			"item_new PARTITION OF item FOR VALUES FROM ('2025-01-01') TO ('2025-04-01')",
			"item_new PARTITION OF item DEFAULT", "IF NOT EXISTS item_1 PARTITION OF item DEFAULT",
			"item_new PARTITION OF item FOR VALUES FROM ('2024-01-01') TO ('2024-02-01')",
			"item_new PARTITION OF item (b NOT NULL, CHECK (n > 0)) FOR VALUES FROM ('2027-01-01') TO ('2028-01-01')",
			"item_new PARTITION OF item FOR VALUES FROM ('2026-01-01') TO ('2027-01-01') PARTITION BY LIST (n)",
			"app.item_new PARTITION OF item FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
			"item_new (LIKE item INCLUDING ALL)", "item_new (LIKE item INCLUDING DEFAULTS INCLUDING CONSTRAINTS)",
			"item_new () INHERITS (item)",
		)},
		{"partition", each("DROP TABLE *",
			"item_1", "item_2", "item_1, item_2", "IF EXISTS item_1 CASCADE", "loose", "item_1, loose",
		)},
		{"partition", each("TRUNCATE *", "item_1", "item, loose")},
		{"add-column", each("ALTER TABLE item_1 *", "ADD COLUMN z int")},
		{"drop-column", each("ALTER TABLE item_1 DROP COLUMN *", "b", "IF EXISTS missing")},
		{"alter-column", each("ALTER TABLE item_1 ALTER COLUMN *",
			"a SET NOT NULL", "a SET DEFAULT 3", "n DROP NOT NULL", "a SET STATISTICS 4",
		)},
		{"alter-column", []string{"ALTER TABLE item_1 RENAME COLUMN b TO b2", "ALTER TABLE item RENAME COLUMN d TO d2"}},
		{"column-type", each("ALTER TABLE item ALTER COLUMN *",
			"d TYPE timestamp", "n TYPE bigint", "c TYPE varchar(40), ALTER COLUMN b TYPE varchar",
		)},
		{"constraint", each("ALTER TABLE item_1 ADD *",
			"CHECK (n > 0)", "UNIQUE (n)", "FOREIGN KEY (a) REFERENCES other",
			"FOREIGN KEY (a) REFERENCES other NOT VALID", "CONSTRAINT item_ck CHECK (d >= '2024-01-01') NOT VALID",
		)},
		{"index", []string{
			"CREATE INDEX item_1_b ON item_1 (b)", "CREATE INDEX item_b ON item (b)", "CREATE INDEX ON item (a)",
			"CREATE INDEX item_b ON ONLY item (b)", "DROP INDEX item_a", "DROP INDEX item_1_a_idx",
			"DROP INDEX IF EXISTS item_2_a_idx CASCADE", "REINDEX TABLE item_1", "REINDEX INDEX item_1_a_idx",
			"ALTER INDEX item_a RENAME TO item_a2", "ALTER INDEX item_1_a_idx RENAME TO item_1_a",
			"ALTER INDEX item_a ATTACH PARTITION item_1_a_idx", "CREATE UNIQUE INDEX ON item (a)",
			"CREATE UNIQUE INDEX ON item (d, a)", "CREATE INDEX CONCURRENTLY item_1_b ON item_1 (b)",
		}},
		{"table", each("ALTER TABLE item_1 *",
			"RENAME TO item_first", "SET SCHEMA app", "OWNER TO oracle_role", "SET (fillfactor = 50)",
			"SET UNLOGGED", "NO INHERIT item", "INHERIT loose", "ENABLE ROW LEVEL SECURITY",
		)},
		{"table", []string{"ANALYZE item_1", "VACUUM item_1", "CLUSTER item_1 USING item_1_a_idx", "LOCK TABLE item_1 IN SHARE MODE", "COMMENT ON TABLE item_1 IS 'x'"}},
		{"trigger-policy", []string{
			"CREATE TRIGGER item_new AFTER INSERT ON item_1 FOR EACH ROW EXECUTE FUNCTION touch()",
			"ALTER TABLE item_1 DISABLE TRIGGER ALL", "CREATE POLICY item_new ON item_1 USING (true)",
		}},
		{"replication", []string{"CREATE PUBLICATION fresh FOR TABLE item_1", "CREATE PUBLICATION fresh FOR TABLE item, item_1"}},
	})
	cases = append(cases, on([]string{"partitioned"}, []forms{
		{"partition", []string{
			"ALTER TABLE item DETACH PARTITION item_rest", "DROP TABLE item_rest",
			"CREATE TABLE item_new PARTITION OF item FOR VALUES FROM ('2024-06-10') TO ('2024-06-20')",
			"ALTER TABLE item ATTACH PARTITION loose FOR VALUES FROM ('2024-06-10') TO ('2024-06-20')",
		}},
	})...)
	cases = append(cases, on([]string{"ranged"}, []forms{
		{"partition", []string{
			"ALTER TABLE item ATTACH PARTITION loose_keyed FOR VALUES FROM ('2025-01-01') TO ('2025-04-01')",
			"ALTER TABLE item ATTACH PARTITION loose_short DEFAULT",
			"ALTER TABLE item_1 ATTACH PARTITION loose DEFAULT",
		}},
		{"constraint", each("ALTER TABLE item ADD *",
			"PRIMARY KEY (id, d)", "PRIMARY KEY (id)", "UNIQUE (d, a)", "EXCLUDE USING btree (d WITH =)",
		)},
	})...)
	return append(cases, on([]string{"nested", "hashed"}, []forms{
		{"partition", []string{
			"ALTER TABLE item DETACH PARTITION item_1", "ALTER TABLE item DETACH PARTITION item_2",
			"DROP TABLE item_1", "DROP TABLE item_2", "TRUNCATE item_1",
			"ALTER TABLE item_1 ATTACH PARTITION other DEFAULT",
			"CREATE TABLE item_new PARTITION OF item_1 FOR VALUES IN (90, 91)",
			"CREATE TABLE item_new PARTITION OF item DEFAULT",
			"CREATE TABLE item_new PARTITION OF item FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')",
		}},
		{"foreign-key", []string{
			"CREATE TABLE pointer (id bigint REFERENCES item)",
			"ALTER TABLE other ADD COLUMN item_id bigint REFERENCES item", "DROP TABLE item, other CASCADE",
			"ALTER TABLE item_1 ADD FOREIGN KEY (n) REFERENCES other",
			"ALTER TABLE item_1 DROP CONSTRAINT item_a_fkey", "ALTER TABLE item DROP CONSTRAINT item_a_fkey",
			"ALTER TABLE IF EXISTS line DROP CONSTRAINT line_item_id_fkey", "DROP TABLE IF EXISTS line",
		}},
	})...)
}
