package forge

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
)

// gitHub is a pull request of GitHub. What it asks is in the manual's "REST API
// endpoints for issue comments" and "… for users"; what the environment says, in
// "Variables reference" and "Webhook events and payloads".
type gitHub struct {
	*connection
	// repository is OWNER/NAME, number the pull request's.
	repository string
	number     int
	// variable is the one that has the token.
	variable string
	// login is the token's owner; empty where the token is that of an app, which
	// cannot ask.
	login string
	// readOnly says why the token of this run cannot write, by the event; empty
	// where nothing says so.
	readOnly string
	// summary is the file for the summary of the job.
	summary string
}

var repositoryName = regexp.MustCompile(`^[\w-][\w.-]*/[\w.-]+$`)

func newGitHub(env func(string) string, conn *connection) (*gitHub, error) {
	g := &gitHub{connection: conn, repository: env("GITHUB_REPOSITORY"), summary: env("GITHUB_STEP_SUMMARY")}
	conn.name = "GitHub"
	if !repositoryName.MatchString(g.repository) || strings.HasSuffix(g.repository, "/..") {
		return nil, &Error{Msg: "GITHUB_REPOSITORY names no repository", Hint: "GitHub Actions sets it; elsewhere write OWNER/NAME"}
	}
	address := env("GITHUB_API_URL")
	if address == "" {
		address = "https://api.github.com"
	}
	if err := conn.open("GITHUB_API_URL", address); err != nil {
		return nil, err
	}
	if err := g.event(env); err != nil {
		return nil, err
	}
	var err error
	if g.variable, err = conn.useToken(env, "GITHUB_TOKEN", "GH_TOKEN"); err != nil {
		return nil, err
	}
	if g.variable == "" {
		return nil, &Error{Msg: "there is no token: neither GITHUB_TOKEN nor GH_TOKEN is set", Hint: "in a workflow's step: `env: GITHUB_TOKEN: ${{ github.token }}`"}
	}
	conn.header = http.Header{
		"Authorization":        {"Bearer " + conn.token},
		"Accept":               {"application/vnd.github+json"},
		"X-Github-Api-Version": {"2022-11-28"},
	}
	return g, nil
}

// self asks whose the token is. The token of a workflow is an app's, and gets 403.
func (g *gitHub) self(ctx context.Context) error {
	a, err := g.do(ctx, http.MethodGet, "/user", nil)
	if err != nil || a.status == http.StatusForbidden || a.status == http.StatusNotFound {
		return err
	}
	var user struct{ Login string }
	if err := g.read(a, &user); err != nil {
		return err
	}
	g.login = user.Login
	return nil
}

func (g *gitHub) page(ctx context.Context, n int) ([]existing, bool, error) {
	a, err := g.do(ctx, http.MethodGet, fmt.Sprintf("/repos/%s/issues/%d/comments?per_page=100&page=%d", g.repository, g.number, n), nil)
	if err != nil {
		return nil, false, err
	}
	var comments []struct {
		ID      int64
		Body    string
		HTMLURL string `json:"html_url"`
		User    *struct{ Login, Type string }
	}
	if err := g.read(a, &comments); err != nil {
		return nil, false, err
	}
	var list []existing
	for _, c := range comments {
		// Of an app nobody knows the name; people cannot pass for one.
		mine := c.User != nil && (g.login == "" && c.User.Type == "Bot" || g.login != "" && strings.EqualFold(c.User.Login, g.login))
		list = append(list, existing{c.ID, c.Body, mine, g.address(c.HTMLURL)})
	}
	// The link itself is not followed: it could lead anywhere.
	return list, nextLink.MatchString(a.header.Get("Link")), nil
}

var nextLink = regexp.MustCompile(`(?i);\s*rel="?next\b`)

func (g *gitHub) create(ctx context.Context, body string) (string, error) {
	return g.write(ctx, http.MethodPost, fmt.Sprintf("/repos/%s/issues/%d/comments", g.repository, g.number), body)
}

func (g *gitHub) update(ctx context.Context, id int64, body string) (string, error) {
	return g.write(ctx, http.MethodPatch, fmt.Sprintf("/repos/%s/issues/comments/%d", g.repository, id), body)
}

func (g *gitHub) write(ctx context.Context, method, path, body string) (string, error) {
	a, err := g.do(ctx, method, path, map[string]string{"body": body})
	if err != nil {
		return "", err
	}
	var comment struct {
		HTMLURL string `json:"html_url"`
	}
	if err := g.read(a, &comment); err != nil {
		return "", err
	}
	return g.address(comment.HTMLURL), nil
}

// read takes the value of an answer that says yes; of another one it makes an
// error that says what to do.
func (g *gitHub) read(a answer, into any) error {
	if a.status < 300 {
		if err := json.Unmarshal(a.body, into); err != nil {
			return &Error{Msg: "GitHub's answer is not understood: " + g.safe(err.Error()), Hint: "look at GITHUB_API_URL"}
		}
		return nil
	}
	r := &refusal{Error{Msg: g.describe(a)}, a.status}
	switch a.status {
	case http.StatusUnauthorized:
		r.why.Msg, r.why.Hint = "GitHub does not accept the token of "+g.variable+": "+r.why.Msg, "it is wrong or has expired; in a workflow's step: `env: GITHUB_TOKEN: ${{ github.token }}`"
	case http.StatusForbidden, http.StatusNotFound:
		r.why.Msg = fmt.Sprintf("the token of %s may not comment on %s#%d: %s", g.variable, g.repository, g.number, r.why.Msg)
		r.why.Hint = "the workflow needs `permissions: pull-requests: write`; a token of one's own, write access to the repository's pull requests"
		if g.readOnly != "" {
			r.why.Hint = g.readOnly + ", for which GitHub gives a token that only reads"
		}
	case http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity:
		r.why.Hint = "GitHub takes 65,536 characters; --max-bytes shortens the comment"
	}
	return r
}
