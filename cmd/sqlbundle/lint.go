package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"sqlbundle/compiler"
	"sqlbundle/graph"
	"sqlbundle/internal/config"
	"sqlbundle/internal/source"
	"sqlbundle/internal/suggest"
	"sqlbundle/lint"
	"sqlbundle/out"
	"sqlbundle/revisions"
)

type lintCmd struct {
	Range   target `arg:"" optional:"" help:"[FROM]:TO, without FROM itself, or one revision; else everything."`
	Format  string `enum:"text,json" default:"text" help:"text or json."`
	Explain string `placeholder:"RULE" help:"Say what a rule is about, with examples."`
}

// Help is shown by lint --help.
func (lintCmd) Help() string {
	return `Exit status 1: there are findings of severity error.

Examples:
  sqlbundle lint                      every revision
  sqlbundle lint ae10:heads           what stands above a revision
  sqlbundle lint --format json
  sqlbundle lint --explain multiple-heads`
}

// Run prints the findings. What is wrong beyond them follows as errors.
func (c *lintCmd) Run(a *app) error {
	if c.Explain != "" {
		return a.explainRule(c.Explain)
	}
	p, err := a.project()
	if err != nil {
		return err
	}
	in, rest, err := a.lintInput(p, string(c.Range))
	if err != nil {
		return err
	}
	list := lint.Run(in)
	write := out.FindingsText
	if c.Format == "json" {
		write = out.FindingsJSON
	}
	if err := write(a.stdout, list, a.style(a.stdout)); err != nil {
		return err
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

func (a *app) explainRule(id string) error {
	rule := lint.Find(id)
	if rule == nil {
		var ids []string
		for _, r := range lint.Rules() {
			ids = append(ids, r.ID)
		}
		return usageError{err: fmt.Errorf("there is no rule %q", id), help: suggest.Hint(id, ids)}
	}
	return out.RuleText(a.stdout, rule, a.style(a.stdout))
}

// lintInput loads what is to be judged. Problems that no rule reports come back
// as rest; err is what leaves nothing to judge.
func (a *app) lintInput(p *project, rng string) (in lint.Input, rest, err error) {
	revs, err := revisions.Load(a.ctx, p.fsys, a.options(p, false))
	var problems source.ErrorList
	if err != nil && (!errors.As(err, &problems) || !readable(problems, revs)) {
		return in, nil, err
	}
	g, err := graph.New(revs)
	if err != nil {
		return in, nil, a.check(err)
	}
	judged, err := judgedBy(g, rng)
	if err != nil {
		return in, nil, err
	}
	problems = append(inFiles(problems, g, judged), compiler.Problems(judged, p.config.Project.TargetVersion)...)
	cfg, err := lintConfig(p.config)
	return lint.Input{
		Graph: g, Revisions: judged, Problems: problems, Whole: rng == "", Config: cfg,
	}, withoutRule(problems), err
}

// withoutRule is the problems that no rule reports.
func withoutRule(problems source.ErrorList) error {
	var rest source.ErrorList
	for _, e := range problems {
		if e.Rule == "" {
			rest.Add(e)
		}
	}
	return rest.Err()
}

// judgedBy are the revisions of a RANGE: `[FROM]:TO` without FROM itself, one
// revision alone, or all of them.
func judgedBy(g *graph.Graph, rng string) ([]*revisions.Revision, error) {
	switch {
	case rng == "":
		return g.Revisions(), nil
	case !strings.Contains(rng, ":"):
		return g.Resolve(rng)
	}
	from, to, _, err := g.SplitRange(rng)
	if err != nil {
		return nil, err
	}
	steps, err := g.Upgrade(from, to)
	if err != nil {
		return nil, err
	}
	var judged []*revisions.Revision
	for _, s := range steps {
		judged = append(judged, s.Revision)
	}
	return judged, nil
}

// inFiles keeps the problems of the files that the judged revisions consist
// of. A file that is no revision is included by one.
func inFiles(problems source.ErrorList, g *graph.Graph, judged []*revisions.Revision) source.ErrorList {
	others := map[string]bool{}
	for _, r := range g.Revisions() {
		others[r.File.Name] = true
	}
	for _, r := range judged {
		delete(others, r.File.Name)
	}
	var kept source.ErrorList
	for _, e := range problems {
		if e.File == nil || !others[e.File.Name] {
			kept.Add(e)
		}
	}
	return kept
}

// lintConfig turns the configured severities into lint's, and checks that the
// rules exist.
func lintConfig(c *config.Config) (lint.Config, error) {
	var errs source.ErrorList
	severities := func(list []config.RuleSeverity) map[string]lint.Severity {
		m := map[string]lint.Severity{}
		for _, r := range list {
			if lint.Find(r.Rule) == nil {
				var ids []string
				for _, rule := range lint.Rules() {
					ids = append(ids, rule.ID)
				}
				errs.Add(&source.Error{File: c.File, Span: r.Span, Msg: fmt.Sprintf("there is no rule %q", r.Rule), Hint: suggest.Hint(r.Rule, ids)})
			}
			m[r.Rule] = lint.Severity(r.Severity)
		}
		return m
	}
	cfg := lint.Config{Severities: severities(c.Lint.Rules), RequireReason: c.Lint.RequireReason}
	for _, path := range c.Lint.Paths {
		glob := path.Glob
		cfg.PathSeverities = append(cfg.PathSeverities, lint.PathSeverities{
			Match:      func(name string) bool { return doublestar.MatchUnvalidated(glob, name) },
			Severities: severities(path.Rules),
		})
	}
	return cfg, errs.Err()
}

// findings are lint's of a plan's own revisions, for the manifest. They never
// stop it.
func findings(plan *compiler.Plan, cfg lint.Config) []lint.Finding {
	return lint.Run(lint.Input{Revisions: plan.Revisions(), Config: cfg})
}
