package effects

import (
	"testing"

	"sqlbundle/internal/catalog"
)

const triggeredPartitions = `CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
	CREATE TABLE m (id int NOT NULL, v int) PARTITION BY RANGE (id);
	CREATE TABLE m1 PARTITION OF m FOR VALUES FROM (0) TO (10);
	CREATE TABLE m2 PARTITION OF m FOR VALUES FROM (10) TO (20);
	CREATE TRIGGER tr AFTER INSERT ON m FOR EACH ROW EXECUTE FUNCTION tf();
	CREATE TRIGGER ts AFTER INSERT ON m EXECUTE FUNCTION tf()`

func TestTriggersOfPartitions(t *testing.T) {
	const all = "m ShareRowExclusive, m1 ShareRowExclusive, m2 ShareRowExclusive"
	const allExclusive = "m AccessExclusive, m1 AccessExclusive, m2 AccessExclusive"
	checkStatements(t, []statementCase{
		{triggeredPartitions, "ALTER TABLE m DISABLE TRIGGER tr", 13, all},
		{triggeredPartitions, "ALTER TABLE m DISABLE TRIGGER ts", 13, "m ShareRowExclusive"},
		{triggeredPartitions, "ALTER TABLE m DISABLE TRIGGER ALL", 18, all},
		{triggeredPartitions, "ALTER TABLE ONLY m DISABLE TRIGGER tr", 18, "m ShareRowExclusive"},
		{triggeredPartitions, "ALTER TABLE m DISABLE TRIGGER nope", 15, "42704"},
		{triggeredPartitions, "ALTER TRIGGER tr ON m RENAME TO x", 13, "m AccessExclusive"},
		{triggeredPartitions, "ALTER TRIGGER tr ON m RENAME TO x", 15, allExclusive},
		{triggeredPartitions, "ALTER TRIGGER ts ON m RENAME TO x", 15, allExclusive},
		{triggeredPartitions, "ALTER TRIGGER tr ON m1 RENAME TO x", 13, "m1 AccessExclusive"},
		{triggeredPartitions, "ALTER TRIGGER tr ON m1 RENAME TO x", 18, "0A000"},
		{triggeredPartitions, "DROP TRIGGER tr ON m", 15, allExclusive},
		{triggeredPartitions, "DROP TRIGGER tr ON m1", 15, "2BP01"},
		{triggeredPartitions, "DROP TRIGGER IF EXISTS nope ON m1", 15, ""},
		{triggeredPartitions, "DROP FUNCTION tf()", 15, "2BP01"},
		{triggeredPartitions, "DROP FUNCTION tf() CASCADE", 15, allExclusive},
		{triggeredPartitions, "CREATE TRIGGER x BEFORE INSERT ON m FOR EACH ROW EXECUTE FUNCTION tf()", 13, all},
		{triggeredPartitions, "CREATE TRIGGER tr AFTER INSERT ON m1 FOR EACH ROW EXECUTE FUNCTION tf()", 15, "42710"},
		{triggeredPartitions, "CREATE OR REPLACE TRIGGER tr AFTER INSERT ON m FOR EACH ROW EXECUTE FUNCTION tf()", 13, "42601"},
		{triggeredPartitions, "CREATE OR REPLACE TRIGGER tr AFTER INSERT ON m FOR EACH ROW EXECUTE FUNCTION tf()", 15, all},
		{triggeredPartitions, "CREATE OR REPLACE TRIGGER tr AFTER INSERT ON m1 FOR EACH ROW EXECUTE FUNCTION tf()", 15, "42710"},
	})
}

func TestTriggerClones(t *testing.T) {
	c, e := behind(t, 15, triggeredPartitions+`; CREATE TABLE m3 PARTITION OF m FOR VALUES FROM (20) TO (30);
		ALTER TRIGGER tr ON m RENAME TO renamed`)
	if e.Refused != nil {
		t.Fatal(e.Refused)
	}
	for _, name := range []string{"m1", "m2", "m3"} {
		triggers := c.Triggers(c.Relation("public", name).OID)
		if len(triggers) != 1 || triggers[0].Name != "renamed" || triggers[0].Parent == 0 {
			t.Errorf("%s has the triggers %+v", name, triggers)
		}
	}
	parent := c.Relation("public", "m")
	trigger, ok := c.Find(catalog.ClassTrigger, parent.OID, "renamed").(*catalog.Trigger)
	if !ok || !trigger.Row || trigger.Timing != "after" || len(trigger.Events) != 1 || trigger.Events[0] != "insert" {
		t.Errorf("the parent's trigger is %+v", trigger)
	}
}
