package lint

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"sqlbundle/compiler"
	"sqlbundle/graph"
	"sqlbundle/internal/catalog"
	"sqlbundle/revisions"
)

var conflictingBranches = &Rule{
	ID: "conflicting-branches", Title: "two branches do not go together",
	Group: GroupProcess, Severity: Error, RevisionsOnly: true,
	Doc: "Both branches of the merge work alone. Together they fail, or lead to different schemas depending on which " +
		"comes first: one drops what the other uses, both give something the same name, both change one column or one " +
		"function. Databases that took them in different orders differ from then on. Each order is played in the catalog.",
	checkHistory: func(p *pass) {
		orders := p.history.Orders()
		p.eachMerge(func(merge *revisions.Revision, parts branches) {
			if !p.mayConflict(parts) {
				return
			}
			ab, ba := orders.Both(parts.common, parts.a, parts.b)
			if why := p.conflict(parts, ab, ba); why != "" {
				p.add(Finding{
					File: merge.File, Span: merge.IDSpan, Revision: merge.ID, Message: why,
					Help: "let one of the two revise the other and mend what clashes, before either is released",
				})
			}
		})
	},
}

// eachMerge visits the judged merges with the branches that they join, in the
// order of the lineage.
func (p *pass) eachMerge(visit func(*revisions.Revision, branches)) {
	if p.in.Graph == nil {
		return
	}
	merges := slices.DeleteFunc(slices.Clone(p.in.Revisions), func(r *revisions.Revision) bool { return len(r.Parents) < 2 })
	if len(merges) == 0 {
		return
	}
	at := p.lineage().at
	slices.SortStableFunc(merges, func(a, b *revisions.Revision) int { return cmp.Compare(at[a.ID], at[b.ID]) })
	for _, merge := range merges {
		for _, pair := range pairsOf(p.in.Graph.Parents(merge.ID)) {
			visit(merge, p.lineage().parted(pair[0], pair[1]))
		}
	}
}

// mayConflict tells whether two branches touch the same object, or a statement
// of one is refused: all others commute.
func (p *pass) mayConflict(parts branches) bool {
	a, b := p.uses(parts.a), p.uses(parts.b)
	for oid, use := range a {
		if other, both := b[oid]; both && (use.changes || other.changes) {
			return true
		}
	}
	for _, rev := range append(append([]*revisions.Revision(nil), parts.a...), parts.b...) {
		if replayed := p.history.all[rev.ID]; replayed != nil && replayed.Up != nil {
			for _, s := range newSection(rev, replayed.Up, 0).statements {
				if s.Effects.Refused != nil || len(s.Effects.Unknown) > 0 {
					return true
				}
			}
		}
	}
	return false
}

// conflict says why two branches do not go together; empty where they do.
func (p *pass) conflict(parts branches, ab, ba compiler.Outcome) string {
	for _, order := range [...]struct {
		outcome compiler.Outcome
		first   []*revisions.Revision
	}{{ab, parts.a}, {ba, parts.b}} {
		for _, r := range order.outcome.Refused {
			if contains(order.first, r.Revision) {
				continue // it fails alone, of which other rules tell
			}
			return fmt.Sprintf("behind %s, %s fails: %s", p.nearest(order.first, r), placeOf(r.Revision, r.Statement), r.Why.Message)
		}
	}
	one, other := catalog.Difference(ab.End, ba.End)
	one, other = withoutPlaces(one), withoutPlaces(other)
	if missing, extra := catalog.Without(one, other), catalog.Without(other, one); len(missing)+len(extra) > 0 {
		return fmt.Sprintf("the order of the branches of %s and %s decides what is there in the end: %s, or else %s",
			parts.a[len(parts.a)-1].ID, parts.b[len(parts.b)-1].ID, orNothing(missing), orNothing(extra))
	}
	return ""
}

func contains(list []*revisions.Revision, rev *revisions.Revision) bool {
	for _, r := range list {
		if r == rev {
			return true
		}
	}
	return false
}

// nearest is the statement of a branch that has most names in common with one
// that fails behind it.
func (p *pass) nearest(branch []*revisions.Revision, r compiler.Refused) string {
	words := wordsOf(r.Statement)
	most, found := 0, "the other branch"
	for _, rev := range branch {
		section := compiler.Section(rev, graph.Upgrade, p.history.Database)
		if section == nil {
			continue
		}
		for _, s := range section.Statements {
			n := 0
			for word := range wordsOf(s) {
				if words[word] {
					n++
				}
			}
			if n > most {
				most, found = n, placeOf(rev, s)
			}
		}
	}
	return found
}

// wordsOf are the names in a statement.
func wordsOf(s *revisions.Statement) map[string]bool {
	words := map[string]bool{}
	for _, t := range s.Tokens {
		if word := s.File.Text[t.Start:t.End]; !t.Keyword && strings.ContainsFunc(word, unicode.IsLetter) {
			words[word] = true
		}
	}
	return words
}

// placeOf says where a statement of a revision stands.
func placeOf(rev *revisions.Revision, s *revisions.Statement) string {
	at := s.File.Position(s.Span.Start)
	return fmt.Sprintf("%q of revision %s (%s:%d)", firstWords(s.SQL()), rev.ID, at.File, at.Line)
}

// firstWords is the beginning of a statement, on one line.
func firstWords(sql string) string {
	const most = 60
	words := []rune(strings.Join(strings.Fields(sql), " "))
	if len(words) > most {
		return string(words[:most-1]) + "…"
	}
	return string(words)
}

func withoutPlaces(lines []string) []string {
	bare := make([]string, len(lines))
	for i, line := range lines {
		bare[i] = withoutPlace(line)
	}
	return bare
}

func orNothing(list []string) string {
	if len(list) == 0 {
		return "nothing of it"
	}
	return few(list)
}
