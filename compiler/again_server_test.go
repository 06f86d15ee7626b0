package compiler

import (
	"strings"
	"testing"

	"sqlbundle/internal/pgtest"
)

// once runs a statement whole: before it nothing is touched or had, behind it
// both are.
func once(t *testing.T, db *pgtest.DB, session, sql string) *rerun {
	t.Helper()
	r := rerunOf(t, db, session, sql)
	r.is("fresh", "f", "f")
	r.run(sql)
	r.is("done", "t", "t")
	return r
}

// refused runs a statement that fails without any effect.
func refused(t *testing.T, db *pgtest.DB, session, sql string) {
	t.Helper()
	r := rerunOf(t, db, session, sql)
	if err := execute(r.conn, sql); err == nil {
		t.Fatalf("%s: the server takes it", sql)
	}
	r.is("failed", "f", "f")
	r.close()
}

func TestAgainDatabaseVersions(t *testing.T) {
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		db := ordinary(t, s, "")
		role := "again_databases_" + db.Name
		db.Exec(`CREATE ROLE ` + role + ` CREATEDB`)
		t.Cleanup(func() { db.Exec(`DROP ROLE ` + role) })
		session := "SET ROLE " + role
		name := `"again.'D` + db.Name + `"`
		create, drop := "CREATE DATABASE "+name, "DROP DATABASE IF EXISTS "+name
		nothing := rerunOf(t, db, session, drop)
		nothing.run(drop)
		nothing.is("never there", "f", "f")
		once(t, db, session, create)
		refused(t, db, session, create)
		refused(t, db, session, "DROP DATABASE "+db.Name)

		r := rerunOf(t, db, session, drop)
		// As an interrupted DROP DATABASE leaves it.
		unquoted := strings.NewReplacer("'", "''", `"`, "").Replace(name)
		db.Exec(`UPDATE pg_database SET datconnlimit = -2 WHERE datname = '` + unquoted + `'`)
		r.is("half dropped", "t", "f")
		again := rerunOf(t, db, session, create)
		again.before = ""
		again.is("half dropped", "f", "f")
		if !r.resume() {
			t.Error("it was not run again")
		}
		r.is("done", "t", "t")
		once(t, db, session, create)
		r.is("another one made", "t", "t")
		once(t, db, session, drop)
	})
}

func TestAgainTablespaceVersions(t *testing.T) {
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		db := s.Database(t)
		const session = "SET allow_in_place_tablespaces = on"
		const create, drop = `CREATE TABLESPACE "again.'T" LOCATION ''`, `DROP TABLESPACE "again.'T"`
		refused(t, db, session, drop)
		once(t, db, session, create)
		refused(t, db, session, create)

		db.Exec(`CREATE DATABASE again_moved`)
		r := rerunOf(t, db, session, `ALTER DATABASE again_moved SET TABLESPACE "again.'T"`)
		r.is("fresh", "f", "f")
		r.run(r.sql)
		r.is("done", "t", "f")
		r.run(r.sql)
		there := rerunOf(t, db, session, r.sql)
		there.run(r.sql)
		there.is("there before", "f", "f")
		refused(t, db, session, drop)
		db.Exec(`DROP DATABASE again_moved`)
		once(t, db, session, drop)
	})
}

// TestAgainSubscriptionVersions makes subscriptions without a connection: what
// the catalog of the subscriber shows is the same.
func TestAgainSubscriptionVersions(t *testing.T) {
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		db, other := s.Database(t), s.Database(t)
		const session = "SET search_path = pg_temp"
		const create = `CREATE SUBSCRIPTION "s.'S" CONNECTION 'dbname=nope' PUBLICATION p, "Q" WITH (connect = false, slot_name = NONE)`
		const drop = `DROP SUBSCRIPTION IF EXISTS "s.'S"`
		foreign := rerunOf(t, db, session, create)
		elsewhere := once(t, other, session, create)
		foreign.is("one in another database", "f", "f")
		nothing := rerunOf(t, db, session, drop)
		nothing.run(drop)
		nothing.is("one in another database", "f", "f")

		once(t, db, session, create)
		refused(t, db, session, create)
		if s.Major >= 14 {
			once(t, db, session, `ALTER SUBSCRIPTION "s.'S" ADD PUBLICATION "x,'Y", z WITH (refresh = false)`)
			refused(t, db, session, `ALTER SUBSCRIPTION "s.'S" ADD PUBLICATION z WITH (refresh = false)`)
			once(t, db, session, `ALTER SUBSCRIPTION "s.'S" DROP PUBLICATION "Q", z WITH (refresh = false)`)
			refused(t, db, session, `ALTER SUBSCRIPTION "s.'S" DROP PUBLICATION z WITH (refresh = false)`)
			refused(t, db, session, `ALTER SUBSCRIPTION nope DROP PUBLICATION z`)
		}
		r := rerunOf(t, db, session, `ALTER SUBSCRIPTION "s.'S" SET PUBLICATION other WITH (refresh = false)`)
		r.is("fresh", "f", "f")
		r.run(r.sql)
		r.is("done", "t", "f")
		once(t, db, session, drop)
		once(t, other, session, drop)
		elsewhere.is("dropped", "f", "f")
	})
}

// TestAgainSubscriptionOwnerVersions holds that who may make a subscription
// may look at it, too.
func TestAgainSubscriptionOwnerVersions(t *testing.T) {
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		if s.Major < 16 {
			return // only superusers may
		}
		db := ordinary(t, s, "")
		db.Exec("GRANT pg_create_subscription TO again_owner")
		once(t, db, asOrdinary, `CREATE SUBSCRIPTION s CONNECTION 'dbname=nope password=x' PUBLICATION p WITH (connect = false, slot_name = NONE)`)
		once(t, db, asOrdinary, `ALTER SUBSCRIPTION s ADD PUBLICATION q WITH (refresh = false)`)
		once(t, db, asOrdinary, `DROP SUBSCRIPTION s`)
	})
}

// TestAgainEveryPartVersions runs each part of each statement where nothing of
// what it is about is there: none may fail.
func TestAgainEveryPartVersions(t *testing.T) {
	pgtest.Each(t, func(t *testing.T, s *pgtest.Server) {
		db := ordinary(t, s, "")
		for _, c := range againCases {
			if s.Major < 14 && strings.Contains(c.sql, "DETACH") || s.Major < 15 && strings.Contains(c.sql, "NOT DISTINCT") {
				continue // looks at columns that come with the statement
			}
			session := asOrdinary
			if strings.Contains(c.sql, "SUBSCRIPTION") && s.Major < 16 {
				session = "SET search_path = app" // for superusers alone
			}
			r := rerunOf(t, db, session, c.sql)
			touched := "f"
			if r.again.Touched == yes {
				touched = "t"
			}
			r.is("nothing there", touched, "f")
			if r.before != "" {
				t.Errorf("%s: %q is there", c.sql, r.before)
			}
			if r.again.Ensure != "" {
				r.ensures("nothing there", "f")
			}
			if r.again.Inspect != "" {
				r.rowsOf("Inspect", r.again.Inspect)
			}
			r.close()
		}
	})
}
