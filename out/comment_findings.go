package out

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// findings are what keeps the change from being compiled, then errors and
// warnings, the worst first, each with the way out.
func (d *comment) findings() *part {
	p := &part{head: "#### Findings\n\n", tail: "\n", rank: 1, share: 35, left: d.leftFindings("finding"), short: d.shortFindings()}
	for _, f := range d.Problems {
		p.add(f, 0)
	}
	for _, severity := range []string{"error", "warning"} {
		d.addFindings(p, severity)
	}
	return p
}

// notices are folded: nobody has to read them.
func (d *comment) notices() *part {
	p := &part{tail: "\n</details>\n\n", rank: 7, share: 10, left: d.leftFindings("notice"), short: d.shortFindings()}
	d.addFindings(p, "notice")
	p.head = fmt.Sprintf("<details><summary>%s</summary>\n\n", Count(len(p.items), "notice"))
	return p
}

// leftFindings says where those are that are left out.
func (d *comment) leftFindings(what string) func(int) string {
	return func(n int) string {
		return fmt.Sprintf("%s not shown; %s shows all.\n\n", Count(n, what)+isAre(n), d.lintCode())
	}
}

// shortFindings says that the SQL of a safe way is left out.
func (d *comment) shortFindings() string {
	return fmt.Sprintf("Not each safe way is shown as SQL; %s has all.\n\n", d.lintCode())
}

// lintCode is the command that shows all findings.
func (d *comment) lintCode() string {
	return markdownCode(cut(cmp.Or(d.Lint, "sqlbundle lint"), 200))
}

// addFindings adds the findings of a severity, in the order of the steps.
func (d *comment) addFindings(p *part, severity string) {
	steps := d.stepNumbers()
	var list []FindingJSON
	for _, f := range d.Findings {
		if f.Severity == severity && (f.Rule != multipleHeads || d.Graph == nil) {
			list = append(list, f)
		}
	}
	slices.SortStableFunc(list, func(a, b FindingJSON) int { return cmp.Compare(steps[a.Revision], steps[b.Revision]) })
	for _, f := range list {
		p.add(f, steps[f.Revision])
	}
}

// add adds a finding: what happens and where, then what to write. The SQL may be
// left out.
func (p *part) add(f FindingJSON, step int) {
	var b strings.Builder
	b.WriteString("- ")
	if mark := map[string]string{"error": "❌", "warning": "⚠️"}[f.Severity]; mark != "" {
		b.WriteString(mark + " ")
	}
	b.WriteString(markdownProse(cut(f.Message, maxMessage)))
	var where []string
	if f.File != "" {
		place := f.File
		if f.Line > 0 {
			place = fmt.Sprintf("%s:%d", f.File, f.Line)
		}
		where = append(where, markdownCode(place))
	}
	if step > 0 {
		where = append(where, fmt.Sprintf("step %d", step))
	}
	if f.Rule != "" {
		where = append(where, "rule "+markdownCode(f.Rule))
	}
	if len(where) > 0 {
		fmt.Fprintf(&b, " (%s)", strings.Join(where, ", "))
	}
	b.WriteString("\n")
	if f.Help != "" {
		fmt.Fprintf(&b, "  <br>**Instead:** %s\n", markdownProse(cut(f.Help, maxMessage)))
	}
	fix := ""
	if f.Fix != "" {
		fix = "\n" + indentedBlock(markdownFence("sql", f.Fix))
	}
	p.items, p.more = append(p.items, b.String()), append(p.more, fix)
}

// indentedBlock is Markdown that belongs to an item of a list.
func indentedBlock(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if line != "\n" {
			b.WriteString("  ")
		}
		b.WriteString(line)
	}
	return b.String()
}
