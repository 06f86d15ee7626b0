package main

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"sqlbundle/internal/pgtest"
)

// fencedSQL are the blocks of SQL in a runbook.
var fencedSQL = regexp.MustCompile("(?ms)^```sql\n(.*?)^```$")

// TestRunbookQueriesVersions holds that the queries of a runbook run, before and
// behind the upgrade, and say where it stands.
func TestRunbookQueriesVersions(t *testing.T) {
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		p, db := helpdesk(t), s.Database(t)
		apply(t, db, p.sql("upgrade", "c5e2b7a91f60", "--database", "main"))
		dir := filepath.Join(p.bundle("c5e2b7a91f60:1975ea83b712", "--database", "main"), "main")
		blocks := fencedSQL.FindAllStringSubmatch(runbook(t, dir), -1)
		if len(blocks) != 3 {
			t.Fatalf("%d blocks of SQL", len(blocks))
		}
		ask := func() string {
			var said strings.Builder
			for _, block := range blocks {
				result := db.Psql(`\set ON_ERROR_STOP on` + "\n" + block[1])
				if result.Status != 0 {
					t.Errorf("%s\n%s", block[1], result.Stderr)
				}
				said.WriteString(result.Stdout)
			}
			return said.String()
		}
		if said := ask(); !strings.Contains(said, "c5e2b7a91f60") {
			t.Errorf("before: %s", said)
		}
		applyFile(t, db, filepath.Join(dir, "upgrade.sql"))
		if said := ask(); !strings.Contains(said, "1975ea83b712") {
			t.Errorf("after: %s", said)
		}
	})
}
