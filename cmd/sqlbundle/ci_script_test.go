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
			delete(env, "SQLBUNDLE_BUNDLE")
			env["SQLBUNDLE_LINT"] = "false"
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
