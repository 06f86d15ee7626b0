package fleet

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"

	"sqlbundle/internal/executor"
	"sqlbundle/internal/term"
	"sqlbundle/out"
)

// Report writes the results in a format: text, json or junit. style is for text.
func Report(w io.Writer, format string, results []Result, style term.Style) error {
	switch format {
	case "json":
		return reportJSON(w, results)
	case "junit":
		return reportJUnit(w, results)
	}
	return reportText(w, results, style)
}

// ReportFormats are those that [Report] knows.
const ReportFormats = "text,json,junit"

// words says where a database stands.
func (s *Stands) words() string {
	if s == nil {
		return ""
	}
	text := "at " + strings.Join(s.Heads, ", ")
	if len(s.Heads) == 0 {
		text = "at base"
	}
	if s.Inside != "" {
		text += fmt.Sprintf(", inside %s, segment %d", s.Inside, s.Segment)
		if s.Segments > 0 {
			text += fmt.Sprintf("/%d", s.Segments)
		}
	}
	return term.Sanitize(text)
}

// seconds is a duration for people.
func seconds(d time.Duration) string { return fmt.Sprintf("%.1f s", d.Seconds()) }

// message is the last error in one line, and what more there is to say of it.
func (r *Result) message() (line string, more []string) {
	e := r.Err
	if e == nil || r.Done() {
		return "", nil
	}
	line = strings.TrimPrefix(e.Message, "sqlbundle: ")
	if e.Code != "" && !strings.HasPrefix(e.Message, "sqlbundle: ") {
		line += " (SQLSTATE " + e.Code + ")"
	}
	if e.File != "" {
		line += fmt.Sprintf(", at %s:%d", e.File, e.Line)
	}
	for _, text := range [...]string{e.Detail, e.Hint} {
		if text != "" {
			more = append(more, term.Sanitize(text))
		}
	}
	return term.Sanitize(line), more
}

// line is a result for people, its name padded; what is wrong stands in lines
// of its own.
func (r *Result) line(width int, style term.Style) string {
	text := fmt.Sprintf("%s  %s", r.Outcome.paint(style), r.Job.Name)
	if r.Outcome != NotBegun {
		text += strings.Repeat(" ", max(0, width-len([]rune(r.Job.Name)))) + "  " + seconds(r.Duration)
		if where := r.Stands.words(); where != "" {
			text += "  " + where
		}
	}
	if line, more := r.message(); line != "" {
		text += "\n    " + strings.Join(append([]string{line}, more...), "\n    ")
	}
	return text + "\n"
}

// paint is an outcome in the width of the longest.
func (o Outcome) paint(style term.Style) string {
	text := fmt.Sprintf("%-*s", len(Unchanged), string(o))
	switch o {
	case Done, Unchanged, Checked:
		return style.Green(text)
	case Failed, Busy, Interrupted:
		return style.Red(text)
	}
	return style.Dim(text)
}

// maxName is how far names are padded.
const maxName = 60

func reportText(w io.Writer, results []Result, style term.Style) error {
	width := 0
	for i := range results {
		if n := len([]rune(results[i].Job.Name)); n <= maxName {
			width = max(width, n)
		}
	}
	var b strings.Builder
	for i := range results {
		b.WriteString(results[i].line(width, style))
	}
	b.WriteString(Summary(results) + "\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// Summary counts the results.
func Summary(results []Result) string {
	count, left := tally(results), ""
	var parts []string
	for _, o := range Outcomes {
		if n := count[o]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, o))
		}
	}
	for i := range results {
		switch r := &results[i]; {
		case r.Done():
		case r.Job.Bundle.Plain():
			left = "; the same command does those in which nothing was done"
		default:
			left = "; the same command does what is left"
		}
	}
	text := out.Count(len(results), "database") + ": " + strings.Join(parts, ", ")
	if len(results) == 0 {
		text = "0 databases"
	}
	return text + left
}

func tally(results []Result) map[Outcome]int {
	count := map[Outcome]int{}
	for i := range results {
		count[results[i].Outcome]++
	}
	return count
}

// resultJSON is a result for machines.
type resultJSON struct {
	Target string `json:"target"`
	// Line is where the list names it, Database the one that the bundle is for.
	Line     int         `json:"line,omitempty"`
	Database string      `json:"database,omitempty"`
	Digest   string      `json:"digest"`
	Outcome  Outcome     `json:"outcome"`
	Exit     *int        `json:"exit,omitempty"`
	MS       *int64      `json:"ms,omitempty"`
	StandsAt *[]string   `json:"stands_at,omitempty"`
	Inside   *insideJSON `json:"inside,omitempty"`
	Error    *errorJSON  `json:"error,omitempty"`
}

