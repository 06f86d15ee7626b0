package crash

import (
	"context"
	"errors"
	"fmt"
)

// strike does to a running session what a cut says.
type strike struct {
	*trial
	cut   cut
	held  string // for the report
	waits bool   // the statement waited for the session that holds it up
	err   error
	close func()
}

// prepare opens the session that makes the message's statement wait.
func (s *strike) prepare() {
	if s.cut.hold == noHold {
		return
	}
	conn, err := s.cut.hold.begin(s.db)
	if err != nil {
		s.err = err
		return
	}
	s.close = func() { conn.Close(context.Background()) }
}

// release lets the statement go on, where it still can.
func (s *strike) release() error {
	if s.close != nil {
		s.close()
	}
	return s.err
}

// strike is called when the server has the message.
func (s *strike) strike(pid int, answered <-chan struct{}) {
	if s.close != nil {
		var err error
		s.waits, err = s.bench.held(pid, answered)
		s.err = errors.Join(s.err, err)
		s.count.hold(s.waits)
		total.hold(s.waits)
		s.held = fmt.Sprintf(", with a %s that it does not wait for", s.cut.hold)
		if s.waits {
			s.held = fmt.Sprintf(", while it waits for a %s", s.cut.hold)
		}
	}
	switch s.cut.way {
	case Terminate:
		s.err = errors.Join(s.err, s.admin("SELECT pg_terminate_backend($1)", []any{pid}))
	case Crash:
		s.err = errors.Join(s.err, s.restart())
	}
}
