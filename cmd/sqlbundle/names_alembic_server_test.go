package main

import (
	"testing"

	"sqlbundle/internal/pgtest"
)

// alembicDDL is what Alembic itself makes.
const alembicDDL = "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num));"

const alembicTable = "public.alembic_version"

// alembicTableOf is the table as the catalogs have it, and its rows.
func alembicTableOf(db *pgtest.DB) (shape, rows [][]string) {
	return db.Query(`SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull::text, c.conname, pg_get_constraintdef(c.oid)
		FROM pg_attribute a JOIN pg_constraint c ON c.conrelid = a.attrelid AND c.contype = 'p'
		WHERE a.attrelid = 'alembic_version'::regclass AND a.attnum > 0`), db.Query("SELECT version_num FROM alembic_version ORDER BY 1")
}

// TestNamesOfAlembic holds that scripts carry on where Alembic stands, leave
// its table as it made it, and make the same one themselves.
func TestNamesOfAlembic(t *testing.T) {
	s := pgtest.Shared(t, 0)
	const style = "[tracking]\nstyle = 'alembic'\n"
	real := s.Database(t)
	real.Exec(alembicDDL)
	want, _ := alembicTableOf(real)
	history := func(t *testing.T) testProject { return branched(t, style) }
	for name, test := range map[string]struct {
		rows   []string // nil: no table
		start  string   // what is in the database
		bundle string
	}{
		"a new database":   {bundle: "head"},
		"an empty table":   {rows: []string{}, bundle: "head"},
		"one revision":     {rows: []string{"aa"}, start: "CREATE TABLE aa AS SELECT 1 AS n", bundle: "aa:head"},
		"two branches":     {rows: []string{"aa", "rep1"}, start: "CREATE TABLE aa AS SELECT 1 AS n; CREATE TABLE rep (n int)", bundle: "aa,rep1:heads"},
		"an unrelated row": {rows: []string{"aa", "rep1"}, start: "CREATE TABLE aa AS SELECT 1 AS n; CREATE TABLE rep (n int)", bundle: "aa:bb"},
		"all is there":     {rows: []string{"ff"}, bundle: "ff:head"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := history(t).bundled(t, s.Database(t), test.bundle)
			if test.rows != nil {
				b.db.Exec(alembicDDL)
			}
			for _, row := range test.rows {
				b.db.Exec("INSERT INTO alembic_version VALUES ('" + row + "')")
			}
			b.db.Exec(test.start)
			before := b.db.Snapshot("alembic_version")
			finished(t, b.db.PsqlFile(b.upgrade))
			shape, _ := alembicTableOf(b.db)
			same(t, "the table", shape, want)
			end := map[string][]string{"aa:bb": {"bb", "rep1"}}[test.bundle]
			if end == nil {
				end = []string{"ff"}
			}
			same(t, "rows", rowsOf(b.db, alembicTable), end)
			finished(t, b.db.PsqlFile(b.verify), "verified")
			finished(t, b.db.PsqlFile(b.rollback))
			same(t, "rows after the way back", rowsOf(b.db, alembicTable), test.rows)
			same(t, "after the way back", b.db.Snapshot("alembic_version"), before)
			shape, _ = alembicTableOf(b.db)
			same(t, "the table after the way back", shape, want)
		})
	}
	t.Run("somewhere else", func(t *testing.T) {
		t.Parallel()
		b := history(t).bundled(t, s.Database(t), "aa:head")
		b.db.Exec(alembicDDL + "INSERT INTO alembic_version VALUES ('dd2')")
		refuses(t, b.db, b.upgrade, nil, "the tracking table says dd2", "dd2:")
		b.db.Exec("UPDATE alembic_version SET version_num = 'of another project'")
		refuses(t, b.db, b.upgrade, nil, "the tracking table says of another project")
	})
	t.Run("in a schema", func(t *testing.T) {
		t.Parallel()
		b := made(t, style+"schema = 'Meta'\n", rev{id: "aa", up: "CREATE TABLE aa ();", down: "DROP TABLE aa;"}, rev{id: "bb"}).bundled(t, s.Database(t), "aa:head")
		b.db.Exec(`CREATE SCHEMA "Meta"; SET search_path = "Meta"; ` + alembicDDL + `INSERT INTO alembic_version VALUES ('aa'); RESET search_path;` + alembicDDL)
		finished(t, b.db.PsqlFile(b.upgrade), "the database stands at bb")
		same(t, "rows", rowsOf(b.db, `"Meta".alembic_version`), []string{"bb"})
		same(t, "rows of the other", rowsOf(b.db, alembicTable), []string{})
	})
}

// TestNamesWithoutLog holds that with `log = false` the log table has what is
// unfinished, as long as it is, and the run goes on there.
func TestNamesWithoutLog(t *testing.T) {
	s := pgtest.Shared(t, 0)
	for _, config := range []string{"", "style = 'alembic'\n", "table = 'State'\nlog_table = 'Log'\n", "schema = ''\n"} {
		t.Run(config, func(t *testing.T) {
			t.Parallel()
			version, log := trackingTable, "public.sqlbundle_log"
			switch {
			case config[:min(5, len(config))] == "style":
				version = alembicTable
			case config[:min(5, len(config))] == "table":
				version, log = `public."State"`, `public."Log"`
			}
			b := named(t, "[tracking]\nlog = false\n"+config).bundled(t, s.Database(t), "head")
			for range 2 {
				stopped(t, b.db.PsqlFile(b.upgrade), `"public.gate" does not exist`)
				same(t, "rows", rowsOf(b.db, version), []string{"aa"})
				same(t, "the log", logged(b.db, log), []string{"bb upgrade 1 3 done t", "bb upgrade 2 3 done t"})
			}
			finished(t, b.db.PsqlFile(b.upgrade, "-v", "sqlbundle_check_only=1"), "going on inside bb, at its segment 3")
			b.db.Exec(gate)
			finished(t, b.db.PsqlFile(b.upgrade, "-v", "sqlbundle_stop_after=bb"), "going on inside bb, at its segment 3")
			same(t, "the log of what is done", logged(b.db, log), []string{})
			finished(t, b.db.PsqlFile(b.upgrade))
			same(t, "rows", rowsOf(b.db, version), []string{"cc"})
			same(t, "the log at the end", logged(b.db, log), []string{})
			finished(t, b.db.PsqlFile(b.upgrade), "nothing to do")

			// The way back stops in its first revision that has several segments.
			b.db.Exec("ALTER TABLE aa RENAME COLUMN m TO renamed")
			stopped(t, b.db.PsqlFile(b.rollback), `column "m" of relation "aa" does not exist`)
			same(t, "the log", logged(b.db, log), []string{"bb downgrade 1 3 done t", "bb downgrade 2 3 done t"})
			b.db.Exec("ALTER TABLE aa RENAME COLUMN renamed TO m")
			finished(t, b.db.PsqlFile(b.rollback), "going on inside bb, at its segment 3")
			same(t, "rows", rowsOf(b.db, version), []string{})
			same(t, "the log after the way back", logged(b.db, log), []string{})
			finished(t, b.db.PsqlFile(b.upgrade), "the database stands at cc")
			same(t, "the log after going up anew", logged(b.db, log), []string{})
		})
	}
}
