package effects

import (
	"testing"

	"sqlbundle/internal/catalog"
)

const partitioned = `CREATE TABLE p (id bigint PRIMARY KEY);
	CREATE TABLE m (id bigint REFERENCES p, k text NOT NULL, CONSTRAINT pos CHECK (id > 0)) PARTITION BY LIST (k);
	CREATE TABLE ma PARTITION OF m FOR VALUES IN ('a') PARTITION BY RANGE (id);
	CREATE TABLE ma1 PARTITION OF ma FOR VALUES FROM (0) TO (100);
	CREATE TABLE mb PARTITION OF m FOR VALUES IN ('b');
	CREATE INDEX mi ON m (id);
	CREATE TABLE own (id bigint, k text NOT NULL, CONSTRAINT pos CHECK (id > 0), CHECK (k = 'c'));
	CREATE INDEX owni ON own (id DESC)`

func TestAttach(t *testing.T) {
	c, e := behind(t, 15, partitioned+"; ALTER TABLE m ATTACH PARTITION own FOR VALUES IN ('c')")
	if e.Refused != nil {
		t.Fatal(e.Refused)
	}
	if got, want := told(e), "m ShareUpdateExclusive, own AccessExclusive, p ShareRowExclusive, mi ShareUpdateExclusive"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	own, mi := c.Relation("", "own"), c.Relation("", "mi")
	if owni := c.Relation("", "owni"); owni.Index.Parent != mi.OID {
		t.Errorf("the index is not adopted, whatever its DESC: %d indexes", len(c.Indexes(own.OID)))
	}
	if pos := c.Constraint(own.OID, "pos"); pos.Inherited != 1 || pos.Local {
		t.Errorf("the check is not inherited: %+v", pos)
	}
	if !own.Partition || own.Columns[0].Inherited != 1 || own.Columns[0].Local {
		t.Errorf("not a partition: %+v", own.Columns[0])
	}
	checkStatements(t, []statementCase{
		{partitioned, "ALTER TABLE m ATTACH PARTITION own FOR VALUES IN ('b')", 15, "42P17"},
		{partitioned, "ALTER TABLE m ATTACH PARTITION p FOR VALUES IN ('c')", 15, "42804"},
		{partitioned, "ALTER TABLE ma ATTACH PARTITION m FOR VALUES FROM (200) TO (300)", 15, "42P07"},
		{partitioned, "ALTER TABLE own ATTACH PARTITION p DEFAULT", 15, "42P17"},
		{partitioned, "ALTER TABLE own ATTACH PARTITION p DEFAULT", 18, "42809"},
		{partitioned, "ALTER TABLE m DETACH PARTITION ma1", 15, "42P01"},
		{partitioned, "ALTER TABLE m DETACH PARTITION mb CONCURRENTLY", 13, "42601"},
		{partitioned, "ALTER TABLE m DETACH PARTITION mb FINALIZE", 15, "55000"},
		{partitioned, "DROP INDEX ma_id_idx", 15, "2BP01"},
		{partitioned, "CREATE UNIQUE INDEX ON m (k)", 15, "0A000"},
		{partitioned, "DROP TABLE mb", 15, "m AccessExclusive, mb AccessExclusive, mb_id_idx AccessExclusive"},
	})
}

func TestDetach(t *testing.T) {
	c, e := behind(t, 15, partitioned+"; ALTER TABLE m DETACH PARTITION mb")
	if e.Refused != nil {
		t.Fatal(e.Refused)
	}
	mb := c.Relation("", "mb")
	if mb.Partition || len(mb.Parents) > 0 || !mb.Columns[0].Local {
		t.Errorf("still a partition: %+v", mb)
	}
	for _, k := range c.Constraints(mb.OID) {
		if k.Parent != 0 || !k.Local || k.Inherited != 0 {
			t.Errorf("constraint %s is still the parent's", k.Name)
		}
	}
	if index := c.Relation("", "mb_id_idx"); index.Index.Parent != 0 || index.Partition {
		t.Error("the index is still a part")
	}
	if _, e := behind(t, 15, partitioned+"; ALTER TABLE m DETACH PARTITION mb; DROP TABLE m; TABLE mb"); e.Refused != nil {
		t.Error(e.Refused)
	}
}

func TestDetachConcurrentlyKeepsTheBound(t *testing.T) {
	c, e := behind(t, 15, partitioned+"; ALTER TABLE m DETACH PARTITION mb CONCURRENTLY")
	if e.Refused != nil || !e.Waits {
		t.Fatal(e.Refused, e.Waits)
	}
	mb := c.Relation("", "mb")
	if k := c.Constraint(mb.OID, "mb_k_check"); k == nil || k.Kind != catalog.Check {
		t.Error("no check of what the bound said")
	}
	_, e = behind(t, 15, partitioned+`; ALTER TABLE m DETACH PARTITION mb CONCURRENTLY;
		ALTER TABLE m ATTACH PARTITION mb FOR VALUES IN ('b')`)
	for _, s := range e.Scans {
		if s.Relation == "public.mb" && s.Why != "its rows are looked up in the referenced table" {
			t.Errorf("the check does not spare reading it: %s", s.Why)
		}
	}
}
