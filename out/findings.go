package out

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"

	"sqlbundle/internal/source"
	"sqlbundle/internal/term"
	"sqlbundle/lint"
)

// FindingJSON is a finding as lint and the manifest write it. Lines and
// columns count from 1, columns in code points; 0 where there is no place.
type FindingJSON struct {
	Rule      string `json:"rule"`
	Severity  string `json:"severity"`
	File      string `json:"file"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"end_line"`
	EndColumn int    `json:"end_column"`
	Revision  string `json:"revision"`
	Message   string `json:"message"`
	Help      string `json:"help"`
	// Fix is SQL that can be pasted in place of the statement.
	Fix string `json:"fix"`
}

// Findings is the wire form of findings, in order; never nil.
func Findings(list []lint.Finding) []FindingJSON {
	objects := make([]FindingJSON, len(list))
	for i, f := range list {
		objects[i] = FindingJSON{
			Rule: f.Rule, Severity: string(f.Severity), Revision: f.Revision, Message: f.Message, Help: f.Help, Fix: f.Fix,
		}
		if f.File != nil {
			start, end := f.File.Position(f.Span.Start), f.File.Position(f.Span.End)
			objects[i].File, objects[i].Line, objects[i].Column = start.File, start.Line, start.Column
			objects[i].EndLine, objects[i].EndColumn = end.Line, end.Column
		}
	}
	return objects
}

// FindingReport is what the formats of findings write.
type FindingReport struct {
	// Findings are in the order of lint.Run.
	Findings []lint.Finding
	// Path is where a file is for the programs that read the formats of others,
	// which know of no project; nil where names are right as they are.
	Path func(name string) string
	// Style is for people's eyes only.
	Style term.Style
}

// FindingFormats are what lint's --format takes.
func FindingFormats() []Format[FindingReport] {
	return []Format[FindingReport]{
		{"text", "for people", findingsText},
		{"json", "an object with the findings", findingsJSON},
		{"sarif", "SARIF 2.1.0, for code scanning", findingsSARIF},
		{"github", "annotations of a GitHub workflow", findingsGitHub},
		{"gitlab", "GitLab's Code Quality report", findingsGitLab},
		{"junit", "a JUnit report", findingsJUnit},
	}
}

func findingsJSON(w io.Writer, r FindingReport) error {
	return writeJSON(w, struct {
		Findings []FindingJSON `json:"findings"`
	}{Findings(r.Findings)})
}

// noFile stands for the project where a finding is about no file: the formats
// of other programs demand one.
const noFile = "sqlbundle.toml"

// path is where a finding's file is for other programs.
func (r FindingReport) path(f lint.Finding) string {
	name := noFile
	if f.File != nil {
		name = f.File.Name
	}
	if r.Path == nil {
		return name
	}
	return r.Path(name)
}

// place is where a finding begins and ends; the file's start where it is about
// none.
func place(f lint.Finding) (start, end source.Position) {
	if f.File == nil {
		return source.Position{Line: 1, Column: 1}, source.Position{Line: 1, Column: 1}
	}
	return f.File.Position(f.Span.Start), f.File.Position(f.Span.End)
}

// fullText is all that a finding says: a line what happens, one what to do,
// then the SQL. Nothing in it moves a cursor, or reorders or hides text.
func fullText(f lint.Finding) string {
	text := term.Sanitize(f.Message)
	if f.Help != "" {
		text += "\n" + term.Sanitize(f.Help)
	}
	if f.Fix != "" {
		text += "\n\n" + sanitizeLines(strings.TrimRight(f.Fix, "\n"))
	}
	return text
}

// countFindings counts findings by severity.
func countFindings(list []lint.Finding) map[lint.Severity]int {
	counts := map[lint.Severity]int{}
	for _, f := range list {
		counts[f.Severity]++
	}
	return counts
}

// fingerprints identify findings beyond one run: by rule, revision and the text
// that they are about, so that moved lines change nothing. The second of the
// same kind counts as such.
func fingerprints(list []lint.Finding) []string {
	prints, seen := make([]string, len(list)), map[string]int{}
	for i, f := range list {
		text, file := "", ""
		if f.File != nil {
			text = strings.Join(strings.Fields(f.File.Slice(f.Span)), " ")
			if f.Revision == "" {
				file = f.File.Name
			}
		}
		key := fmt.Sprintf("%q %q %q %q", f.Rule, f.Revision, file, text)
		seen[key]++
		sum := sha256.Sum256(fmt.Appendf(nil, "%s %d", key, seen[key]))
		prints[i] = hex.EncodeToString(sum[:16])
	}
	return prints
}
