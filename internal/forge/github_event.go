package forge

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
)

// longestEvent is how many bytes of the event's file are read; GitHub sends none
// above 25 MB.
const longestEvent = 32 << 20

var pullRequestRef = regexp.MustCompile(`^refs/pull/([1-9][0-9]{0,8})/(?:merge|head)$`)

// gitHubEvent is what the events that are about a pull request say of it.
type gitHubEvent struct {
	// Of pull_request, pull_request_target, pull_request_review.
	PullRequest struct {
		Number int
		Head   struct {
			Repo *struct {
				FullName string `json:"full_name"`
			}
		}
	} `json:"pull_request"`
	// Of issue_comment.
	Issue struct {
		Number      int
		PullRequest json.RawMessage `json:"pull_request"`
	}
	// Of workflow_run; without those of forks.
	WorkflowRun struct {
		PullRequests []struct{ Number int } `json:"pull_requests"`
	} `json:"workflow_run"`
}

// event finds the pull request's number, in the event that the run is for, or
// else in the ref.
func (g *gitHub) event(env func(string) string) error {
	var e gitHubEvent
	if name := env("GITHUB_EVENT_PATH"); name != "" {
		data, err := readFile(name)
		if err == nil {
			err = json.Unmarshal(data, &e)
		}
		if err != nil {
			return &Error{Msg: "GITHUB_EVENT_PATH cannot be read: " + g.safe(err.Error()), Hint: "GitHub Actions sets it; elsewhere leave it unset, and set GITHUB_REF=refs/pull/NUMBER/merge"}
		}
	}
	switch {
	case e.PullRequest.Number > 0:
		g.number = e.PullRequest.Number
		head := e.PullRequest.Head.Repo
		switch {
		case env("GITHUB_EVENT_NAME") == "pull_request_target":
		case head == nil || !strings.EqualFold(head.FullName, g.repository):
			g.readOnly = "the pull request comes from a fork"
		case env("GITHUB_ACTOR") == "dependabot[bot]":
			g.readOnly = "the pull request is Dependabot's"
		}
	case e.Issue.Number > 0 && len(e.Issue.PullRequest) > 0:
		g.number = e.Issue.Number
	case len(e.WorkflowRun.PullRequests) == 1:
		g.number = e.WorkflowRun.PullRequests[0].Number
	default:
		if m := pullRequestRef.FindStringSubmatch(env("GITHUB_REF")); m != nil {
			_, _ = fmt.Sscan(m[1], &g.number)
		}
	}
	if g.number <= 0 {
		return &Error{Msg: "this run is for no pull request: neither GITHUB_EVENT_PATH nor GITHUB_REF names one", Hint: "let the workflow run `on: pull_request`; elsewhere set GITHUB_REF=refs/pull/NUMBER/merge"}
	}
	return nil
}

func readFile(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, longestEvent))
}
