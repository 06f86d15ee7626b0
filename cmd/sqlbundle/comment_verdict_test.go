package main

import (
	"fmt"
	"strings"
	"testing"
)

// TestCommentOfTwoLocks holds that a long wait for writers is told where a later
// statement of the transaction keeps readers out for moments.
func TestCommentOfTwoLocks(t *testing.T) {
	p := newProject(t, map[string]string{
		"sqlbundle.toml": "", "migrations/a1.sql": "-- sqlbundle:revision a1\n-- sqlbundle:revises base\n-- sqlbundle:up\nCREATE TABLE t (id bigint PRIMARY KEY, v text);\n-- sqlbundle:down\nDROP TABLE t;\n",
		"migrations/b2.sql": "-- sqlbundle:revision b2\n-- sqlbundle:revises a1\n-- sqlbundle:nolint require-concurrent-index-creation, lock-upgrade-in-transaction\n" +
			"-- sqlbundle:up\nCREATE INDEX i ON t (v);\nALTER TABLE t ADD COLUMN w int;\n-- sqlbundle:down\nALTER TABLE t DROP COLUMN w;\nDROP INDEX CONCURRENTLY i;\n",
	})
	got := p.call("comment", "a1:heads")
	for _, want := range []string{
		"Look closely", "**Blocks writes** of `public.t` while it is read in full", "**Blocks reads and writes** of `public.t` for moments",
		"| **blocks writes** of `public.t` while it is read in full (ShareLock) |",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("there is no %q in\n%s", want, got)
		}
	}
}

// TestCommentOfOtherDatabases holds that a comment about the first database calls
// nothing safe that changes another one.
func TestCommentOfOtherDatabases(t *testing.T) {
	p := newProject(t, map[string]string{
		"sqlbundle.toml":    "[database.main]\n[database.stats]\n",
		"migrations/a1.sql": "-- sqlbundle:revision a1\n-- sqlbundle:revises base\n-- sqlbundle:up db=stats\nCREATE TABLE t (id bigint PRIMARY KEY);\n-- sqlbundle:down db=stats\nDROP TABLE t;\n",
		"migrations/b2.sql": "-- sqlbundle:revision b2\n-- sqlbundle:revises a1\n-- sqlbundle:up db=stats\nDROP SCHEMA public CASCADE;\n-- sqlbundle:down db=stats irreversible gone\n",
		"migrations/c3.sql": "-- sqlbundle:revision c3\n-- sqlbundle:revises b2\n-- sqlbundle:up db=stats\nCREATE SCHEMA public;\n-- sqlbundle:down db=stats\nDROP SCHEMA public;\n",
	})
	for _, c := range []struct {
		args []string
		want []string
		not  string
	}{
		{[]string{"a1:heads"}, []string{"Not safe as it is: 1 error", "ban-drop-schema", "**Not about** the database `stats`, which changes too (steps 1, 2)"}, ""},
		{[]string{"c3"}, []string{"Look closely: 1 revision, and another database changes", "`sqlbundle comment b2:c3 --database stats --key stats`"}, "safe"},
		{[]string{"c3", "--database", "stats"}, []string{"Looks safe"}, "Not about"},
		{[]string{"heads:heads"}, []string{"No change"}, "Not about"},
	} {
		got := p.call(append([]string{"comment"}, c.args...)...)
		for _, want := range c.want {
			if !strings.Contains(got, want) {
				t.Errorf("%q: there is no %q in\n%s", c.args, want, got)
			}
		}
		if c.not != "" && strings.Contains(got, c.not) {
			t.Errorf("%q: there is %q in\n%s", c.args, c.not, got)
		}
	}
}

// TestCommentKeepsTheWorst holds that the line of the worst revision stays, however
// many come before it, and that what is left out is said.
func TestCommentKeepsTheWorst(t *testing.T) {
	files, parent := map[string]string{"sqlbundle.toml": ""}, "base"
	for i := range 300 {
		id, up := fmt.Sprintf("r%03d", i), fmt.Sprintf("CREATE TABLE t%d (id bigint PRIMARY KEY);\n", i)
		if i == 250 {
			up += "CREATE INDEX i ON u (v) WHERE v IN ('" + strings.Repeat("x", 70_000) + "');\n"
		}
		files["migrations/"+id+".sql"] = "-- sqlbundle:revision " + id + "\n-- sqlbundle:revises " + parent + "\n-- sqlbundle:up\n" + up + fmt.Sprintf("-- sqlbundle:down\nDROP TABLE t%d;\n", i)
		parent = id
	}
	got := newProject(t, files).call("comment", "--max-bytes", "20000")
	commentShape(t, got)
	for _, want := range []string{"| 251 | `r250` |", "The graph is not drawn", "Not each safe way is shown as SQL; `sqlbundle lint", "not in the table"} {
		if !strings.Contains(got, want) {
			t.Errorf("there is no %q in\n%.3000s", want, got)
		}
	}
}
