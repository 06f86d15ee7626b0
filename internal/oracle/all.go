package oracle

import (
	"context"

	"sqlbundle/internal/pgtest"
)

// MeasureAll runs many cases, those with the same setup in one database, and
// reports each answer with the number of its case, in whatever order. The error
// is trouble with the server or the context.
func MeasureAll(ctx context.Context, server *pgtest.Server, cases []Case, report func(i int, a Answer)) error {
	b, err := newBench(ctx, server)
	if err != nil {
		return err
	}
	defer b.close(context.WithoutCancel(ctx))
	groups := map[string][]int{}
	var setups []string
	for i, c := range cases {
		if groups[c.Setup] == nil {
			setups = append(setups, c.Setup)
		}
		groups[c.Setup] = append(groups[c.Setup], i)
	}
	for _, setup := range setups {
		if err := b.measureGroup(ctx, setup, cases, groups[setup], report); err != nil {
			return err
		}
	}
	return nil
}

// measureGroup runs the cases of one setup.
func (b *bench) measureGroup(ctx context.Context, setup string, cases []Case, group []int, report func(int, Answer)) error {
	template, refused, failed, err := b.prepare(ctx, setup)
	if err != nil {
		return err
	}
	if failed {
		for _, i := range group {
			report(i, refused)
		}
		return nil
	}
	defer b.drop(context.WithoutCancel(ctx), template)
	work := &workplace{bench: b, template: template}
	defer func() { work.leave(context.WithoutCancel(ctx)) }()
	for _, i := range group {
		a, refused, err := work.measure(ctx, cases[i])
		if err == nil && refused {
			a, err = b.measureAlone(ctx, template, cases[i])
		}
		if err != nil {
			return err
		}
		report(i, a)
	}
	return nil
}
