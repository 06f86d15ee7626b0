package forge

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func comment(text string) Comment { return Comment{Marker: marker, Body: marker + "\n" + text} }

func hint(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Hint
	}
	return ""
}

// both runs a test with each platform.
func both(t *testing.T, test func(*testing.T, *server)) {
	for _, platform := range []string{"github", "gitlab"} {
		t.Run(platform, func(t *testing.T) { test(t, newServer(t, platform)) })
	}
}

// bodies are the texts that stand on the server.
func (s *server) bodies() []string {
	var list []string
	for _, c := range s.comments {
		list = append(list, c.body)
	}
	return list
}

func (s *server) want(got posted, action string, bodies ...string) {
	s.t.Helper()
	if got.err != nil || got.Action != action {
		s.t.Errorf("%q, %v; want %q", got.Action, got.err, action)
	}
	if d := cmp.Diff(bodies, s.bodies()); d != "" {
		s.t.Errorf("(-want +got)\n%s", d)
	}
}

// The first run makes the comment, later ones keep it up to date.
func TestSticky(t *testing.T) {
	both(t, func(t *testing.T, s *server) {
		s.add(member, "hello")
		env := s.environment()
		s.want(s.post(env, Comment{Marker: marker, Body: marker + "\none", OnlyUpdate: true}), "none", "hello")
		created := s.post(env, comment("one <b> ü"))
		s.want(created, "created", "hello", marker+"\none <b> ü")
		updated := s.post(env, comment("two"))
		s.want(updated, "updated", "hello", marker+"\ntwo")
		if created.URL == "" || created.URL != updated.URL || !strings.HasPrefix(created.URL, "https://") {
			t.Errorf("addresses %q, %q", created.URL, updated.URL)
		}
		s.want(s.post(env, comment("two")), "unchanged", "hello", marker+"\ntwo")
		s.want(s.post(env, Comment{Marker: marker, Body: marker + "\nthree", OnlyUpdate: true}), "updated", "hello", marker+"\nthree")
		// What the platform makes of line ends is no difference.
		s.comments[1].body = marker + "\r\nthree\r\n"
		s.want(s.post(env, comment("three\n")), "unchanged", "hello", marker+"\r\nthree\r\n")
		other := Comment{Marker: "<!-- sqlbundle:shop2 -->", Body: "<!-- sqlbundle:shop2 -->\nx"}
		s.want(s.post(env, other), "created", "hello", marker+"\r\nthree\r\n", other.Body)
	})
}

// Only a comment of our own that begins with the very marker is ours.
func TestForeignComments(t *testing.T) {
	both(t, func(t *testing.T, s *server) {
		there := []string{marker + "\nforged", "> " + marker + "\nquoted", "x\n" + marker, marker + "x\n"}
		s.add(member, there[0])
		for _, body := range there[1:] {
			s.add(us, body)
		}
		s.want(s.post(s.environment(), comment("one")), "created", append(there, marker+"\none")...)
	})
}

// An app's token cannot ask who it is: then comments of apps are tried, and those
// of people never.
func TestAppToken(t *testing.T) {
	s := newServer(t, "github")
	s.app = true
	forged, others := marker+"\nforged", marker+"\nof another app"
	s.add(member, forged)
	s.add("other[bot]", others)
	s.fail("update", answers(http.StatusForbidden, nil, `{"message":"Resource not accessible by integration"}`))
	s.want(s.post(s.environment(), comment("one")), "created", forged, others, marker+"\none")
	s.fail("update", answers(http.StatusForbidden, nil, `{"message":"Resource not accessible by integration"}`))
	got := s.post(s.environment(), comment("two"))
	s.want(got, "updated", forged, others, marker+"\ntwo")
	if s.asked("update") != 3 || len(got.notes) != 1 || !strings.Contains(got.notes[0], "2 comments begin with") {
		t.Errorf("%d updates, %q", s.asked("update"), got.notes)
	}
}

