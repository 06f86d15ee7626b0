package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"

	"sqlbundle/internal/fleet"
	"sqlbundle/internal/pgtest"
)

const fleetPage = "docs/fleet.md"

var applyInJob = regexp.MustCompile(`(?m)^ +- (?:run: |exec )(sqlbundle apply .*)$`)

// TestDocsFleetJobs runs the commands of the page's jobs as they are written, once
// for each part: all together do each database once.
func TestDocsFleetJobs(t *testing.T) {
	commands := applyInJob.FindAllStringSubmatch(read(t, fleetPage), -1)
	if len(commands) != 2 {
		t.Fatalf("the page has %d jobs", len(commands))
	}
	s := pgtest.Shared(t, 0)
	_, list, bundle := tenantsOn(t, s, 5)
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "change-17"), os.DirFS(bundle)); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(list, filepath.Join(dir, "tenants")); err != nil {
		t.Fatal(err)
	}
	digest := regexp.MustCompile(`\w{64}`).FindString(firstOf(call(t, 0, "inspect", bundle)))
	for _, job := range []struct {
		variable    string
		first, last int
		command     string
		done        *regexp.Regexp
	}{
		{"JOB_COMPLETION_INDEX", 0, 7, commands[0][1], regexp.MustCompile(`"event":"result".*"outcome":"done"`)},
		{"SHARD", 1, 4, commands[1][1], regexp.MustCompile(`(?m)^\d/\d  done `)},
	} {
		done := 0
		for i := job.first; i <= job.last; i++ {
			cmd := exec.Command("sh", "-c", "exec "+job.command)
			cmd.Dir = dir
			cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%d", job.variable, i), "DIGEST="+digest)
			output, err := cmd.CombinedOutput()
			if err != nil {
				t.Errorf("%s with %s=%d: %v\n%s", job.command, job.variable, i, err, output)
			}
			done += len(job.done.FindAll(output, -1))
		}
		if done != 5 {
			t.Errorf("%s: %d of 5 databases were done", job.command, done)
		}
		call(t, 0, "apply", bundle, "--targets", filepath.Join(dir, "tenants"), "--rollback")
	}
}

func firstOf(first, _ string) string { return first }

// TestDocsFleetOutcomes holds the page's outcomes against the program's.
func TestDocsFleetOutcomes(t *testing.T) {
	var want []string
	for _, o := range fleet.Outcomes {
		want = append(want, string(o))
	}
	same(t, "the outcomes", firstCells(t, fleetPage, "outcome"), want)
}
