package out

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"sqlbundle/compiler"
	"sqlbundle/internal/effects"
)

// table has a line for each revision.
func (d *comment) table() *part {
	p := &part{
		head: "| # | revision | message | transactions | locks | way back | findings |\n|--:|---|---|---|---|---|---|\n",
		tail: "\n", rank: 2, share: 50,
		left: func(n int) string {
			return fmt.Sprintf("%s not in the table; `%s` of the bundle has all.\n\n", Count(n, "revision")+isAre(n), ReadmeFile)
		},
	}
	if d.Up == nil {
		return p
	}
	worst := worstBlockages(d.Up)
	counts := map[string]map[string]int{}
	for _, f := range d.Findings {
		if counts[f.Revision] == nil {
			counts[f.Revision] = map[string]int{}
		}
		counts[f.Revision][f.Severity]++
	}
	irreversible := map[string]string{}
	for _, i := range d.Back.Irreversible {
		irreversible[i.Revision.ID] = i.Reason
	}
	back := map[string]*compiler.Step{}
	for _, step := range d.Back.Steps {
		back[step.ID()] = step
	}
	bad := make([]int, len(d.Up.Steps))
	for i, step := range d.Up.Steps {
		reason, none := irreversible[step.ID()]
		n := counts[step.ID()]
		switch {
		case n["error"] > 0:
			bad[i] = 3
		case n["warning"] > 0:
			bad[i] = 2
		case none || len(worst[i+1]) > 0 && worst[i+1][0].long > moments || len(lostBy(step)) > 0:
			bad[i] = 1
		}
		p.order = append(p.order, i)
		cells := []string{
			fmt.Sprint(i + 1),
			markdownCode(step.ID()),
			markdownText(cut(step.Revision.Message, 80)),
			transactionCell(step),
			d.lockCell(step, worst[i+1]),
			backCell(step, back[step.ID()], none, reason),
			findingCell(counts[step.ID()]),
		}
		p.items = append(p.items, "| "+strings.Join(cells, " | ")+" |\n")
	}
	slices.SortStableFunc(p.order, func(a, b int) int { return cmp.Compare(bad[b], bad[a]) })
	return p
}

func isAre(n int) string {
	if n == 1 {
		return " is"
	}
	return " are"
}

// transactionCell is how many transactions a step has, and how many statements in
// none.
func transactionCell(step *compiler.Step) string {
	transactions, outside, batches := map[int]bool{}, 0, 0
	for _, segment := range step.Segments {
		switch {
		case segment.Batch != nil:
			batches++
		case segment.Transaction == 0:
			outside += len(segment.Statements)
		default:
			transactions[segment.Transaction] = true
		}
	}
	var words []string
	if n := len(transactions); n > 0 {
		words = append(words, fmt.Sprint(n))
	}
	if outside > 0 {
		words = append(words, fmt.Sprintf("%d outside", outside))
	}
	if batches > 0 {
		words = append(words, fmt.Sprintf("%d in batches", batches))
	}
	return strings.Join(words, " + ")
}

// worstBlockages are, by the number of the step, what others wait for longest.
func worstBlockages(plan *compiler.Plan) map[int][]blockage {
	worst := map[int][]blockage{}
	for _, w := range works(plan) {
		for _, b := range w.blocked() {
			if plan.Makes(b.OID) {
				continue
			}
			list := worst[b.step]
			if len(list) > 0 {
				switch c := cmp.Or(cmp.Compare(b.long, list[0].long), cmp.Compare(b.mode, list[0].mode)); {
				case c < 0:
					continue
				case c > 0:
					list = nil
				}
			}
			worst[b.step] = append(list, b)
		}
	}
	return worst
}

// lockCell says who is blocked, where and how long; or, where nobody who reads or
// writes is, the strongest lock.
func (d *comment) lockCell(step *compiler.Step, worst []blockage) string {
	if len(worst) > 0 {
		var on relations
		for _, b := range worst {
			on.add(b.Relation, 0)
		}
		h := hold{until: worst[0].until, relations: on}
		return fmt.Sprintf("**blocks %s** of %s %s (%s)", worst[0].whom, on.words("", 60), h.forHow(), worst[0].mode)
	}
	var mode effects.Mode
	var on relations
	for _, segment := range step.Segments {
		for _, l := range segment.Locks() {
			switch {
			case l.Mode < mode || d.Up.Makes(l.OID):
				continue
			case l.Mode > mode:
				mode, on = l.Mode, relations{}
			}
			on.add(l.Relation, 0)
		}
	}
	if mode <= effects.AccessShare {
		return "nothing that was there before"
	}
	return fmt.Sprintf("reads and writes of %s go on (%s)", on.words("", 60), mode)
}

// backCell says whether a step can be taken back, and at what price.
func backCell(step, back *compiler.Step, none bool, reason string) string {
	if none {
		return "**none**: " + markdownText(cut(reason, 80))
	}
	if back == nil {
		return "yes"
	}
	if statements(back) == 0 && statements(step) > 0 {
		return "**undoes nothing**"
	}
	var lost relations
	for _, name := range lostBy(back) {
		lost.add(name, 0)
	}
	if len(lost.names) > 0 {
		return "loses " + lost.words("", 60)
	}
	return "yes"
}

// findingCell counts findings by severity.
func findingCell(counts map[string]int) string {
	var words []string
	for _, severity := range slices.Backward([]string{"notice", "warning", "error"}) {
		if n := counts[severity]; n > 0 {
			words = append(words, Count(n, severity))
		}
	}
	if counts["error"] > 0 {
		words[0] = "**" + words[0] + "**"
	}
	return strings.Join(words, ", ")
}
