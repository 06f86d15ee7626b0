package forge

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	// attempts are how often something is tried in all.
	attempts = 5
	// timeout is for one of them.
	timeout = 30 * time.Second
	// longestAnswer is how many bytes of an answer are read: a hundred comments
	// of GitLab's greatest length, in which most characters have one byte.
	longestAnswer = 128 << 20
	// longestError is how many bytes of an error's answer are read.
	longestError = 64 << 10
)

// connection speaks with a platform's interface.
type connection struct {
	client *http.Client
	say    func(format string, args ...any)
	sleep  func(context.Context, time.Duration) error
	now    func() time.Time

	// name is the platform's for people, api the address without a slash at its
	// end.
	name, api string
	// token is what nothing may show; header has it.
	token  string
	header http.Header
}

// errFinal is an error that another attempt does not mend.
var errFinal = errors.New("final")

// open takes the interface's address and the client.
func (c *connection) open(variable, address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return &Error{Msg: variable + " is no address of an interface", Hint: "write https://HOST/PATH"}
	}
	c.api = strings.TrimSuffix(address, "/")
	own := http.Client{}
	if c.client != nil {
		own = *c.client
	}
	own.CheckRedirect = stay
	c.client = &own
	return nil
}

// useToken takes the token of the first variable that has one, and gives its
// name.
func (c *connection) useToken(env func(string) string, variables ...string) (string, error) {
	for _, variable := range variables {
		token := strings.TrimSpace(env(variable))
		if token == "" {
			continue
		}
		// What no header can hold would come back in an error.
		if strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }) {
			return "", &Error{Msg: variable + " holds no token: there are blanks or other characters in it that no token has"}
		}
		c.token = token
		return variable, nil
	}
	return "", nil
}

// stay follows redirects only where the interface itself leads to, and never
// makes another request of one.
func stay(next *http.Request, via []*http.Request) error {
	first := via[0]
	switch {
	case next.URL.Scheme != first.URL.Scheme || next.URL.Host != first.URL.Host:
		return fmt.Errorf("%w: it redirects to %s://%s, where the token does not go", errFinal, next.URL.Scheme, next.URL.Host)
	case next.Method != first.Method:
		return fmt.Errorf("%w: it redirects a %s", errFinal, first.Method)
	case len(via) >= attempts:
		return fmt.Errorf("%w: it redirects without end", errFinal)
	}
	return nil
}

// answer is what the platform says.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// do sends a request until there is an answer. A POST that may have been received
// is sent once: then the error is a [trouble].
func (c *connection) do(ctx context.Context, method, path string, payload any) (answer, error) {
	for attempt := 1; ; attempt++ {
		a, err := c.send(ctx, method, path, payload)
		t := c.trouble(a, err)
		switch {
		case ctx.Err() != nil:
			return answer{}, ctx.Err()
		case t == nil && err != nil:
			return answer{}, &Error{Msg: c.safe(c.name + " cannot be asked: " + strings.TrimPrefix(plain(err), errFinal.Error()+": "))}
		case t == nil:
			return a, nil
		case method == http.MethodPost && !t.refused:
			return answer{}, t
		}
		if err := c.pause(ctx, attempt, t); err != nil {
			return answer{}, err
		}
	}
}

// send sends a request once.
func (c *connection) send(ctx context.Context, method, path string, payload any) (answer, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	var body io.Reader
	if payload != nil {
		data, err := json.Marshal(payload)
		if err != nil {
			return answer{}, fmt.Errorf("%w: %w", errFinal, err)
		}
		body = bytes.NewReader(data)
	}
	r, err := http.NewRequestWithContext(ctx, method, c.api+path, body)
	if err != nil {
		return answer{}, fmt.Errorf("%w: %w", errFinal, err)
	}
	r.Header = c.header.Clone()
	r.Header.Set("User-Agent", "sqlbundle")
	if payload != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	response, err := c.client.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	limit := int64(longestAnswer)
	if response.StatusCode >= 300 {
		limit = longestError
	}
	data, err := io.ReadAll(io.LimitReader(response.Body, limit+1))
	switch {
	case response.StatusCode >= 300: // the status says enough
	case err != nil:
		return answer{}, err
	case int64(len(data)) > limit:
		return answer{}, fmt.Errorf("%w: the answer has more than %d MiB", errFinal, limit>>20)
	}
	return answer{response.StatusCode, response.Header, data}, nil
}
