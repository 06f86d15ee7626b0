package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The script for any other CI, in the shells that there are.
func TestReviewScript(t *testing.T) {
	script, err := filepath.Abs(filepath.Join(root, "docs/ci/sqlbundle-review.sh"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"sh", "bash"} {
		t.Run(name, func(t *testing.T) {
			dir := riskyBranch(t)
			mended(t, dir, risky)
			env := map[string]string{
				"SQLBUNDLE_CONFIG": "db/sqlbundle.toml", "SQLBUNDLE_SINCE": "main", "SQLBUNDLE_COMMENT": "comment.md",
				"SQLBUNDLE_CODEQUALITY": "quality.json", "SQLBUNDLE_BUNDLE": "bundle",
			}
			status, stdout, stderr := shell(t, dir, env, name, script)
			comment, err := os.ReadFile(filepath.Join(dir, "comment.md"))
			if status != 1 || err != nil || !bytes.HasPrefix(comment, []byte("<!-- sqlbundle:")) || !strings.Contains(stdout, "require-concurrent-index-creation") {
				t.Errorf("%d, %v\n%s\n%s", status, err, stdout, stderr)
			}
			var quality []any
			if text, err := os.ReadFile(filepath.Join(dir, "quality.json")); err != nil || json.Unmarshal(text, &quality) != nil || len(quality) == 0 {
				t.Error(err)
			}
			digest := regexp.MustCompile(`digest ([0-9a-f]{12,})`).FindStringSubmatch(stdout)
			if digest == nil || !bytes.Contains(comment, []byte(digest[1])) {
				t.Errorf("%q is not the digest of the comment\n%s", digest, comment)
			}
			env["SQLBUNDLE_LINT"] = "false"
			delete(env, "SQLBUNDLE_BUNDLE")
			if status, stdout, _ := shell(t, dir, env, name, script); status != 0 || strings.Contains(stdout, "require-concurrent-index-creation") {
				t.Errorf("without lint: %d\n%s", status, stdout)
			}
			env["SQLBUNDLE_SINCE"] = "nosuch"
			if status, _, stderr := shell(t, dir, env, name, script); status != 2 || !strings.Contains(stderr, `git knows no commit "nosuch"`) {
				t.Errorf("unknown: %d\n%s", status, stderr)
			}
		})
	}
}

// A workspace that is kept: bundles of an earlier run make room, and nothing else
// does.
func TestReviewScriptAgain(t *testing.T) {
	script, err := filepath.Abs(filepath.Join(root, "docs/ci/sqlbundle-review.sh"))
	if err != nil {
		t.Fatal(err)
	}
	dir := riskyBranch(t)
	mended(t, dir, risky)
	review := func(place, config, since string) (status int, stderr string) {
		t.Helper()
		env := map[string]string{"SQLBUNDLE_CONFIG": config, "SQLBUNDLE_SINCE": since, "SQLBUNDLE_BUNDLE": place, "SQLBUNDLE_LINT": "false"}
		status, _, stderr = shell(t, dir, env, "sh", script)
		return status, stderr
	}
	there := func(name string) bool {
		_, err := os.Lstat(filepath.Join(dir, name))
		return err == nil
	}
	put := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	settings, err := os.ReadFile(filepath.Join(dir, "db/sqlbundle.toml"))
	if err != nil {
		t.Fatal(err)
	}
	put("db/two.toml", string(settings)+"\n[database.one]\n[database.two]\n")
	for _, place := range []string{"bundle", "bundle.zip", "two words"} {
		// Last there is nothing new, and so no bundle.
		for run, since := range []string{"main", "main", "HEAD"} {
			if status, stderr := review(place, "db/sqlbundle.toml", since); status != 0 || there(place) != (since == "main") {
				t.Errorf("%s, run %d: %d, there: %t\n%s", place, run+1, status, there(place), stderr)
			}
		}
	}
	for range 2 {
		if status, stderr := review("several", "db/two.toml", "main"); status != 0 || !there("several/two/upgrade.sql") {
			t.Errorf("several: %d\n%s", status, stderr)
		}
	}
	if status, stderr := review("several", "db/sqlbundle.toml", "main"); status != 0 || there("several/two") {
		t.Errorf("several, then one: %d\n%s", status, stderr)
	}
	for _, other := range []string{"of one/notes", "of two/notes", "of three/.notes", "of four/more/notes", "of five/one/notes", "notes/notes", "of six/upgrade.sql"} {
		place, _, _ := strings.Cut(other, "/")
		config := "db/two.toml"
		if place == "of one" || place == "of six" {
			config = "db/sqlbundle.toml"
		}
		if place != "notes" {
			if status, stderr := review(place, config, "main"); status != 0 {
				t.Fatalf("%s: %d\n%s", place, status, stderr)
			}
		}
		put(other, "mine")
		status, stderr := review(place, config, "main")
		text, err := os.ReadFile(filepath.Join(dir, other))
		if status != 2 || !strings.Contains(stderr, "exists and is not empty") || err != nil || string(text) != "mine" {
			t.Errorf("%s: %d, %q, %v\n%s", other, status, text, err, stderr)
		}
	}
}

// GitLab's template, as a runner would run it; what it cannot clone here is there.
func TestGitLabTemplate(t *testing.T) {
	var template struct {
		Sqlbundle struct {
			Stage, Image string
			Rules        []map[string]string
			Variables    map[string]string
			Cache        struct {
				Key   string
				Paths []string
			}
			Script    []string
			Artifacts struct {
				When    string
				Paths   []string
				Reports map[string]string
			}
		}
	}
	readYAML(t, read(t, "docs/ci/gitlab.yml"), &template)
	job := template.Sqlbundle
	absolute, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	dir := riskyBranch(t)
	mended(t, dir, risky)
	env := map[string]string{
		"GITLAB_CI": "true", "CI_PROJECT_DIR": dir, "SQLBUNDLE_HOME": absolute, "SQLBUNDLE_CONFIG": "db/sqlbundle.toml",
		"CI_MERGE_REQUEST_DIFF_BASE_SHA": "origin/main", "CI_JOB_TOKEN": "job",
	}
	for name, value := range job.Variables {
		env[name] = strings.ReplaceAll(value, "$CI_PROJECT_DIR", dir)
	}
	delete(env, "GOCACHE") // nothing is built
	status, stdout, stderr := shell(t, dir, env, "bash", "-e", "-o", "pipefail", "-c", strings.Join(job.Script, "\n"))
	if status != 1 || !strings.Contains(stderr, "no comment is posted") || !strings.Contains(stdout, "require-concurrent-index-creation") {
		t.Errorf("%d\n%s\n%s", status, stdout, stderr)
	}
	for _, name := range append(job.Artifacts.Paths, job.Artifacts.Reports["codequality"]) {
		if _, err := os.Stat(filepath.Join(dir, env[strings.TrimPrefix(name, "$")])); err != nil {
			t.Error(err)
		}
	}
	if err := os.RemoveAll(filepath.Join(dir, env["SQLBUNDLE_BUNDLE"])); err != nil {
		t.Fatal(err)
	}
	env["GITLAB_TOKEN"], env["CI_API_V4_URL"] = "secret-of-gitlab", "http://127.0.0.1:1/api"
	status, _, stderr = shell(t, dir, env, "bash", "-e", "-o", "pipefail", "-c", strings.Join(job.Script, "\n"))
	if status != 2 || !strings.Contains(stderr, "--post gitlab: ") || strings.Contains(stderr, env["GITLAB_TOKEN"]) {
		t.Errorf("%d\n%s", status, stderr)
	}
}
