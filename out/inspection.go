package out

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"sqlbundle/internal/term"
)

// Inspection is what a bundle holds and whether that is what was written.
type Inspection struct {
	// Folder is the bundle's subfolder where there is one a database.
	Folder   string           `json:"folder"`
	Digest   string           `json:"digest"`
	Files    []InspectedFile  `json:"files"`
	Plan     *InspectedBundle `json:"plan"`
	Problems []string         `json:"problems"`
}

// InspectedFile is one file with its size in bytes and its SHA-256.
type InspectedFile struct {
	Name   string `json:"name"`
	Size   int    `json:"size"`
	SHA256 string `json:"sha256"`
}

// InspectedBundle is what the manifest says.
type InspectedBundle struct {
	Tool          Tool           `json:"tool"`
	Change        string         `json:"change,omitempty"`
	Database      string         `json:"database"`
	Direction     string         `json:"direction"`
	From          []string       `json:"from"`
	To            []string       `json:"to"`
	TargetVersion int            `json:"target_version"`
	PlanDigest    string         `json:"plan_digest"`
	Revisions     []RevisionJSON `json:"revisions"`
}

// Inspect looks at the files of one bundle.
func Inspect(folder string, files []File) Inspection {
	digest, problems := Check(files)
	i := Inspection{Folder: folder, Digest: digest, Files: []InspectedFile{}, Problems: append([]string{}, problems...)}
	for _, f := range files {
		i.Files = append(i.Files, InspectedFile{Name: f.Name, Size: len(f.Data), SHA256: Sum(f.Data)})
		if f.Name != ManifestFile {
			continue
		}
		var plan InspectedBundle
		if err := json.Unmarshal(f.Data, &plan); err != nil {
			i.Problems = append(i.Problems, ManifestFile+" cannot be read: "+term.Sanitize(err.Error()))
			continue
		}
		i.Plan = &plan
	}
	return i
}

// InspectionJSON writes inspections as an array.
func InspectionJSON(w io.Writer, list []Inspection, _ term.Style) error { return writeJSON(w, list) }

// InspectionText writes inspections for people.
func InspectionText(w io.Writer, list []Inspection, style term.Style) error {
	var b strings.Builder
	for _, i := range list {
		if i.Folder != "" {
			fmt.Fprintf(&b, "%s\n", style.Bold(term.Sanitize(i.Folder)))
		}
		fmt.Fprintf(&b, "digest       %s\n", i.Digest)
		if p := i.Plan; p != nil {
			writePlan(&b, p)
		}
		for _, f := range i.Files {
			fmt.Fprintf(&b, "file         %s  %s, %d bytes\n", f.SHA256[:12], term.Sanitize(f.Name), f.Size)
		}
		for _, problem := range i.Problems {
			fmt.Fprintf(&b, "%s %s\n", style.Red("problem     "), problem)
		}
		if len(i.Problems) == 0 {
			fmt.Fprintf(&b, "%s every file is as it was written\n", style.Green("ok          "))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func writePlan(b *strings.Builder, p *InspectedBundle) {
	if p.Change != "" {
		fmt.Fprintf(b, "change       %s\n", term.Sanitize(p.Change))
	}
	if p.Database != "" {
		fmt.Fprintf(b, "database     %s\n", term.Sanitize(p.Database))
	}
	fmt.Fprintf(b, "direction    %s\n", term.Sanitize(p.Direction))
	fmt.Fprintf(b, "from         %s\n", term.Sanitize(Heads(p.From)))
	fmt.Fprintf(b, "to           %s\n", term.Sanitize(Heads(p.To)))
	fmt.Fprintf(b, "servers      PostgreSQL %d and later\n", p.TargetVersion)
	fmt.Fprintf(b, "plan         %s\n", term.Sanitize(p.PlanDigest))
	for _, r := range p.Revisions {
		fmt.Fprintf(b, "revision     %s  %s\n", term.Sanitize(r.ID), term.Sanitize(r.Message))
	}
}
