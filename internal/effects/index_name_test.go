package effects

import (
	"testing"

	"sqlbundle/internal/catalog"
)

// The names were measured on server 15, that of extract on 13 too.
func TestIndexNames(t *testing.T) {
	const setup = `CREATE TABLE t (id int PRIMARY KEY, a int, b text, c varchar(20), n int, j jsonb, at timestamp,
		"Big Col" int, r int4range); CREATE INDEX t_a_idx ON t (a);`
	for _, c := range []struct {
		version    int
		stmt, want string
	}{
		{15, "CREATE INDEX ON t (a)", "t_a_idx1"},
		{15, "CREATE INDEX ON t ((a))", "t_a_idx1"},
		{15, "CREATE INDEX ON t (a, n DESC NULLS LAST)", "t_a_n_idx"},
		{15, "CREATE INDEX ON t (a) INCLUDE (b, c)", "t_a_b_c_idx"},
		{15, "CREATE INDEX ON t (lower(b), a)", "t_lower_a_idx"},
		{15, "CREATE INDEX ON t ((a + n), (a - n))", "t_expr_expr1_idx"},
		{15, "CREATE INDEX ON t ((j->>'x'))", "t_expr_idx"},
		{15, "CREATE INDEX ON t (((j->>'x')::int))", "t_int4_idx"},
		{15, `CREATE INDEX ON t ((b COLLATE "C"))`, "t_b_idx"},
		{15, `CREATE INDEX ON t ("Big Col")`, "t_Big Col_idx"},
		{15, "CREATE INDEX ON t (coalesce(a, n))", "t_coalesce_idx"},
		{15, "CREATE INDEX ON t ((CASE WHEN a > 1 THEN b ELSE c END))", "t_c_idx"},
		{15, "CREATE INDEX ON t (extract(year from at))", "t_extract_idx"},
		{13, "CREATE INDEX ON t (extract(year from at))", "t_date_part_idx"},
		{15, "ALTER TABLE t ADD UNIQUE (a, b)", "t_a_b_key"},
		{15, "ALTER TABLE t ADD EXCLUDE USING gist (r WITH &&)", "t_r_excl"},
	} {
		before, _ := behind(t, c.version, setup)
		next := before.Next()
		after, e := behind(t, c.version, setup+c.stmt)
		if e.Refused != nil {
			t.Errorf("%s: %s", c.stmt, e.Refused)
		}
		for oid := next; oid < after.Next(); oid++ {
			if rel, ok := after.Object(oid).(*catalog.Relation); ok && rel.Name != c.want {
				t.Errorf("%s on %d makes %q, want %q", c.stmt, c.version, rel.Name, c.want)
			}
		}
		if after.Lookup(catalog.ClassRelation, "", c.want) == nil {
			t.Errorf("%s on %d: no %q", c.stmt, c.version, c.want)
		}
	}
}
