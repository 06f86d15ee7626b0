package lint

import (
	"fmt"
	"slices"
	"strings"

	"sqlbundle/internal/catalog"
	"sqlbundle/internal/pgsql"
)

var typeChangeRebuildsIndex = &Rule{
	ID: "type-change-rebuilds-index", Title: "the new type makes PostgreSQL build an index anew under ACCESS EXCLUSIVE", Group: GroupLocks, Severity: Error,
	Doc: "The rows can stay as they are, but not the index: one with an expression or a WHERE on the column, one whose " +
		"operator class or collation changes, and one on a partitioned table are built anew, even for a longer varchar. " +
		"Until that is done nobody can read or write the table. Drop the index concurrently, change the type, and build " +
		"it concurrently; where queries cannot do without it, build one that fits the new type first.",
	check: func(p *pass, s *statement) {
		for _, r := range s.retypes() {
			var rebuilt []*catalog.Relation
			var list []string
			for _, t := range s.Effects.RewrittenIndexes {
				index := s.locked(t.OID)
				if !touches(r.effects.RewrittenIndexes, t.OID) || index == nil || index.Index == nil || !p.inUse(s, s.locked(index.Index.Table)) {
					continue
				}
				for index.Index.Parent != 0 && s.locked(index.Index.Parent) != nil {
					index = s.locked(index.Index.Parent)
				}
				if !slices.Contains(rebuilt, index) {
					rebuilt, list = append(rebuilt, index), append(list, pgsql.QuoteIdent(index.Name))
				}
			}
			if len(rebuilt) == 0 {
				continue
			}
			p.reportAt(s, Finding{
				Severity: p.weigh(s, r.table), Span: r.span,
				Message: fmt.Sprintf("nobody can read or write %s until PostgreSQL has built %s anew for the new type of %s",
					s.name(r.table), strings.Join(list, ", "), pgsql.QuoteIdent(r.cmd.Name)),
				Help: "drop the index concurrently before and build it concurrently behind; or build one that fits the new type first",
				Fix:  s.rebuildApart(rebuilt),
			})
		}
	},
}

// rebuildApart is the statement between a concurrent drop and a concurrent build
// of each index; empty where an index cannot be dropped by itself.
func (s *statement) rebuildApart(indexes []*catalog.Relation) string {
	var drop, build []string
	for _, index := range indexes {
		made := s.indexText(index)
		if made == "" || index.Index.Constraint != 0 || index.Kind != catalog.Index || s.byHand() {
			return ""
		}
		drop = append(drop, "DROP INDEX CONCURRENTLY "+s.name(index)+";")
		build = append(build, made)
	}
	return lines(append(append(drop, s.text()), build...)...)
}
