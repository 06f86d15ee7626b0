package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sqlbundle/lint"
)

const rulesPage = "docs/rules.md"

// TestDocsRules holds the page of the rules against the rules; -update writes
// it.
func TestDocsRules(t *testing.T) {
	want := rulesText()
	if *update {
		if err := os.WriteFile(filepath.Join(root, rulesPage), []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if d := cmp.Diff(want, read(t, rulesPage)); d != "" {
		t.Errorf("make golden writes %s (- the rules, + the page)\n%s", rulesPage, d)
	}
}

// ruleGroups are the groups in the order of the page, with what they are about.
var ruleGroups = []struct {
	group lint.Group
	about string
}{
	{lint.GroupLocks, "Who has to wait, and how long."},
	{lint.GroupPartition, "The same, for partitioned tables."},
	{lint.GroupTransaction, "What stands together in a transaction, and what must not."},
	{lint.GroupDestructive, "What is gone for good."},
	{lint.GroupCompatibility, "What breaks the program that runs while the revision does, or an older one behind a rollback."},
	{lint.GroupData, "What depends on the rows, or changes them."},
	{lint.GroupRefused, "What the server rejects, as the text or the history proves."},
	{lint.GroupHistory, "What only the revisions before and behind show."},
	{lint.GroupProcess, "How revisions are written, joined and released."},
	{lint.GroupSecurity, "Who may do what."},
	{lint.GroupReplication, "What subscribers and replicas notice."},
	{lint.GroupStyle, "What is easier to do otherwise now than later."},
}

func rulesText() string {
	var b strings.Builder
	fmt.Fprintf(&b, rulesIntroduction, len(lint.Rules()))
	for _, g := range ruleGroups {
		fmt.Fprintf(&b, "\n### Group %s\n\n%s\n\n| rule | severity | finds |\n| --- | --- | --- |\n", g.group, g.about)
		for _, r := range lint.Rules() {
			if r.Group == g.group {
				fmt.Fprintf(&b, "| [%s](#%s) | %s | %s |\n", r.ID, r.ID, severityOf(r), r.Title)
			}
		}
	}
	b.WriteString("\n## The tables of the examples\n\n```sql\n" + lint.ExampleTables() + "```\n\n## Rule by rule\n")
	for _, r := range lint.Rules() {
		b.WriteString(ruleText(r))
	}
	return b.String()
}

const rulesIntroduction = `# Rules of lint

Made from the program's own texts; ` + "`lint --explain RULE`" + ` prints the same. [lint.md](lint.md) tells how lint judges and how
severities are set. There are %d rules. Those that are off say so with the severity that suits them once ` + "`[lint.rules]`" + `
switches them on.

The SQL of the examples stands on [these tables](#the-tables-of-the-examples), all of them released and in use. Lines
with three dashes tell what is what:

- ` + "`history`" + ` begins what was released before, ` + "`revision`" + ` a revision, ` + "`down`" + ` its down section;
- ` + "`target`" + ` is the version of the servers, else 15; ` + "`lock_timeout`" + ` is that of the bundle;
- ` + "`error`" + ` is what a server says to it.

## By group
`

func severityOf(r *lint.Rule) string {
	if r.OptIn {
		return "off (" + string(r.Severity) + ")"
	}
	return string(r.Severity)
}

func ruleText(r *lint.Rule) string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n### %s\n\n%s\n\n", r.ID, wrapped("**"+titleOf(r)+"** "+r.Doc))
	fmt.Fprintf(&b, "Group %s, severity %s.", r.Group, severityOf(r))
	if len(r.Peers) > 0 {
		b.WriteString("\n\n" + wrapped("Elsewhere: "+strings.Join(r.Peers, ", ")+"."))
	}
	b.WriteString("\n")
	bad, good := r.Examples()
	for _, part := range [...]struct{ word, sql string }{{"Found", bad}, {"Not found", good}} {
		if part.sql != "" {
			fmt.Fprintf(&b, "\n%s:\n\n```sql\n%s```\n", part.word, part.sql)
		}
	}
	return b.String()
}

// titleOf is a rule's title as a sentence.
func titleOf(r *lint.Rule) string { return strings.ToUpper(r.Title[:1]) + r.Title[1:] + "." }

// wrapped breaks a paragraph into lines of the pages' width.
func wrapped(text string) string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && len([]rune(line+" "+word)) > 120 {
			lines, line = append(lines, line), ""
		}
		line = strings.TrimPrefix(line+" "+word, " ")
	}
	return strings.Join(append(lines, line), "\n")
}

// What rules say of themselves is plain text in which only words of code are
// marked, so that it is Markdown as well.
func TestRuleTexts(t *testing.T) {
	code := regexp.MustCompile("`[^`]+`")
	groups := map[lint.Group]bool{}
	for _, g := range ruleGroups {
		groups[g.group] = true
	}
	for _, r := range lint.Rules() {
		for _, text := range []string{r.Title, r.Doc, strings.Join(r.Peers, ", ")} {
			if rest := code.ReplaceAllString(text, ""); strings.ContainsAny(rest, "`*<>|~\\#") || strings.Contains(rest, "](") {
				t.Errorf("%s: %s", r.ID, text)
			}
		}
		if !groups[r.Group] {
			t.Errorf("%s: %s has no group on the page", r.ID, r.Group)
		}
		if last := r.Title[len(r.Title)-1:]; strings.ContainsAny(last, ".:;") || r.Doc == "" || !strings.HasSuffix(r.Doc, ".") {
			t.Errorf("%s: the title ends with no stop, the text with one", r.ID)
		}
	}
}
