package out

import (
	"encoding/json"
	"fmt"
	"strings"

	"sqlbundle/internal/term"
)

// Contents are what Compare compares: the bundles of one or several databases, or
// what of them is there.
type Contents struct {
	// Name is what the caller calls it.
	Name  string
	Parts []Part
}

// Part is one bundle.
type Part struct {
	// Folder is the bundle's subfolder where there is one a database.
	Folder string
	// Files are what there is of the bundle.
	Files []File
	// Manifest is nil where there is only a script.
	Manifest *Manifest
	// Problems are what is wrong with the files by their checksums and the manifest.
	Problems []string
}

// ReadPart reads the files of one bundle, or a manifest or script alone. It fails
// where the manifest cannot be read or is none, and where there are several files
// without one.
func ReadPart(folder string, files []File) (Part, error) {
	p := Part{Folder: folder, Files: files}
	if len(files) != 1 {
		_, p.Problems = Check(files)
	}
	for _, f := range files {
		if f.Name != ManifestFile {
			continue
		}
		p.Manifest = &Manifest{}
		if err := json.Unmarshal(f.Data, p.Manifest); err != nil {
			return p, fmt.Errorf("reading %s: %s", ManifestFile, term.Sanitize(err.Error()))
		}
		if p.Manifest.Format != ManifestFormat {
			return p, fmt.Errorf("reading %s: its format is %d, and this version reads %d", ManifestFile, p.Manifest.Format, ManifestFormat)
		}
	}
	if problem := p.misplaced(); problem != "" {
		p.Problems = append(p.Problems, problem)
	}
	if p.Manifest == nil && (len(files) != 1 || !strings.HasSuffix(files[0].Name, ".sql")) {
		return p, fmt.Errorf("there is no %s", ManifestFile)
	}
	return p, nil
}

// database is the database that a bundle is for.
func (p *Part) database() string {
	if p.Manifest == nil {
		return p.Folder
	}
	return p.Manifest.Database
}

// file is the text of a file and whether it is there.
func (p *Part) file(name string) (string, bool) {
	for _, f := range p.Files {
		if f.Name == name {
			return string(f.Data), true
		}
	}
	return "", false
}

// files compares the bytes of the files, where both are more than a manifest. Where
// the manifests tell of no change, or not of all, the texts are kept to be shown.
func (d *DatabaseChanges) files(a, b *Part) {
	if len(a.Files) == 1 || len(b.Files) == 1 {
		return
	}
	names := func(files []File) []string {
		list := make([]string, len(files))
		for i, f := range files {
			list[i] = f.Name
		}
		return list
	}
	for _, at := range align(names(a.Files), names(b.Files)) {
		var f FileChange
		if at.a >= 0 {
			f.Name, f.A, f.before = a.Files[at.a].Name, Sum(a.Files[at.a].Data), string(a.Files[at.a].Data)
		}
		if at.b >= 0 {
			f.Name, f.B, f.after = b.Files[at.b].Name, Sum(b.Files[at.b].Data), string(b.Files[at.b].Data)
		}
		if f.A == f.B {
			continue
		}
		if !d.explained() && len(d.Doubts) == 0 || !strings.HasSuffix(f.Name, ".sql") {
			f.before, f.after = "", ""
		}
		d.Files = append(d.Files, f)
	}
}

// scripts compares a script with another one, or with a bundle's of its name.
func (d *DatabaseChanges) scripts(a, b *Part) error {
	find := func(in, script *Part) (File, bool) {
		if in.Manifest == nil {
			return in.Files[0], true
		}
		text, ok := in.file(script.Files[0].Name)
		return File{script.Files[0].Name, []byte(text)}, ok
	}
	before, ok := find(a, b)
	after, there := find(b, a)
	if !ok || !there {
		return errNoPair
	}
	if string(before.Data) != string(after.Data) {
		f := FileChange{after.Name, Sum(before.Data), Sum(after.Data), string(before.Data), string(after.Data)}
		// What the steps do comes first; what leads to them is only shown where they
		// are the same.
		if a, b := fromSteps(f.before), fromSteps(f.after); a != b {
			f.before, f.after = a, b
		}
		d.Files = append(d.Files, f)
	}
	return nil
}

// fromSteps is a script from its first step on; all of it where there is none.
func fromSteps(script string) string {
	if i := strings.Index(script, "\n-- ======== step "); i >= 0 {
		return script[i+1:]
	}
	return script
}