// All pages are looked at, by number: where their links lead does not matter.
func TestPages(t *testing.T) {
	both(t, func(t *testing.T, s *server) {
		s.perPage = 3
		for i := range 10 {
			s.add(member, fmt.Sprint(i))
		}
		s.add(us, marker+"\none")
		got := s.post(s.environment(), comment("two"))
		if got.Action != "updated" || s.asked("list") != 4 || s.comments[10].body != marker+"\ntwo" {
			t.Errorf("%+v, %q", got, s.log)
		}
		s.perPage = 1
		for range 50 {
			s.add(member, "x")
		}
		if got := s.post(s.environment(), comment("two")); got.err == nil || !strings.Contains(got.err.Error(), "more than 50 pages") {
			t.Errorf("%+v", got)
		}
	})
}

// What may pass is tried again, without making two comments.
func TestAgain(t *testing.T) {
	both(t, func(t *testing.T, s *server) {
		bad := answers(http.StatusBadGateway, nil, "<html>bad gateway</html>")
		s.fail("user", bad, drops(false))
		s.fail("list", drops(false), answers(http.StatusServiceUnavailable, map[string]string{"Retry-After": "7"}, ""))
		s.fail("create", bad)
		got := s.post(s.environment(), comment("one"))
		s.want(got, "created", marker+"\none")
		if s.asked("create") != 2 || s.asked("list") != 4 || len(got.slept) != 5 || len(got.notes) != 5 || !slices.Contains(got.slept, 7*time.Second) {
			t.Errorf("%q, %q, %v", s.log, got.notes, got.slept)
		}
		s.fail("update", drops(true), bad)
		s.want(s.post(s.environment(), comment("two")), "updated", marker+"\ntwo")
	})
}

// A POST that was received, and of which no answer came, is not sent again.
func TestLostAnswer(t *testing.T) {
	lost := map[string]fault{
		"dropped": drops(true),
		"gateway": func(w http.ResponseWriter, r *http.Request, serve http.HandlerFunc) {
			serve(httptest.NewRecorder(), r)
			w.WriteHeader(http.StatusGatewayTimeout)
		},
		"cut": func(w http.ResponseWriter, r *http.Request, serve http.HandlerFunc) {
			w.Header().Set("Content-Length", "9999")
			serve(w, r)
		},
	}
	for name, fault := range lost {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, s *server) {
				s.fail("create", fault)
				s.want(s.post(s.environment(), comment("one")), "created", marker+"\none")
				if s.asked("create") != 1 || s.asked("list") != 2 {
					t.Errorf("%q", s.log)
				}
			})
		})
	}
}

// What does not pass ends after five attempts.
func TestGivingUp(t *testing.T) {
	both(t, func(t *testing.T, s *server) {
		for _, kind := range []string{"user", "list", "create"} {
			s.log = nil
			for range attempts {
				s.fail(kind, answers(http.StatusInternalServerError, nil, `{"message":"oops"}`))
			}
			got := s.post(s.environment(), comment("one"))
			if got.err == nil || !strings.Contains(got.err.Error(), "answers 500 Internal Server Error: oops; gave up after 5 attempts") {
				t.Errorf("%s: %v", kind, got.err)
			}
			if s.asked(kind) != 5 || len(got.slept) != 4 || got.slept[3] < 8*time.Second || got.slept[3] > 12*time.Second || len(s.comments) > 0 {
				t.Errorf("%s: %q, %v", kind, s.log, got.slept)
			}
		}
	})
}

