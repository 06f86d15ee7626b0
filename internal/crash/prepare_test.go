package crash

import (
	"regexp"
	"sync"
	"sync/atomic"
	"testing"

	"sqlbundle/internal/pgtest"
)

// prepared is a history on a server: the bundle, databases to begin from, and
// what undisturbed runs make of them.
type prepared struct {
	history
	*bench
	bundle bundle
	// start is a database before the upgrade, done one behind it.
	start, done string
	// upgrade and rollback are the messages of undisturbed runs; where the data
	// stop the upgrade, of the run that is stopped.
	upgrade, rollback []Message
	// inside are those of a rollback from where the data stop the upgrade, where
	// it goes back at once; none elsewhere.
	inside []Message
	// begin is the state at the start, repaired the same behind fix.sql,
	// upgraded behind the upgrade, undone behind a rollback, again behind
	// another upgrade.
	begin, repaired, upgraded, undone, again state

	// runs is what is cut; it and psql by turns go on, which turn counts.
	runs runner
	turn atomic.Int32

	count tally
}

// settingUp keeps histories from making the same role at the same time.
var settingUp sync.Mutex

// prepare makes everything and checks that the undisturbed runs do what the
// history says.
func prepare(t *testing.T, b *bench, h history) *prepared {
	t.Helper()
	p := prepareAt(t, b, h, makeBundle(t, h, h.target))
	p.upgradeOnce(t)
	p.rollbackOnce(t)
	return p
}

// prepareAt makes the database at the start.
func prepareAt(t *testing.T, b *bench, h history, made bundle) *prepared {
	t.Helper()
	p := &prepared{history: h, bench: b, bundle: made, runs: byPsql}
	db := b.database(t, "template0")
	if setup := h.file("setup.sql"); setup != "" {
		settingUp.Lock()
		defer settingUp.Unlock()
		p.must(t, db, setup)
	}
	for _, target := range h.before {
		p.must(t, db, makeBundle(t, h, target).upgrade())
	}
	p.start, p.begin = db.Name, stateOf(t, db, h)
	p.repaired = p.begin
	if fix := h.fix(); fix != "" {
		copied := b.database(t, p.start)
		p.must(t, copied, fix)
		p.repaired = stateOf(t, copied, h)
	}
	return p
}

// must runs a script that has to succeed.
func (p *prepared) must(t *testing.T, db *pgtest.DB, script string, args ...string) {
	t.Helper()
	p.want(t, 0)(runPsql(db, script, append([]string{"-q", "-v", "ON_ERROR_STOP=1"}, args...)...))
}

// want takes a result and fails the test unless psql has ended so.
func (p *prepared) want(t *testing.T, status int) func(result, error) {
	return func(r result, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		if r.status != status {
			t.Fatalf("%s undisturbed: want status %d\n%s", p.name, status, r)
		}
	}
}

// recorded runs a script through a proxy that cuts nothing.
func (p *prepared) recorded(t *testing.T, db *pgtest.DB, script string, status int) []Message {
	t.Helper()
	proxy := &Proxy{}
	p.want(t, status)(cutPsql(db, script, proxy))
	if err := p.settle(db); err != nil {
		t.Fatal(err)
	}
	return proxy.Messages()
}

// upgradeOnce runs the upgrade undisturbed, but for the data.
func (p *prepared) upgradeOnce(t *testing.T) {
	t.Helper()
	db := p.database(t, p.start)
	if fix := p.fix(); fix != "" {
		p.upgrade = p.recorded(t, db, p.bundle.upgrade(), 3)
		if left := stateOf(t, db, p.history).Leftovers; len(left) > 0 {
			t.Errorf("%s: the upgrade that the data stop leaves %q", p.name, left)
		}
		p.insideOnce(t, db)
		p.must(t, db, fix)
		p.must(t, db, p.bundle.upgrade())
	} else {
		p.upgrade = p.recorded(t, db, p.bundle.upgrade(), 0)
	}
	p.done, p.upgraded = db.Name, stateOf(t, db, p.history)
	p.clean(t, "upgrade", p.upgraded)
	// What is compared has to be there, or nothing would differ.
	if len(p.upgraded.Data) == 0 || len(p.upgraded.Tracking) == 0 || (len(p.upgraded.Log) == 0) != p.noLog {
		t.Errorf("%s: behind the upgrade there are %d rows of data, %d of tracking, %d of the log", p.name,
			len(p.upgraded.Data), len(p.upgraded.Tracking), len(p.upgraded.Log))
	}
}

// insideOnce rolls back undisturbed from where the data stop the upgrade, in a
// copy of that database.
func (p *prepared) insideOnce(t *testing.T, stopped *pgtest.DB) {
	t.Helper()
	if !p.takesBack {
		return
	}
	db := p.database(t, stopped.Name)
	p.inside = p.recorded(t, db, p.bundle.rollback(), 0)
	now := stateOf(t, db, p.history)
	p.clean(t, "rollback from inside", now)
	if diff := undone(p.begin, now); diff != "" {
		t.Errorf("%s: an undisturbed rollback from inside a revision does not lead back (-start +now):\n%s", p.name, diff)
	}
}

// rollbackOnce runs the rollback and another upgrade undisturbed.
func (p *prepared) rollbackOnce(t *testing.T) {
	t.Helper()
	db := p.database(t, p.done)
	p.rollback = p.recorded(t, db, p.bundle.rollback(), 0)
	p.undone = stateOf(t, db, p.history)
	p.clean(t, "rollback", p.undone)
	if diff := undone(p.repaired, p.undone); diff != "" {
		t.Errorf("%s: an undisturbed rollback does not lead back (-start +now):\n%s", p.name, diff)
	}
	p.must(t, db, p.bundle.upgrade())
	p.again = stateOf(t, db, p.history)
	got := p.again
	got.Log = p.upgraded.Log // holds the rows of the run before as well
	if diff := differs(p.upgraded, got); diff != "" {
		t.Errorf("%s: another upgrade behind the rollback leads elsewhere (-first +now):\n%s", p.name, diff)
	}
}

// clean fails the test where an undisturbed run leaves something behind.
func (p *prepared) clean(t *testing.T, what string, s state) {
	t.Helper()
	if len(s.Leftovers) > 0 || len(s.open) > 0 {
		t.Errorf("%s: an undisturbed %s leaves %q, open %q", p.name, what, s.Leftovers, s.open)
	}
}

// slow finds statements that wait for other sessions, in no transaction.
var slow = regexp.MustCompile(`(?is)^\s*(?:--[^\n]*\n\s*)*(?:(?:CREATE|DROP|REINDEX)\b.*\bCONCURRENTLY\b|ALTER\s+TABLE\b.*\bDETACH\b.*\bCONCURRENTLY\b|DO \$sqlbundle\$ -- in batches)`)

// waits tells whether a message is such a statement.
func (m Message) waits() bool { return m.Kind == query && slow.MatchString(m.String()) }
