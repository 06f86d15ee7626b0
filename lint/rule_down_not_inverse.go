package lint

import (
	"fmt"
	"strings"

	"sqlbundle/internal/catalog"
)

var downNotInverse = &Rule{
	ID: "down-not-inverse", Title: "the down section does not lead back",
	Group: GroupHistory, Severity: Warning, RevisionsOnly: true,
	Doc: "Played behind its up section, the down section leaves a schema that is not the one before: something is missing, " +
		"left over or different. A database that was rolled back then differs from one that never had the revision, and " +
		"the next upgrade may fail there alone. A column that comes back at the end of its table is a notice. Enum values " +
		"cannot be taken back and are not reported.",
	checkSection: func(p *pass, s *section) {
		if !s.down || s.up == nil || s.unsure() {
			return
		}
		missing, extra := catalog.Difference(s.up.Before, s.After)
		missing, extra, moved := onlyMoved(missing, extra)
		missing, extra = withoutEnumValues(missing, extra)
		f := Finding{
			File: s.revision.File, Span: s.Section.Span, Revision: s.revision.ID,
			Help: "take back what the up section does, in reverse order; `down irreversible REASON` where there is no way back",
		}
		switch {
		case len(missing)+len(extra) > 0:
			f.Message = "behind up and down the schema is not what it was: " + differences(missing, extra)
		case len(moved) > 0:
			f.Severity = Notice
			f.Message = fmt.Sprintf("behind up and down columns stand in another order: %s", few(moved))
			f.Help = "nothing has to be done where no client reads columns by their place"
		default:
			return
		}
		p.add(f)
	},
}

// unsure tells whether the states around the section's revision are not surely
// known, or a statement of it is refused, of which another rule tells.
func (s *section) unsure() bool {
	for _, list := range [][]*statement{s.up.statements, s.statements} {
		for _, st := range list {
			if st.Effects.Refused != nil || st.Effects.Nothing || len(st.Effects.Unknown) > 0 {
				return true
			}
		}
	}
	return false
}

// differences says in words what is missing and what is left over.
func differences(missing, extra []string) string {
	var parts []string
	if len(missing) > 0 {
		parts = append(parts, "missing is "+few(missing))
	}
	if len(extra) > 0 {
		parts = append(parts, "left over is "+few(extra))
	}
	return strings.Join(parts, "; ")
}

// few are the first of many lines.
func few(list []string) string {
	const most = 4
	if len(list) > most {
		return strings.Join(list[:most], ", ") + fmt.Sprintf(" and %d more", len(list)-most)
	}
	return strings.Join(list, ", ")
}

// onlyMoved takes out the columns that differ in nothing but their place.
func onlyMoved(missing, extra []string) (less, more, moved []string) {
	places := map[string]bool{}
	for _, line := range missing {
		places[withoutPlace(line)] = true
	}
	for _, line := range extra {
		if bare := withoutPlace(line); bare != line && places[bare] {
			moved = append(moved, strings.TrimPrefix(strings.SplitN(bare, ":", 2)[0], "column "))
			places[bare] = false
		} else {
			more = append(more, line)
		}
	}
	for _, line := range missing {
		if bare := withoutPlace(line); bare == line || places[bare] {
			less = append(less, line)
		}
	}
	return less, more, moved
}

// withoutPlace is a column's line without the number that says where it stands.
func withoutPlace(line string) string {
	subject, rest, ok := strings.Cut(line, ": #")
	if !ok || !strings.HasPrefix(line, "column ") {
		return line
	}
	return subject + ":" + strings.TrimLeft(rest, "0123456789")
}

// withoutEnumValues takes out the types that differ in values which were added:
// PostgreSQL takes none back.
func withoutEnumValues(missing, extra []string) (less, more []string) {
	was := map[string]string{}
	for _, line := range missing {
		if name, values, ok := strings.Cut(line, ": enum "); ok {
			was[name] = values
		}
	}
	for _, line := range extra {
		name, _, ok := strings.Cut(line, ": enum ")
		if _, known := was[name]; ok && known {
			delete(was, name)
			missing = dropPrefix(missing, name+": enum ")
			continue
		}
		more = append(more, line)
	}
	return missing, more
}

func dropPrefix(list []string, prefix string) []string {
	var kept []string
	for _, line := range list {
		if !strings.HasPrefix(line, prefix) {
			kept = append(kept, line)
		}
	}
	return kept
}
