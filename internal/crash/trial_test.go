package crash

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"sqlbundle/internal/pgtest"
)

// cut is where and how a run is cut.
type cut struct {
	at   int
	way  Way
	hold hold
}

func (c cut) String() string {
	s := fmt.Sprintf("%s-%d", c.way, c.at)
	if c.hold != noHold {
		s += "-" + string(c.hold)
	}
	return s
}

// mode is what is cut and what is run behind it.
type mode string

const (
	// upgradeMode cuts the upgrade and runs it again.
	upgradeMode mode = "upgrade"
	// rollbackMode cuts the rollback of a whole upgrade, runs it again, then the
	// upgrade anew.
	rollbackMode mode = "rollback"
	// backMode cuts the upgrade and rolls back.
	backMode mode = "back"
	// twiceMode cuts the upgrade, cuts the second run, and runs it a third time.
	twiceMode mode = "twice"
	// insideMode cuts the upgrade, or has the data stop it, cuts the rollback
	// from there, and rolls back again.
	insideMode mode = "inside"
)

func modes() []mode { return []mode{upgradeMode, rollbackMode, backMode, twiceMode, insideMode} }

// plan is one trial: what is cut where.
type plan struct {
	mode  mode
	first cut
	// second is the other cut of twiceMode and insideMode; a run that ends before
	// it is not cut.
	second cut
}

func (p plan) String() string {
	if p.mode == insideMode && p.first.at == 0 {
		return string(p.mode) + "-" + p.second.String()
	}
	s := string(p.mode) + "-" + p.first.String()
	if p.mode == twiceMode || p.mode == insideMode {
		s += "-then-" + p.second.String()
	}
	return s
}

// trial is a plan at work. Its methods give what is wrong with the script, as a
// text; what keeps them from working fails the test.
type trial struct {
	*prepared
	t    *testing.T
	plan plan
	db   *pgtest.DB
	runs []string // what was run, for the report
}

// try makes a trial and gives a report where the script has not survived.
func (p *prepared) try(t *testing.T, what plan) string {
	t.Helper()
	p.count.cut(what.mode)
	total.cut(what.mode)
	x := &trial{prepared: p, t: t, plan: what}
	template := p.start
	if what.mode == rollbackMode {
		template = p.done
	}
	x.db = p.database(t, template)
	wrong := ""
	switch what.mode {
	case upgradeMode:
		wrong = x.upgradeAgain()
	case rollbackMode:
		wrong = x.rollbackAgain()
	case backMode:
		wrong = x.goBack()
	case twiceMode:
		wrong = x.cutTwice()
	case insideMode:
		wrong = x.goBackTwice()
	}
	if wrong == "" {
		return ""
	}
	return fmt.Sprintf("%s, PostgreSQL %s, %s: %s\n%s", p.name, p.server.Version, what, wrong, strings.Join(x.runs, "\n"))
}

// run runs a script and wants an exit status.
func (x *trial) run(status int, script string, args ...string) (wrong string) {
	x.t.Helper()
	r := x.finish(x.runScript(x.t, x.db, script, args...))
	if r.status != status {
		return fmt.Sprintf("%s ends with status %d, want %d", r.what, r.status, status)
	}
	return ""
}

// finish keeps a result when its backend has ended, for which psql does not
// wait.
func (x *trial) finish(r result, err error) result {
	x.t.Helper()
	if err == nil {
		err = x.settle(x.db)
	}
	return x.keep(r, err)
}

// keep keeps a result for the report.
func (x *trial) keep(r result, err error) result {
	x.t.Helper()
	if err != nil {
		x.t.Fatalf("%s: %v\n%s", x.plan, err, strings.Join(x.runs, "\n"))
	}
	x.runs = append(x.runs, r.String())
	return r
}

// cut runs a script, cuts it, and waits until its backend has gone. It tells
// whether the run came as far as the cut.
func (x *trial) cut(script string, c cut) (reached bool, wrong string) {
	x.t.Helper()
	s := &strike{trial: x, cut: c}
	proxy := &Proxy{At: c.at, Way: c.way, Strike: s.strike, Prepare: s.prepare}
	r, err := x.cutRun(x.t, x.db, script, proxy)
	if err == nil && s.waits && !x.noLock && (c.way == During || c.way == Kill) {
		wrong = x.atOnce(script)
	}
	err = errors.Join(err, s.release())
	if err == nil {
		err = x.settle(x.db)
	}
	text := "(never sent)"
	if proxy.Cut() {
		text = proxy.Messages()[c.at-1].String()
	}
	x.runs = append(x.runs, fmt.Sprintf("--- cut %s message %d%s: %s", c.way, c.at, s.held, tail(text)))
	x.keep(r, err)
	return proxy.Cut(), wrong
}

// atOnce runs a script while the backend of a run that was cut still waits:
// it must refuse.
func (x *trial) atOnce(script string) (wrong string) {
	x.t.Helper()
	r := x.keep(x.runScript(x.t, x.db, script))
	if r.status != 3 || !refused.MatchString(r.stderr) {
		return "a second run while the backend of the first still works does not refuse with status 3"
	}
	return ""
}

// must is a cut that has to be reached.
func (x *trial) must(script string, c cut) (wrong string) {
	x.t.Helper()
	reached, wrong := x.cut(script, c)
	if !reached {
		return fmt.Sprintf("the run ends before message %d, which an undisturbed run sends", c.at)
	}
	return wrong
}

// repair runs the history's fix, where it has one; before it the upgrade must
// still refuse the data.
func (x *trial) repair() (wrong string) {
	x.t.Helper()
	fix := x.fix()
	if fix == "" {
		return ""
	}
	if wrong := x.run(3, x.bundle.upgrade()); wrong != "" {
		return wrong
	}
	if left := stateOf(x.t, x.db, x.history).Leftovers; len(left) > 0 {
		return fmt.Sprintf("the upgrade that the data stop leaves %q", left)
	}
	return x.run(0, fix, "-q", "-v", "ON_ERROR_STOP=1")
}

