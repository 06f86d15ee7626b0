package out

import (
	"cmp"
	"io"
	"net/url"
	"slices"
	"strings"

	"sqlbundle/lint"
)

// maxResults is how many results of a run GitHub's code scanning accepts; a
// file with more is refused as a whole.
const maxResults = 25_000

// The parts of SARIF 2.1.0 (OASIS, 2020) that code scanning reads.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name            string      `json:"name"`
		SemanticVersion string      `json:"semanticVersion"`
		Rules           []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID      string             `json:"id"`
		Short   sarifText          `json:"shortDescription"`
		Full    sarifText          `json:"fullDescription"`
		Help    sarifText          `json:"help"`
		Default sarifConfiguration `json:"defaultConfiguration"`
		More    sarifProperties    `json:"properties"`
	}
	sarifConfiguration struct {
		Level string `json:"level"`
	}
	sarifProperties struct {
		Tags []string `json:"tags"`
	}
	sarifText struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown,omitempty"`
	}
	sarifResult struct {
		RuleID       string            `json:"ruleId"`
		RuleIndex    int               `json:"ruleIndex"`
		Level        string            `json:"level"`
		Message      sarifText         `json:"message"`
		Locations    []sarifLocation   `json:"locations"`
		Fingerprints map[string]string `json:"partialFingerprints"`
	}
	sarifLocation struct {
		Physical sarifPhysical `json:"physicalLocation"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   sarifRegion   `json:"region"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn"`
		EndLine     int `json:"endLine"`
		EndColumn   int `json:"endColumn"`
	}
)

// sarifLevels: SARIF's notes are our notices.
var sarifLevels = map[lint.Severity]string{lint.Error: "error", lint.Warning: "warning", lint.Notice: "note"}

// sarifSchema is where the schema says that it is.
const sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

// findingsSARIF writes one run with the rules that found something. Of more
// results than code scanning accepts the lightest are left out.
func findingsSARIF(w io.Writer, r FindingReport) error {
	run := sarifRun{Tool: sarifTool{sarifDriver{"sqlbundle", Version, []sarifRule{}}}, ColumnKind: "unicodeCodePoints", Results: []sarifResult{}}
	index := map[string]int{}
	prints := fingerprints(r.Findings)
	for i, f := range r.Findings {
		at, known := index[f.Rule]
		if !known {
			at = len(index)
			index[f.Rule] = at
			run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRuleOf(f.Rule))
		}
		run.Results = append(run.Results, r.sarifResult(f, at, prints[i]))
	}
	if len(run.Results) > maxResults {
		weight := map[string]int{"error": 0, "warning": 1, "note": 2}
		slices.SortStableFunc(run.Results, func(a, b sarifResult) int { return cmp.Compare(weight[a.Level], weight[b.Level]) })
		run.Results = run.Results[:maxResults]
	}
	return writeJSON(w, sarifLog{sarifSchema, "2.1.0", []sarifRun{run}})
}

func sarifRuleOf(id string) sarifRule {
	rule := lint.Find(id)
	help := sarifText{rule.Doc, rule.Doc}
	if _, good := rule.Examples(); good != "" {
		help.Text += "\n\nInstead:\n\n" + good
		help.Markdown = rule.Doc + "\n\nInstead:\n\n```sql\n" + good + "```\n"
	}
	return sarifRule{
		ID: rule.ID, Short: sarifText{Text: rule.Title}, Full: sarifText{Text: rule.Doc}, Help: help,
		Default: sarifConfiguration{sarifLevels[rule.Severity]}, More: sarifProperties{[]string{string(rule.Group)}},
	}
}

func (r FindingReport) sarifResult(f lint.Finding, rule int, print string) sarifResult {
	start, end := place(f)
	at := sarifPhysical{
		// String and not EscapedPath: it keeps a colon from ending a scheme.
		sarifArtifact{(&url.URL{Path: r.path(f)}).String()},
		sarifRegion{start.Line, start.Column, end.Line, end.Column},
	}
	return sarifResult{
		RuleID: f.Rule, RuleIndex: rule, Level: sarifLevels[f.Severity], Message: sarifText{Text: noLinks(fullText(f))},
		Locations: []sarifLocation{{at}}, Fingerprints: map[string]string{"primaryLocationLineHash": print},
	}
}

// noLinks takes what would be a link, [text](destination), out of a message.
func noLinks(text string) string { return strings.ReplaceAll(text, "](", "] (") }