// Limits are waited for as the platform says, unless that is too long.
func TestRateLimits(t *testing.T) {
	limits := map[string]struct {
		fault
		wait time.Duration
	}{
		"429":       {answers(429, map[string]string{"Retry-After": "3"}, ""), 3 * time.Second},
		"date":      {answers(429, map[string]string{"Retry-After": time.Unix(1_800_000_009, 0).UTC().Format(http.TimeFormat)}, ""), 9 * time.Second},
		"silent":    {answers(429, nil, ""), time.Minute},
		"retry":     {answers(403, map[string]string{"Retry-After": "4"}, `{"message":"wait"}`), 4 * time.Second},
		"reset":     {answers(403, map[string]string{"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1800000005"}, ""), 6 * time.Second},
		"secondary": {answers(403, nil, `{"message":"You have exceeded a secondary rate limit."}`), time.Minute},
	}
	for name, limit := range limits {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, s *server) {
				s.fail("create", limit.fault)
				got := s.post(s.environment(), comment("one"))
				s.want(got, "created", marker+"\none")
				if !slices.Equal(got.slept, []time.Duration{limit.wait}) || s.asked("list") != 1 {
					t.Errorf("%v, %q", got.slept, s.log)
				}
			})
		})
	}
	both(t, func(t *testing.T, s *server) {
		s.fail("create", answers(429, map[string]string{"Retry-After": "3600"}, ""))
		got := s.post(s.environment(), comment("one"))
		if got.err == nil || !strings.Contains(got.err.Error(), "wants to be left alone for 1h0m0s") || len(got.slept) > 0 {
			t.Errorf("%+v", got)
		}
	})
}

// What is wrong is said with what to do.
func TestRefusals(t *testing.T) {
	hostile := `{"message":"no \u001b[31m\u202e\n Bearer ` + token + `"}`
	tests := map[string]struct {
		kind      string
		fault     fault
		msg, hint string
	}{
		"401":      {"user", answers(401, nil, `{"message":"Bad credentials"}`), "does not accept the token of G", "expired"},
		"403 list": {"list", answers(403, nil, `{"message":"no"}`), "403 Forbidden: no", "|pull-requests: write|scope api"},
		"403":      {"create", answers(403, nil, `{"message":"Resource not accessible"}`), "403 Forbidden: Resource not accessible", "|pull-requests: write|scope api"},
		"404":      {"create", answers(404, nil, `{"message":"Not Found"}`), "404 Not Found: Not Found", "|pull-requests: write|scope api"},
		"422":      {"create", answers(422, nil, `{"message":"Validation Failed","errors":[{"message":"Body is too long (maximum is 65536 characters)"}]}`), "Validation Failed Body is too long", "--max-bytes"},
		"413":      {"create", answers(413, nil, "<html>too large</html>"), "413 Request Entity Too Large: <html>too large</html>", "--max-bytes"},
		"fields":   {"create", answers(422, nil, `{"message":{"note":["is too long"]}}`), `{"note":["is too long"]}`, "--max-bytes"},
		"hostile":  {"create", answers(403, nil, hostile), `no \x1b[31m\u202e Bearer ***`, ""},
		"raw":      {"create", answers(418, nil, "Authorization: Bearer "+token+"\x00"+strings.Repeat("x", 100_000)), "418 I'm a teapot: Authorization: Bearer ***", ""},
		"no JSON":  {"list", answers(200, nil, "<html>a proxy</html>"), "answer is not understood", "_URL"},
		"other":    {"list", answers(200, nil, `{"a":1}`), "answer is not understood", "_URL"},
		"redirect": {"create", answers(301, map[string]string{"Location": "/elsewhere"}, ""), "it redirects a POST", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, s *server) {
				s.fail(test.kind, test.fault)
				got := s.post(s.environment(), comment("one"))
				if got.err == nil || !strings.Contains(got.err.Error(), test.msg) || len(got.err.Error()) > 500 {
					t.Fatalf("%v", got.err)
				}
				want := test.hint
				if parts := strings.Split(want, "|"); len(parts) == 3 {
					want = map[string]string{"github": parts[1], "gitlab": parts[2]}[s.platform]
				}
				if !strings.Contains(hint(got.err), want) || s.asked(test.kind) != 1 || len(got.slept) > 0 {
					t.Errorf("%q, %q", hint(got.err), s.log)
				}
			})
		})
	}
}

