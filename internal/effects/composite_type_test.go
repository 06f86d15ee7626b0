package effects

import "testing"

func TestAlterComposite(t *testing.T) {
	const setup = `CREATE TYPE ct AS (a int, b text); CREATE TABLE ty OF ct; CREATE TYPE c3 AS (z int, y int);
		CREATE TYPE c2 AS (x c3); CREATE TABLE uc (v c2)`
	checkStatements(t, []statementCase{
		{setup, "ALTER TYPE ct ADD ATTRIBUTE c int", 0, "2BP01"},
		{setup, "ALTER TYPE ct ADD ATTRIBUTE c int CASCADE", 0, "ct AccessExclusive, ty AccessExclusive"},
		{setup, "ALTER TYPE ct DROP ATTRIBUTE b CASCADE", 0, "ct AccessExclusive, ty AccessExclusive"},
		{setup, "ALTER TYPE ct RENAME ATTRIBUTE b TO bb", 0, "2BP01"},
		{setup, "ALTER TYPE ct RENAME ATTRIBUTE b TO bb CASCADE", 0, "ct AccessExclusive, ty AccessExclusive"},
		{setup, "ALTER TYPE c3 ADD ATTRIBUTE c int", 0, "c3 AccessExclusive"},
		{setup, "ALTER TYPE c3 DROP ATTRIBUTE y", 0, "c3 AccessExclusive"},
		{setup, "ALTER TYPE c3 DROP ATTRIBUTE nope", 0, "42703"},
		{setup, "ALTER TYPE c3 DROP ATTRIBUTE IF EXISTS nope", 0, "c3 AccessExclusive"},
		{setup, "ALTER TYPE c3 ALTER ATTRIBUTE z TYPE bigint", 0, "0A000"},
		{setup, "ALTER TYPE c3 RENAME TO c2", 0, "42P07"},
		{setup, "DROP TYPE c3", 0, "2BP01"},
		{setup, "DROP TYPE c3 CASCADE", 0, "c2 AccessExclusive, c3 AccessExclusive"},
		{setup, "CREATE TYPE uc AS (a int)", 0, "42710"},
	})
}

func TestEnum(t *testing.T) {
	const setup = "CREATE TYPE en AS ENUM ('a', 'c'); CREATE TABLE t (v en)"
	checkStatements(t, []statementCase{
		{setup, "ALTER TYPE en ADD VALUE 'a'", 0, "42710"},
		{setup, "ALTER TYPE en ADD VALUE IF NOT EXISTS 'a'", 0, ""},
		{setup, "ALTER TYPE en ADD VALUE 'b' BEFORE 'nope'", 0, "22023"},
		{setup, "ALTER TYPE en RENAME VALUE 'nope' TO 'x'", 0, "22023"},
		{setup, "CREATE TYPE en AS ENUM ('x')", 0, "42710"},
		{setup, "CREATE TYPE t AS ENUM ('x')", 0, "42710"},
	})
	c, _ := behind(t, 15, setup+"; ALTER TYPE en ADD VALUE 'b' AFTER 'a'")
	en, _ := c.ResolveType(typeName("en"))
	if got := c.DataType(en).Labels; len(got) != 3 || got[1] != "b" {
		t.Errorf("labels are %v", got)
	}
	if !c.UncommittedValue(en.OID, "b") || c.UncommittedValue(en.OID, "a") {
		t.Error("only what ALTER TYPE has added cannot be used yet")
	}
	c.Commit()
	if c.UncommittedValue(en.OID, "b") {
		t.Error("the transaction has ended")
	}
}
