package effects

import (
	"strings"
	"testing"
)

// TestTypeChanges tells of each change whether the table is rewritten ("rewrites"),
// its index alone ("index") or neither.
func TestTypeChanges(t *testing.T) {
	tests := []struct{ from, to, want string }{
		{"varchar(10)", "varchar(11)", ""},
		{"varchar(10)", "varchar(9)", "rewrites"},
		{"varchar(10)", "text", ""},
		{"varchar(10)", "text USING v::text", ""},
		{"varchar(10)", "varchar(30) USING v::varchar(5)", "rewrites"},
		{"text", "varchar", ""},
		{"text", "text COLLATE \"C\"", "index"},
		{"text", "varchar(10)", "rewrites"},
		{"char(5)", "text", "rewrites"},
		{"int", "oid", "index"},
		{"oid", "regclass", ""},
		{"int", "bigint", "rewrites"},
		{"int", "int USING v + 0", "rewrites"},
		{"numeric(10,2)", "numeric(12,2)", ""},
		{"numeric(10,2)", "numeric(12,3)", "rewrites"},
		{"numeric(10)", "numeric(11,0)", ""},
		{"numeric(10,2)", "numeric", ""},
		{"timestamp(3)", "timestamp(6)", ""},
		{"timestamp", "timestamp(6)", ""},
		{"timestamp(3)", "timestamp(2)", "rewrites"},
		{"interval day", "interval", ""},
		{"interval(3)", "interval(2)", "rewrites"},
		{"interval day to hour", "interval day to second(2)", ""},
		{"varbit(4)", "varbit(5)", ""},
		{"bit(4)", "varbit", "index"},
		{"cidr", "inet", ""},
		{"varchar(10)[]", "varchar[]", ""},
		{"varchar(10)[]", "varchar(20)[]", "rewrites"},
		{"text[]", "varchar[]", "rewrites"},
		{"text", "citext", "index"},
		{"text", "free", ""},
		{"text", "checked", "rewrites"},
		{"checked", "text", ""},
		{"text", "int", "42804"},
		{"int", "boolean", "42804"},
		{"int", "boolean USING v::uuid::boolean", "42846"},
		{"int", "anyelement", "42P16"},
		{"int", "bigint COLLATE \"C\"", "42804"},
		{"text", "json USING v::json", "42704"},
	}
	for _, test := range tests {
		_, e := behind(t, 15, `CREATE EXTENSION citext; CREATE DOMAIN free AS text; CREATE DOMAIN checked AS text CHECK (VALUE <> '');
			CREATE TABLE t (v `+test.from+`); CREATE INDEX i ON t (v); ALTER TABLE t ALTER v TYPE `+test.to)
		got := ""
		switch {
		case e.Refused != nil:
			got = e.Refused.SQLState
		case len(e.Rewrites) > 0:
			got = "rewrites"
		case len(e.RewrittenIndexes) > 0:
			got = "index"
		}
		if got != test.want || len(e.Unknown) > 0 {
			t.Errorf("%s to %s: %q, want %q %v", test.from, test.to, got, test.want, e.Refused)
		}
	}
}

func TestTimestampsByTimeZone(t *testing.T) {
	for zone, rewrites := range map[string]bool{
		"'UTC'": false, "'gmt'": false, "'Etc/UTC'": false, "'UTC+0'": false, "'Europe/London'": true, "'UTC+10'": true,
	} {
		_, e := behind(t, 15, "CREATE TABLE t (v timestamp); SET timezone = "+zone+"; ALTER TABLE t ALTER v TYPE timestamptz")
		if got := len(e.Rewrites) > 0; got != rewrites || len(e.Unknown) > 0 {
			t.Errorf("%s: rewrites %v %v", zone, got, e.Unknown)
		}
	}
	_, e := behind(t, 15, "CREATE TABLE t (v timestamp); ALTER TABLE t ALTER v TYPE timestamptz")
	if len(e.Rewrites) != 1 || !strings.Contains(strings.Join(e.Unknown, ""), "time zone") {
		t.Errorf("unknown time zone: %+v", e)
	}
}

func TestTypeChangeOfUsedColumns(t *testing.T) {
	const setup = `CREATE TABLE t (id serial PRIMARY KEY, i int GENERATED ALWAYS AS IDENTITY, s varchar(10) DEFAULT 'x', n int DEFAULT 5,
			b bool DEFAULT false, g int GENERATED ALWAYS AS (n + 1) STORED, q varchar(10), r varchar(10), o varchar(10), w varchar(10));
		CREATE VIEW v AS SELECT q FROM t; CREATE POLICY po ON t USING (r <> ''); CREATE INDEX ie ON t (lower(w));
		CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end';
		CREATE TRIGGER tr BEFORE UPDATE OF o ON t FOR EACH ROW EXECUTE FUNCTION f()`
	const fk = `CREATE TABLE p (id int PRIMARY KEY, c varchar(10) UNIQUE); CREATE TABLE k (pid int REFERENCES p, pc varchar(10) REFERENCES p (c))`
	checkStatements(t, []statementCase{
		{setup, "ALTER TABLE t ALTER q TYPE text", 15, "0A000"},
		{setup, "ALTER TABLE t ALTER r TYPE text", 15, "0A000"},
		{setup, "ALTER TABLE t ALTER o TYPE text", 15, "0A000"},
		{setup, "ALTER TABLE t ALTER n TYPE bigint", 14, "42601"},
		{setup, "ALTER TABLE t ALTER n TYPE bigint", 15, "0A000"},
		{setup, "ALTER TABLE t ALTER b TYPE int USING b::int", 15, "42804"},
		{setup, "ALTER TABLE t ALTER s TYPE int USING 1", 15, "42804"},
		{setup, "ALTER TABLE t ALTER s DROP DEFAULT, ALTER s TYPE int USING 1", 15, "t AccessExclusive, ie AccessExclusive, t_pkey AccessExclusive, rewrites t"},
		{setup, "ALTER TABLE t ALTER i TYPE bigint", 15, "t AccessExclusive, t_i_seq ShareRowExclusive, ie AccessExclusive, t_pkey AccessExclusive, rewrites t"},
		{setup, "ALTER TABLE t ALTER i TYPE numeric", 15, "22023"},
		{setup, "ALTER TABLE t ALTER w TYPE varchar(20)", 15, "t AccessExclusive, ie AccessExclusive"},
		{setup, "ALTER TABLE t ALTER w TYPE text USING (SELECT '')", 15, "0A000"},
		{setup, "ALTER TABLE t ALTER ctid TYPE text", 15, "0A000"},
		{setup, "ALTER TABLE t ALTER nope TYPE text", 15, "42703"},
		{fk, "ALTER TABLE k ALTER pid TYPE bigint", 15, "k AccessExclusive, p AccessExclusive, rewrites k"},
		{fk, "ALTER TABLE k ALTER pc TYPE text", 15, "k AccessExclusive, p AccessExclusive"},
		{fk, "ALTER TABLE k ALTER pid TYPE text", 15, "42804"},
		{"CREATE TABLE p (a int); CREATE TABLE c () INHERITS (p)", "ALTER TABLE c ALTER a TYPE bigint", 15, "42P16"},
		{"CREATE TABLE p (a int); CREATE TABLE c () INHERITS (p)", "ALTER TABLE ONLY p ALTER a TYPE bigint", 15, "42P16"},
		{"CREATE TABLE m (a int) PARTITION BY LIST (a)", "ALTER TABLE m ALTER a TYPE bigint", 15, "42P16"},
	})
}
