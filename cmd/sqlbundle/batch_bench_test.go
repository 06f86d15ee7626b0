package main

import (
	"testing"

	"sqlbundle/internal/pgtest"
)

// BenchmarkBatches changes a million rows, in one UPDATE and in batches of
// 10,000. What it measures is the whole run of the script.
func BenchmarkBatches(b *testing.B) {
	for _, way := range []struct{ name, directive string }{{"single", ""}, {"batches", "-- sqlbundle:batch key=id size=10000\n"}} {
		b.Run(way.name, func(b *testing.B) {
			for range b.N {
				b.StopTimer()
				db := pgtest.Shared(b, 0).Database(b)
				p := made(b, "", rev{id: "aa", up: "CREATE TABLE t (id bigint PRIMARY KEY, n int, note text);\nINSERT INTO t SELECT g, g % 7, 'no. ' || g FROM generate_series(1, 1000000) g;", down: "DROP TABLE t;"},
					rev{id: "bb", up: way.directive + "UPDATE t SET n = n + 1 WHERE n < 100;", down: "SELECT 1;"})
				upgrade, _ := p.scripts("head")
				finished(b, db.PsqlFile(upgrade, "-v", "sqlbundle_stop_after=aa"))
				db.Exec("VACUUM ANALYZE t")
				db.Exec("CHECKPOINT")
				b.StartTimer()
				finished(b, db.PsqlFile(upgrade))
			}
		})
	}
}
