package lint

import (
	"fmt"
	"slices"
	"strings"
	"time"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/effects"
)

var timeoutKillsConcurrentBuild = &Rule{
	ID: "timeout-kills-concurrent-build", Title: "a time limit ends a concurrent build midway",
	Group: GroupTransaction, Severity: Warning,
	Doc: "CREATE, DROP and REINDEX CONCURRENTLY are made to take long and to keep nobody waiting. A time limit cancels them " +
		"midway, and what stays is an INVALID index that each write has to maintain. lock_timeout counts their waits for " +
		"old transactions too. VALIDATE CONSTRAINT may take its time as well; a statement_timeout throws the work away. " +
		"Both limits should be off for such a statement.",
	check: func(p *pass, s *statement) {
		names, rel := p.patient(s)
		for _, name := range names {
			l := p.limitOf(s, name)
			value := time.Duration(l.milliseconds) * time.Millisecond
			if !l.known || value == 0 || value >= p.in.Config.shortestBuild() {
				continue
			}
			f := Finding{
				Mechanical: true,
				Message:    fmt.Sprintf("the check of %s is given up after %s (%s), and has to begin anew", s.name(rel), spell(value), name),
				Help:       "let it take the time that it needs",
				Fix:        lines("-- sqlbundle:timeout statement=0", s.text()),
			}
			if len(names) > 1 {
				f.Message = fmt.Sprintf("%s CONCURRENTLY on %s is given up after %s (%s), and leaves an index that is INVALID", s.Kind, s.name(rel), spell(value), name)
				f.Fix = lines("-- sqlbundle:timeout lock=0 statement=0", s.text())
			}
			p.reportAt(s, f)
			return
		}
	},
}

// patient are the limits that would harm a statement that takes long and keeps
// nobody waiting, with a relation in use that it works on; none for others.
func (p *pass) patient(s *statement) (limits []string, rel *catalog.Relation) {
	validates := slices.ContainsFunc(s.actions(), func(a action) bool {
		return a.cmd.Subtype == pg.AlterTableType_AT_ValidateConstraint
	})
	builds := s.concurrently() && s.segment.Transaction == 0 && strings.HasSuffix(s.Kind, "INDEX")
	switch {
	case builds:
		limits = []string{"statement_timeout", "lock_timeout"}
	case validates && len(s.Effects.Scans) > 0:
		limits = []string{"statement_timeout"}
	}
	for _, locks := range [...][]effects.Lock{s.Effects.Locks, s.Effects.IndexLocks} {
		for _, l := range locks {
			if rel := s.locked(l.OID); limits != nil && p.inUse(s, rel) && l.Mode >= effects.ShareUpdateExclusive {
				return limits, rel
			}
		}
	}
	return nil, nil
}

// spell writes a time as PostgreSQL reads it.
func spell(d time.Duration) string {
	for _, unit := range [...]struct {
		length time.Duration
		name   string
	}{{time.Hour, "h"}, {time.Minute, "min"}, {time.Second, "s"}} {
		if d >= unit.length && d%unit.length == 0 {
			return fmt.Sprintf("%d%s", d/unit.length, unit.name)
		}
	}
	return fmt.Sprintf("%dms", d.Milliseconds())
}

// shortestBuild is the least time that a concurrent build should have.
func (c *Config) shortestBuild() time.Duration {
	if c.MinBuildTimeout > 0 {
		return c.MinBuildTimeout
	}
	return time.Hour
}
