// Package fleet applies bundles to several databases.
//
// In goes a list of [Job]s, each a bundle that was checked and a target; out
// comes a [Result] for each, and [Note]s that tell how it goes. Each database is
// the business of one [executor.Run]; here is decided which begin when, and when
// no more do.
//
// What a database has is kept in its own tracking table and under its own lock,
// and nowhere else: two runs over one list at once do each database once, and a
// second run does what the first one has left.
//
// Invariants: no more runs than allowed are under way, each with two connections
// at most; a run that has begun is left to end; notes come one after the other;
// no password is shown.
package fleet

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"sqlbundle/internal/defect"
	"sqlbundle/internal/executor"
	"sqlbundle/out"
)

// Job is one database and what is applied to it.
type Job struct {
	// Name is what people call the database; it is safe to show.
	Name string
	// Line is where the list names it; 0 without a list.
	Line   int
	Target executor.Target
	Bundle *executor.Bundle
}

// Options are how jobs are done.
type Options struct {
	// Each is how each bundle is applied. Its Interrupts and Events are not used.
	Each executor.Options
	// Parallel is how many are under way at once; 0 is 1.
	Parallel int
	// Canary is how many, from the top, have to be done before the rest begins;
	// after a failure among them no other begins.
	Canary int
	// MaxFailures is with how many failures more are begun.
	MaxFailures int
	// Busy is how long to come back to a database in which another run is at
	// work.
	Busy time.Duration
	// Interrupts has a value for each Ctrl-C: after the first no more are begun,
	// and each run that is under way gets them all. May be nil.
	Interrupts <-chan struct{}
	// Notify takes what happens, one after the other. May be nil.
	Notify func(Note)
}

// Note is something that has happened to a job: its run has begun, where the
// other fields say nothing.
type Note struct {
	Job    *Job
	Event  *executor.Event
	Result *Result
	// Busy tells that another run is at work in the database, which is visited
	// again.
	Busy bool
	// Stopping tells that no more are begun, and why; there is no job then.
	Stopping string
}

// Run does the jobs, in their order as far as they are not done at once. It
// returns a result for each, in the order of the jobs. The error is
// [executor.ErrInterrupted], an [executor.Refused] where not all are done, or
// that of [executor.Bundle.Takes] before anything is begun. Whatever it returns,
// it may be run again.
func Run(ctx context.Context, jobs []Job, o Options) ([]Result, error) {
	f := &fleet{ctx: ctx, jobs: jobs, options: o, results: make([]Result, len(jobs)), ended: make(chan visit), running: map[int]chan struct{}{}}
	for i := range jobs {
		if err := jobs[i].Bundle.Takes(o.Each); err != nil {
			return nil, err
		}
		f.results[i] = Result{Job: &jobs[i], Outcome: NotBegun}
	}
	canary := max(0, min(o.Canary, len(jobs)))
	f.do(0, canary)
	if f.failures == 0 {
		f.most = o.MaxFailures
		f.do(canary, len(jobs))
	}
	for i := range f.results {
		if o := f.results[i].Outcome; o == NotBegun || o == waiting {
			f.settle(i)
		}
	}
	return f.results, f.verdict()
}

// fleet is one run over all jobs.
type fleet struct {
	ctx     context.Context
	jobs    []Job
	options Options
	results []Result // each is its run's while that is under way

	mu sync.Mutex // for notes

	ended      chan visit
	running    map[int]chan struct{} // by job, what takes its interrupts
	failures   int
	most       int // with how many failures more are begun
	interrupts int
}

// visit is one run for a job; there are more of them where another run is at
// work in the database.
type visit struct {
	job int
	// from is when it may begin, first when the first one has begun.
	from, first time.Time
	times       int
}

func (f *fleet) say(n Note) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.options.Notify != nil {
		f.options.Notify(n)
	}
}

// more tells whether runs may begin.
func (f *fleet) more() bool { return f.interrupts == 0 && f.failures <= f.most }

