package main

import (
	"bufio"
	"slices"
	"strings"
	"testing"

	"sqlbundle/internal/pgtest"
)

// TestRowsAreAsserted holds that a step whose row is not what the script left
// fails, and that nothing of the step stays.
func TestRowsAreAsserted(t *testing.T) {
	const swallow = `CREATE FUNCTION swallow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
		CREATE TRIGGER swallow BEFORE INSERT OR UPDATE OR DELETE ON sqlbundle_version FOR EACH ROW EXECUTE FUNCTION swallow();`
	tests := []struct {
		name   string
		start  []string
		args   []string
		tamper string
		want   []string // rows afterwards
	}{
		{"insert swallowed", nil, []string{"upgrade", "27c6a30d7c24"}, swallow, nil},
		{
			"insert forestalled", nil,
			[]string{"upgrade", "27c6a30d7c24"},
			"INSERT INTO sqlbundle_version VALUES ('27c6a30d7c24')",
			[]string{"27c6a30d7c24"},
		},
		{"update swallowed", []string{"27c6a30d7c24"}, []string{"upgrade", "27c6a30d7c24:8b1f04e9d3a5"}, swallow, []string{"27c6a30d7c24"}},
		{
			"update of another row",
			[]string{"27c6a30d7c24"},
			[]string{"upgrade", "27c6a30d7c24:8b1f04e9d3a5"},
			"UPDATE sqlbundle_version SET version_num = 'elsewhere'",
			[]string{"elsewhere"},
		},
		{
			"update of no row",
			[]string{"27c6a30d7c24"},
			[]string{"upgrade", "27c6a30d7c24:8b1f04e9d3a5"},
			"DELETE FROM sqlbundle_version", nil,
		},
		{
			"way back of no row",
			[]string{"8b1f04e9d3a5"},
			[]string{"downgrade", "8b1f04e9d3a5:27c6a30d7c24"},
			"DELETE FROM sqlbundle_version", nil,
		},
		{
			"delete of no row",
			[]string{"27c6a30d7c24"},
			[]string{"downgrade", "27c6a30d7c24:base"},
			"DELETE FROM sqlbundle_version", nil,
		},
		{
			"stamp of no row",
			[]string{"27c6a30d7c24"},
			[]string{"stamp", "27c6a30d7c24:head"},
			"DELETE FROM sqlbundle_version", nil,
		},
	}
	p, s := helpdesk(t), pgtest.Shared(t, 0)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			db := s.Database(t)
			if test.start != nil {
				apply(t, db, p.sql("upgrade", test.start[0]))
			}
			before := stateOf(db, trackingTable)
			status := interrupted(t, db, p.sql(test.args...), func() { db.Exec(test.tamper) })
			if status != 3 {
				t.Errorf("psql ends with status %d, want 3", status)
			}
			after := stateOf(db, trackingTable)
			same(t, "rows", after.Rows, test.want)
			after.Schema = slices.DeleteFunc(after.Schema, func(line string) bool { return strings.Contains(line, "swallow") })
			before.Rows, after.Rows = nil, nil
			same(t, "after the failed step", after, before)
		})
	}
}

// interrupted feeds a script to psql up to the statements of its first step,
// does something else, then goes on; it gives psql's status.
func interrupted(t *testing.T, db *pgtest.DB, script string, other func()) int {
	t.Helper()
	const first = "sqlbundle: step 1/"
	echo := strings.Index(script, `\echo `+first)
	if echo < 0 {
		t.Fatal("the script does not announce its first step")
	}
	at := echo + strings.Index(script[echo:], "\n")
	cmd := db.Command()
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := stdin.Write([]byte(script[:at+1])); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(stdout)
	for lines.Scan() && !strings.HasPrefix(lines.Text(), first) {
	}
	other()
	// psql may stop before it has read everything.
	_, _ = stdin.Write([]byte(script[at+1:]))
	_ = stdin.Close()
	for lines.Scan() {
	}
	_ = cmd.Wait()
	return cmd.ProcessState.ExitCode()
}
