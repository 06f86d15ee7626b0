package forge

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// trouble is a failure that may pass.
type trouble struct {
	why string
	// refused holds where the request had no effect.
	refused bool
	// wait is how long the platform wants to be left alone; 0 where it does not
	// say.
	wait time.Duration
}

func (t *trouble) Error() string { return t.why }

// trouble tells what may pass: a lost connection, a server's own failure, a rate
// limit. nil means that there is an answer, or none that another attempt brings.
func (c *connection) trouble(a answer, err error) *trouble {
	var certificate *tls.CertificateVerificationError
	switch {
	case errors.Is(err, errFinal), errors.As(err, &certificate):
		return nil
	case err != nil:
		return &trouble{why: c.safe(c.name + " cannot be reached: " + plain(err))}
	case c.limited(a):
		return &trouble{c.name + " limits the rate of requests", true, c.wait(a)}
	case a.status >= 500:
		return &trouble{c.describe(a), false, c.wait(a)}
	}
	return nil
}

// limited tells a rate limit from a permission that is missing. GitHub, "Rate
// limits for the REST API": 403 or 429, with retry-after, with
// x-ratelimit-remaining 0, or else with a message about a secondary limit.
func (c *connection) limited(a answer) bool {
	return a.status == http.StatusTooManyRequests || a.status == http.StatusForbidden &&
		(a.header.Get("Retry-After") != "" || a.header.Get("X-RateLimit-Remaining") == "0" ||
			strings.Contains(strings.ToLower(c.said(a)), "secondary rate limit"))
}

// wait is how long the platform wants to be left alone; a minute where a limit
// does not say, as GitHub's manual has it.
func (c *connection) wait(a answer) time.Duration {
	if after := a.header.Get("Retry-After"); after != "" {
		if seconds, err := strconv.Atoi(after); err == nil && seconds >= 0 {
			return time.Duration(min(seconds, 1e6)) * time.Second
		}
		if at, err := http.ParseTime(after); err == nil {
			return max(at.Sub(c.now()), time.Second)
		}
	}
	if reset, err := strconv.ParseInt(a.header.Get("X-RateLimit-Reset"), 10, 64); err == nil && a.header.Get("X-RateLimit-Remaining") == "0" {
		return max(time.Unix(reset, 0).Sub(c.now()), 0) + time.Second
	}
	if a.status < 500 {
		return time.Minute
	}
	return 0
}

// pause waits before another attempt, longer each time; the error is that of the
// last attempt, of a wait that is too long, or the context's.
func (c *connection) pause(ctx context.Context, attempt int, t *trouble) error {
	if attempt >= attempts {
		return &Error{Msg: fmt.Sprintf("%s; gave up after %d attempts", t.why, attempt), Hint: "run it again later"}
	}
	d := t.wait
	if d == 0 {
		d = time.Second << (attempt - 1)
		d += rand.N(d / 2)
	}
	if end, ok := ctx.Deadline(); ok && time.Until(end) < d {
		return &Error{Msg: fmt.Sprintf("%s, and wants to be left alone for %s", t.why, d.Round(time.Second)), Hint: "run it again later"}
	}
	c.note("%s; trying again in %s", t.why, d.Round(time.Second))
	return c.sleep(ctx, d)
}

// sleep waits, unless the context ends before.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