// The token goes to one place, whatever that place says.
func TestRedirects(t *testing.T) {
	both(t, func(t *testing.T, s *server) {
		reached := 0
		evil := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached++ }))
		defer evil.Close()
		for _, kind := range []string{"user", "list", "create"} {
			s.fail(kind, answers(307, map[string]string{"Location": evil.URL + "/x?" + token}, ""))
			got := s.post(s.environment(), comment("one"))
			if got.err == nil || !strings.Contains(got.err.Error(), "where the token does not go") {
				t.Errorf("%s: %v", kind, got.err)
			}
		}
		if reached > 0 {
			t.Errorf("another host was reached %d times", reached)
		}
		// A renamed repository: the same host answers at another place.
		s.fail("user", func(w http.ResponseWriter, r *http.Request, _ http.HandlerFunc) {
			http.Redirect(w, r, "/user?moved", http.StatusTemporaryRedirect)
		})
		s.want(s.post(s.environment(), comment("one")), "created", marker+"\none")
		for range 6 {
			s.fail("user", answers(302, map[string]string{"Location": "/user"}, ""))
		}
		if got := s.post(s.environment(), comment("one")); got.err == nil || !strings.Contains(got.err.Error(), "without end") {
			t.Error(got.err)
		}
	})
}

// The context's end is the end.
func TestInterrupted(t *testing.T) {
	both(t, func(t *testing.T, s *server) {
		ctx, cancel := context.WithCancel(context.Background())
		s.fail("list", func(http.ResponseWriter, *http.Request, http.HandlerFunc) {
			cancel()
			panic(http.ErrAbortHandler)
		})
		if got := s.postWith(ctx, s.environment(), comment("one")); !errors.Is(got.err, context.Canceled) || len(got.slept) > 0 {
			t.Errorf("%+v", got)
		}
	})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := sleep(ctx, time.Hour); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if err := sleep(context.Background(), time.Microsecond); err != nil {
		t.Error(err)
	}
}

// No address, no certificate, no server.
func TestUnreachable(t *testing.T) {
	s := newServer(t, "github")
	env := s.environment()
	env["GITHUB_API_URL"] = strings.Replace(s.http.URL, "http:", "https:", 1)
	if got := s.post(env, comment("one")); got.err == nil || !strings.Contains(got.err.Error(), "GitHub cannot be reached: ") || len(got.slept) != 4 {
		t.Errorf("%+v", got)
	}
	secure := httptest.NewUnstartedServer(s)
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	defer secure.Close()
	env["GITHUB_API_URL"] = secure.URL
	if got := s.post(env, comment("one")); got.err == nil || !strings.Contains(got.err.Error(), "certificate") || len(got.slept) > 0 {
		t.Errorf("%+v", got)
	}
}

