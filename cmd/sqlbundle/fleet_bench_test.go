package main

import (
	"context"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"sqlbundle/internal/pgtest"
)

// allowedTime is how many times psql's the time for a database may be.
const allowedTime = 1.5

// BenchmarkFleet brings 200 databases up to date, of which 5 % fail on purpose,
// mends these and runs the same command again. Then it takes as many through the
// same scripts by psql and by apply, one after the other, and compares the times.
func BenchmarkFleet(b *testing.B) {
	const n = 200
	s := pgtest.Shared(b, 0)
	for range b.N {
		dbs, list, bundle := tenantsOn(b, s, n)
		for i := range 10 {
			switch db := dbs[20*i+7]; i % 3 {
			case 0:
				db.Exec("CREATE TABLE totals (note text)")
			case 1:
				db.Exec("UPDATE sqlbundle_version SET version_num = 'other'")
			case 2:
				holder := db.Connect()
				if _, err := holder.Exec(context.Background(), "BEGIN; LOCK TABLE orders IN ACCESS SHARE MODE"); err != nil {
					b.Fatal(err)
				}
			}
		}
		began := time.Now()
		applyTargets(b, 3, bundle, list, "--max-failures", "10", "--retries", "1").counts(b, "the first run", map[string]int{"done": n - 10, "failed": 10})
		b.ReportMetric(float64(time.Since(began).Milliseconds())/n, "first-ms/db")
		for i := range 10 {
			dbs[20*i+7].Exec("DROP TABLE IF EXISTS totals; UPDATE sqlbundle_version SET version_num = 'a1' WHERE version_num = 'other'; SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
		}
		began = time.Now()
		applyTargets(b, 0, bundle, list).counts(b, "the second run", map[string]int{"done": 10, "nothing to do": n - 10})
		b.ReportMetric(float64(time.Since(began).Milliseconds())/n, "second-ms/db")
		applyTargets(b, 0, bundle, list, "--rollback")

		var memory runtime.MemStats
		runtime.ReadMemStats(&memory)
		b.ReportMetric(float64(memory.Sys)/(1<<20), "MB")

		for _, w := range []struct {
			name    string
			args    []string
			scripts []string
		}{
			{"all", nil, []string{"preflight.sql", "upgrade.sql", "verify.sql"}},
			{"upgrade", []string{"--no-preflight", "--no-verify"}, []string{"upgrade.sql"}},
		} {
			began = time.Now()
			for _, db := range dbs {
				for _, script := range w.scripts {
					applyFile(b, db, filepath.Join(bundle, script))
				}
			}
			byPsql := time.Since(began)
			applyTargets(b, 0, bundle, list, "--rollback")
			began = time.Now()
			applyTargets(b, 0, bundle, list, append([]string{"--parallel", "1"}, w.args...)...).counts(b, "one after the other", map[string]int{"done": n})
			byApply := time.Since(began)
			applyTargets(b, 0, bundle, list, "--rollback")
			b.ReportMetric(float64(byPsql.Milliseconds())/n, "psql-"+w.name+"-ms/db")
			b.ReportMetric(float64(byApply.Milliseconds())/n, "apply-"+w.name+"-ms/db")
			if ratio := float64(byApply) / float64(byPsql); ratio > allowedTime {
				b.Errorf("%s: apply takes %.2f times as long as psql", w.name, ratio)
			}
		}
	}
}
