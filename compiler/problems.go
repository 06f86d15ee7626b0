package compiler

import (
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"sqlbundle/internal/defect"
	"sqlbundle/internal/source"
	"sqlbundle/revisions"
)

// Problems compiles every section of the revisions on its own and returns what
// is wrong with them, sorted; no plan is made.
func Problems(revs []*revisions.Revision, targetVersion int) source.ErrorList {
	found := make([]source.ErrorList, len(revs))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, rev := range revs {
		group.Go(func() (err error) {
			defer defect.Catch(&err)
			found[i] = problems(rev, targetVersion)
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		panic(err) // a fault of ours, which stays one
	}
	return slices.Concat(found...)
}

func problems(rev *revisions.Revision, targetVersion int) source.ErrorList {
	var errs source.ErrorList
	for _, section := range rev.Sections {
		if section.Kind.Queries() {
			queries(section, targetVersion, &errs)
			continue
		}
		c := &cutter{target: targetVersion, errs: &errs}
		c.run(section)
	}
	return errs
}
