package executor

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"sqlbundle/internal/term"
)

// Event is something that has happened in a run. Fields that say nothing are
// left out of its JSON, one line an event; docs/executor.md tells which kind
// has which.
type Event struct {
	Time  time.Time `json:"time"`
	Event Kind      `json:"event"`
	// Database is the one that the bundle is for; empty where it names none.
	Database string `json:"database,omitempty"`
	// Script is the file of the bundle that is run.
	Script string `json:"script,omitempty"`

	Digest     string   `json:"digest,omitempty"`
	PlanDigest string   `json:"plan_digest,omitempty"`
	Direction  string   `json:"direction,omitempty"`
	From       []string `json:"from,omitempty"`
	To         []string `json:"to,omitempty"`

	Step     int    `json:"step,omitempty"`
	Steps    int    `json:"steps,omitempty"`
	Revision string `json:"revision,omitempty"`
	Segment  int    `json:"segment,omitempty"`
	Segments int    `json:"segments,omitempty"`
	// Statement counts within the segment.
	Statement int    `json:"statement,omitempty"`
	Kind      string `json:"kind,omitempty"`
	File      string `json:"file,omitempty"`
	Line      int    `json:"line,omitempty"`

	Check  string `json:"check,omitempty"`
	Status string `json:"status,omitempty"`

	Severity string `json:"severity,omitempty"`
	Code     string `json:"code,omitempty"`
	Message  string `json:"message,omitempty"`
	Detail   string `json:"detail,omitempty"`
	Hint     string `json:"hint,omitempty"`

	Columns []string    `json:"columns,omitempty"`
	Rows    [][]*string `json:"rows,omitempty"`
	More    int         `json:"more,omitempty"`

	Blockers []Blocker `json:"blockers,omitempty"`
	Phase    string    `json:"phase,omitempty"`
	Done     int64     `json:"done,omitempty"`
	Total    int64     `json:"total,omitempty"`

	Attempt  int `json:"attempt,omitempty"`
	Attempts int `json:"attempts,omitempty"`
	// Milliseconds is how long something took, or how long a pause will be.
	Milliseconds *int64 `json:"ms,omitempty"`
	// Exit is the status with which the command ends.
	Exit *int `json:"exit,omitempty"`
}

// Kind says what has happened.
type Kind string

// The kinds of events.
const (
	Started       Kind = "start"
	Connected     Kind = "connected"
	Checked       Kind = "check"
	Said          Kind = "line"
	SegmentBegun  Kind = "segment"
	StatementSent Kind = "statement"
	StatementDone Kind = "statement-done"
	SegmentDone   Kind = "segment-done"
	Noticed       Kind = "notice"
	Rowed         Kind = "rows"
	Waiting       Kind = "waiting"
	Progress      Kind = "progress"
	Retrying      Kind = "retry"
	Reconnecting  Kind = "reconnect"
	Stopping      Kind = "stopping"
	Failed        Kind = "failed"
	Stands        Kind = "stands"
	Ended         Kind = "end"
)

// Blocker is a session that holds what the run waits for.
type Blocker struct {
	PID         int    `json:"pid"`
	Application string `json:"application"`
	User        string `json:"user"`
	// Since is when its transaction began.
	Since string `json:"since"`
	Query string `json:"query"`
}

// JSONLine writes an event as one line of JSON.
func JSONLine(w io.Writer, e Event) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(e)
}

// Text writes an event for people; what is of no interest to them, not at all.
// What comes from the server is made safe for a terminal.
func Text(w io.Writer, e Event, style term.Style) error {
	_, err := io.WriteString(w, text(e, style))
	return err
}

