package main

import (
	"bytes"
	"fmt"
	"path"
	"strings"

	"sqlbundle/internal/pgtest"
)

// databases are those of the example, with the names that they get here.
var databases = []struct{ name, database string }{
	{"main", "helpdesk"},
	{"analytics", "helpdesk_analytics"},
}

const (
	tracking = "SELECT version_num FROM sqlbundle_version ORDER BY version_num"
	contents = `
WITH nsp AS (SELECT oid, nspname FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema$)'),
     rel AS (SELECT relkind FROM pg_class JOIN nsp ON nsp.oid = relnamespace WHERE relname !~ '^sqlbundle_')
SELECT (SELECT count(*) FROM rel WHERE relkind IN ('r', 'p')) AS tables,
       (SELECT count(*) FROM rel WHERE relkind IN ('v', 'm')) AS views,
       (SELECT count(*) FROM rel WHERE relkind IN ('i', 'I')) AS indexes,
       (SELECT count(*) FROM rel WHERE relkind = 'S') AS sequences,
       (SELECT count(*) FROM pg_proc JOIN nsp ON nsp.oid = pronamespace) AS functions,
       (SELECT count(*) FROM pg_type JOIN nsp ON nsp.oid = typnamespace WHERE typtype IN ('d', 'e', 'r')) AS types,
       (SELECT count(*) FROM nsp WHERE nspname <> 'public') AS "more schemas"`
)

// changeWindow applies the bundle to a throw-away server and undoes it.
func (d *demo) changeWindow() error {
	d.heading("The change window, on a throw-away PostgreSQL",
		"psql applies each database's upgrade.sql, and then its rollback.sql.")
	server, err := pgtest.Start(0)
	if pgtest.Missing(err) {
		d.say("This part needs PostgreSQL, so it is left out here:", "", err.Error())
		return nil
	}
	if err != nil {
		return err
	}
	defer server.Stop()
	d.say(fmt.Sprintf("PostgreSQL %s, started for this demo, deleted after it.", server.Version))
	for _, db := range databases {
		if err := d.window(server, db.name, db.database); err != nil {
			return err
		}
	}
	d.say("", "The script was applied and undone on both databases: nothing but the tool's own tables is left.")
	return nil
}

// window is the upgrade and the way back of one database.
func (d *demo) window(s *pgtest.Server, name, database string) error {
	if err := s.CreateDatabase(database); err != nil {
		return err
	}
	d.say("", fmt.Sprintf("---- the database %s: upgrade", name), "")
	if err := d.apply(s, database, path.Join(d.folder, name, "upgrade.sql")); err != nil {
		return err
	}
	d.say("", "What the tracking table says is applied, and what is in the database now:", "")
	if err := d.query(s, database, tracking); err != nil {
		return err
	}
	if err := d.query(s, database, contents); err != nil {
		return err
	}
	d.say("", fmt.Sprintf("---- the database %s: the way back", name), "")
	if err := d.apply(s, database, path.Join(d.folder, name, "rollback.sql")); err != nil {
		return err
	}
	return d.nothingLeft(s, database)
}

// apply runs a script as a DBA would.
func (d *demo) apply(s *pgtest.Server, database, file string) error {
	return d.command(s.Command(database, "-d", database, "-f", file), "psql -X -d "+database+" -f "+file)
}

func (d *demo) query(s *pgtest.Server, database, sql string) error {
	cmd := s.Command(database, "-d", database, "-P", "footer=off", "-c", sql)
	cmd.Stdout, cmd.Stderr = d.out, d.out
	return cmd.Run()
}

// nothingLeft checks that the way back led all the way.
func (d *demo) nothingLeft(s *pgtest.Server, database string) error {
	var out bytes.Buffer
	cmd := s.Command(database, "-d", database, "-At", "-F", " ", "-c", tracking, "-c", contents)
	cmd.Stdout, cmd.Stderr = &out, d.out
	if err := cmd.Run(); err != nil {
		return err
	}
	if got := strings.TrimSpace(out.String()); got != "0 0 0 0 0 0 0" {
		return fmt.Errorf("the rollback of %s left revisions or objects behind:\n%s", database, got)
	}
	d.say("", "The tracking table is empty, and of what was counted above nothing is left.")
	return nil
}
