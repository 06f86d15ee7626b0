package lint

import (
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"sqlbundle/compiler"
	"sqlbundle/internal/catalog"
)

// mixed is why the statement's transaction cannot be parted without a person
// deciding what others may see of its rows in between; empty where nothing
// stands against it.
func (s *statement) mixed() string {
	builds := s.node().GetIndexStmt() != nil && !s.node().GetIndexStmt().Unique
	before, after := false, false
	for _, other := range append(s.earlier(), s.rest()...) {
		rows := other.writes()
		for _, rel := range rows {
			if !builds && s.lockOn(rel.OID) != 0 {
				return "its transaction also changes rows of " + s.name(rel)
			}
		}
		changes := len(rows) > 0 || other.opaque()
		before = before || changes && other.index < s.index
		after = after || (changes || other.node().GetDropStmt() != nil || other.acts(pg.AlterTableType_AT_DropColumn)) && other.index > s.index
	}
	if before && after {
		return "what stands before it and behind it in its transaction belongs together"
	}
	return ""
}

// writes are the tables older than the revision of which the statement changes
// rows.
func (s *statement) writes() []*catalog.Relation {
	var found []*catalog.Relation
	for _, c := range s.rowChanges() {
		if c.what != "SELECT" && c.table != nil && (c.table.Unknown || s.section.Before.Object(c.table.OID) != nil) {
			found = append(found, c.table)
		}
	}
	return found
}

// opaque tells whether nobody can see all that the statement does.
func (s *statement) opaque() bool {
	return s.node() == nil || s.node().GetDoStmt() != nil || s.node().GetCallStmt() != nil || len(s.Effects.Unknown) > 0
}

// exposed is what others would miss between two transactions of a section that is
// there before and behind it, or that comes later than a constraint which needs
// it; what they miss in the section as it was does not count. Empty for nothing.
func exposed(was, is *compiler.Run) string {
	known := map[string]bool{}
	for _, between := range boundaries(was) {
		for _, subject := range missed(was, between) {
			known[subject] = true
		}
	}
	for _, between := range boundaries(is) {
		for _, subject := range missed(is, between) {
			if !known[subject] {
				return subject
			}
		}
	}
	return ""
}

// boundaries are the states between the transactions of a section.
func boundaries(r *compiler.Run) []*catalog.Catalog {
	var found []*catalog.Catalog
	for i, segment := range r.Segments {
		if i > 0 && len(segment.Statements) > 0 && (segment.Transaction == 0 || segment.Transaction != r.Segments[i-1].Transaction) {
			found = append(found, segment.Statements[0].Before)
		}
	}
	return found
}

// missed are the subjects that a state within a section lacks.
func missed(r *compiler.Run, between *catalog.Catalog) []string {
	lost, gained := catalog.Difference(r.Before, between)
	lostInAll, gainedInAll := catalog.Difference(r.Before, r.After)
	had, has := subjects(lost), subjects(gained)
	hadAtAll, hasAtEnd := subjects(lostInAll), subjects(gainedInAll)
	var found []string
	checked := false
	for subject := range has {
		checked = checked || strings.HasPrefix(subject, "constraint ") && !had[subject]
	}
	for subject := range had {
		if gone := hadAtAll[subject] && !hasAtEnd[subject]; !has[subject] && !gone {
			found = append(found, subject)
		}
	}
	for subject := range hasAtEnd {
		late := strings.HasPrefix(subject, "trigger ") || strings.HasSuffix(subject, " default")
		if checked && late && !has[subject] {
			found = append(found, subject)
		}
	}
	slices.Sort(found)
	return found
}

// subjects are what lines of a catalog are about.
func subjects(lines []string) map[string]bool {
	found := map[string]bool{}
	for _, line := range lines {
		subject, _, _ := strings.Cut(line, ": ")
		found[strings.TrimSuffix(subject, ":")] = true
	}
	return found
}