func text(e Event, style term.Style) string {
	said := term.Sanitize(e.Message)
	switch e.Event {
	case Said:
		return said + "\n"
	case Checked:
		return fmt.Sprintf("%s  %-21s  %s\n", checkStatus(e.Status, style), term.Sanitize(e.Check), term.Sanitize(e.Detail))
	case SegmentBegun:
		return style.Bold(said) + "\n"
	case StatementDone:
		if e.Code != "" || *e.Milliseconds < 100 {
			return ""
		}
		return fmt.Sprintf("  %-9s %s  %s:%d\n", seconds(*e.Milliseconds), term.Sanitize(e.Kind), term.Sanitize(e.File), e.Line)
	case Noticed:
		return fmt.Sprintf("%s:  %s\n%s", term.Sanitize(e.Severity), inLines(e.Message), more(e))
	case Rowed:
		return table(e)
	case Waiting:
		return waitingText(e, style)
	case Progress:
		return progressText(e)
	case Retrying:
		return fmt.Sprintf("sqlbundle: %s, again in %s (%d of %d)\n", said, seconds(*e.Milliseconds), e.Attempt, e.Attempts)
	case Reconnecting:
		return fmt.Sprintf("sqlbundle: %s, connecting again in %s\n", said, seconds(*e.Milliseconds))
	case Stopping, Stands:
		return fmt.Sprintf("sqlbundle: %s\n", said)
	case Failed:
		line := style.Red("ERROR") + ":  " + inLines(e.Message)
		if e.Code != "" && !strings.HasPrefix(e.Message, "sqlbundle: ") {
			line += " (SQLSTATE " + term.Sanitize(e.Code) + ")"
		}
		if e.File != "" {
			line += fmt.Sprintf("\nat %s:%d", term.Sanitize(e.File), e.Line)
		}
		return line + "\n" + more(e)
	}
	return ""
}

// inLines is a text whose further lines cannot be taken for others.
func inLines(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = term.Sanitize(line)
	}
	return strings.Join(lines, "\n    ")
}

func checkStatus(status string, style term.Style) string {
	padded := fmt.Sprintf("%-4s", term.Sanitize(status))
	switch status {
	case "stop":
		return style.Red(padded)
	case "warn":
		return style.Yellow(padded)
	}
	return style.Green(padded)
}

func seconds(ms int64) string { return fmt.Sprintf("%d.%d s", ms/1000, ms%1000/100) }

func more(e Event) string {
	text := ""
	if e.Detail != "" {
		text += "DETAIL:  " + inLines(e.Detail) + "\n"
	}
	if e.Hint != "" {
		text += "HINT:  " + term.Sanitize(e.Hint) + "\n"
	}
	return text
}

func waitingText(e Event, style term.Style) string {
	if len(e.Blockers) == 0 {
		return fmt.Sprintf("sqlbundle: waits for nobody any more, %s\n", seconds(*e.Milliseconds))
	}
	var b strings.Builder
	for _, k := range e.Blockers {
		fmt.Fprintf(&b, "sqlbundle: %s for %s: pid %d", style.Yellow("waits"), seconds(*e.Milliseconds), k.PID)
		for _, s := range [...]struct{ before, text, behind string }{{" (", k.Application, ")"}, {" of ", k.User, ""}, {", in a transaction since ", k.Since, ""}, {": ", k.Query, ""}} {
			if s.text != "" {
				b.WriteString(s.before + term.Sanitize(s.text) + s.behind)
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func progressText(e Event) string {
	text := "sqlbundle: " + term.Sanitize(e.Phase)
	if e.Total > 0 {
		text += fmt.Sprintf(", %d of %d (%d %%)", e.Done, e.Total, e.Done*100/e.Total)
	}
	return text + ", " + seconds(*e.Milliseconds) + "\n"
}

// table shows rows as a person can read them: one line a row, values with bars
// in between.
func table(e Event) string {
	var b strings.Builder
	line := func(values []string) {
		for i, v := range values {
			values[i] = term.Sanitize(v)
		}
		b.WriteString("  " + strings.Join(values, " | ") + "\n")
	}
	line(append([]string{}, e.Columns...))
	for i, row := range e.Rows {
		if i == shownRows {
			break
		}
		values := make([]string, len(row))
		for n, v := range row {
			if v != nil {
				values[n] = *v
			}
		}
		line(values)
	}
	if left := len(e.Rows) - shownRows + e.More; len(e.Rows) > shownRows || e.More > 0 {
		fmt.Fprintf(&b, "  … and %d more rows\n", max(left, e.More))
	}
	return b.String()
}

// shownRows is how many rows of a result a person gets to see.
const shownRows = 100
