package crash

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sqlbundle/internal/pgtest"
)

// survivor is an upgrade by hand that stands every cut, with nothing around it.
const survivor = `\set ON_ERROR_STOP on
CREATE TABLE IF NOT EXISTS sqlbundle_version (version_num text PRIMARY KEY);
SELECT NOT EXISTS (SELECT FROM sqlbundle_version) AS todo \gset
\if :todo
BEGIN;
CREATE TABLE things (n int);
INSERT INTO things VALUES (1);
INSERT INTO sqlbundle_version VALUES ('n1');
COMMIT;
\endif
SELECT EXISTS (SELECT FROM sqlbundle_version WHERE version_num = 'n1') AS todo \gset
\if :todo
DROP INDEX CONCURRENTLY IF EXISTS things_n;
CREATE INDEX CONCURRENTLY things_n ON things (n);
UPDATE sqlbundle_version SET version_num = 'n2';
\endif
`

// wayBack is its rollback, which stands every cut too.
const wayBack = `\set ON_ERROR_STOP on
\set QUIET on
SET client_min_messages = warning;
CREATE TABLE IF NOT EXISTS sqlbundle_version (version_num text PRIMARY KEY);
DROP INDEX CONCURRENTLY IF EXISTS things_n;
BEGIN;
DROP TABLE IF EXISTS things;
DELETE FROM sqlbundle_version;
COMMIT;
`

// refusing is a rollback that only ever refuses.
const refusing = `DO $$ BEGIN IF to_regclass('things') IS NOT NULL THEN
  RAISE 'sqlbundle: not from here' USING HINT = 'psql -v sqlbundle_stop_after=n2 -f upgrade.sql'; END IF; END $$;
`

// runsAtOnce is the defect of a script without a lock: another run works while
// the backend of the first is still at it.
const runsAtOnce = "two runs at once"

// defects are changes to the two scripts, which the harness has to find.
var defects = []struct {
	name string
	mode mode
	cuts []cut // beside those behind each message
	edit []string
	want string // in a report
}{
	{
		"recorded before the body", upgradeMode, nil,
		[]string{"INSERT INTO sqlbundle_version VALUES ('n1');\n", "", "BEGIN;\nCREATE", "INSERT INTO sqlbundle_version VALUES ('n1');\nBEGIN;\nCREATE"},
		`relation "things" does not exist`,
	},
	{
		"recorded behind the body", upgradeMode, nil,
		[]string{"INSERT INTO sqlbundle_version VALUES ('n1');\nCOMMIT;", "COMMIT;\nINSERT INTO sqlbundle_version VALUES ('n1');"},
		`relation "things" already exists`,
	},
	{
		"no way to run again", upgradeMode, nil,
		[]string{`\if :todo`, "", `\endif`, ""},
		`relation "things" already exists`,
	},
	{
		"rows inserted twice", upgradeMode, nil,
		[]string{"CREATE TABLE things", "CREATE TABLE IF NOT EXISTS things", "BEGIN;\n", "", "COMMIT;\n", ""},
		`+ data: public.things {"n": 1}`,
	},
	{
		"an invalid index taken for a good one", upgradeMode,
		[]cut{{way: Terminate, hold: snapshot}},
		[]string{"DROP INDEX CONCURRENTLY IF EXISTS things_n;\nCREATE INDEX CONCURRENTLY", "CREATE INDEX CONCURRENTLY IF NOT EXISTS"},
		"invalid index things_n",
	},
	{
		runsAtOnce, upgradeMode,
		[]cut{{way: During, hold: snapshot}},
		[]string{"ON_ERROR_STOP on\nCREATE", "ON_ERROR_STOP on\nSET lock_timeout = '2s';\nCREATE"},
		"does not refuse with status 3",
	},
	{
		"a rollback that cannot be run again", rollbackMode, nil,
		[]string{"BEGIN;\nDROP TABLE IF EXISTS things;", "DROP TABLE things;\nBEGIN;"},
		`table "things" does not exist`,
	},
	{
		"a rollback that forgets a table", backMode, nil,
		[]string{"DROP TABLE IF EXISTS things;\n", ""},
		"does not lead back to where the upgrade started",
	},
	{
		"a rollback that refuses behind a change", backMode, nil,
		[]string{"CREATE TABLE IF NOT EXISTS sqlbundle_version (version_num text PRIMARY KEY);\nDROP INDEX CONCURRENTLY", "DROP TABLE IF EXISTS things;" + strings.ReplaceAll(refusing, "IS NOT NULL", "IS NULL") + "DROP INDEX CONCURRENTLY"},
		"and has changed the database",
	},
	{
		"a rollback that refuses for good", backMode, nil,
		[]string{"DROP INDEX CONCURRENTLY IF EXISTS things_n;\nBEGIN", refusing + "DROP INDEX CONCURRENTLY IF EXISTS things_n;\nBEGIN"},
		"psql rollback.sql ends with status 3, want 0",
	},
	{
		"a refusal without a way ahead", backMode, nil,
		[]string{"DROP INDEX CONCURRENTLY IF EXISTS things_n;\nBEGIN", strings.ReplaceAll(refusing, "stop_after", "") + "DROP INDEX CONCURRENTLY IF EXISTS things_n;\nBEGIN"},
		"does not say how to go on",
	},
	{
		"a failure instead of a refusal", backMode, nil,
		[]string{"DROP INDEX CONCURRENTLY IF EXISTS things_n;\nBEGIN", "DROP INDEX CONCURRENTLY things_n;\nBEGIN"},
		"without a message of sqlbundle's",
	},
}

