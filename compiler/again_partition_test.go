package compiler

import (
	"testing"

	"sqlbundle/internal/pgtest"
)

func TestAgainDetachVersions(t *testing.T) {
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		if s.Major < 14 {
			return // there is no such statement
		}
		db := ordinary(t, s, `CREATE TABLE t (d int) PARTITION BY LIST (d); CREATE TABLE c PARTITION OF t FOR VALUES IN (1);
			CREATE TABLE "C.""2'%" PARTITION OF t FOR VALUES IN (2); CREATE TABLE other PARTITION OF t FOR VALUES IN (3)`)
		for _, c := range []struct{ name, finalize, attach string }{
			{`c`, `ALTER TABLE t DETACH PARTITION c FINALIZE`, `FOR VALUES IN (1)`},
			{`app."C.""2'%"`, `ALTER TABLE t DETACH PARTITION "C.""2'%" FINALIZE`, `FOR VALUES IN (2)`},
		} {
			for _, end := range ends {
				r := rerunOf(t, db, asOrdinary, `ALTER TABLE t DETACH PARTITION `+c.name+` CONCURRENTLY`)
				r.is("fresh", "f", "f")
				r.interrupt(end, reader)
				r.is("pending", "t", "f", c.finalize)
				foreign := rerunOf(t, db, asOrdinary, r.sql)
				foreign.is("pending before", "f", "f")
				if r.resume() {
					t.Error("it was run again after it was finalized")
				}
				r.is("done", "t", "t")
				foreign.is("pending before, finalized", "f", "f")
				r.run(`ALTER TABLE t ATTACH PARTITION ` + c.name + ` ` + c.attach)
			}
			r := rerunOf(t, db, asOrdinary, `ALTER TABLE t DETACH PARTITION `+c.name+` CONCURRENTLY`)
			r.run(r.sql)
			r.is("run whole", "t", "t")
			r = rerunOf(t, db, asOrdinary, r.sql)
			r.is("never attached", "f", "f")
		}
		r := rerunOf(t, db, asOrdinary, `ALTER TABLE IF EXISTS nope.t DETACH PARTITION nope CONCURRENTLY`)
		r.run(r.sql)
		r.is("nothing there", "f", "f")
	})
}