type insideJSON struct {
	Revision string `json:"revision"`
	Segment  int    `json:"segment"`
	Segments int    `json:"segments,omitempty"`
}

type errorJSON struct {
	Message string `json:"message"`
	Code    string `json:"code,omitempty"`
	Detail  string `json:"detail,omitempty"`
	Hint    string `json:"hint,omitempty"`
	File    string `json:"file,omitempty"`
	Line    int    `json:"line,omitempty"`
}

func (r *Result) json() resultJSON {
	j := resultJSON{Target: r.Job.Name, Line: r.Job.Line, Database: r.Job.Bundle.Manifest.Database, Digest: r.Job.Bundle.Digest, Outcome: r.Outcome}
	if status, begun := r.Exit(); begun {
		ms := r.Duration.Milliseconds()
		j.Exit, j.MS = &status, &ms
	}
	if s := r.Stands; s != nil {
		j.StandsAt = &s.Heads
		if s.Inside != "" {
			j.Inside = &insideJSON{s.Inside, s.Segment, s.Segments}
		}
	}
	if e := r.Err; e != nil && !r.Done() {
		j.Error = &errorJSON{e.Message, e.Code, e.Detail, e.Hint, e.File, e.Line}
	}
	return j
}

// reportFormat is the number of the report's form.
const reportFormat = 1

func reportJSON(w io.Writer, results []Result) error {
	report := struct {
		Format  int             `json:"format"`
		Targets []resultJSON    `json:"targets"`
		Counts  map[Outcome]int `json:"counts"`
	}{reportFormat, make([]resultJSON, len(results)), tally(results)}
	for i := range results {
		report.Targets[i] = results[i].json()
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(report)
}

type junitSuite struct {
	XMLName  xml.Name    `xml:"testsuite"`
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Time     string      `xml:"time,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Class   string        `xml:"classname,attr"`
	Name    string        `xml:"name,attr"`
	Time    string        `xml:"time,attr"`
	Failure *junitFailure `xml:"failure"`
	Skipped *struct{}     `xml:"skipped"`
	Out     string        `xml:"system-out,omitempty"`
}

type junitFailure struct {
	Type    string `xml:"type,attr"`
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// reportJUnit writes a case a database. What was not begun is skipped.
func reportJUnit(w io.Writer, results []Result) error {
	suite := junitSuite{Name: "sqlbundle apply", Tests: len(results)}
	total := time.Duration(0)
	for i := range results {
		r := &results[i]
		c := junitCase{Class: suite.Name, Name: r.Job.Name, Time: fmt.Sprintf("%.3f", r.Duration.Seconds()), Out: r.Stands.words()}
		line, more := r.message()
		switch {
		case r.Outcome == NotBegun:
			c.Skipped = &struct{}{}
			suite.Skipped++
		case !r.Done():
			c.Failure = &junitFailure{string(r.Outcome), line, strings.Join(more, "\n")}
			suite.Failures++
		}
		total += r.Duration
		suite.Cases = append(suite.Cases, c)
	}
	suite.Time = fmt.Sprintf("%.3f", total.Seconds())
	text, err := xml.MarshalIndent(struct {
		XMLName xml.Name `xml:"testsuites"`
		Suite   junitSuite
	}{Suite: suite}, "", "  ")
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, xml.Header+string(text)+"\n")
	return err
}

// JSONLines gives what writes a note as a line of JSON: an event with its
// target, or a result.
func JSONLines(w io.Writer, failed func(error)) func(Note) {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return func(n Note) {
		var err error
		switch {
		case n.Event != nil:
			err = e.Encode(struct {
				Target string `json:"target"`
				*executor.Event
			}{n.Job.Name, n.Event})
		case n.Result != nil:
			err = e.Encode(struct {
				Time  time.Time `json:"time"`
				Event string    `json:"event"`
				resultJSON
			}{now(), "result", n.Result.json()})
		case n.Stopping != "":
			err = e.Encode(executor.Event{Time: now(), Event: executor.Stopping, Message: n.Stopping})
		}
		if err != nil {
			failed(err)
		}
	}
}

func now() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }
