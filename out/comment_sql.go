package out

import (
	"fmt"
	"html"
	"strings"

	"sqlbundle/compiler"
)

// sql has the statements of each revision, folded.
func (d *comment) sql() *part {
	p := &part{head: "#### SQL\n\n", rank: 5, share: 40, left: func(n int) string {
		return fmt.Sprintf("The SQL of %s is not shown; it is in `%s` of the bundle.\n\n", Count(n, "revision"), UpgradeFile)
	}}
	if d.Up != nil {
		p.items = foldedSteps(d.Up)
	}
	return p
}

// wayBack has the statements that take each revision back, all in one fold.
func (d *comment) wayBack() *part {
	p := &part{
		head: "<details><summary>The way back</summary>\n\n", tail: "</details>\n\n", rank: 6, share: 20,
		left: func(n int) string {
			return fmt.Sprintf("The way back of %s is not shown; it is in `%s` of the bundle.\n\n", Count(n, "revision"), RollbackFile)
		},
	}
	if d.Up == nil {
		return p
	}
	for _, i := range d.Back.Irreversible {
		p.items = append(p.items, fmt.Sprintf("- **None** behind %s: %s\n", markdownCode(i.Revision.ID), markdownText(cut(i.Reason, 200))))
	}
	if len(p.items) > 0 {
		p.items[len(p.items)-1] += "\n"
	}
	p.items = append(p.items, foldedSteps(d.Back)...)
	return p
}

// foldedSteps are the steps of a plan, each in a fold of its own.
func foldedSteps(plan *compiler.Plan) []string {
	var items []string
	for i, step := range plan.Steps {
		n := statements(step)
		if n == 0 {
			items = append(items, fmt.Sprintf("<details><summary>%s: nothing to run</summary></details>\n\n", foldTitle(i+1, step)))
			continue
		}
		items = append(items, fmt.Sprintf("<details><summary>%s: %s</summary>\n\n%s\n</details>\n\n",
			foldTitle(i+1, step), Count(n, "statement"), markdownFence("sql", stepSQL(step))))
	}
	return items
}

// statements is how many a step has.
func statements(step *compiler.Step) (n int) {
	for _, segment := range step.Segments {
		n += len(segment.Statements)
	}
	return n
}

// foldTitle names a step, as HTML.
func foldTitle(n int, step *compiler.Step) string {
	return fmt.Sprintf("%d. <code>%s</code> %s", n, html.EscapeString(step.ID()), markdownHTML(cut(step.Revision.Message, 80)))
}

// stepSQL are a step's statements, as their author wrote them, with the
// transactions in which they run.
func stepSQL(step *compiler.Step) string {
	var b strings.Builder
	for _, segment := range step.Segments {
		if len(segment.Statements) == 0 {
			continue
		}
		if b.Len() > 0 {
			b.WriteString("\n")
		}
		switch {
		case segment.Batch != nil:
			fmt.Fprintf(&b, "-- %s, each committed by itself\n", sqlInline(batchWords(segment.Batch)))
		case segment.Transaction == 0:
			b.WriteString("-- outside of transactions\n")
		default:
			fmt.Fprintf(&b, "-- transaction %d\n", segment.Transaction)
		}
		for _, st := range segment.Statements {
			b.WriteString(st.SQL() + ";\n")
		}
	}
	return b.String()
}
