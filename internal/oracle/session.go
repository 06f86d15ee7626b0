package oracle

import (
	"context"
	"fmt"

	"sqlbundle/internal/pgtest"
)

// Session runs statements for good on one database, as a history does. What a
// statement sets stays set for those after it.
type Session struct {
	link link
	// asked counts the calls of Query.
	asked int
}

// Open connects to a database.
func Open(ctx context.Context, server *pgtest.Server, database string) (*Session, error) {
	l, err := connect(ctx, server, database)
	if err != nil {
		return nil, err
	}
	return &Session{link: l}, nil
}

// Close ends the session.
func (s *Session) Close(ctx context.Context) { s.link.end(ctx) }

// Run runs a statement in a transaction of its own and commits it. One that
// refuses a transaction block runs without: then the answer says what it
// rewrote, made and dropped, not what it locked. What fails leaves nothing
// behind, and the error is trouble with the server or the context.
func (s *Session) Run(ctx context.Context, stmt string) (Answer, error) {
	answers, err := s.RunTransaction(ctx, []string{stmt})
	if err != nil {
		return Answer{}, err
	}
	if state := answers[0].SQLState; state != activeTransaction && state != invalidTermination {
		return answers[0], nil
	}
	a, err := s.link.alone(ctx, stmt)
	a.Scanned = nil
	return a, err
}

// invalidTermination is the SQLSTATE with which a procedure that commits refuses
// a transaction block.
const invalidTermination = "2D000"

// RunTransaction runs statements in one transaction and commits it. A
// statement's locks are those that pg_locks shows since it began: not those in a
// mode that the transaction had on the relation before. Where one fails, its
// answer is the last, and the transaction is rolled back; where only COMMIT
// fails, as with deferred constraints, the last answer says so.
func (s *Session) RunTransaction(ctx context.Context, stmts []string) ([]Answer, error) {
	begin, err := s.link.begin(ctx)
	if err != nil {
		return nil, fmt.Errorf("beginning a transaction: %w", err)
	}
	var answers []Answer
	before := begin
	for _, stmt := range stmts {
		a, failed, err := s.link.try(ctx, stmt, "")
		if err != nil {
			return nil, err
		}
		if failed {
			_, err := s.link.run(ctx, "ROLLBACK")
			return append(answers, a), err
		}
		after, err := s.link.look(ctx)
		if err != nil {
			return nil, err
		}
		answers = append(answers, compare(begin.relations, before, after))
		before = after
	}
	return s.commit(ctx, answers)
}

func (s *Session) commit(ctx context.Context, answers []Answer) ([]Answer, error) {
	a, failed, err := s.link.try(ctx, "COMMIT", "commit: ")
	if failed && len(answers) > 0 {
		answers[len(answers)-1] = a
	}
	return answers, err
}
