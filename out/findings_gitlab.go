package out

import (
	"io"

	"sqlbundle/internal/term"
	"sqlbundle/lint"
)

// gitlabFinding is an entry of GitLab's Code Quality report.
type gitlabFinding struct {
	Description string         `json:"description"`
	CheckName   string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitlabLocation `json:"location"`
}

type gitlabLocation struct {
	Path  string      `json:"path"`
	Lines gitlabLines `json:"lines"`
}

type gitlabLines struct {
	Begin int `json:"begin"`
}

var gitlabSeverities = map[lint.Severity]string{lint.Error: "critical", lint.Warning: "minor", lint.Notice: "info"}

func findingsGitLab(w io.Writer, r FindingReport) error {
	list := make([]gitlabFinding, len(r.Findings))
	prints := fingerprints(r.Findings)
	for i, f := range r.Findings {
		start, _ := place(f)
		text := f.Message
		if f.Help != "" {
			text += ": " + f.Help
		}
		at := gitlabLocation{r.path(f), gitlabLines{start.Line}}
		list[i] = gitlabFinding{term.Sanitize(text), f.Rule, prints[i], gitlabSeverities[f.Severity], at}
	}
	return writeJSON(w, list)
}
