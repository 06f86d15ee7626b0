package forge

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"sqlbundle/internal/term"
)

// refusal is an answer that says no.
type refusal struct {
	why    Error
	status int
}

func (r *refusal) Error() string { return r.why.Msg }

// denied holds where the token may not, or what it asks for is not there for it.
func (r *refusal) denied() bool {
	return r.status == http.StatusForbidden || r.status == http.StatusNotFound
}

// describe is an answer in one line.
func (c *connection) describe(a answer) string {
	text := fmt.Sprintf("%s answers %d", c.name, a.status)
	if status := http.StatusText(a.status); status != "" {
		text += " " + status
	}
	if said := c.said(a); said != "" {
		text += ": " + said
	}
	return text
}

// longestSaid is how many characters of a platform's message are shown.
const longestSaid = 300

// said is what an answer that says no has as its message.
func (c *connection) said(a answer) string {
	var parts struct {
		Message json.RawMessage
		Error   json.RawMessage
		Errors  []struct{ Message string }
	}
	text := string(a.body)
	if json.Unmarshal(a.body, &parts) == nil {
		text = ""
		for _, raw := range []json.RawMessage{parts.Message, parts.Error} {
			var line string
			if len(raw) > 0 && json.Unmarshal(raw, &line) != nil {
				line = string(raw) // GitLab has lists by field, too
			}
			text += " " + line
		}
		for _, e := range parts.Errors {
			text += " " + e.Message
		}
	}
	list := []rune(c.safe(strings.Join(strings.Fields(text), " ")))
	if len(list) > longestSaid {
		list = append(list[:longestSaid], '…')
	}
	return string(list)
}

// note tells something, without the token.
func (c *connection) note(format string, args ...any) {
	c.say("%s", c.safe(fmt.Sprintf(format, args...)))
}

// safe is a text without the token that can be shown in one line.
func (c *connection) safe(text string) string {
	hide := func(text string) string {
		if c.token == "" {
			return text
		}
		return strings.ReplaceAll(text, c.token, "***")
	}
	return hide(term.Sanitize(hide(text)))
}

// address is an address of the platform's that can be shown; empty for what is
// none.
func (c *connection) address(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
		return ""
	}
	return c.safe(u.String())
}

// plain is an error without the request that it is about.
func plain(err error) string {
	var e *url.Error
	if errors.As(err, &e) {
		err = e.Err
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Sprintf("no answer within %s", timeout)
	}
	return err.Error()
}
