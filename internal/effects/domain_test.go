package effects

import "testing"

func TestDomains(t *testing.T) {
	const setup = `CREATE DOMAIN d AS text CONSTRAINT ok CHECK (VALUE <> 'q'); CREATE DOMAIN dd AS d; CREATE TABLE t (v d);
		CREATE TABLE t2 (v dd); CREATE TABLE other (v text); CREATE VIEW w AS SELECT v FROM t; CREATE DOMAIN inside AS int;
		CREATE TYPE pair AS (x inside); CREATE TABLE holds (p pair); CREATE DOMAIN strict AS int NOT NULL`
	const both = "t Share, t2 Share"
	checkStatements(t, []statementCase{
		{setup, "ALTER DOMAIN d ADD CHECK (VALUE <> '')", 15, both},
		{setup, "ALTER DOMAIN dd ADD CHECK (VALUE <> '')", 15, "t2 Share"},
		{setup, "ALTER DOMAIN d ADD CHECK (VALUE <> '') NOT VALID", 15, ""},
		{setup, "ALTER DOMAIN d VALIDATE CONSTRAINT ok", 15, both},
		{setup, "ALTER DOMAIN d SET NOT NULL", 15, both},
		{setup, "ALTER DOMAIN strict SET NOT NULL", 15, ""},
		{setup, "ALTER DOMAIN d SET DEFAULT ''", 15, ""},
		{setup, "ALTER DOMAIN d DROP CONSTRAINT ok", 15, ""},
		{setup, "ALTER DOMAIN d DROP CONSTRAINT nope", 15, "42704"},
		{setup, "ALTER DOMAIN d DROP CONSTRAINT IF EXISTS nope", 15, ""},
		{setup, "ALTER DOMAIN d ADD CONSTRAINT ok CHECK (VALUE <> '')", 15, "42710"},
		{setup, "ALTER DOMAIN inside SET NOT NULL", 15, "0A000"},
		{setup, "CREATE DOMAIN d AS int", 15, "42710"},
		{setup, "CREATE DOMAIN t AS int", 15, "42710"},
		{setup, "CREATE DOMAIN x AS anyelement", 15, "42804"},
		{setup, "CREATE DOMAIN x AS int NULL NOT NULL", 15, "42601"},
		{setup, "CREATE DOMAIN x AS int UNIQUE", 15, "42601"},
		{setup, "CREATE DOMAIN x AS int CHECK (VALUE > (SELECT 1))", 15, "0A000"},
		{setup, "DROP DOMAIN d", 15, "2BP01"},
	})
}

// TestDomainNotNull: from 17 on it is a constraint with a name.
func TestDomainNotNull(t *testing.T) {
	for version, want := range map[int]string{16: "", 17: "strict_not_null"} {
		c, _ := behind(t, version, "CREATE DOMAIN strict AS int NOT NULL; CREATE TABLE t (v strict)")
		d := c.DataType(c.Relation("", "t").Column("v").Type)
		got := ""
		for _, k := range c.Constraints(d.OID) {
			got += k.Name
		}
		if got != want || !d.NotNull {
			t.Errorf("%d: got %q, want %q", version, got, want)
		}
	}
}
