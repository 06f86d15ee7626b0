package compiler

import (
	"sqlbundle/internal/source"
	"sqlbundle/revisions"
)

// Problems compiles every section of the revisions on its own and returns what
// is wrong with them, sorted; no plan is made.
func Problems(revs []*revisions.Revision, targetVersion int) source.ErrorList {
	var errs source.ErrorList
	for _, rev := range revs {
		for _, section := range rev.Sections {
			if section.Kind.Queries() {
				queries(section, targetVersion, &errs)
				continue
			}
			c := &cutter{target: targetVersion, errs: &errs}
			c.run(section)
		}
	}
	return errs
}
