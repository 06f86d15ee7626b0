package effects

import "testing"

const indexedTable = `CREATE TABLE t (id int PRIMARY KEY, v int, s serial); CREATE UNIQUE INDEX tu ON t (v);
	CREATE INDEX tg ON t USING gin ((ARRAY[v])); CREATE INDEX tp ON t (s) WHERE s > 0;
	CREATE UNIQUE INDEX te ON t ((s+1)); CREATE UNIQUE INDEX ts ON t (s)`

func TestTableActions(t *testing.T) {
	const allIndexes = "t_pkey AccessExclusive, te AccessExclusive, tg AccessExclusive, tp AccessExclusive, " +
		"ts AccessExclusive, tu AccessExclusive"
	checkStatements(t, []statementCase{
		{indexedTable, "ALTER TABLE t SET LOGGED", 15, "t AccessExclusive"},
		{indexedTable, "ALTER TABLE t SET UNLOGGED", 13, "t AccessExclusive, " + allIndexes + ", rewrites t"},
		{indexedTable, "ALTER TABLE t SET UNLOGGED", 15, "t AccessExclusive, t_s_seq AccessExclusive, " + allIndexes + ", rewrites t"},
		{indexedTable, "ALTER TABLE t SET TABLESPACE other", 15, "t AccessExclusive, rewrites t"},
		{indexedTable, "ALTER TABLE t SET TABLESPACE pg_default", 15, "t AccessExclusive"},
		{indexedTable, "ALTER TABLE t SET (nope = 70)", 15, "22023"},
		{indexedTable, "ALTER TABLE t SET (fillfactor = 70, toast.autovacuum_enabled = false)", 15, "t ShareUpdateExclusive"},
		{indexedTable, "ALTER TABLE t SET (user_catalog_table = true)", 15, "t AccessExclusive"},
		{indexedTable, "ALTER INDEX tg SET (fastupdate = off)", 15, "tg AccessExclusive"},
		{indexedTable, "ALTER INDEX tu SET (fillfactor = 50)", 15, "tu ShareUpdateExclusive"},
		{indexedTable, "ALTER INDEX tu SET (nope = 1)", 15, "22023"},
		{indexedTable, "ALTER TABLE t REPLICA IDENTITY USING INDEX ts", 15, "t AccessExclusive, ts Share"},
		{indexedTable, "ALTER TABLE t REPLICA IDENTITY USING INDEX tu", 15, "42809"},
		{indexedTable, "ALTER TABLE t REPLICA IDENTITY USING INDEX tp", 15, "42809"},
		{indexedTable, "ALTER TABLE t REPLICA IDENTITY USING INDEX te", 15, "0A000"},
		{indexedTable, "ALTER TABLE t REPLICA IDENTITY USING INDEX nope", 15, "42704"},
		{indexedTable, "ALTER TABLE t CLUSTER ON tu", 15, "t ShareUpdateExclusive, tu ShareUpdateExclusive"},
		{indexedTable, "ALTER TABLE t CLUSTER ON tg", 15, "0A000"},
		{indexedTable, "ALTER TABLE t CLUSTER ON tp", 15, "0A000"},
		{indexedTable, "ALTER TABLE t OWNER TO app", 15, "t AccessExclusive, t_s_seq AccessExclusive, " + allIndexes},
		{indexedTable, "ALTER TABLE t OWNER TO CURRENT_USER", 15, "t AccessExclusive"},
		{indexedTable, "ALTER SEQUENCE t_s_seq OWNER TO app", 15, "0A000"},
	})
}

func TestTableActionsOfPartitionedTable(t *testing.T) {
	const setup = "CREATE TABLE m (id int) PARTITION BY RANGE (id); CREATE TABLE m1 PARTITION OF m DEFAULT"
	checkStatements(t, []statementCase{
		{setup, "ALTER TABLE m SET UNLOGGED", 15, "m AccessExclusive"},
		{setup, "ALTER TABLE m SET UNLOGGED", 18, "42809"},
		{setup, "ALTER TABLE m SET (fillfactor = 70)", 15, "22023"},
		{setup, "ALTER TABLE m SET (fillfactor = 70)", 18, "42809"},
		{setup, "ALTER TABLE m SET WITHOUT CLUSTER", 15, "0A000"},
		{setup, "ALTER TABLE m SET ACCESS METHOD heap", 13, "42601"},
		{setup, "ALTER TABLE m SET ACCESS METHOD heap", 15, "42809"},
		{setup, "ALTER TABLE m SET ACCESS METHOD heap", 18, "m AccessExclusive"},
		{setup, "ALTER TABLE m OWNER TO app", 15, "m AccessExclusive"},
	})
}

func TestPersistenceOfReferencedTables(t *testing.T) {
	const setup = `CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (id int REFERENCES p);
		CREATE UNLOGGED TABLE u (id int PRIMARY KEY); CREATE UNLOGGED TABLE uc (id int REFERENCES u);
		CREATE TABLE self (id int PRIMARY KEY, up int REFERENCES self); CREATE PUBLICATION pub FOR TABLE c`
	checkStatements(t, []statementCase{
		{setup, "ALTER TABLE p SET UNLOGGED", 15, "42P16"},
		{setup, "ALTER TABLE uc SET LOGGED", 15, "42P16"},
		{setup, "ALTER TABLE c SET UNLOGGED", 15, "55000"},
		{setup, "ALTER TABLE self SET UNLOGGED", 15, "self AccessExclusive, self_pkey AccessExclusive, rewrites self"},
	})
}