// do does the jobs from one index to another.
func (f *fleet) do(from, to int) {
	var queue []visit
	for i := from; i < to; i++ {
		queue = append(queue, visit{job: i})
	}
	interrupts := f.options.Interrupts
	for {
		if !f.more() {
			queue = nil
		}
		room := len(f.running) < max(1, f.options.Parallel)
		var wake <-chan time.Time
		if room && len(queue) > 0 {
			first := slices.IndexFunc(queue, func(v visit) bool { return !v.from.After(time.Now()) })
			if first >= 0 {
				v := queue[first]
				queue = slices.Delete(queue, first, first+1)
				f.begin(v)
				continue
			}
			wake = time.After(100 * time.Millisecond)
		}
		if len(f.running) == 0 && len(queue) == 0 {
			return
		}
		select {
		case v := <-f.ended:
			delete(f.running, v.job)
			if again, ok := f.took(v); ok {
				queue = append(queue, again)
			}
		case <-wake:
		case _, ok := <-interrupts:
			if !ok {
				interrupts = nil
				continue
			}
			f.interrupt()
		}
	}
}

// begin starts a run of its own.
func (f *fleet) begin(v visit) {
	if v.times++; v.times == 1 {
		v.first = time.Now()
	}
	interrupts := make(chan struct{}, 3) // more than three are never looked at
	f.running[v.job] = interrupts
	job, result := &f.jobs[v.job], &f.results[v.job]
	f.say(Note{Job: job})
	each := f.options.Each
	each.Interrupts = interrupts
	p := newPlace(&job.Bundle.Manifest, each.Rollback)
	each.Events = func(e executor.Event) {
		p.follow(e)
		result.follow(e)
		f.say(Note{Job: job, Event: &e})
	}
	go func() {
		began := time.Now()
		result.begin()
		err := runOne(f.ctx, job, each)
		result.Duration += time.Since(began)
		result.end(err, p, each.CheckOnly)
		f.ended <- v
	}()
}

// runOne is a run on one database; a fault in it leaves the others alone.
func runOne(ctx context.Context, job *Job, o executor.Options) (err error) {
	defer defect.Catch(&err)
	return executor.Run(ctx, job.Target, job.Bundle, o)
}

// took takes the result of a run, and gives the visit after it where there is to
// be one.
func (f *fleet) took(v visit) (again visit, ok bool) {
	result := &f.results[v.job]
	if result.Outcome == Busy && f.more() && time.Since(v.first) < f.options.Busy {
		result.Outcome = waiting
		f.say(Note{Job: result.Job, Busy: true})
		v.from = time.Now().Add(min(time.Duration(v.times)*time.Second, 10*time.Second))
		return v, true
	}
	if result.failed() {
		f.failures++
		if f.failures == f.most+1 && f.interrupts == 0 && f.left() {
			defer f.say(Note{Stopping: fmt.Sprintf("no more are begun after %s", out.Count(f.failures, "failure"))})
		}
	}
	f.settle(v.job)
	return visit{}, false
}

// left tells whether there are jobs that have not begun.
func (f *fleet) left() bool {
	for i := range f.results {
		if _, running := f.running[i]; !running && f.results[i].Outcome == NotBegun {
			return true
		}
	}
	return false
}

// settle tells of a result that is final.
func (f *fleet) settle(i int) {
	result := &f.results[i]
	if result.Outcome == waiting {
		result.Outcome = Busy
	}
	f.say(Note{Job: result.Job, Result: result})
}

// interrupt passes a Ctrl-C on.
func (f *fleet) interrupt() {
	f.interrupts++
	switch f.interrupts {
	case 1:
		f.say(Note{Stopping: "interrupted: no more are begun, those under way stop at the end of their segments; Ctrl-C again cancels their statements"})
	case 2:
		f.say(Note{Stopping: "cancelling the statements; Ctrl-C again leaves at once"})
	}
	for _, c := range f.running {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}

// verdict is what all results come to.
func (f *fleet) verdict() error {
	left := 0
	for i := range f.results {
		if !f.results[i].Done() {
			left++
		}
	}
	switch {
	case left == 0:
		return nil
	case f.interrupts > 0:
		return executor.ErrInterrupted
	}
	return &executor.Refused{Message: fmt.Sprintf("%d of %s not done", left, out.Count(len(f.results), "database"))}
}
