package executor

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestInWords holds how a script's ways out are said with the command's flags.
func TestInWords(t *testing.T) {
	const (
		ways   = "Either finish that revision, psql -X -v sqlbundle_stop_after=bb -f upgrade.sql, and run this script again; or undo by hand what is done and run: psql -X -v sqlbundle_abandon=bb -f THIS_FILE"
		finish = "Finish it: psql -X -v sqlbundle_stop_after=a.1 -f rollback.sql; or"
		far    = "To go back as far as that revision: psql -X -v sqlbundle_stop_after=bb -f THIS_FILE"
	)
	bundle, made := &Bundle{Digest: "x"}, &Bundle{}
	for _, c := range []struct {
		b          *Bundle
		text, want string
	}{
		{bundle, ways, "Either finish that revision, this command with --stop-after bb, without --rollback, and run this command again; or undo by hand what is done and run: this command with --abandon bb"},
		{made, ways, "Either finish that revision, sqlbundle upgrade bb, and run this command again; or undo by hand what is done and run: this command with --abandon bb"},
		{bundle, finish, "Finish it: this command with --rollback --stop-after a.1; or"},
		{made, finish, "Finish it: sqlbundle downgrade a.1@-1; or"},
		{bundle, far, "To go back as far as that revision: this command with --stop-after bb"},
		{made, far, "To go back as far as that revision: sqlbundle downgrade bb"},
		{bundle, "Run this script without sqlbundle_abandon. If", "Run this command without --abandon. If"},
		{bundle, "sqlbundle: sqlbundle_abandon=zz: this script has no such revision", "sqlbundle: --abandon zz: this script has no such revision"},
		{bundle, "Make the script from where the database stands: sqlbundle upgrade a,b:TARGET --sql", "Make the script from where the database stands: sqlbundle upgrade a,b:TARGET --sql"},
		{made, "Make the script from where the database stands: sqlbundle upgrade a,b:TARGET --sql", "Begin where the database stands: sqlbundle upgrade a,b:TARGET"},
		{bundle, "Make the rest: sqlbundle upgrade a:b --sql", "Make the rest: sqlbundle upgrade a:b --sql. Or make the bundle with --dialect psql and apply that: it goes on there."},
	} {
		if got := c.b.inWords(c.text); got != c.want {
			t.Errorf("%q\nwant %q", got, c.want)
		}
	}
}

// TestInWordsGolden holds that no way out in the scripts names a variable of psql
// in another form.
func TestInWordsGolden(t *testing.T) {
	names, err := filepath.Glob("../../compiler/testdata/*/want/*.sql")
	if err != nil || len(names) < 30 {
		t.Fatalf("%d scripts, %v", len(names), err)
	}
	b, seen := &Bundle{Digest: "x"}, 0
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		// As the server puts it together.
		said := strings.NewReplacer("' || revision || '", "bb", "' || nullif(last, '') || '", "bb", "REVISION", "bb").Replace(string(text))
		seen += len(steering.FindAllString(said, -1))
		for line := range strings.Lines(b.inWords(said)) {
			if strings.Contains(line, "psql -X -v sqlbundle_") && !strings.HasPrefix(line, "-- ") && !strings.Contains(line, "check_only") {
				t.Errorf("%s: %s", name, line)
			}
		}
	}
	if seen < 30 {
		t.Errorf("only %d ways out are found", seen)
	}
}
