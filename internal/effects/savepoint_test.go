package effects_test

import (
	"testing"

	"sqlbundle/internal/catalog"
)

func TestSavepoint(t *testing.T) {
	c := catalog.New(15)
	run(c, "CREATE TABLE t (a int); SAVEPOINT one; ALTER TABLE t ADD COLUMN b int; SAVEPOINT two; DROP TABLE t", false)
	if c.Relation("", "t") != nil {
		t.Error("t is still there")
	}
	run(c, "ROLLBACK TO one", false)
	if rel := c.Relation("", "t"); rel == nil || rel.Column("b") != nil {
		t.Errorf("behind ROLLBACK TO one: %+v", rel)
	}
	if e := run(c, "ROLLBACK TO two", false); e.Refused == nil || e.Refused.SQLState != "3B001" {
		t.Errorf("ROLLBACK TO a savepoint that is gone: %v", e.Refused)
	}
	run(c, "ALTER TABLE t ADD COLUMN c int; ROLLBACK TO SAVEPOINT one; CREATE TABLE u (a int)", false)
	if rel := c.Relation("", "t"); rel == nil || rel.Column("c") != nil || c.Relation("", "u") == nil {
		t.Errorf("behind the second ROLLBACK TO one: %+v", rel)
	}
}
