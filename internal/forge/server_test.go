package forge

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	token  = "ghs_TheTokenThatNobodyMaySee0123"
	marker = "<!-- sqlbundle:shop -->"
)

// stored is a comment that the server keeps.
type stored struct {
	id     int64
	author string
	body   string
}

// fault answers a request in the server's place; serve is what the server would
// have done.
type fault func(w http.ResponseWriter, r *http.Request, serve http.HandlerFunc)

// server is a platform for tests: what its manual says of users and comments.
type server struct {
	t        *testing.T
	platform string
	http     *httptest.Server

	mu       sync.Mutex
	comments []stored
	// perPage is how many comments a page has.
	perPage int
	// app holds where the token is an app's, which cannot ask who it is.
	app bool
	// log has what was asked, faults what goes wrong next, by kind: user, list,
	// create, update.
	log    []string
	faults map[string][]fault
}

const (
	us     = "sqlbundle-bot"
	member = "member"
)

func newServer(t *testing.T, platform string) *server {
	s := &server{t: t, platform: platform, perPage: 100, faults: map[string][]fault{}}
	s.http = httptest.NewServer(s)
	// On a connection that was used before, net/http itself asks a second time.
	s.http.Client().Transport.(*http.Transport).DisableKeepAlives = true
	t.Cleanup(s.http.Close)
	return s
}

// add puts a comment there.
func (s *server) add(author, body string) {
	s.comments = append(s.comments, stored{int64(len(s.comments) + 1), author, body})
}

func (s *server) fail(kind string, faults ...fault) {
	s.faults[kind] = append(s.faults[kind], faults...)
}

// asked is how often something of a kind was asked.
func (s *server) asked(kind string) int {
	n := 0
	for _, k := range s.log {
		if k == kind {
			n++
		}
	}
	return n
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	kind, serve := s.route(r)
	s.log = append(s.log, kind)
	if list := s.faults[kind]; len(list) > 0 {
		s.faults[kind] = list[1:]
		list[0](w, r, serve)
		return
	}
	serve(w, r)
}

func (s *server) route(r *http.Request) (string, http.HandlerFunc) {
	base := map[string]string{"github": "/repos/acme/shop/issues/", "gitlab": "/projects/17/merge_requests/"}[s.platform]
	collection := base + map[string]string{"github": "12/comments", "gitlab": "12/notes"}[s.platform]
	item := map[string]string{"github": base + "comments/", "gitlab": collection + "/"}[s.platform]
	change := map[string]string{"github": "PATCH", "gitlab": "PUT"}[s.platform]
	if !s.authorized(r) {
		return "stranger", answers(http.StatusUnauthorized, nil, `{"message":"Bad credentials"}`).handler()
	}
	switch {
	case r.Method == "GET" && r.URL.Path == "/user":
		return "user", s.user
	case r.Method == "GET" && r.URL.Path == collection:
		return "list", s.list
	case r.Method == "POST" && r.URL.Path == collection:
		return "create", s.create
	case r.Method == change && strings.HasPrefix(r.URL.Path, item):
		return "update", s.update
	}
	return r.Method + " " + r.URL.Path, http.NotFound
}

func (s *server) authorized(r *http.Request) bool {
	if s.platform == "github" {
		return r.Header.Get("Authorization") == "Bearer "+token && r.Header.Get("Accept") == "application/vnd.github+json"
	}
	return r.Header.Get("Private-Token") == token
}

func (s *server) user(w http.ResponseWriter, r *http.Request) {
	if s.app {
		answers(http.StatusForbidden, nil, `{"message":"Resource not accessible by integration"}`)(w, r, nil)
		return
	}
	s.write(w, http.StatusOK, map[string]any{"login": us, "id": number(us)})
}

func number(author string) int { return len(author) }

func (s *server) list(w http.ResponseWriter, r *http.Request) {
	if r.URL.Query().Get("per_page") != "100" {
		s.t.Errorf("per_page of %s", r.URL)
	}
	page, _ := strconv.Atoi(r.URL.Query().Get("page"))
	from := min((page-1)*s.perPage, len(s.comments))
	to := min(from+s.perPage, len(s.comments))
	if to < len(s.comments) {
		// Where the links lead must not matter.
		w.Header().Set("Link", fmt.Sprintf(`<https://evil.example/x?page=%d>; rel="next", <https://evil.example/x?page=99>; rel="last"`, page+1))
		w.Header().Set("X-Next-Page", strconv.Itoa(page+1))
	} else if page > 1 {
		w.Header().Set("Link", `<https://evil.example/x?page=1>; rel="first", <https://evil.example/x?page=1>; rel="prev"`)
		w.Header().Set("X-Next-Page", "")
	}
	list := []any{}
	for _, c := range s.comments[from:to] {
		list = append(list, s.shown(c))
	}
	s.write(w, http.StatusOK, list)
}