// What the environment lacks is named before anything is asked.
func TestEnvironment(t *testing.T) {
	tests := []struct {
		platform, name, value, msg string
	}{
		{"github", "GITHUB_TOKEN", "", "neither GITHUB_TOKEN nor GH_TOKEN is set"},
		{"github", "GITHUB_TOKEN", "a b", "GITHUB_TOKEN holds no token"},
		{"github", "GITHUB_TOKEN", "a\nb", "GITHUB_TOKEN holds no token"},
		{"github", "GITHUB_REPOSITORY", "", "GITHUB_REPOSITORY names no repository"},
		{"github", "GITHUB_REPOSITORY", "a/b/c", "GITHUB_REPOSITORY names no repository"},
		{"github", "GITHUB_REPOSITORY", "a/..", "GITHUB_REPOSITORY names no repository"},
		{"github", "GITHUB_REPOSITORY", "a/b?x", "GITHUB_REPOSITORY names no repository"},
		{"github", "GITHUB_API_URL", "ftp://x", "GITHUB_API_URL is no address"},
		{"github", "GITHUB_API_URL", "https://user:pass@host", "GITHUB_API_URL is no address"},
		{"github", "GITHUB_API_URL", "https://host/\x7f", "GITHUB_API_URL is no address"},
		{"github", "GITHUB_EVENT_PATH", "/nowhere/event", "GITHUB_EVENT_PATH cannot be read"},
		{"gitlab", "GITLAB_TOKEN", "", "neither SQLBUNDLE_GITLAB_TOKEN nor GITLAB_TOKEN is set; CI_JOB_TOKEN cannot write notes"},
		{"gitlab", "CI_MERGE_REQUEST_IID", "", "for no merge request"},
		{"gitlab", "CI_MERGE_REQUEST_IID", "1/../2", "for no merge request"},
		{"gitlab", "CI_MERGE_REQUEST_PROJECT_ID", "x/y", "has the project's number"},
		{"gitlab", "CI_API_V4_URL", "", "CI_API_V4_URL is not set"},
		{"gitlab", "CI_API_V4_URL", "gitlab.example", "CI_API_V4_URL is no address"},
	}
	for _, test := range tests {
		s := newServer(t, test.platform)
		env := s.environment()
		env[test.name] = test.value
		got := s.post(env, comment("one"))
		if got.err == nil || !strings.Contains(got.err.Error(), test.msg) || len(s.log) > 0 {
			t.Errorf("%s=%q: %v, %q", test.name, test.value, got.err, s.log)
		}
	}
	s := newServer(t, "gitea")
	if got := s.post(nil, comment("one")); got.err == nil || !strings.Contains(got.err.Error(), `no platform "gitea"`) {
		t.Error(got.err)
	}
	s = newServer(t, "github")
	if got := s.post(s.environment(), Comment{Marker: marker, Body: "x" + marker}); got.err == nil {
		t.Error("a comment without its marker is posted")
	}
	if got := s.post(s.environment(), comment("SELECT '"+token+"'")); got.err == nil || !strings.Contains(got.err.Error(), "holds the token") || len(s.log) > 0 {
		t.Error("a comment that holds the token is posted", got.err)
	}
}

// Other variables that say the same.
func TestOtherVariables(t *testing.T) {
	s := newServer(t, "github")
	env := s.environment()
	delete(env, "GITHUB_EVENT_PATH")
	delete(env, "GITHUB_TOKEN")
	env["GH_TOKEN"], env["GITHUB_REF"], env["GITHUB_API_URL"] = " "+token+"\n", "refs/pull/12/merge", s.http.URL+"/"
	s.want(s.post(env, comment("one")), "created", marker+"\none")

	s = newServer(t, "gitlab")
	env = s.environment()
	env["SQLBUNDLE_GITLAB_TOKEN"], env["GITLAB_TOKEN"] = token, "of another tool"
	env["CI_PROJECT_ID"] = "17"
	delete(env, "CI_MERGE_REQUEST_PROJECT_ID")
	delete(env, "CI_MERGE_REQUEST_PROJECT_URL")
	got := s.post(env, comment("one"))
	s.want(got, "created", marker+"\none")
	if got.URL != "" {
		t.Error(got.URL)
	}
}

// The number stands in several kinds of events.
func TestEvents(t *testing.T) {
	none := "this run is for no pull request"
	for text, msg := range map[string]string{
		`{"issue":{"number":12,"pull_request":{}}}`:                         "",
		`{"issue":{"number":12}}`:                                           none,
		`{"workflow_run":{"pull_requests":[{"number":12}]}}`:                "",
		`{"workflow_run":{"pull_requests":[{"number":12},{"number":13}]}}`:  none,
		`{"workflow_run":{"pull_requests":[]}}`:                             none,
		`{"ref":"refs/heads/main","after":"x"}`:                             none,
		`{"pull_request":{"number":-1}}`:                                    none,
		`{`:                                                                 "GITHUB_EVENT_PATH cannot be read",
		`{"pull_request":{"number":12,"head":{"repo":null,"ref":"patch"}}}`: "",
	} {
		s := newServer(t, "github")
		env := s.environment()
		env["GITHUB_EVENT_PATH"], env["GITHUB_REF"] = written(t, text), "refs/heads/pull/12/merge"
		got := s.post(env, comment("one"))
		if msg == "" {
			s.want(got, "created", marker+"\none")
		} else if got.err == nil || !strings.Contains(got.err.Error(), msg) {
			t.Errorf("%s: %v", text, got.err)
		}
	}
}

