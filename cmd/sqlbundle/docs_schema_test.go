package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
)

// everyKind is a revision whose manifest has what the example's may lack:
// every optional field, and characters that JSON writers treat differently.
const everyKind = `-- Every kind of segment: "quotes", \back\slashes, <tags> & more
-- sqlbundle:revision a1
-- sqlbundle:revises base
-- sqlbundle:labels café
-- sqlbundle:nolint empty-revision
-- sqlbundle:require
SELECT "true" IS NULL FROM (VALUES (NULL)) AS v ("true");
-- sqlbundle:timeout statement=1s
SELECT true;
-- sqlbundle:up
-- sqlbundle:timeout lock=1s
CREATE TABLE t (id int PRIMARY KEY, "tab	bell` + "\a" + `" text);
COMMENT ON TABLE t IS E'<&> \u2028 "\\"` + "\u2028\u2029\x7f" + ` € 😀
second line';
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT 1;
COMMIT;
CREATE INDEX CONCURRENTLY i ON t (id);
ALTER TABLE t ADD COLUMN id int;
-- sqlbundle:timeout lock=2s
-- sqlbundle:verify
SELECT count(*) = 0 FROM t;
-- sqlbundle:down
DROP TABLE t;
`

// manifests are real ones, by the call that prints them.
func manifests(t *testing.T) map[string][]byte {
	t.Helper()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "migrations", "a1.sql"), everyKind)
	own := filepath.Join(dir, "sqlbundle.toml")
	write(t, own, "[bundle]\ntransaction = \"all\"\nsearch_path = \"app, public\"\n[tracking]\nstyle = \"alembic\"\nschema = \"\"\n")
	helpdesk := filepath.Join(root, "examples", "helpdesk", "sqlbundle.toml")
	calls := [][]string{
		{helpdesk, "upgrade", "head"},
		{helpdesk, "upgrade", "head", "--database", "analytics"},
		{helpdesk, "upgrade", "1975ea83b712:4d1a9c3e7b28"},
		{helpdesk, "downgrade", "head:base"},
		{helpdesk, "downgrade", "head:1975ea83b712"},
		{helpdesk, "stamp", "head"},
		{helpdesk, "stamp", "head:base"},
		{helpdesk, "stamp", "head", "--purge"},
		{own, "upgrade", "head"},
		{own, "downgrade", "head:base"},
	}
	found := map[string][]byte{}
	for _, call := range calls {
		text := tool(t, append([]string{"-c", call[0]}, append(call[1:], "--sql", "--format", "json")...)...)
		found[filepath.Base(filepath.Dir(call[0]))+" "+strings.Join(call[1:], " ")] = []byte(text)
	}
	bundle := filepath.Join(dir, "bundle")
	tool(t, "-c", helpdesk, "bundle", "head", "-o", bundle, "--change", "all of it")
	for _, database := range []string{"main", "analytics"} {
		data, err := os.ReadFile(filepath.Join(bundle, database, "manifest.json"))
		if err != nil {
			t.Fatal(err)
		}
		found["bundle "+database] = data
	}
	return found
}

// tool runs the program, which is to succeed, and returns what it prints.
func tool(t *testing.T, args ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if status := run(context.Background(), args, strings.NewReader(""), &stdout, &stderr); status != 0 {
		t.Fatalf("%q: exit status %d\n%s", args, status, &stderr)
	}
	return stdout.String()
}

