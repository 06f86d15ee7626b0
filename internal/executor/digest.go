package executor

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"sqlbundle/compiler"
	"sqlbundle/out"
)

// planDigest makes a plan's digest from its manifest, as docs/json.md tells:
// the SHA-256 of the canonical JSON (RFC 8785) of what will happen.
func planDigest(m *out.Manifest) string {
	t := m.Settings.Tracking
	text := canonical(object{
		"database": m.Database, "direction": m.Direction, "from": m.From, "to": m.To, "target_version": m.TargetVersion,
		"settings": object{
			"lock_retries": m.Settings.LockRetries, "lock_timeout": m.Settings.LockTimeout, "statement_timeout": m.Settings.StatementTimeout,
			"role": m.Settings.Role, "search_path": m.Settings.SearchPath, "transaction": m.Settings.Transaction,
			"tracking": object{"style": t.Style, "schema": t.Schema, "table": t.Table, "log_table": t.LogTable, "log": t.Log},
		},
		"steps": list(m.Steps, step),
	})
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

type (
	object map[string]any
	array  []any
)

func list[T any](from []T, each func(T) object) array {
	to := make(array, len(from))
	for i, v := range from {
		to[i] = each(v)
	}
	return to
}

func step(s out.StepJSON) object {
	o := object{"direction": s.Direction, "revision": s.Revision, "segments": list(s.Segments, segment), "tracking": list(s.Tracking, operation)}
	o.some("require", list(s.Require, statement))
	o.some("require_timeouts", list(s.RequireTimeouts, timeout))
	o.some("verify", list(s.Verify, statement))
	o.some("verify_timeouts", list(s.VerifyTimeouts, timeout))
	return o
}

func segment(s out.SegmentJSON) object {
	o := object{"number": s.Number, "statements": list(s.Statements, statement), "transaction": nil}
	if s.Transaction != nil {
		o["transaction"] = *s.Transaction
	}
	if b := s.Batch; b != nil {
		o["batch"] = object{"key": b.Key, "pause_ms": b.PauseMS, "size": b.Size}
	}
	if s.Begin != "" {
		o["begin"] = s.Begin
	}
	o.some("timeouts", list(s.Timeouts, timeout))
	return o
}

func statement(s out.StatementJSON) object { return object{"sql": s.SQL} }

func timeout(t out.TimeoutJSON) object {
	return object{"lock_timeout": t.LockTimeout, "number": t.Number, "statement_timeout": t.StatementTimeout}
}

func operation(op out.OpJSON) object {
	o := object{"op": op.Op}
	if op.From != "" {
		o["from"] = op.From
	}
	if op.To != "" {
		o["to"] = op.To
	}
	return o
}

// some sets a member where it has any element.
func (o object) some(name string, a array) {
	if len(a) > 0 {
		o[name] = a
	}
}

// canonical writes a value as RFC 8785 has it. Numbers are whole here.
func canonical(v any) string {
	var b strings.Builder
	write(&b, v)
	return b.String()
}

func write(b *strings.Builder, v any) {
	switch v := v.(type) {
	case nil:
		b.WriteString("null")
	case bool:
		b.WriteString(strconv.FormatBool(v))
	case int:
		b.WriteString(strconv.Itoa(v))
	case string:
		compiler.WriteCanonical(b, v)
	case []string:
		writeList(b, len(v), func(i int) any { return v[i] })
	case array:
		writeList(b, len(v), func(i int) any { return v[i] })
	case object:
		names := make([]string, 0, len(v))
		for name := range v {
			names = append(names, name)
		}
		slices.Sort(names)
		for i, name := range names {
			b.WriteByte("{,"[min(i, 1)])
			compiler.WriteCanonical(b, name)
			b.WriteByte(':')
			write(b, v[name])
		}
		b.WriteByte('}')
	}
}

func writeList(b *strings.Builder, n int, element func(int) any) {
	b.WriteByte('[')
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		write(b, element(i))
	}
	b.WriteByte(']')
}
