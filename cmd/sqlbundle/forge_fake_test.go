package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// fakeGitHub is as much of GitHub's interface as one comment needs; what can go
// wrong with it is for the tests of internal/forge.
type fakeGitHub struct {
	*httptest.Server
	token    string
	comments []string
	readOnly bool
	// asked counts the requests.
	asked int
}

func newFakeGitHub(t *testing.T) *fakeGitHub {
	f := &fakeGitHub{token: "job-token-of-github"}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /user", func(w http.ResponseWriter, _ *http.Request) { f.answer(w, http.StatusForbidden, nil) })
	mux.HandleFunc("GET /repos/acme/shop/issues/12/comments", func(w http.ResponseWriter, _ *http.Request) {
		list := []any{}
		for i := range f.comments {
			list = append(list, f.shown(i))
		}
		f.answer(w, http.StatusOK, list)
	})
	mux.HandleFunc("POST /repos/acme/shop/issues/12/comments", func(w http.ResponseWriter, r *http.Request) {
		if f.readOnly {
			f.answer(w, http.StatusForbidden, map[string]string{"message": "Resource not accessible by integration"})
			return
		}
		f.comments = append(f.comments, body(t, r))
		f.answer(w, http.StatusCreated, f.shown(len(f.comments)-1))
	})
	mux.HandleFunc("PATCH /repos/acme/shop/issues/comments/{id}", func(w http.ResponseWriter, r *http.Request) {
		i, err := strconv.Atoi(r.PathValue("id"))
		if err != nil || i >= len(f.comments) {
			t.Errorf("PATCH %s", r.URL)
			return
		}
		f.comments[i] = body(t, r)
		f.answer(w, http.StatusOK, f.shown(i))
	})
	f.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if f.asked++; r.Header.Get("Authorization") != "Bearer "+f.token {
			f.answer(w, http.StatusUnauthorized, nil)
			return
		}
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(f.Close)
	return f
}

func body(t *testing.T, r *http.Request) string {
	var in struct{ Body string }
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		t.Error(err)
	}
	return in.Body
}

func (f *fakeGitHub) shown(i int) map[string]any {
	return map[string]any{"id": i, "body": f.comments[i], "html_url": "https://github.example/c", "user": map[string]string{"login": "x[bot]", "type": "Bot"}}
}

func (f *fakeGitHub) answer(w http.ResponseWriter, status int, value any) {
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value)
}

// environment is what GitHub Actions sets for a pull request from a branch of a
// repository.
func (f *fakeGitHub) environment(t *testing.T, head string) map[string]string {
	event := filepath.Join(t.TempDir(), "event.json")
	text := `{"pull_request":{"number":12,"head":{"repo":{"full_name":"` + head + `"}}}}`
	if err := os.WriteFile(event, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return map[string]string{
		"GITHUB_API_URL": f.URL, "GITHUB_REPOSITORY": "acme/shop", "GITHUB_EVENT_NAME": "pull_request",
		"GITHUB_EVENT_PATH": event, "GITHUB_BASE_REF": "main", "GITHUB_REF": "refs/pull/12/merge",
	}
}
