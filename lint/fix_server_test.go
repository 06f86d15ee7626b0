package lint_test

import (
	"context"
	"fmt"
	"maps"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"sqlbundle/compiler"
	"sqlbundle/graph"
	"sqlbundle/internal/pgtest"
	"sqlbundle/out"
	"sqlbundle/revisions"
)

// Each failing example with a mechanical safe way leads to the same schema on a
// server as what was made of it, and back. The rules do not ask for the version
// here, so servers other than 15 play one in four, each others.
func TestFixVersions(t *testing.T) {
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		played, least := 0, 100
		for i, e := range failingExamples(t) {
			switch {
			case s.Major != 15 && (i+s.Major)%4 != 0:
				least = 20
				continue
			case e.Settings["target"] == "":
				e.Settings["target"] = strconv.Itoa(min(e.target(), s.Major))
			case e.target() > s.Major:
				continue
			}
			t.Run(strings.TrimPrefix(e.File, "examples/"), func(t *testing.T) {
				fixed := e.fix(t, nil)
				if len(fixed.Texts) == 0 {
					return
				}
				before := e.files()
				after := maps.Clone(before)
				maps.Copy(after, fixed.Texts)
				want, failed := e.play(t, s, before)
				if failed != "" {
					before["m/001.sql"] = withoutRows(before["m/001.sql"])
					after["m/001.sql"] = before["m/001.sql"]
					want, failed = e.play(t, s, before)
				}
				got, now := e.play(t, s, after)
				if failed != "" || now != "" {
					t.Fatalf("before: %s\nnow: %s\n%s", failed, now, fixed.Texts)
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("(-before +now):\n%s\n%s", diff, fixed.Texts)
				}
				played++
			})
		}
		if played < least {
			t.Errorf("only %d examples were played", played)
		}
		t.Logf("%d examples were played", played)
	})
}

// withoutRows is the file of the tables without what is put into them: some
// examples are about what the rows may not be.
func withoutRows(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "INSERT ") {
			b.WriteString(line)
		}
	}
	return b.String()
}

// play runs an example's files on a database of their own, up and where there is
// a way, down to what had gone out, and gives the schema behind each, the order of
// columns included; or what the server says where it refuses them.
func (e failing) play(t *testing.T, s *pgtest.Server, texts map[string]string) (schema []string, failed string) {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range texts {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	revs, err := revisions.Load(context.Background(), fsys, revisions.Options{Locations: []string{"m"}})
	if err != nil {
		return nil, err.Error()
	}
	g, err := graph.New(revs)
	if err != nil {
		return nil, err.Error()
	}
	db := s.Database(t)
	head, out := fmt.Sprintf("r%d", len(e.Released)+len(e.Files)), fmt.Sprintf("r%d", len(e.Released))
	if failed := e.script(db, g, graph.Upgrade, nil, head); failed != "" {
		return nil, failed
	}
	schema = append(db.Snapshot("tracking"), columns(db)...)
	for _, rev := range g.Revisions()[len(e.Released):] {
		if down := compiler.Section(rev, graph.Downgrade, ""); down == nil || down.Irreversible {
			return schema, ""
		}
	}
	failed = e.script(db, g, graph.Downgrade, []string{head}, out)
	return append(append(schema, "-- down"), append(db.Snapshot("tracking"), columns(db)...)...), failed
}

// columns are the columns of all tables in their order.
func columns(db *pgtest.DB) []string {
	var list []string
	for _, row := range db.Query(`SELECT attrelid::regclass || ': ' || string_agg(attname, ', ' ORDER BY attnum)
		FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
		WHERE attnum > 0 AND NOT attisdropped AND relkind IN ('r', 'p', 'f') AND relnamespace::regnamespace::text !~ '^pg_|^information_schema'
		GROUP BY attrelid ORDER BY 1`) {
		list = append(list, row[0])
	}
	return list
}

// script runs the compiled script by psql; it gives what the server says where
// that fails.
func (e failing) script(db *pgtest.DB, g *graph.Graph, direction graph.Direction, from []string, to string) string {
	req := compiler.Request{
		Direction: direction, From: from, Targets: []string{to}, TargetVersion: e.target(),
		Settings: compiler.Settings{
			LockTimeout: "2s", StatementTimeout: "0", Transaction: compiler.PerRevision,
			Tracking: compiler.Tracking{Style: "alembic", Table: "tracking", LogTable: "sqlbundle_log"},
		},
	}
	if set, ok := e.Settings["lock_timeout"]; ok {
		req.Settings.LockTimeout = set
	}
	plan, err := compiler.Compile(g, req)
	if err != nil {
		return err.Error()
	}
	var b strings.Builder
	if _, err := out.Script(&b, plan); err != nil {
		return err.Error()
	}
	if result := db.Psql(b.String()); result.Status != 0 {
		return result.Stderr
	}
	return ""
}
