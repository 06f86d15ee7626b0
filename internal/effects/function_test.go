package effects

import (
	"testing"

	"sqlbundle/internal/catalog"
)

const functions = `CREATE TABLE t (id int PRIMARY KEY, b text); CREATE TABLE q (id int); CREATE VIEW tv AS SELECT id FROM t;
	CREATE FUNCTION fi(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1'`

func TestCreateFunction(t *testing.T) {
	checkStatements(t, []statementCase{
		{functions, "CREATE FUNCTION fi(int) RETURNS int LANGUAGE sql AS 'SELECT 1'", 0, "42723"},
		{functions, "CREATE OR REPLACE FUNCTION fi(int) RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'", 0, "42P13"},
		{"CREATE FUNCTION named(a int) RETURNS int LANGUAGE sql AS 'SELECT 1'", "CREATE OR REPLACE FUNCTION named(b int) RETURNS int LANGUAGE sql AS 'SELECT 1'", 0, "42P13"},
		{functions, "CREATE OR REPLACE PROCEDURE fi(int) LANGUAGE sql AS ''", 0, "42809"},
		{functions, "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'INSERT INTO q VALUES (1); DELETE FROM t'", 0, "q RowExclusive, t RowExclusive"},
		{functions, "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS 'BEGIN DELETE FROM t; END'", 0, ""},
		{functions, "CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN 1", 13, "42601"},
	})
}

func TestStandardBodyDependsOnTables(t *testing.T) {
	const body = "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT max(b) FROM t; SELECT id FROM tv; END"
	checkStatements(t, []statementCase{
		{functions + ";" + body, "ALTER TABLE t DROP COLUMN b", 0, "2BP01"},
		{functions + ";" + body, "ALTER TABLE t DROP COLUMN b CASCADE", 0, "t AccessExclusive"},
		{functions + ";" + body, "DROP VIEW tv", 0, "2BP01"},
	})
}

func TestFunctionsOfCatalog(t *testing.T) {
	c, e := behind(t, 15, `CREATE TYPE en AS ENUM ('a');
		CREATE FUNCTION app(a en, b text DEFAULT 'x', OUT c int, OUT d en[]) LANGUAGE sql STABLE AS 'SELECT 1, NULL::en[]';
		CREATE FUNCTION rows() RETURNS TABLE (x int, y text) LANGUAGE sql AS 'SELECT 1, NULL::text';
		CREATE AGGREGATE ag (int) (SFUNC = int4pl, STYPE = int); CREATE TYPE fr AS RANGE (SUBTYPE = float8)`)
	if e.Refused != nil {
		t.Fatal(e.Refused)
	}
	app := c.Overloads("", "app")[0]
	if app.Volatility != catalog.Stable || len(app.Arguments) != 2 || app.Defaults != 1 || len(app.Columns) != 2 || app.Returns.Name != "record" {
		t.Errorf("app is %+v", app)
	}
	if rows := c.Overloads("", "rows")[0]; !rows.Set || len(rows.Columns) != 2 || rows.Volatility != catalog.Volatile {
		t.Errorf("rows is %+v", rows)
	}
	if ag := c.Overloads("", "ag")[0]; ag.Kind != 'a' || ag.Returns.Name != "int4" {
		t.Errorf("ag is %+v", ag)
	}
	if n := len(c.Overloads("", "fr")); n != 2 {
		t.Errorf("the range type has %d functions", n)
	}
	if multi, ok := c.Lookup(catalog.ClassType, "", "multifr").(*catalog.DataType); ok {
		t.Errorf("multirange type is called multifr: %+v", multi)
	}
	if multi, ok := c.Lookup(catalog.ClassType, "", "fr_multirange").(*catalog.DataType); !ok || multi.Kind != 'm' {
		t.Errorf("the multirange type is %+v", multi)
	}
}
