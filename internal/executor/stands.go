package executor

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"sqlbundle/internal/psql"
	"sqlbundle/out"
)

// tellWay tells how a bundle in the plain dialect goes on that has failed with
// something done, where the error has not said so: running it again would refuse.
func (r *run) tellWay(err error) {
	var refused *Refused
	if r.bundle.plain != nil && r.done && r.interrupts.Load() == 0 && errors.As(err, &refused) && r.script != out.VerifyFile && !strings.Contains(refused.Hint, "Make the rest") {
		r.tellStands(r.script)
	}
}

// tellStands tells where the database stands by the script's own word.
func (r *run) tellStands(name string) {
	where, err := r.stands(name)
	if r.ctx.Err() != nil {
		return // nobody waits for it any more
	}
	if err != nil {
		where = "where it stands could not be read: " + r.target.clean(err)
	}
	r.say(Event{Event: Stands, Script: name, Message: where})
}

// stands lets a script say where it would go on.
func (r *run) stands(name string) (string, error) {
	ctx, cancel := context.WithTimeout(r.ctx, standsTimeout)
	defer cancel()
	config := r.target.config.Copy()
	conn, err := pgconn.ConnectConfig(ctx, config)
	if err != nil {
		return "", err
	}
	defer hangUp(conn)
	if script, ok := r.bundle.plain[name]; ok {
		where, err := r.bundle.standsPlain(ctx, session{conn}, name, script)
		return r.bundle.inWords(where), err
	}
	last := ""
	in := &psql.Interpreter{
		Session: session{conn}, Vars: map[string]string{"sqlbundle_check_only": "on", "VERSION_NAME": ""},
		Echo: func(text string) error { last = text; return nil },
	}
	if err := in.Run(ctx, r.bundle.scripts[name]); err != nil {
		var server *pgconn.PgError
		if errors.As(err, &server) {
			return "", errors.New(r.bundle.inWords(server.Message))
		}
		return "", err
	}
	return "the same command goes on: " + whereWords(last), nil
}

const standsTimeout = 30 * time.Second