// TestSurvivorSurvives holds that the harness finds nothing where nothing is.
func TestSurvivorSurvives(t *testing.T) {
	p := byHand(t, newBench(t, pgtest.Shared(t, 0)), survivor, wayBack)
	p.upgradeOnce(t)
	p.rollbackOnce(t)
	chance := chanceFor("survivor", 0)
	p.tryAll(t, sample(chance, p.everyPlan(chance), 5), true)
}

// TestDefectsAreFound holds that the harness finds scripts that do not survive.
func TestDefectsAreFound(t *testing.T) {
	b := newBench(t, pgtest.Shared(t, 0))
	for _, d := range defects {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			upgrade, rollback := survivor, wayBack
			for i := 0; i < len(d.edit); i += 2 {
				if !strings.Contains(upgrade+rollback, d.edit[i]) {
					t.Fatalf("neither script holds %q", d.edit[i])
				}
				upgrade = strings.ReplaceAll(upgrade, d.edit[i], d.edit[i+1])
				rollback = strings.ReplaceAll(rollback, d.edit[i], d.edit[i+1])
			}
			p := byHand(t, b, upgrade, rollback)
			p.noLock = d.name != runsAtOnce
			p.upgradeOnce(t)
			p.find(t, d.mode, d.cuts, d.want)
		})
	}
}

// faults are changes to the upgrade script of a real bundle, by regular
// expressions.
var faults = []struct{ name, old, new, want string }{
	{"progress is not kept", `(?m)EXECUTE sqlbundle_done\(.*$`, "", `+ data: public.ledger`},
	{"nothing is skipped", `(?m)^\\set sqlbundle_go off$`, `\set sqlbundle_go on`, `already exists`},
	{
		"nothing is looked up on a second run", `(?m)^SELECT NOT \(:'sqlbundle_again' AND .*$`, "",
		`already exists`,
	},
}

// TestFaultsAreFound holds that the harness finds what a bundle's script is
// without its machinery.
func TestFaultsAreFound(t *testing.T) {
	b := newBench(t, pgtest.Shared(t, 0))
	i := slices.IndexFunc(histories(), func(h history) bool { return h.name == "all-builds" })
	h := histories()[i]
	made := makeBundle(t, h, h.target)
	for _, f := range faults {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			upgrade, err := os.ReadFile(made.upgrade())
			if err != nil {
				t.Fatal(err)
			}
			old := regexp.MustCompile(f.old)
			if !old.Match(upgrade) {
				t.Fatalf("the script has nothing that matches %s", f.old)
			}
			p := byHand(t, b, old.ReplaceAllLiteralString(string(upgrade), f.new), "")
			p.noLog, p.noLock = false, false
			p.upgradeOnce(t)
			p.find(t, upgradeMode, nil, f.want)
		})
	}
}

// find cuts behind messages, and as the cuts say, until a report says what is
// wanted; one has to.
func (p *prepared) find(t *testing.T, m mode, cuts []cut, want string) {
	t.Helper()
	if m == rollbackMode {
		p.rollback = p.recorded(t, p.database(t, p.done), p.bundle.rollback(), 0)
		p.undone, p.again = p.begin, p.upgraded
	}
	cuts = append(cuts, cut{way: After})
	var reports []string
	messages := p.messages(m)
	for _, at := range chanceFor(want, 0).Perm(len(messages)) { // those at the top find nothing
		for _, c := range cuts {
			if c.at = at + 1; c.hold != noHold && !messages[at].waits() {
				continue
			}
			report := p.try(t, plan{mode: m, first: c})
			if strings.Contains(report, want) {
				return
			}
			reports = append(reports, report)
		}
	}
	t.Errorf("no report says %q:\n%s", want, strings.Join(reports, "\n"))
}

// byHand prepares a bundle of two scripts.
func byHand(t *testing.T, b *bench, upgrade, rollback string) *prepared {
	t.Helper()
	folder := bundle(t.TempDir())
	for name, text := range map[string]string{folder.upgrade(): upgrade, folder.rollback(): rollback} {
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	h := history{name: filepath.Base(t.Name()), folder: "none", tracking: trackingTable, log: logTable, noLog: true, noLock: true}
	return prepareAt(t, b, h, folder)
}
