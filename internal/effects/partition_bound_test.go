package effects

import "testing"

// Each check was tried on a server: it reads the default partition where proven
// is false.
func TestDefaultExcludes(t *testing.T) {
	for _, test := range []struct {
		key, check, bound string
		proven            bool
	}{
		{"RANGE (d)", "d < '2024-01-01' OR d >= '2025-07-01'", "FROM ('2025-01-01') TO ('2025-07-01')", true},
		{"RANGE (d)", "d < '2024-01-01' OR d > '2025-06-01'", "FROM ('2025-01-01') TO ('2025-07-01')", false},
		{"RANGE (d)", "NOT (d >= '2025-01-01' AND d < '2025-07-01')", "FROM ('2025-01-01') TO ('2025-07-01')", true},
		{"RANGE (d)", "NOT (d BETWEEN '2025-01-01' AND '2025-07-01')", "FROM ('2025-01-01') TO ('2025-07-01')", true},
		{"RANGE (d)", "d < DATE '2025-01-01'", "FROM ('2025-01-01') TO ('2025-07-01')", true},
		{"RANGE (d)", "d < '2025-03-01'", "FROM ('2025-01-01') TO ('2025-07-01')", false},
		{"LIST (r)", "r NOT IN ('a', 'b')", "IN ('a', 'b')", true},
		{"LIST (r)", "r NOT IN ('a', 'b')", "IN ('a', 'c')", false},
		{"LIST (r)", "r = 'u'", "IN ('a')", true},
		{"LIST (r)", "r IN ('u', 'v')", "IN ('a', NULL)", false},
		{"LIST (r)", "r IS NOT NULL AND r = ANY (ARRAY['u', 'v'])", "IN ('a', NULL)", true},
	} {
		_, e := replay(t, 16, "CREATE TABLE m (d date, r text) PARTITION BY "+test.key+"; CREATE TABLE x PARTITION OF m DEFAULT; "+
			"ALTER TABLE x ADD CHECK ("+test.check+"); CREATE TABLE y PARTITION OF m FOR VALUES "+test.bound)
		if e.Refused != nil || (len(e.Scans) == 0) != test.proven {
			t.Errorf("CHECK (%s) and %s: scans %v, refused %v, want proven %v", test.check, test.bound, e.Scans, e.Refused, test.proven)
		}
	}
}