// equals compares the database with what an undisturbed run makes.
func (x *trial) equals(what string, want state) (wrong string) {
	x.t.Helper()
	if diff := differs(want, stateOf(x.t, x.db, x.history)); diff != "" {
		return fmt.Sprintf("behind %s the database differs from that of an undisturbed run (-want +got):\n%s", what, diff)
	}
	return ""
}

// first is the first thing that is wrong.
func first(steps ...func() string) string {
	for _, step := range steps {
		if wrong := step(); wrong != "" {
			return wrong
		}
	}
	return ""
}

func (x *trial) upgradeAgain() string {
	x.t.Helper()
	return first(
		func() string { return x.must(x.bundle.upgrade(), x.plan.first) },
		x.repair,
		func() string { return x.run(0, x.bundle.upgrade()) },
		func() string { return x.equals("the second run", x.upgraded) },
	)
}

func (x *trial) cutTwice() string {
	x.t.Helper()
	return first(
		func() string { return x.must(x.bundle.upgrade(), x.plan.first) },
		x.repair,
		func() string { _, wrong := x.cut(x.bundle.upgrade(), x.plan.second); return wrong },
		func() string { return x.run(0, x.bundle.upgrade()) },
		func() string { return x.equals("the third run", x.upgraded) },
	)
}

func (x *trial) rollbackAgain() string {
	x.t.Helper()
	return first(
		func() string { return x.must(x.bundle.rollback(), x.plan.first) },
		func() string { return x.run(0, x.bundle.rollback()) },
		func() string { return x.equals("the second rollback", x.undone) },
		func() string { return x.run(0, x.bundle.upgrade()) },
		func() string { return x.equals("the upgrade anew", x.again) },
	)
}

func (x *trial) goBack() string {
	x.t.Helper()
	if wrong := x.must(x.bundle.upgrade(), x.plan.first); wrong != "" {
		return wrong
	}
	return x.wayBack()
}

// wayBack rolls back from where the upgrade was cut, or finishes the revision
// first where the rollback says so.
func (x *trial) wayBack() string {
	x.t.Helper()
	before := stateOf(x.t, x.db, x.history)
	r := x.finish(x.runScript(x.t, x.db, x.bundle.rollback()))
	if r.status == 0 {
		return x.back(x.begin)
	}
	after := stateOf(x.t, x.db, x.history)
	if diff := unchanged(before, after); diff != "" {
		return fmt.Sprintf("the rollback ends with status %d and has changed the database (-before +after):\n%s", r.status, diff)
	}
	revision, wrong := refusal(r)
	if wrong != "" {
		return wrong
	}
	x.count.refuse()
	total.refuse()
	return first(
		x.repair,
		func() string { return x.run(0, x.bundle.upgrade(), "-v", "sqlbundle_stop_after="+revision) },
		func() string { return x.run(0, x.bundle.rollback()) },
		func() string { return x.back(x.repaired) },
	)
}

func (x *trial) goBackTwice() string {
	x.t.Helper()
	if x.plan.first.at > 0 {
		return first(
			func() string { return x.must(x.bundle.upgrade(), x.plan.first) },
			func() string { _, wrong := x.cut(x.bundle.rollback(), x.plan.second); return wrong },
			x.wayBack,
		)
	}
	return first(
		func() string { return x.run(3, x.bundle.upgrade()) },
		func() string { return x.must(x.bundle.rollback(), x.plan.second) },
		// It refuses what is half undone, or the data stop it again.
		func() string { return x.run(3, x.bundle.upgrade()) },
		func() string { return x.run(0, x.bundle.rollback()) },
		func() string { return x.back(x.begin) },
		func() string { return x.run(0, x.fix(), "-q", "-v", "ON_ERROR_STOP=1") },
		func() string { return x.run(0, x.bundle.upgrade()) },
		x.anew,
	)
}

// anew compares the database with the one behind an undisturbed upgrade, but for
// what the log tells of what was before.
func (x *trial) anew() string {
	x.t.Helper()
	got := stateOf(x.t, x.db, x.history)
	got.Log = x.upgraded.Log
	if diff := differs(x.upgraded, got); diff != "" {
		return "the upgrade behind the rollback leads elsewhere than an undisturbed one (-want +got):\n" + diff
	}
	return ""
}

// back compares the database with the one before the upgrade.
func (x *trial) back(start state) (wrong string) {
	x.t.Helper()
	if diff := undone(start, stateOf(x.t, x.db, x.history)); diff != "" {
		return "the rollback does not lead back to where the upgrade started (-start +now):\n" + diff
	}
	return ""
}

var (
	refused  = regexp.MustCompile(`(?m)^(?:psql:[^\n]*: )?ERROR:  sqlbundle: `)
	wayAhead = regexp.MustCompile(`(?:sqlbundle_stop_after=|--stop-after )([A-Za-z0-9_.]+)`)
)

// refusal is the revision that a rollback's refusal says to finish first.
func refusal(r result) (revision, wrong string) {
	switch names := wayAhead.FindStringSubmatch(r.stderr); {
	case r.status != 3:
		return "", fmt.Sprintf("the rollback ends with status %d, neither 0 nor 3", r.status)
	case !refused.MatchString(r.stderr):
		return "", "the rollback fails without a message of sqlbundle's"
	case names == nil:
		return "", "the rollback's refusal does not say how to go on with sqlbundle_stop_after or --stop-after"
	default:
		return names[1], ""
	}
}
