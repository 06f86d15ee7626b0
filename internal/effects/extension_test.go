package effects

import (
	"testing"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

func typeName(name string) *pg.TypeName {
	return &pg.TypeName{Names: []*pgsql.Node{stringNode(name)}}
}

func TestExtension(t *testing.T) {
	const setup = `CREATE EXTENSION citext; CREATE EXTENSION cube; CREATE EXTENSION pg_trgm;
		CREATE TABLE t (id int PRIMARY KEY, c citext, q cube); CREATE VIEW v AS SELECT c FROM t`
	checkStatements(t, []statementCase{
		{setup, "CREATE EXTENSION citext", 0, "42710"},
		{setup, "CREATE EXTENSION IF NOT EXISTS citext", 0, ""},
		{setup, "CREATE EXTENSION IF NOT EXISTS plpgsql", 0, ""},
		{setup, "CREATE EXTENSION earthdistance", 0, ""},
		{"SELECT 1", "CREATE EXTENSION earthdistance", 0, "42704"},
		{"SELECT 1", "CREATE EXTENSION earthdistance CASCADE", 0, ""},
		{setup, "DROP EXTENSION citext", 0, "2BP01"},
		{setup, "DROP EXTENSION citext CASCADE", 0, "t AccessExclusive, v AccessExclusive"},
		{setup, "DROP EXTENSION pg_trgm", 0, ""},
		{setup, "DROP TYPE citext CASCADE", 0, "2BP01"},
		{setup, "DROP FUNCTION similarity(text, text)", 0, "2BP01"},
		{setup, "DROP EXTENSION IF EXISTS nope", 0, ""},
	})
}

func TestExtensionMovesAllOfIt(t *testing.T) {
	c, e := behind(t, 15, "CREATE SCHEMA s; CREATE EXTENSION citext; ALTER EXTENSION citext SET SCHEMA s")
	if e.Refused != nil {
		t.Fatal(e.Refused)
	}
	if c.Lookup(catalog.ClassType, "public", "citext") != nil || c.Lookup(catalog.ClassType, "s", "citext") == nil {
		t.Error("the type stands in the wrong schema")
	}
	if len(c.Overloads("public", "citext")) > 0 || len(c.Overloads("s", "citext")) == 0 {
		t.Error("the functions stand in the wrong schema")
	}
}
