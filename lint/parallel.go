package lint

import (
	"runtime"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"
)

// perChunk is how many sections are judged in one go: the machine's cores share
// the chunks of a history.
const perChunk = 8

// found is a finding on its way to the pass that gathers all, which asks
// directives and severities about it, unless it is the rule itself that failed.
type found struct {
	rule    *Rule
	finding Finding
	failed  bool
}

// runRules asks the rules about all, and those about statements and sections.
// Rules have no state, and what one section is found to have matters to no other,
// so all are judged side by side; what is found is put together in one order.
func (p *pass) runRules(onAll, onSections []*Rule) {
	var forks []*pass
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	side := func(h *history, judge func(*pass)) {
		fork := p.fork(h)
		forks = append(forks, fork)
		group.Go(func() error {
			judge(fork)
			return nil // none fails: a rule that panics becomes a finding
		})
	}
	for _, r := range onAll {
		side(nil, func(fork *pass) { fork.run(r) })
	}
	for _, history := range p.histories {
		for sections := range slices.Chunk(history.sections, perChunk) {
			side(history, func(fork *pass) {
				for _, section := range sections {
					fork.judge(section, onSections)
				}
			})
		}
	}
	_ = group.Wait()
	for _, fork := range forks {
		p.join(fork)
	}
}

// judge asks rules about a section, unless nobody waits for it.
func (p *pass) judge(s *section, rules []*Rule) {
	select {
	case <-p.in.Done:
	default:
		for _, r := range rules {
			p.runOnSection(r, s)
		}
	}
}

// fork is a pass that judges a part of all, of one history or of none.
func (p *pass) fork(h *history) *pass {
	n := *p
	n.history, n.gather = h, true
	n.findings, n.found = nil, nil
	return &n
}

// join takes over what a fork has found.
func (p *pass) join(fork *pass) {
	for _, f := range fork.found {
		if f.failed {
			p.findings = append(p.findings, f.finding)
			continue
		}
		p.rule = f.rule
		p.add(f.finding)
	}
}

// runOnSection asks one rule about a section and its statements; one that panics
// becomes a finding that says so.
func (p *pass) runOnSection(r *Rule, s *section) {
	var at *statement
	defer func() {
		if v := recover(); v != nil {
			p.found = append(p.found, found{rule: r, finding: failure(r, at, v), failed: true})
		}
	}()
	p.rule, p.section = r, s
	if r.checkSection != nil {
		r.checkSection(p, s)
	}
	if r.check == nil {
		return
	}
	for _, at = range s.statements {
		if !at.Untouched() {
			r.check(p, at)
			p.lookInside(r, at)
		}
	}
}

// once is a value that is found when it is first asked for, by whomever. Where that
// panics, it does so for everybody who asks.
type once[T any] struct {
	done  sync.Once
	value T
	panic any
}

func (o *once[T]) get(find func() T) T {
	o.done.Do(func() {
		defer func() { o.panic = recover() }()
		o.value = find()
	})
	if o.panic != nil {
		panic(o.panic)
	}
	return o.value
}
