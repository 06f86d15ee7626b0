package out

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"sqlbundle/compiler"
	"sqlbundle/graph"
)

// ManifestFormat is the version of the manifest's layout.
const ManifestFormat = 1

// Manifest is a plan as manifest.json holds it. Its JSON Schema is
// docs/manifest.schema.json. Lists are never null; a field that is not
// computed is absent.
type Manifest struct {
	Format int  `json:"format"`
	Tool   Tool `json:"tool"`
	// Change is what a bundle's maker has called the change.
	Change        string         `json:"change,omitempty"`
	Database      string         `json:"database"`
	Direction     string         `json:"direction"`
	From          []string       `json:"from"`
	To            []string       `json:"to"`
	TargetVersion int            `json:"target_version"`
	Settings      SettingsJSON   `json:"settings"`
	PlanDigest    string         `json:"plan_digest"`
	Revisions     []RevisionJSON `json:"revisions"`
	Steps         []StepJSON     `json:"steps"`
	// Rollback is what rollback.sql of the same bundle does.
	Rollback *RollbackJSON `json:"rollback,omitempty"`
	Findings []FindingJSON `json:"findings"`
}

// Tool is what wrote a file.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// SettingsJSON is what the script sets for its session.
type SettingsJSON struct {
	LockRetries      int          `json:"lock_retries"`
	LockTimeout      string       `json:"lock_timeout"`
	StatementTimeout string       `json:"statement_timeout"`
	Role             string       `json:"role"`
	SearchPath       string       `json:"search_path"`
	Transaction      string       `json:"transaction"`
	Tracking         TrackingJSON `json:"tracking"`
}

// TrackingJSON is where the state of a database is recorded.
type TrackingJSON struct {
	Style  string `json:"style"`
	Schema string `json:"schema"`
	Table  string `json:"table"`
	// LogTable stands in the same schema.
	LogTable string `json:"log_table"`
	Log      bool   `json:"log"`
}

// StepJSON is one revision in the order in which they run.
type StepJSON struct {
	Revision  string `json:"revision"`
	Direction string `json:"direction"`
	// HeadsAfter are the rows of the tracking table after the step.
	HeadsAfter []string `json:"heads_after"`
	// Require and Verify are the queries of an upgrade, run before its first
	// segment and before it is recorded.
	Require         []StatementJSON `json:"require,omitempty"`
	RequireTimeouts []TimeoutJSON   `json:"require_timeouts,omitempty"`
	Segments        []SegmentJSON   `json:"segments"`
	Verify          []StatementJSON `json:"verify,omitempty"`
	VerifyTimeouts  []TimeoutJSON   `json:"verify_timeouts,omitempty"`
	Tracking        []OpJSON        `json:"tracking"`
}

// SegmentJSON is a run of statements in one transaction, or one in none.
type SegmentJSON struct {
	Number int `json:"number"`
	// Transaction is null for none; equal numbers share one BEGIN … COMMIT.
	Transaction *int `json:"transaction"`
	// Digest is what the log of a database records for the segment.
	Digest string `json:"digest"`
	// Begin is what opens the transaction where its author wrote more than
	// BEGIN.
	Begin      string          `json:"begin,omitempty"`
	Batch      *BatchJSON      `json:"batch,omitempty"`
	Timeouts   []TimeoutJSON   `json:"timeouts,omitempty"`
	Statements []StatementJSON `json:"statements"`
}

// BatchJSON is how the segment's one statement is cut into batches.
type BatchJSON struct {
	Key []string `json:"key"`
	// PauseMS are the milliseconds between two batches, Size the rows that one
	// looks at.
	PauseMS int `json:"pause_ms"`
	Size    int `json:"size"`
}

// TimeoutJSON is the limits of one statement of its list, counted from 1.
type TimeoutJSON struct {
	Number           int    `json:"number"`
	LockTimeout      string `json:"lock_timeout"`
	StatementTimeout string `json:"statement_timeout"`
}

// StatementJSON is one statement. Offset and Length are its own bytes in the
// script; absent where there is no file.
type StatementJSON struct {
	SQL    string `json:"sql"`
	Kind   string `json:"kind"`
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
	Offset *int   `json:"offset,omitempty"`
	Length *int   `json:"length,omitempty"`
	EffectsJSON
}

// RollbackJSON is the way back of a bundle, from where its upgrade leads to where
// that starts. Offsets are those in rollback.sql.
type RollbackJSON struct {
	PlanDigest string     `json:"plan_digest"`
	Steps      []StepJSON `json:"steps"`
}

// OpJSON is one operation on the tracking table.
type OpJSON struct {
	Op   string `json:"op"`
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
}

// WriteManifest writes a plan's manifest, one step at a time. Ranges are where
// its statements stand in the script; nil leaves them out.
func WriteManifest(w io.Writer, plan *compiler.Plan, ranges []Range, findings []FindingJSON) error {
	return writeManifest(w, plan, ranges, nil, findings)
}

