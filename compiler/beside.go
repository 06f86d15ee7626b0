package compiler

import (
	"runtime"

	"golang.org/x/sync/errgroup"

	"sqlbundle/internal/defect"
)

// beside is work that nothing waits for until the end. It leaves a core to whoever
// adds to it.
type beside struct {
	work  chan func()
	group errgroup.Group
}

// newBeside takes as many pieces of work as are said, at most.
func newBeside(most int) *beside {
	b := &beside{work: make(chan func(), most)}
	for range max(1, runtime.GOMAXPROCS(0)-1) {
		b.group.Go(b.do)
	}
	return b
}

func (b *beside) add(piece func()) { b.work <- piece }

// wait helps until all is done. A panic in a piece of work is the error.
func (b *beside) wait() error {
	close(b.work)
	b.group.Go(b.do)
	return b.group.Wait()
}

func (b *beside) do() (err error) {
	defer defect.Catch(&err)
	for piece := range b.work {
		piece()
	}
	return nil
}