func (s *server) shown(c stored) map[string]any {
	kind := "User"
	if strings.HasSuffix(c.author, "[bot]") || c.author == us {
		kind = "Bot"
	}
	return map[string]any{
		"id": c.id, "body": c.body, "html_url": fmt.Sprintf("https://forge.example/c/%d", c.id), "system": false,
		"user": map[string]any{"login": c.author, "type": kind}, "author": map[string]any{"id": number(c.author)},
	}
}

func (s *server) create(w http.ResponseWriter, r *http.Request) {
	s.add(us, s.body(r))
	s.write(w, http.StatusCreated, s.shown(s.comments[len(s.comments)-1]))
}

func (s *server) update(w http.ResponseWriter, r *http.Request) {
	id := r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]
	i := slices.IndexFunc(s.comments, func(c stored) bool { return strconv.FormatInt(c.id, 10) == id })
	if i < 0 {
		http.NotFound(w, r)
		return
	}
	s.comments[i].body = s.body(r)
	s.write(w, http.StatusOK, s.shown(s.comments[i]))
}

func (s *server) body(r *http.Request) string {
	var in struct{ Body string }
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil || r.Header.Get("Content-Type") != "application/json" {
		s.t.Errorf("%s %s: %v", r.Method, r.URL, err)
	}
	return in.Body
}

func (s *server) write(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(value); err != nil {
		s.t.Error(err)
	}
}

// answers is the fault of another answer.
func answers(status int, header map[string]string, body string) fault {
	return func(w http.ResponseWriter, r *http.Request, _ http.HandlerFunc) {
		_, _ = io.Copy(io.Discard, r.Body)
		for name, value := range header {
			w.Header().Set(name, value)
		}
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

func (f fault) handler() http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { f(w, r, nil) }
}

// drops is the fault of a connection that ends without an answer, after the
// server has done its work or before.
func drops(after bool) fault {
	return func(_ http.ResponseWriter, r *http.Request, serve http.HandlerFunc) {
		if after {
			serve(httptest.NewRecorder(), r)
		}
		panic(http.ErrAbortHandler)
	}
}

// environment is what the platform's CI sets for the server.
func (s *server) environment() map[string]string {
	if s.platform == "github" {
		return map[string]string{
			"GITHUB_API_URL": s.http.URL, "GITHUB_REPOSITORY": "acme/shop", "GITHUB_TOKEN": token,
			"GITHUB_EVENT_NAME": "pull_request", "GITHUB_EVENT_PATH": eventFile(s.t, "acme/shop"),
			"GITHUB_REF": "refs/pull/99/merge",
		}
	}
	return map[string]string{
		"CI_API_V4_URL": s.http.URL, "CI_PROJECT_ID": "3", "CI_MERGE_REQUEST_PROJECT_ID": "17",
		"CI_MERGE_REQUEST_IID": "12", "GITLAB_TOKEN": token, "CI_JOB_TOKEN": "job",
		"CI_MERGE_REQUEST_PROJECT_URL": "https://gitlab.example/acme/shop",
	}
}

// eventFile is the event of pull request 12, whose branch is in a repository.
func eventFile(t *testing.T, head string) string {
	return written(t, `{"number":12,"pull_request":{"number":12,"head":{"repo":{"full_name":"`+head+`"}}}}`)
}

func written(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "event.json")
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

// posted is what came of posting.
type posted struct {
	Result
	err   error
	notes []string
	slept []time.Duration
}

// post posts to the server; no pause takes time. Nothing that comes of it may
// hold the token.
func (s *server) post(env map[string]string, c Comment) posted {
	s.t.Helper()
	return s.postWith(context.Background(), env, c)
}

func (s *server) postWith(ctx context.Context, env map[string]string, c Comment) posted {
	s.t.Helper()
	var p posted
	conn := &connection{
		client: s.http.Client(),
		say:    func(format string, args ...any) { p.notes = append(p.notes, fmt.Sprintf(format, args...)) },
		now:    func() time.Time { return time.Unix(1_800_000_000, 0) },
		sleep: func(ctx context.Context, d time.Duration) error {
			p.slept = append(p.slept, d)
			return ctx.Err()
		},
	}
	p.Result, p.err = post(ctx, s.platform, func(name string) string { return env[name] }, c, conn)
	shown := fmt.Sprintf("%#v %v %q %s", p.Result, p.err, p.notes, hint(p.err))
	if strings.Contains(shown, token) || strings.Contains(shown, "TheTokenThat") {
		s.t.Errorf("the token is shown: %s", shown)
	}
	if strings.ContainsAny(shown, "\x00\x1b\n\u202e") {
		s.t.Errorf("control characters are shown: %q", shown)
	}
	return p
}
