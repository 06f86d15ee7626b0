package effects

import (
	"testing"

	"sqlbundle/internal/catalog"
)

const views = `CREATE TABLE t (id int PRIMARY KEY, v text, w varchar(10)); CREATE TABLE u (id int, t_id int);
	CREATE VIEW v1 AS SELECT id, v FROM t; CREATE VIEW v2 AS SELECT v1.id, upper(v) AS up FROM v1;
	CREATE MATERIALIZED VIEW mv AS SELECT id, up FROM v2; CREATE MATERIALIZED VIEW mn AS SELECT id FROM t WITH NO DATA;
	CREATE MATERIALIZED VIEW mu AS SELECT id, v FROM t; CREATE UNIQUE INDEX mui ON mu (id);
	CREATE MATERIALIZED VIEW mp AS SELECT id, v FROM t; CREATE UNIQUE INDEX mpi ON mp (id) WHERE id > 0; CREATE UNIQUE INDEX mpe ON mp ((id+1))`

func TestViews(t *testing.T) {
	checkStatements(t, []statementCase{
		{views, "CREATE VIEW v1 AS SELECT 1 AS a", 0, "42P07"},
		{views, "CREATE OR REPLACE VIEW t AS SELECT 1 AS a", 0, "42809"},
		{views, "CREATE OR REPLACE VIEW v1 AS SELECT id, v, w FROM t", 0, "v1 AccessExclusive"},
		{views, "CREATE OR REPLACE VIEW v1 AS SELECT v, id FROM t", 0, "42P16"},
		{views, "CREATE OR REPLACE VIEW v1 AS SELECT id, id::text || v AS v FROM t", 0, "v1 AccessExclusive"},
		{views, "CREATE OR REPLACE VIEW v1 AS SELECT id, w AS v FROM t", 0, "42P16"},
		{views, "CREATE OR REPLACE VIEW v1 AS SELECT id FROM t", 0, "42P16"},
		{views, "CREATE VIEW x (a, b, c) AS SELECT id, v FROM t", 0, "42601"},
		{views, "CREATE VIEW x AS SELECT id, id FROM t", 0, "42701"},
		{views, "DROP VIEW v1", 0, "2BP01"},
		{views, "DROP VIEW v1 CASCADE", 0, "mv AccessExclusive, v1 AccessExclusive, v2 AccessExclusive"},
		{views, "ALTER TABLE t DROP COLUMN v", 0, "2BP01"},
		{views, "ALTER TABLE t DROP COLUMN w", 0, "t AccessExclusive"},
	})
}

func TestRefresh(t *testing.T) {
	checkStatements(t, []statementCase{
		{views, "REFRESH MATERIALIZED VIEW mv", 0, "mv AccessExclusive, rewrites mv"},
		{views, "REFRESH MATERIALIZED VIEW mu WITH NO DATA", 0, "mu AccessExclusive, mui AccessExclusive, rewrites mu"},
		{views, "REFRESH MATERIALIZED VIEW CONCURRENTLY mu", 0, "mu Exclusive, mui RowExclusive"},
		{views, "REFRESH MATERIALIZED VIEW CONCURRENTLY mv", 0, "55000"},
		{views, "REFRESH MATERIALIZED VIEW CONCURRENTLY mp", 0, "55000"},
		{views, "REFRESH MATERIALIZED VIEW CONCURRENTLY mn", 0, "0A000"},
		{views, "REFRESH MATERIALIZED VIEW CONCURRENTLY mu WITH NO DATA", 0, "42601"},
		{views, "REFRESH MATERIALIZED VIEW v1", 0, "42809"},
	})
}

func TestRefreshReadsThroughViews(t *testing.T) {
	_, e := behind(t, 15, views+"; REFRESH MATERIALIZED VIEW mv")
	modes := map[string]Mode{}
	for _, l := range e.Locks {
		modes[l.Relation] = l.Mode
	}
	for _, name := range []string{"public.v2", "public.v1", "public.t"} {
		if modes[name] != AccessShare {
			t.Errorf("%s is locked %s", name, modes[name])
		}
	}
}

func TestViewOverTemporaryTableIsTemporary(t *testing.T) {
	c, e := behind(t, 15, "CREATE TEMP TABLE tt (id int); CREATE VIEW v AS SELECT * FROM tt")
	if e.Refused != nil {
		t.Fatal(e.Refused)
	}
	if v := c.Relation(catalog.TempSchema, "v"); v == nil || v.Persistence != catalog.Temporary {
		t.Errorf("the view is %+v", v)
	}
}
