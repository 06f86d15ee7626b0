package fleet

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sqlbundle/internal/executor"
	"sqlbundle/internal/term"
	"sqlbundle/out"
)

// results are one of each kind.
func results() []Result {
	b := &executor.Bundle{Digest: "d1", Manifest: out.Manifest{Database: "main"}}
	job := func(line int, name string) *Job { return &Job{Name: name, Line: line, Bundle: b} }
	return []Result{
		{Job: job(1, "db:5432/a"), Outcome: Done, Stands: &Stands{Heads: []string{"b2"}}, Duration: 1234 * time.Millisecond},
		{Job: job(2, "db:5432/bb"), Outcome: Unchanged, Stands: &Stands{Heads: []string{}}, Duration: 10 * time.Millisecond},
		{
			Job: job(4, "db:5432/c"), Outcome: Failed, Duration: 2 * time.Second,
			Stands: &Stands{Heads: []string{"a1"}, Inside: "b1", Segment: 2, Segments: 3},
			Err:    &executor.Event{Message: "relation \"x\x1b[2J\" exists <&]]>", Code: "42P07", Detail: "It\nis.", Hint: "Drop it.", File: "m/b1.sql", Line: 7},
		},
		{Job: job(5, "db:5432/d"), Outcome: Busy, Err: &executor.Event{Message: "sqlbundle: another run holds the lock", Code: "P0001"}},
		{Job: job(6, "db:5432/e"), Outcome: Interrupted, Duration: time.Second},
		{Job: job(7, "db:5432/f"), Outcome: NotBegun},
	}
}

func report(t *testing.T, format string, list []Result) string {
	t.Helper()
	var b bytes.Buffer
	if err := Report(&b, format, list, term.Style{}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestReportText(t *testing.T) {
	want := `done           db:5432/a   1.2 s  at b2
nothing to do  db:5432/bb  0.0 s  at base
failed         db:5432/c   2.0 s  at a1, inside b1, segment 2/3
    relation "x\x1b[2J" exists <&]]> (SQLSTATE 42P07), at m/b1.sql:7
    It\x0ais.
    Drop it.
busy           db:5432/d   0.0 s
    another run holds the lock
interrupted    db:5432/e   1.0 s
not begun      db:5432/f
6 databases: 1 done, 1 nothing to do, 1 failed, 1 busy, 1 interrupted, 1 not begun; the same command does what is left
`
	if d := cmp.Diff(want, report(t, "text", results())); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff("0 databases\n", report(t, "text", nil)); d != "" {
		t.Error(d)
	}
}

func TestReportJSON(t *testing.T) {
	want := `{
  "format": 1,
  "targets": [
    {
      "target": "db:5432/bb",
      "line": 2,
      "database": "main",
      "digest": "d1",
      "outcome": "nothing to do",
      "exit": 0,
      "ms": 10,
      "stands_at": []
    },
    {
      "target": "db:5432/c",
      "line": 4,
      "database": "main",
      "digest": "d1",
      "outcome": "failed",
      "exit": 3,
      "ms": 2000,
      "stands_at": [
        "a1"
      ],
      "inside": {
        "revision": "b1",
        "segment": 2,
        "segments": 3
      },
      "error": {
        "message": "relation \"x\u001b[2J\" exists <&]]>",
        "code": "42P07",
        "detail": "It\nis.",
        "hint": "Drop it.",
        "file": "m/b1.sql",
        "line": 7
      }
    },
    {
      "target": "db:5432/f",
      "line": 7,
      "database": "main",
      "digest": "d1",
      "outcome": "not begun"
    }
  ],
  "counts": {
    "failed": 1,
    "not begun": 1,
    "nothing to do": 1
  }
}
`
	list := results()
	if d := cmp.Diff(want, report(t, "json", []Result{list[1], list[2], list[5]})); d != "" {
		t.Error(d)
	}
	var empty struct{ Targets []any }
	if err := json.Unmarshal([]byte(report(t, "json", nil)), &empty); err != nil || empty.Targets == nil {
		t.Errorf("without a target: %v, %v", empty, err)
	}
}

func TestReportJUnit(t *testing.T) {
	text := report(t, "junit", results())
	for _, want := range []string{
		`<testsuite name="sqlbundle apply" tests="6" failures="3" skipped="1" time="4.244">`,
		`<testcase classname="sqlbundle apply" name="db:5432/a" time="1.234">`,
		`<failure type="failed" message="relation &#34;x\x1b[2J&#34; exists &lt;&amp;]]&gt; (SQLSTATE 42P07), at m/b1.sql:7">It\x0ais.&#xA;Drop it.</failure>`,
		`<skipped></skipped>`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %s in\n%s", want, text)
		}
	}
	for d := xml.NewDecoder(strings.NewReader(text)); ; {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

// A line of the log tells whose it is.
func TestJSONLines(t *testing.T) {
	var b bytes.Buffer
	say := JSONLines(&b, func(err error) { t.Error(err) })
	list := results()
	say(Note{Job: list[0].Job})
	say(Note{Job: list[0].Job, Event: &executor.Event{Event: executor.Said, Message: "hello"}})
	say(Note{Job: list[2].Job, Result: &list[2]})
	say(Note{Stopping: "no more"})
	var got []string
	for _, line := range strings.Split(strings.TrimSpace(b.String()), "\n") {
		var e struct{ Target, Event, Message, Outcome, Time string }
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		got = append(got, strings.Join([]string{e.Target, e.Event, e.Message, e.Outcome}, "|"))
	}
	want := []string{"db:5432/a|line|hello|", "db:5432/c|result||failed", "|stopping|no more|"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}
