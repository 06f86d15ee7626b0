package syntax

import (
	"strings"
	"testing"
	"time"

	"sqlbundle/internal/pgtest"
)

func TestNewer(t *testing.T) {
	for _, c := range newerCases {
		s := parse(t, c.sql)
		for target := 13; target <= newest; target++ {
			got := Newer(s.text, s.tokens, s.node, target)
			if (got != nil) != (target < c.since) {
				t.Errorf("%d %s: got %+v", target, c.sql, got)
				continue
			}
			if got == nil {
				continue
			}
			want := c.at
			if want == "" {
				want = c.sql
			}
			if at := s.text[got.Span.Start:got.Span.End]; at != want {
				t.Errorf("%d %s: points at %q", target, c.sql, at)
			}
			if got.Since != c.since || got.What == "" {
				t.Errorf("%d %s: got %+v", target, c.sql, got)
			}
		}
	}
}

func TestNewerNothing(t *testing.T) {
	for _, sql := range olderCases {
		s := parse(t, sql)
		for target := 13; target <= newest; target++ {
			if got := Newer(s.text, s.tokens, s.node, target); got != nil {
				t.Errorf("%d %s: got %+v", target, sql, got)
			}
		}
	}
}

// TestNewerVersions measures the tables again.
func TestNewerVersions(t *testing.T) {
	pgtest.Each(t, func(t *testing.T, server *pgtest.Server) {
		s := open(t, server)
		for _, c := range newerCases {
			got := s.try(c.sql)
			old := c.old
			if old == "" {
				old = syntaxError
			}
			if server.Major < c.since {
				if got == "" || !strings.Contains(old, got) {
					t.Errorf("%s: got %q, want %s", c.sql, got, old)
				}
			} else if got != c.new {
				t.Errorf("%s: got %q, want %q", c.sql, got, c.new)
			}
		}
		for _, sql := range olderCases {
			if got := s.try(sql); got != "" {
				t.Errorf("%s: %s", sql, got)
			}
		}
	})
}

// try executes a statement, in a transaction that is rolled back where it may
// stand in one.
func (s session) try(sql string) (sqlstate string) {
	if ok, _ := InTransaction(parse(s.t, sql).node, newest); ok {
		_, sqlstate = s.runInTransaction("", sql)
		return sqlstate
	}
	_, sqlstate = s.run(sql)
	return sqlstate
}

// TestNewerFirst is on statements with more than one construct.
func TestNewerFirst(t *testing.T) {
	for _, c := range []struct {
		target, since int
		at            string
		sql           string
	}{
		{13, 14, `COMPRESSION`, `CREATE TABLE z (a text COMPRESSION pglz, b int UNIQUE NULLS NOT DISTINCT)`},
		{14, 15, `NULLS NOT DISTINCT`, `CREATE TABLE z (a text COMPRESSION pglz, b int UNIQUE NULLS NOT DISTINCT)`},
		{14, 16, `0x1F`, `SELECT 0x1F, a IS JSON FROM t GROUP BY DISTINCT a`},
		{14, 17, `ON_ERROR`, `COPY t FROM '/dev/null' (ON_ERROR ignore, DEFAULT 'x')`},
		// Servers before 16 read these as 0 and 1 with a label.
		{13, 16, `0x1F`, `SELECT 0x1F`},
		{14, 16, `1_000`, `SELECT 1_000 FROM t`},
	} {
		s := parse(t, c.sql)
		got := Newer(s.text, s.tokens, s.node, c.target)
		if got == nil || got.Since != c.since || s.text[got.Span.Start:got.Span.End] != c.at {
			t.Errorf("%d %s: got %+v", c.target, c.sql, got)
		}
	}
}

// TestNewerSpan is on a statement in the middle of a file.
func TestNewerSpan(t *testing.T) {
	before, sql := "-- é 0x1F NULLS NOT DISTINCT\n", "CREATE UNIQUE INDEX ON t /* é */ (a) NULLS NOT DISTINCT"
	node := parse(t, sql).node
	got := Newer(before+sql, scan(t, before+sql), node, 14)
	if got == nil {
		t.Fatal("found nothing")
	}
	if want := strings.LastIndex(before+sql, "NULLS"); got.Span.Start != want || got.Span.End != len(before+sql) {
		t.Errorf("got %+v", got.Span)
	}
	if got := Newer(sql, scan(t, sql), nil, 14); got != nil {
		t.Errorf("without a tree: got %+v", got)
	}
}

// TestNewerIsLinear compares a statement with one of eight times its size: the
// cost would be 64 times as high if each part were a search of the whole.
func TestNewerIsLinear(t *testing.T) {
	const row = `, (JSON_ARRAY(1, 2), 1::numeric(10, 2), overlay('a' PLACING 'b' FROM 1), (SELECT 1 FROM (SELECT 2) AS s))`
	took := func(rows int) time.Duration {
		s := parse(t, `INSERT INTO t VALUES (1)`+strings.Repeat(row, rows)+` RETURNING a`)
		best := time.Hour
		for range 5 {
			start := time.Now()
			if got := Newer(s.text, s.tokens, s.node, 13); got != nil {
				t.Fatalf("got %+v", got)
			}
			best = min(best, time.Since(start))
		}
		return best
	}
	if small, large := took(250), took(2000); large > 32*small {
		t.Errorf("%s for 250 rows, %s for 2000", small, large)
	}
}

func BenchmarkNewer(b *testing.B) {
	for name, sql := range map[string]string{
		"AlterTable":  `ALTER TABLE tickets ADD COLUMN priority varchar(20) DEFAULT 'normal'`,
		"CreateTable": `CREATE TABLE t (id bigint PRIMARY KEY, a int NOT NULL, b numeric(10, 2), c text DEFAULT 'x', d timestamptz)`,
	} {
		s := parse(b, sql)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Newer(s.text, s.tokens, s.node, 14)
			}
		})
	}
}
