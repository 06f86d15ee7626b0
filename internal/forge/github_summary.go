package forge

import (
	"fmt"
	"os"
)

// longestSummary is what the summary of a step may have (the manual, "Workflow
// commands").
const longestSummary = 1 << 20

// instead appends the text to the job's summary where GitHub gives the run a
// token that only reads.
func (g *gitHub) instead(body string) (Result, bool, error) {
	if g.readOnly == "" || g.summary == "" {
		return Result{}, false, nil
	}
	f, err := os.OpenFile(g.summary, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return Result{}, false, fmt.Errorf("writing the job's summary: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return Result{}, false, fmt.Errorf("writing the job's summary: %w", err)
	}
	text := body + "\n"
	if info.Size() > 0 {
		text = "\n\n" + text
	}
	if info.Size()+int64(len(text)) > longestSummary {
		return Result{}, false, &Error{Msg: "the job's summary would have more than the 1 MiB that GitHub shows", Hint: "--max-bytes shortens the comment"}
	}
	if _, err := f.WriteString(text); err != nil {
		return Result{}, false, fmt.Errorf("writing the job's summary: %w", err)
	}
	if err := f.Close(); err != nil {
		return Result{}, false, fmt.Errorf("writing the job's summary: %w", err)
	}
	g.note("%s, for which GitHub gives a token that only reads: the text stands in the job's summary", g.readOnly)
	return Result{Action: "summary"}, true, nil
}