func writeManifest(w io.Writer, plan *compiler.Plan, ranges []Range, back *RollbackJSON, findings []FindingJSON) error {
	m := head(plan)
	m.Rollback = back
	if m.Findings = findings; m.Findings == nil {
		m.Findings = []FindingJSON{}
	}
	data, err := jsonText(m, "")
	if err != nil {
		return fmt.Errorf("writing the manifest: %w", err)
	}
	// The steps, which may be many, go where the empty list stands.
	const hole = `"steps": []`
	at := strings.LastIndex(data, "\n  "+hole) + 3 + len(hole) - 1
	b := bufio.NewWriter(w)
	_, _ = b.WriteString(data[:at])
	rows := newRowSet(plan.From)
	for i, step := range plan.Steps {
		object := stepObject(step, rows, &ranges)
		text, err := jsonText(object, "    ")
		if err != nil {
			return fmt.Errorf("writing the manifest: %w", err)
		}
		if i > 0 {
			_ = b.WriteByte(',')
		}
		_, _ = b.WriteString("\n    " + text)
	}
	if len(plan.Steps) > 0 {
		_, _ = b.WriteString("\n  ")
	}
	_, _ = b.WriteString(data[at:] + "\n")
	if err := b.Flush(); err != nil {
		return fmt.Errorf("writing the manifest: %w", err)
	}
	return nil
}

func jsonText(v any, prefix string) (string, error) {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent(prefix, "  ")
	err := enc.Encode(v)
	return strings.TrimRight(b.String(), "\n"), err
}

// head is the manifest without its steps.
func head(plan *compiler.Plan) Manifest {
	set := plan.Settings
	m := Manifest{
		Format: ManifestFormat, Tool: Tool{Name: "sqlbundle", Version: Version},
		Change: plan.Change, Database: plan.Database, Direction: string(plan.Direction),
		From: list(plan.From), To: list(plan.To), TargetVersion: plan.TargetVersion,
		Settings: SettingsJSON{
			LockRetries: set.LockRetries, LockTimeout: set.LockTimeout, StatementTimeout: set.StatementTimeout,
			Role: set.Role, SearchPath: set.SearchPath, Transaction: string(set.Transaction),
			Tracking: TrackingJSON(set.Tracking),
		},
		PlanDigest: plan.Digest(), Revisions: []RevisionJSON{}, Steps: []StepJSON{},
	}
	for _, r := range plan.Revisions() {
		m.Revisions = append(m.Revisions, RevisionObject(r))
	}
	return m
}

// rollbackObject is a way back; ranges are where its statements stand.
func rollbackObject(plan *compiler.Plan, ranges []Range) *RollbackJSON {
	back := &RollbackJSON{PlanDigest: plan.Digest(), Steps: []StepJSON{}}
	rows := newRowSet(plan.From)
	for _, step := range plan.Steps {
		back.Steps = append(back.Steps, stepObject(step, rows, &ranges))
	}
	return back
}

func list(rows []string) []string { return append([]string{}, rows...) }

// stepObject takes the step's ranges from the front of the list.
func stepObject(step *compiler.Step, rows *rowSet, ranges *[]Range) StepJSON {
	rows.apply(step.Tracking)
	object := StepJSON{
		Revision: step.ID(), Direction: string(step.Direction),
		HeadsAfter: list(rows.sorted), Segments: []SegmentJSON{}, Tracking: []OpJSON{},
		Require: statementObjects(step.Require), RequireTimeouts: timeoutObjects(step.Require),
		Verify: statementObjects(step.Verify), VerifyTimeouts: timeoutObjects(step.Verify),
	}
	for _, segment := range step.Segments {
		object.Segments = append(object.Segments, segmentObject(segment, ranges))
	}
	for _, op := range step.Tracking {
		object.Tracking = append(object.Tracking, OpJSON{Op: string(op.Kind), From: op.From, To: op.To})
	}
	return object
}

func segmentObject(segment *compiler.Segment, ranges *[]Range) SegmentJSON {
	object := SegmentJSON{
		Number: segment.Number, Digest: segment.Digest(),
		Timeouts: timeoutObjects(segment.Statements), Statements: statementObjects(segment.Statements),
	}
	if segment.Transaction > 0 {
		object.Transaction = &segment.Transaction
	}
	if b := segment.Batch; b != nil {
		object.Batch = &BatchJSON{Key: b.Key, PauseMS: b.Pause, Size: b.Size}
	}
	if segment.Begin != "BEGIN" {
		object.Begin = segment.Begin
	}
	for i := range object.Statements {
		if len(*ranges) > 0 {
			r := (*ranges)[0]
			*ranges = (*ranges)[1:]
			object.Statements[i].Offset, object.Statements[i].Length = &r.Offset, &r.Length
		}
	}
	return object
}

func statementObjects(statements []*compiler.Statement) []StatementJSON {
	objects := make([]StatementJSON, len(statements))
	for i, st := range statements {
		at := st.File.Position(st.Span.Start)
		objects[i] = StatementJSON{
			SQL: st.SQL(), Kind: st.Kind, File: at.File, Line: at.Line, Column: at.Column, EffectsJSON: effectsObject(st),
		}
	}
	return objects
}

func timeoutObjects(statements []*compiler.Statement) []TimeoutJSON {
	var objects []TimeoutJSON
	for _, t := range compiler.Timeouts(statements) {
		objects = append(objects, TimeoutJSON{Number: t.Number, LockTimeout: t.Lock, StatementTimeout: t.Statement})
	}
	return objects
}

// rowSet follows the rows of the tracking table, sorted.
type rowSet struct{ sorted []string }

func newRowSet(rows []string) *rowSet { return &rowSet{sorted: graph.Apply(rows, nil)} }

func (r *rowSet) apply(ops []graph.Op) { r.sorted = graph.Apply(r.sorted, ops) }
