// Package forge brings a comment to a pull request of GitHub or a merge request
// of GitLab.
//
// In come a text whose first line is a marker and the environment as the
// platform's CI sets it: where the interface is, which pull request is meant, the
// token. Out comes one comment: the one of an earlier run, which the marker
// tells, with the new text, or a new one.
//
// Invariants: the token goes to the configured interface and nowhere else, not
// even by a redirect, and into no message, error or address; only a comment of
// the token's owner is edited; a text that the platform may have taken is not
// sent again before it was looked for; all ends within two minutes.
package forge

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Comment is what is to stand at a pull request.
type Comment struct {
	// Marker is the first line of Body, by which the comment is found again.
	Marker, Body string
	// OnlyUpdate makes no comment where there is none.
	OnlyUpdate bool
}

// Result is what [Post] has done.
type Result struct {
	// Action is "created", "updated", "unchanged", "none" (there is no comment,
	// and none was wanted) or "summary": the token may not write, and the text
	// stands in the summary of the job.
	Action string
	// URL is where the comment can be read; empty where that is not known.
	URL string
}

// Error is what keeps a comment from being posted: Msg says what is wrong, Hint
// what to do.
type Error struct{ Msg, Hint string }

func (e *Error) Error() string { return e.Msg }

// longest is the time that posting may take in all.
const longest = 2 * time.Minute

// Post makes the comment or updates it. The platform is "github" or "gitlab", and
// env its environment, such as [os.Getenv]. Without a client there is one that
// takes proxies from the process's environment. note is told what takes time and
// what is odd, a line each. An error is an [Error], the context's, or that of
// writing the summary.
func Post(ctx context.Context, platform string, env func(string) string, client *http.Client, c Comment, note func(format string, args ...any)) (Result, error) {
	return post(ctx, platform, env, c, &connection{client: client, say: note, sleep: sleep, now: time.Now})
}

// platform is one of the interfaces.
type platform interface {
	// self finds out whose the token is.
	self(ctx context.Context) error
	// page lists comments, a hundred at a time, beginning with page 1; more
	// tells whether another one follows.
	page(ctx context.Context, n int) (list []existing, more bool, err error)
	create(ctx context.Context, body string) (url string, err error)
	update(ctx context.Context, id int64, body string) (url string, err error)
	// instead is where the text goes where the token may not write.
	instead(body string) (Result, bool, error)
}

// existing is a comment that is there.
type existing struct {
	id   int64
	body string
	// mine holds where the token's owner has written it.
	mine bool
	url  string
}

func post(ctx context.Context, name string, env func(string) string, c Comment, conn *connection) (Result, error) {
	if first, _, _ := strings.Cut(c.Body, "\n"); c.Marker == "" || first != c.Marker {
		return Result{}, &Error{Msg: fmt.Sprintf("the comment does not begin with its marker %q", c.Marker)}
	}
	var p platform
	var err error
	switch name {
	case "github":
		p, err = newGitHub(env, conn)
	case "gitlab":
		p, err = newGitLab(env, conn)
	default:
		err = &Error{Msg: fmt.Sprintf("there is no platform %q", name), Hint: "github and gitlab are known"}
	}
	if err != nil {
		return Result{}, err
	}
	if strings.Contains(c.Body, conn.token) {
		return Result{}, &Error{Msg: "the comment holds the token itself, and is not posted", Hint: "a revision takes it by a variable; remove it from `[project] env_vars`"}
	}
	limited, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	result, err := put(limited, p, conn, c)
	var refused *refusal
	if errors.As(err, &refused) {
		if refused.denied() {
			if result, done, err := p.instead(c.Body); done || err != nil {
				return result, err
			}
		}
		err = &refused.why
	}
	switch {
	case ctx.Err() != nil:
		return Result{}, ctx.Err()
	case limited.Err() != nil && err != nil:
		return Result{}, &Error{Msg: fmt.Sprintf("%s has not done it within %s", conn.name, longest), Hint: "run it again later"}
	}
	return result, err
}

// put finds the comment and writes it. A POST of which nobody knows whether it
// was received is repeated only where another look shows no comment.
func put(ctx context.Context, p platform, conn *connection, c Comment) (Result, error) {
	if err := p.self(ctx); err != nil {
		return Result{}, err
	}
	for attempt := 1; ; attempt++ {
		own, err := find(ctx, p, conn, c.Marker)
		if err != nil {
			return Result{}, err
		}
		result, done, err := change(ctx, p, own, c.Body)
		if done && err == nil && attempt > 1 {
			result.Action = "created" // by an attempt before this one
		}
		if done || err != nil {
			return result, err
		}
		if c.OnlyUpdate {
			return Result{Action: "none"}, nil
		}
		url, err := p.create(ctx, c.Body)
		var unsure *trouble
		switch {
		case err == nil:
			return Result{"created", url}, nil
		case !errors.As(err, &unsure):
			return Result{}, err
		}
		if err := conn.pause(ctx, attempt, unsure); err != nil {
			return Result{}, err
		}
	}
}

// change updates the first of the own comments that can be changed; done is false
// where there is none.
func change(ctx context.Context, p platform, own []existing, body string) (result Result, done bool, err error) {
	for _, e := range own {
		if normal(e.body) == normal(body) {
			return Result{"unchanged", e.url}, true, nil
		}
		url, err := p.update(ctx, e.id, body)
		var refused *refusal
		if errors.As(err, &refused) && refused.denied() {
			continue // somebody else's after all, or gone since
		}
		return Result{"updated", url}, true, err
	}
	return Result{}, false, nil
}

// maxPages are the pages of comments that are read; GitHub takes 2,500 comments.
const maxPages = 50

// find lists the own comments that begin with the marker's line.
func find(ctx context.Context, p platform, conn *connection, marker string) ([]existing, error) {
	var own []existing
	for n := 1; ; n++ {
		list, more, err := p.page(ctx, n)
		if err != nil {
			return nil, err
		}
		for _, e := range list {
			first, _, _ := strings.Cut(e.body, "\n")
			if e.mine && strings.TrimRight(first, " \t\r") == marker {
				own = append(own, e)
			}
		}
		switch {
		case !more && len(own) > 1:
			conn.note("%d comments begin with %s; the first one is kept up to date, delete the others", len(own), marker)
			return own, nil
		case !more:
			return own, nil
		case n == maxPages:
			return nil, &Error{Msg: fmt.Sprintf("there are more than %d pages of comments", maxPages)}
		}
	}
}

// normal is a text without what platforms change: line ends, and blanks around
// it.
func normal(body string) string {
	return strings.TrimSpace(strings.ReplaceAll(body, "\r\n", "\n"))
}