func write(t testing.TB, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func decode(t *testing.T, data []byte) map[string]any {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var object map[string]any
	if err := decoder.Decode(&object); err != nil {
		t.Fatal(err)
	}
	return object
}

// TestManifestSchema checks real manifests against the published schema, that
// the schema requires exactly what all of them have, and that it refuses what
// is none.
func TestManifestSchema(t *testing.T) {
	v := &validator{root: decode(t, []byte(read(t, "docs/manifest.schema.json"))), seen: map[string]int{}}
	texts := manifests(t)
	for call, text := range texts {
		for _, problem := range v.validate(decode(t, text)) {
			t.Errorf("%s: %s", call, problem)
		}
	}
	for _, problem := range v.requirements("$", v.root) {
		t.Error(problem)
	}
	damages := map[string]func(manifest, step, segment map[string]any){
		`$: "steps" is missing`:            func(m, _, _ map[string]any) { delete(m, "steps") },
		`$: "more" is not allowed`:         func(m, _, _ map[string]any) { m["more"] = true },
		`$.format: is not 1`:               func(m, _, _ map[string]any) { m["format"] = json.Number("2") },
		`$.from: is no array`:              func(m, _, _ map[string]any) { m["from"] = nil },
		`$.plan_digest: does not match`:    func(m, _, _ map[string]any) { m["plan_digest"] = "abc" },
		`$.steps[0].direction: is none of`: func(_, s, _ map[string]any) { s["direction"] = "sideways" },
		`$.steps[0].segments[0].transaction: is no integer or null`: func(_, _, s map[string]any) {
			s["transaction"] = json.Number("1.5")
		},
	}
	for want, damage := range damages {
		manifest := decode(t, texts["bundle main"])
		step := manifest["steps"].([]any)[0].(map[string]any)
		damage(manifest, step, step["segments"].([]any)[0].(map[string]any))
		problems := v.validate(manifest)
		if len(problems) != 1 || !strings.HasPrefix(problems[0], want) {
			t.Errorf("%q, want %q", problems, want)
		}
	}
}

// TestPlanDigest makes the digest from the manifest alone, as the schema tells
// how.
func TestPlanDigest(t *testing.T) {
	for call, text := range manifests(t) {
		manifest := decode(t, text)
		if got := planDigest(manifest); got != manifest["plan_digest"] {
			t.Errorf("%s: the plan's digest is %s, the manifest says %s", call, got, manifest["plan_digest"])
		}
	}
}

func planDigest(manifest map[string]any) string {
	plan := keep(manifest, "database", "direction", "from", "settings", "target_version", "to")
	plan["steps"] = each(manifest["steps"], func(step map[string]any) any {
		kept := keep(step, "direction", "require_timeouts", "revision", "tracking", "verify_timeouts")
		for _, name := range []string{"require", "verify"} {
			if queries, ok := step[name]; ok {
				kept[name] = each(queries, onlySQL)
			}
		}
		kept["segments"] = each(step["segments"], func(segment map[string]any) any {
			kept := keep(segment, "batch", "begin", "number", "timeouts", "transaction")
			kept["statements"] = each(segment["statements"], onlySQL)
			return kept
		})
		return kept
	})
	return digest(plan)
}

// TestSegmentDigest makes the digests of segments in the same way.
func TestSegmentDigest(t *testing.T) {
	found := 0
	for call, text := range manifests(t) {
		for _, step := range decode(t, text)["steps"].([]any) {
			for _, entry := range step.(map[string]any)["segments"].([]any) {
				segment := entry.(map[string]any)
				kept := keep(segment, "begin", "timeouts")
				if batch, ok := segment["batch"].(map[string]any); ok {
					kept["batch"] = keep(batch, "key")
				}
				kept["statements"] = each(segment["statements"], onlySQL)
				kept["transaction"] = segment["transaction"] != nil
				if got := digest(kept)[:16]; got != segment["digest"] {
					t.Errorf("%s: a segment's digest is %s, the manifest says %s", call, got, segment["digest"])
				}
				found++
			}
		}
	}
	if found < 20 {
		t.Errorf("only %d segments were found", found)
	}
}

func onlySQL(statement map[string]any) any { return keep(statement, "sql") }

func digest(object map[string]any) string {
	var text strings.Builder
	canonical(&text, object)
	sum := sha256.Sum256([]byte(text.String()))
	return hex.EncodeToString(sum[:])
}

func keep(object map[string]any, names ...string) map[string]any {
	kept := map[string]any{}
	for _, name := range names {
		if value, ok := object[name]; ok {
			kept[name] = value
		}
	}
	return kept
}

func each(list any, change func(map[string]any) any) []any {
	changed := []any{}
	for _, entry := range list.([]any) {
		changed = append(changed, change(entry.(map[string]any)))
	}
	return changed
}

// canonical writes RFC 8785 JSON of values without fractions whose names are
// ASCII.
func canonical(w *strings.Builder, v any) {
	switch v := v.(type) {
	case map[string]any:
		names := make([]string, 0, len(v))
		for name := range v {
			names = append(names, name)
		}
		sort.Strings(names)
		w.WriteByte('{')
		for i, name := range names {
			if i > 0 {
				w.WriteByte(',')
			}
			canonical(w, name)
			w.WriteByte(':')
			canonical(w, v[name])
		}
		w.WriteByte('}')
	case []any:
		w.WriteByte('[')
		for i, entry := range v {
			if i > 0 {
				w.WriteByte(',')
			}
			canonical(w, entry)
		}
		w.WriteByte(']')
	case string:
		w.WriteByte('"')
		for _, r := range v {
			switch i := strings.IndexRune("\b\t\n\f\r\"\\", r); {
			case i >= 0:
				w.WriteString(`\` + `btnfr"\`[i:i+1])
			case r < 0x20:
				fmt.Fprintf(w, `\u%04x`, r)
			default:
				w.WriteRune(r)
			}
		}
		w.WriteByte('"')
	case nil:
		w.WriteString("null")
	default:
		fmt.Fprint(w, v)
	}
}
