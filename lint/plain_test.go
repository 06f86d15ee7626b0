package lint_test

import (
	"embed"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"sqlbundle/compiler"
	"sqlbundle/internal/source"
	"sqlbundle/lint"
	"sqlbundle/revisions"
)

// judgePlain lints SQL that is no revision's.
func judgePlain(t *testing.T, text string) []lint.Finding {
	t.Helper()
	rev, err := revisions.ReadAlone(embed.FS{}, "a.sql", []byte(text), revisions.Options{})
	var problems source.ErrorList
	if err != nil && !errors.As(err, &problems) {
		t.Fatal(err)
	}
	if rev == nil {
		return nil
	}
	revs := []*revisions.Revision{rev}
	in := lint.Input{Revisions: revs, Plain: true, Problems: append(problems, compiler.Problems(revs, 15)...)}
	req := compiler.Request{TargetVersion: 15, Settings: compiler.Settings{LockTimeout: "2s", Transaction: compiler.PerRevision}}
	in.Histories = []*compiler.History{compiler.FollowAlone(rev, req)}
	return lint.Run(in)
}

// A dump has many statements; a look at all before each would take minutes.
func TestPlainOfManyStatements(t *testing.T) {
	begin := time.Now()
	judgePlain(t, "SET lock_timeout = '1s';\n"+strings.Repeat("SELECT 1;\n", 100_000))
	if took := time.Since(begin); took > 20*time.Second {
		t.Errorf("it took %s", took)
	}
}

// Rules about revisions are silent, nothing panics, and what is to be written
// instead holds no directive.
func TestPlainExamples(t *testing.T) {
	files, err := filepath.Glob("examples/*/*.sql")
	if err != nil || len(files) == 0 {
		t.Fatal(err, len(files))
	}
	silent := map[string]bool{}
	for _, r := range lint.Rules() {
		silent[r.ID] = r.RevisionsOnly
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range strings.Split("\n"+string(text), "\n--- ") {
			_, part, _ = strings.Cut(part, "\n")
			if strings.Contains(part, "-- sqlbundle:") {
				continue
			}
			for _, f := range judgePlain(t, part) {
				refused := f.Rule == "transaction-nesting"
				if silent[f.Rule] && !refused || strings.Contains(f.Message, "the rule failed") || strings.Contains(f.Fix, "sqlbundle:") ||
					strings.Contains(f.Message, "no revision makes") {
					t.Errorf("%s: %+v\n%s", file, f, part)
				}
			}
		}
	}
}

// Where all that is needed is in the text, the harm is found in it alone.
func TestPlain(t *testing.T) {
	for text, want := range map[string][]string{
		"CREATE TABLE a (id bigint PRIMARY KEY); CREATE INDEX i ON a (id); DROP TABLE a;":                        nil,
		"SET lock_timeout = '1s'; CREATE INDEX i ON a (id);":                                                     {"require-concurrent-index-creation"},
		"CREATE INDEX i ON a (id);":                                                                              {"require-concurrent-index-creation", "require-lock-timeout"},
		"SET LOCAL lock_timeout = '1s'; DROP INDEX i;":                                                           {"require-concurrent-index-deletion"},
		"BEGIN; SET LOCAL lock_timeout = '1s'; ALTER TABLE a ADD b int; COMMIT;":                                 nil,
		"BEGIN; CREATE INDEX CONCURRENTLY i ON a (id); COMMIT;":                                                  {"ban-concurrent-index-creation-in-transaction"},
		"SET lock_timeout = '1s'; ALTER TABLE a ADD CONSTRAINT c CHECK (b > 0) NOT VALID;":                       nil,
		"SET lock_timeout = '1s'; ALTER TABLE a ADD COLUMN IF NOT EXISTS b int;":                                 nil,
		"CREATE INDEX CONCURRENTLY i ON a (lower(b), f(c)) WHERE d = false;":                                     nil,
		"CREATE OR REPLACE VIEW v AS SELECT a FROM b; REFRESH MATERIALIZED VIEW CONCURRENTLY m;":                 nil,
		"CREATE TABLE a (id bigint PRIMARY KEY, id int);":                                                        {"ban-duplicate-column-assignments"},
		"ROLLBACK; BEGIN; DELETE FROM a WHERE b = 1; ROLLBACK; BEGIN; COMMIT; SAVEPOINT s; DISCARD ALL; SELECT;": nil,
		"SET client_encoding = 'LATIN1'; SET standard_conforming_strings = off; DEALLOCATE ALL;":                 nil,
		"SELECT ; ) ;": {"syntax-error"},
		"":             nil,
		"-- nothing":   nil,
	} {
		var got []string
		for _, f := range judgePlain(t, text) {
			if !slices.Contains(got, f.Rule) {
				got = append(got, f.Rule)
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s\n%v, not %v", text, got, want)
		}
	}
}

// What the parser refuses has one finding, not one more that blames its age.
func TestPlainTooDeep(t *testing.T) {
	found := judgePlain(t, "SELECT 1"+strings.Repeat("+1", 5000)+";")
	if len(found) != 1 || found[0].Rule != "syntax-error" {
		t.Errorf("%+v", found)
	}
}
