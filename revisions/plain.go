package revisions

import (
	"crypto/sha256"
	"io/fs"
	"regexp"
	"strings"

	"sqlbundle/internal/source"
)

// ReadAlone reads SQL that is no file of a project. What has the header of a
// revision is read as one; all else is one up section whose statements run one
// by one, except between BEGIN and COMMIT. Lines that are commands of psql and
// the rows of COPY are passed over there. The error is a [source.ErrorList];
// the revision is nil where nothing can be read.
func ReadAlone(fsys fs.FS, name string, data []byte, opts Options) (*Revision, error) {
	var errs source.ErrorList
	rev := readAlone(fsys, name, data, opts, &errs)
	shorten(&errs)
	return rev, errs.Err()
}

func readAlone(fsys fs.FS, name string, data []byte, opts Options, errs *source.ErrorList) *Revision {
	if len(data) > maxRevision {
		errs.Add(&source.Error{File: source.NewFile(name, ""), Msg: "the file is larger than 256 MiB", Hint: "lint its parts"})
		return nil
	}
	file, ok := checkText(name, data, errs)
	if !ok {
		return nil
	}
	l := &loader{fsys: fsys, opts: &opts, hash: sha256.New()}
	rev := &Revision{File: file}
	var inHeader source.ErrorList
	if h, end := readHeader(rev, &opts, &inHeader); h.seen["revision"] || strings.HasPrefix(file.Text[end:], "--") {
		*errs = append(*errs, inHeader...)
		h.errs = errs
		h.required()
		l.sections(rev, h, end, errs)
		return rev
	}
	section := &Section{Kind: Up, Database: opts.defaultDatabase(), NoTransaction: true, Plain: true}
	rev = &Revision{File: source.NewEdited(name, file.Text, withoutClient(file.Text), nil), Sections: []*Section{section}}
	b := &body{loader: l, rev: rev, file: rev.File, errs: errs, section: section}
	b.scan(0)
	return rev
}

var (
	clientRows    = regexp.MustCompile(`(?ims)^[ \t]*COPY\b[^;]*?\bFROM\s+STDIN\b[^;]*;[^\n]*\n(.*?)(?:^\\\.[ \t]*\r?$|\z)`)
	clientCommand = regexp.MustCompile(`(?m)^[ \t]*\\.*$`)
)

// withoutClient puts blanks where only psql understands what stands there, so
// that all else keeps its place.
func withoutClient(text string) string {
	bytes := []byte(text)
	blank := func(from, to int) {
		for i := from; i < to; i++ {
			if bytes[i] != '\n' {
				bytes[i] = ' '
			}
		}
	}
	for _, at := range clientRows.FindAllStringSubmatchIndex(text, -1) {
		blank(at[2], at[1])
	}
	for _, at := range clientCommand.FindAllIndex(bytes, -1) {
		blank(at[0], at[1])
	}
	return string(bytes)
}
