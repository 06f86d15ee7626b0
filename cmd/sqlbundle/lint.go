package main

import (
	"errors"
	"fmt"
	"strings"

	"sqlbundle/internal/source"
	"sqlbundle/lint"
	"sqlbundle/out"
)

type lintCmd struct {
	Targets []target `arg:"" optional:"" name:"range|file" help:"[FROM]:TO, without FROM itself, or one revision; or files, - for standard input; else everything."`
	Since   *string  `placeholder:"REF" help:"Judge what has changed since HEAD and REF, a branch or commit of git, were the same."`
	Format  string   `enum:"${finding_formats}" default:"text" help:"One of: ${enum}."`
	Fix     bool     `help:"Write the safe way where it is mechanical, then say what remains. The rest of each file stays as it is."`
	Diff    bool     `help:"With --fix: show what would change, and write nothing."`
	Explain string   `placeholder:"RULE" help:"Say what a rule is about, with examples."`
}

// Help is shown by lint --help.
func (lintCmd) Help() string {
	return `Exit status 1: there are findings of severity error; with --diff, in the files as
they are.

--fix edits revisions that have not gone out: those that sqlbundle.sum does not list,
or else those of RANGE. A fix is taken only where the schema behind the revision stays
the same.

Examples:
  sqlbundle lint                      every revision
  sqlbundle lint ae10:heads           what stands above a revision
  sqlbundle lint --fix ae10:heads     mends them
  sqlbundle lint --since origin/main  what a branch has changed
  sqlbundle lint dump.sql other.sql   files; those that are no revisions as plain SQL
  sqlbundle lint - < edited.sql       standard input
  sqlbundle lint --format json
  sqlbundle lint --explain multiple-heads`
}

// Run prints the findings. What is wrong beyond them follows as errors.
func (c *lintCmd) Run(a *app) error {
	if c.Explain != "" {
		return a.explainRule(c.Explain)
	}
	if c.Diff && !c.Fix {
		return usageError{err: errors.New("--diff goes with --fix"), help: "write sqlbundle lint --fix --diff"}
	}
	w, err := c.work(a)
	if err != nil {
		return err
	}
	if c.Fix {
		if len(w.alone) > 0 {
			return usageError{err: fmt.Errorf("--fix mends revisions of the project, and %q is none", w.alone[0])}
		}
		if err := a.fix(w.project, *w.sel, c.Diff); err != nil {
			return err
		}
	}
	list, rest, err := a.findingsOf(w)
	if err != nil {
		return err
	}
	// A text that says "no findings" would be wrong where nothing could be read.
	if !c.Diff && (rest == nil || len(list) > 0 || c.Format != "text") {
		if err := c.write(a, w, list); err != nil {
			return err
		}
	}
	if rest != nil {
		return rest
	}
	for _, f := range list {
		if f.Severity == lint.Error {
			return errNo
		}
	}
	return nil
}

// findingsOf judges all that there is to do, the project's revisions first.
// Problems that no rule reports come back as rest.
func (a *app) findingsOf(w *work) (list []lint.Finding, rest, err error) {
	var problems source.ErrorList
	keep := func(in lint.Input, rest, err error) error {
		var more source.ErrorList
		if err != nil || rest != nil && !errors.As(rest, &more) {
			return errors.Join(err, rest)
		}
		list, problems = append(list, lint.Run(in)...), append(problems, more...)
		return a.ctx.Err()
	}
	if w.sel != nil {
		if err := keep(a.lintInput(w.project, *w.sel)); err != nil {
			return nil, nil, err
		}
	}
	for _, name := range w.alone {
		if err := keep(a.alone(w.project, name)); err != nil {
			return nil, nil, err
		}
	}
	return list, problems.Err(), nil
}

// write prints the findings in the format that was asked for.
func (c *lintCmd) write(a *app, w *work, list []lint.Finding) error {
	for _, f := range out.FindingFormats() {
		if f.Name == c.Format {
			return f.Write(a.stdout, out.FindingReport{Findings: list, Path: w.path, Style: a.style(a.stdout)})
		}
	}
	return nil
}

// findingFormats are the names of the formats.
func findingFormats() string {
	var names []string
	for _, f := range out.FindingFormats() {
		names = append(names, f.Name)
	}
	return strings.Join(names, ",")
}

// explainRule prints what a rule is about, or those that another linter's code
// stands for.
func (a *app) explainRule(name string) error {
	rules := lint.Named(name)
	if len(rules) == 0 {
		return usageError{err: fmt.Errorf("there is no rule %q", name), help: lint.NearName(name)}
	}
	for i, rule := range rules {
		if i > 0 {
			fmt.Fprintln(a.stdout)
		}
		if err := out.RuleText(a.stdout, rule, a.style(a.stdout)); err != nil {
			return err
		}
	}
	return nil
}
