package effects

import "testing"

func TestForeignKey(t *testing.T) {
	const setup = `CREATE TABLE p (id int PRIMARY KEY, c varchar(10) UNIQUE, n numeric UNIQUE, s int, t text UNIQUE, UNIQUE (id, s));
		CREATE UNIQUE INDEX ps ON p (s) WHERE s > 0; CREATE TABLE k (id int, b bigint, txt text, u uuid, num numeric, s int);
		CREATE UNLOGGED TABLE ul (id int PRIMARY KEY); CREATE VIEW v AS SELECT 1 AS id; CREATE TABLE bare (id int);
		CREATE TABLE df (id int PRIMARY KEY DEFERRABLE, v int, UNIQUE (v) DEFERRABLE)`
	const both = "k ShareRowExclusive, p ShareRowExclusive"
	checkStatements(t, []statementCase{
		{setup, "ALTER TABLE k ADD FOREIGN KEY (id) REFERENCES p", 15, both},
		{setup, "ALTER TABLE k ADD FOREIGN KEY (b) REFERENCES p", 15, both},
		{setup, "ALTER TABLE k ADD FOREIGN KEY (id) REFERENCES p (n)", 15, both},
		{setup, "ALTER TABLE k ADD FOREIGN KEY (txt) REFERENCES p (c)", 15, both},
		{setup, "ALTER TABLE k ADD FOREIGN KEY (s, id) REFERENCES p (s, id)", 15, both},
		{setup, "ALTER TABLE k ADD FOREIGN KEY (num) REFERENCES p", 15, "42804"},
		{setup, "ALTER TABLE k ADD FOREIGN KEY (u) REFERENCES p (t)", 15, "42804"},
		{setup, "ALTER TABLE k ADD FOREIGN KEY (id) REFERENCES p (s)", 15, "42830"},
		{setup, "ALTER TABLE k ADD FOREIGN KEY (id, s) REFERENCES p (id, id)", 15, "42830"},
		{setup, "ALTER TABLE k ADD FOREIGN KEY (id, s) REFERENCES p", 15, "42830"},
		{setup, "ALTER TABLE k ADD FOREIGN KEY (id) REFERENCES bare", 15, "42704"},
		{setup, "ALTER TABLE k ADD FOREIGN KEY (id) REFERENCES ul", 15, "42P16"},
		{setup, "ALTER TABLE k ADD FOREIGN KEY (id) REFERENCES v", 15, "42809"},
		{setup, "ALTER TABLE k ADD FOREIGN KEY (id) REFERENCES pg_class", 15, "42501"},
		{setup, "ALTER TABLE k ADD FOREIGN KEY (id) REFERENCES df", 15, "55000"},
		{setup, "ALTER TABLE k ADD FOREIGN KEY (id) REFERENCES df (v)", 15, "55000"},
		{setup, "ALTER TABLE k ADD FOREIGN KEY (nope) REFERENCES p", 15, "42703"},
	})
}

func TestForeignKeyOfPartitions(t *testing.T) {
	const setup = `CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE m (d int, v int, PRIMARY KEY (d)) PARTITION BY LIST (d);
		CREATE TABLE m1 PARTITION OF m FOR VALUES IN (1); CREATE TABLE c (d int)`
	const tied = setup + `; ALTER TABLE m ADD CONSTRAINT f FOREIGN KEY (v) REFERENCES p; ALTER TABLE c ADD CONSTRAINT g FOREIGN KEY (d) REFERENCES m`
	const all = "m ShareRowExclusive, m1 ShareRowExclusive, p ShareRowExclusive"
	checkStatements(t, []statementCase{
		{setup, "ALTER TABLE m ADD FOREIGN KEY (v) REFERENCES p", 15, all},
		{setup, "ALTER TABLE ONLY m ADD FOREIGN KEY (v) REFERENCES p", 15, "42809"},
		{setup, "ALTER TABLE m ADD FOREIGN KEY (v) REFERENCES p NOT VALID", 17, "42809"},
		{setup, "ALTER TABLE m ADD FOREIGN KEY (v) REFERENCES p NOT VALID", 18, all},
		{
			setup + "; ALTER TABLE m1 ADD FOREIGN KEY (v) REFERENCES p", "ALTER TABLE m ADD FOREIGN KEY (v) REFERENCES p", 15,
			"m ShareRowExclusive, m1 ShareRowExclusive, p AccessExclusive",
		},
		{tied, "ALTER TABLE c DROP CONSTRAINT g", 15, "c AccessExclusive, m AccessExclusive, m1 AccessExclusive"},
		{tied, "DROP TABLE c", 14, "c AccessExclusive, m1 AccessExclusive"},
		{tied, "DROP TABLE c", 15, "c AccessExclusive, m AccessExclusive, m1 AccessExclusive"},
		{tied, "ALTER TABLE m1 ALTER CONSTRAINT f DEFERRABLE", 17, "XX000"},
		{tied, "ALTER TABLE m1 ALTER CONSTRAINT f DEFERRABLE", 18, "55000"},
		{tied, "ALTER TABLE m ALTER CONSTRAINT f DEFERRABLE", 15, "m AccessExclusive, m1 AccessExclusive"},
	})
}