// Where a run's token only reads, the text goes to the job's summary.
func TestSummary(t *testing.T) {
	forbidden := answers(403, nil, `{"message":"Resource not accessible by integration"}`)
	run := func(head string, change map[string]string, body string) (posted, string) {
		s := newServer(t, "github")
		s.app = true
		s.fail("create", forbidden)
		env := s.environment()
		summary := filepath.Join(t.TempDir(), "summary")
		env["GITHUB_EVENT_PATH"], env["GITHUB_STEP_SUMMARY"] = eventFile(t, head), summary
		for name, value := range change {
			env[name] = value
		}
		if err := os.WriteFile(summary, []byte("before"), 0o644); err != nil {
			t.Fatal(err)
		}
		got := s.post(env, comment(body))
		text, err := os.ReadFile(summary)
		if err != nil {
			t.Fatal(err)
		}
		return got, string(text)
	}
	written := "before\n\n" + marker + "\none\n"
	got, text := run("stranger/shop", nil, "one")
	if got.err != nil || got.Action != "summary" || text != written || len(got.notes) != 1 || !strings.Contains(got.notes[0], "comes from a fork") {
		t.Errorf("%+v, %q", got, text)
	}
	got, text = run("acme/shop", map[string]string{"GITHUB_ACTOR": "dependabot[bot]"}, "one")
	if got.err != nil || got.Action != "summary" || text != written {
		t.Errorf("%+v, %q", got, text)
	}
	for name, change := range map[string]map[string]string{
		"none":   {"GITHUB_STEP_SUMMARY": ""},
		"nodir":  {"GITHUB_STEP_SUMMARY": "/nowhere/summary"},
		"target": {"GITHUB_EVENT_NAME": "pull_request_target"},
	} {
		if got, text := run("stranger/shop", change, "one"); got.err == nil || text != "before" {
			t.Errorf("%s: %+v, %q", name, got, text)
		}
	}
	// In the repository itself a permission is missing: that is for somebody to mend.
	if got, text := run("acme/shop", nil, "one"); got.err == nil || text != "before" {
		t.Errorf("%+v, %q", got, text)
	}
	if got, text := run("stranger/shop", nil, strings.Repeat("x", longestSummary)); got.err == nil || text != "before" || !strings.Contains(hint(got.err), "--max-bytes") {
		t.Errorf("%v, %d bytes", got.err, len(text))
	}
}

// An answer without end is not read to its end.
func TestLongAnswers(t *testing.T) {
	s := newServer(t, "github")
	chunk := []byte(strings.Repeat(" ", 1<<20))
	s.fail("list", func(w http.ResponseWriter, _ *http.Request, _ http.HandlerFunc) {
		for {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	})
	if got := s.post(s.environment(), comment("one")); got.err == nil || !strings.Contains(got.err.Error(), "more than 128 MiB") {
		t.Error(got.err)
	}
	s.fail("list", func(w http.ResponseWriter, _ *http.Request, _ http.HandlerFunc) {
		w.WriteHeader(400)
		for {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	})
	if got := s.post(s.environment(), comment("one")); got.err == nil || !strings.Contains(got.err.Error(), "answers 400 Bad Request") {
		t.Error(got.err)
	}
}

// With the client and the clock that everybody gets.
func TestPost(t *testing.T) {
	s := newServer(t, "gitlab")
	env := s.environment()
	var notes []string
	note := func(format string, args ...any) { notes = append(notes, fmt.Sprintf(format, args...)) }
	for _, action := range []string{"created", "unchanged"} {
		got, err := Post(context.Background(), "gitlab", func(name string) string { return env[name] }, nil, comment("one"), note)
		if err != nil || got != (Result{action, "https://gitlab.example/acme/shop/-/merge_requests/12#note_1"}) || len(notes) > 0 {
			t.Error(got, err, notes)
		}
	}
}
