package effects

import (
	"testing"

	"sqlbundle/internal/catalog"
)

func TestRename(t *testing.T) {
	const inheritance = "CREATE TABLE ip (id int CONSTRAINT ck CHECK (id > 0), v int); CREATE TABLE ic () INHERITS (ip)"
	checkStatements(t, []statementCase{
		{indexedTable, "ALTER INDEX tu RENAME TO tu2", 15, "tu ShareUpdateExclusive"},
		{indexedTable, "ALTER TABLE tu RENAME TO tu2", 15, "tu AccessExclusive"},
		{indexedTable, "ALTER INDEX t RENAME TO t2", 15, "t AccessExclusive"},
		{indexedTable, "ALTER VIEW t RENAME TO t2", 15, "42809"},
		{indexedTable, "ALTER TABLE t RENAME TO tu", 15, "42P07"},
		{indexedTable, "ALTER TABLE t RENAME COLUMN v TO id", 15, "42701"},
		{indexedTable, "ALTER TABLE t RENAME CONSTRAINT t_pkey TO k", 15, "t AccessExclusive, t_pkey ShareUpdateExclusive"},
		{indexedTable, "ALTER TABLE t RENAME CONSTRAINT nope TO k", 15, "42704"},
		{inheritance, "ALTER TABLE ip RENAME v TO w", 15, "ic AccessExclusive, ip AccessExclusive"},
		{inheritance, "ALTER TABLE ONLY ip RENAME v TO w", 15, "42P16"},
		{inheritance, "ALTER TABLE ic RENAME v TO w", 15, "42P16"},
		{inheritance, "ALTER TABLE ip RENAME CONSTRAINT ck TO k", 15, "ic AccessExclusive, ip AccessExclusive"},
		{inheritance, "ALTER TABLE ONLY ip RENAME CONSTRAINT ck TO k", 15, "42P16"},
		{inheritance, "ALTER TABLE ic RENAME CONSTRAINT ck TO k", 15, "42P16"},
		{"SELECT 1", "ALTER TABLE IF EXISTS nope RENAME TO x", 15, ""},
	})
}

func TestRenamedThingsAreFound(t *testing.T) {
	c, e := behind(t, 15, `CREATE TABLE t (id int PRIMARY KEY, v int CONSTRAINT ck CHECK (v > 0)); CREATE VIEW tv AS SELECT v FROM t;
		CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE TYPE ct AS (a int); CREATE SCHEMA s;
		ALTER TABLE t RENAME v TO w; ALTER TABLE t RENAME CONSTRAINT t_pkey TO pk; ALTER FUNCTION f(int) RENAME TO g;
		ALTER TYPE ct RENAME ATTRIBUTE a TO b; ALTER TYPE ct RENAME TO cu; ALTER TABLE t RENAME TO u; ALTER TABLE u SET SCHEMA s`)
	if e.Refused != nil {
		t.Fatal(e.Refused)
	}
	table := c.Relation("s", "u")
	if table == nil || table.Column("w") == nil || c.Constraint(table.OID, "ck") == nil || c.Constraint(table.OID, "pk") == nil {
		t.Fatalf("s.u is %+v", table)
	}
	if index := c.Relation("s", "pk"); index == nil || index.Index.Table != table.OID {
		t.Errorf("the index is %+v", index)
	}
	if view := c.Relation("public", "tv"); view.Column("v") == nil {
		t.Errorf("the view has the columns %+v", view.Columns)
	}
	if f := c.Overloads("", "g"); len(f) != 1 || f[0].Name != "g(int4)" {
		t.Errorf("functions called g: %+v", f)
	}
	if rel := c.Relation("public", "cu"); rel == nil || rel.Kind != catalog.CompositeType || rel.Column("b") == nil {
		t.Errorf("the relation of the type is %+v", rel)
	}
}
