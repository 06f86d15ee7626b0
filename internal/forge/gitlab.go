package forge

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
)

// gitLab is a merge request of GitLab. What it asks is in the manual's "Notes
// API" and "Users API", what the environment says, in "Predefined CI/CD variables
// reference".
type gitLab struct {
	*connection
	// path is the merge request's in the interface, web its address for people.
	path, web string
	// variable is the one that has the token, user the token's owner.
	variable string
	user     int64
}

var positive = regexp.MustCompile(`^[1-9][0-9]{0,17}$`)

func newGitLab(env func(string) string, conn *connection) (*gitLab, error) {
	g := &gitLab{connection: conn}
	conn.name = "GitLab"
	request := env("CI_MERGE_REQUEST_IID")
	if !positive.MatchString(request) {
		return nil, &Error{Msg: "this job is for no merge request: CI_MERGE_REQUEST_IID has no number", Hint: "let it run where `$CI_PIPELINE_SOURCE == \"merge_request_event\"`"}
	}
	// The pipeline of a fork's merge request runs in the fork.
	project := env("CI_MERGE_REQUEST_PROJECT_ID")
	if project == "" {
		project = env("CI_PROJECT_ID")
	}
	if !positive.MatchString(project) {
		return nil, &Error{Msg: "neither CI_MERGE_REQUEST_PROJECT_ID nor CI_PROJECT_ID has the project's number", Hint: "GitLab CI sets them"}
	}
	if env("CI_API_V4_URL") == "" {
		return nil, &Error{Msg: "CI_API_V4_URL is not set", Hint: "GitLab CI sets it; elsewhere write https://HOST/api/v4"}
	}
	if err := conn.open("CI_API_V4_URL", env("CI_API_V4_URL")); err != nil {
		return nil, err
	}
	g.path = fmt.Sprintf("/projects/%s/merge_requests/%s/notes", project, request)
	if url := env("CI_MERGE_REQUEST_PROJECT_URL"); url != "" {
		g.web = url + "/-/merge_requests/" + request
	}
	var err error
	if g.variable, err = conn.useToken(env, "SQLBUNDLE_GITLAB_TOKEN", "GITLAB_TOKEN"); err != nil {
		return nil, err
	}
	if g.variable == "" {
		e := &Error{Msg: "there is no token: neither SQLBUNDLE_GITLAB_TOKEN nor GITLAB_TOKEN is set", Hint: "make an access token of the project with scope api and role Reporter or above, and a masked CI/CD variable of it; a protected one is there on protected branches only"}
		if env("CI_JOB_TOKEN") != "" {
			e.Msg += "; CI_JOB_TOKEN cannot write notes"
		}
		return nil, e
	}
	conn.header = http.Header{"Private-Token": {conn.token}, "Accept": {"application/json"}}
	return g, nil
}

func (g *gitLab) self(ctx context.Context) error {
	a, err := g.do(ctx, http.MethodGet, "/user", nil)
	if err != nil {
		return err
	}
	var user struct{ ID int64 }
	if err := g.read(a, &user); err != nil {
		return err
	}
	g.user = user.ID
	return nil
}

func (g *gitLab) page(ctx context.Context, n int) ([]existing, bool, error) {
	a, err := g.do(ctx, http.MethodGet, fmt.Sprintf("%s?order_by=created_at&sort=asc&per_page=100&page=%d", g.path, n), nil)
	if err != nil {
		return nil, false, err
	}
	var notes []struct {
		ID     int64
		Body   string
		System bool
		Author struct{ ID int64 }
	}
	if err := g.read(a, &notes); err != nil {
		return nil, false, err
	}
	var list []existing
	for _, note := range notes {
		list = append(list, existing{note.ID, note.Body, !note.System && note.Author.ID == g.user, g.noteURL(note.ID)})
	}
	return list, a.header.Get("X-Next-Page") != "", nil
}

func (g *gitLab) create(ctx context.Context, body string) (string, error) {
	return g.write(ctx, http.MethodPost, g.path, body)
}

func (g *gitLab) update(ctx context.Context, id int64, body string) (string, error) {
	return g.write(ctx, http.MethodPut, fmt.Sprintf("%s/%d", g.path, id), body)
}

func (g *gitLab) write(ctx context.Context, method, path, body string) (string, error) {
	a, err := g.do(ctx, method, path, map[string]string{"body": body})
	if err != nil {
		return "", err
	}
	var note struct{ ID int64 }
	if err := g.read(a, &note); err != nil {
		return "", err
	}
	return g.noteURL(note.ID), nil
}

func (g *gitLab) noteURL(id int64) string {
	if g.web == "" {
		return ""
	}
	return g.address(fmt.Sprintf("%s#note_%d", g.web, id))
}

// read takes the value of an answer that says yes; of another one it makes an
// error that says what to do.
func (g *gitLab) read(a answer, into any) error {
	if a.status < 300 {
		if err := json.Unmarshal(a.body, into); err != nil {
			return &Error{Msg: "GitLab's answer is not understood: " + g.safe(err.Error()), Hint: "look at CI_API_V4_URL"}
		}
		return nil
	}
	r := &refusal{Error{Msg: g.describe(a)}, a.status}
	switch a.status {
	case http.StatusUnauthorized:
		r.why.Msg, r.why.Hint = "GitLab does not accept the token of "+g.variable+": "+r.why.Msg, "it is wrong, has expired or was revoked"
	case http.StatusForbidden, http.StatusNotFound:
		r.why.Msg = "the token of " + g.variable + " may not write notes on the merge request: " + r.why.Msg
		r.why.Hint = "it needs the scope api, and its owner the role Reporter or above in the target project; without it, keep the output of `comment` as an artifact"
	case http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity:
		r.why.Hint = "GitLab takes 1,000,000 characters; --max-bytes shortens the comment"
	}
	return r
}

// instead: GitLab has no other place for the text.
func (g *gitLab) instead(string) (Result, bool, error) { return Result{}, false, nil }
