package main

import (
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
