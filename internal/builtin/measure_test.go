package builtin

import (
	"context"
	_ "embed"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"sqlbundle/internal/pgtest"
)

var (
	//go:embed testdata/measure.sql
	measureSQL string
	//go:embed testdata/base.sql
	baseSQL string
	//go:embed testdata/extension.sql
	extensionSQL string
	//go:embed testdata/relations.sql
	relationsSQL string
)

// contrib are the extensions that are measured: those that come with the
// server's source and need no other language's library, and plpgsql.
var contrib = strings.Fields(`adminpack amcheck autoinc bloom btree_gin btree_gist citext cube dblink
	dict_int dict_xsyn earthdistance file_fdw fuzzystrmatch hstore insert_username intagg intarray isn lo
	ltree moddatetime old_snapshot pageinspect pg_buffercache pg_freespacemap pg_logicalinspect pg_prewarm
	pg_stat_statements pg_surgery pg_trgm pg_visibility pg_walinspect pgcrypto pgrowlocks pgstattuple
	plpgsql postgres_fdw refint seg sslinfo tablefunc tcn tsm_system_rows tsm_system_time unaccent
	uuid-ossp xml2`)

// measured are lines of a data file as one server has them.
type measured struct {
	file  string
	lines []string
	// covers tells of a line whether it is about what was measured.
	covers func(line string) bool
}

// measure asks a server for everything.
func measure(t *testing.T, db *pgtest.DB) []measured {
	t.Helper()
	conn := db.Connect().PgConn()
	all := measureBase(t, conn)
	relations := measured{file: "relations", covers: everything}
	for _, row := range mustRun(t, conn, relationsSQL) {
		relations.lines = append(relations.lines, row[0]+" "+row[1])
	}
	return append(all, relations, measureExtensions(t, conn))
}

func everything(string) bool { return true }

func measureBase(t *testing.T, conn *pgconn.PgConn) []measured {
	t.Helper()
	all := []measured{
		{file: "functions"}, {file: "types"}, {file: "casts"}, {file: "operators"}, {file: "opclasses"},
	}
	kinds := []string{"function", "type", "cast", "operator", "opclass"}
	for _, row := range mustRun(t, conn, baseSQL+";"+measureSQL) {
		i := slices.Index(kinds, row[0])
		if i < 0 {
			t.Fatalf("no file is for %s", row)
		}
		all[i].covers = everything
		all[i].lines = append(all[i].lines, row[1])
	}
	return all
}

// measureExtensions creates the extensions one by one. Distributions have
// contrib in a package of its own: what a server lacks is not covered.
func measureExtensions(t *testing.T, conn *pgconn.PgConn) measured {
	t.Helper()
	covered := map[string]bool{}
	m := measured{file: "extensions", covers: func(line string) bool {
		name, _, _ := strings.Cut(line, " ")
		return covered[name]
	}}
	for _, row := range mustRun(t, conn, "SELECT name FROM pg_available_extensions") {
		name := row[0]
		if !slices.Contains(contrib, name) {
			continue
		}
		covered[name] = true
		for _, row := range mustRun(t, conn, strings.ReplaceAll(extensionSQL, "NAME", name)+";"+measureSQL) {
			m.lines = append(m.lines, name+" "+row[0]+" "+row[1])
		}
	}
	if !covered["plpgsql"] {
		t.Error("the server does not have even plpgsql")
	}
	return m
}

// mustRun gives the rows of a script's last statement and undoes the script.
func mustRun(t *testing.T, conn *pgconn.PgConn, sql string) [][]string {
	t.Helper()
	ctx := context.Background()
	results, err := conn.Exec(ctx, "BEGIN;"+sql).ReadAll()
	_, undo := conn.Exec(ctx, "ROLLBACK").ReadAll()
	if err = errors.Join(err, undo); err != nil {
		t.Fatalf("%v\n%s", err, sql)
	}
	var rows [][]string
	for _, values := range results[len(results)-1].Rows {
		row := make([]string, len(values))
		for i, value := range values {
			row[i] = string(value)
		}
		rows = append(rows, row)
	}
	return rows
}
