package effects

import "testing"

func TestPublication(t *testing.T) {
	const setup = `CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE u (id int); CREATE UNLOGGED TABLE ul (id int); CREATE VIEW v AS SELECT 1 AS a;
		CREATE TABLE ip (id int); CREATE TABLE ic () INHERITS (ip); CREATE PUBLICATION pub FOR TABLE t; CREATE PUBLICATION every FOR ALL TABLES`
	checkStatements(t, []statementCase{
		{setup, "CREATE PUBLICATION p FOR TABLE ip", 0, "ic ShareUpdateExclusive, ip ShareUpdateExclusive"},
		{setup, "CREATE PUBLICATION p FOR TABLE ONLY ip", 0, "ip ShareUpdateExclusive"},
		{setup, "CREATE PUBLICATION p FOR TABLE v", 0, "22023"},
		{setup, "CREATE PUBLICATION p FOR TABLE ul", 0, "22023"},
		{setup, "ALTER PUBLICATION pub ADD TABLE t", 0, "42710"},
		{setup, "ALTER PUBLICATION pub ADD TABLE u", 0, "u ShareUpdateExclusive"},
		{setup, "ALTER PUBLICATION pub DROP TABLE u", 0, "42704"},
		{setup, "ALTER PUBLICATION pub DROP TABLE t", 0, "t ShareUpdateExclusive"},
		{setup, "ALTER PUBLICATION pub SET TABLE u", 0, "t ShareUpdateExclusive, u ShareUpdateExclusive"},
		{setup, "ALTER PUBLICATION every ADD TABLE u", 0, "55000"},
		{setup, "DROP PUBLICATION pub", 0, ""},
		{setup, "DROP TABLE t", 0, "t AccessExclusive, t_pkey AccessExclusive"},
	})
}
