package executor

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"sqlbundle/graph"
	"sqlbundle/internal/psql"
	"sqlbundle/internal/term"
	"sqlbundle/out"
)

// Bundle is a bundle for one database that has been checked.
type Bundle struct {
	// Digest is the SHA-256 of its SHA256SUMS.
	Digest   string
	Manifest out.Manifest

	scripts map[string]string
	// main is the script of the manifest's statements: upgrade.sql, unless the
	// bundle was made in memory.
	main string
	// authors are the author's statements of a script, by the offset of the
	// semicolon behind each.
	authors map[string]map[int]author
	// plain are the scripts of a bundle in the plain dialect; nil in another.
	plain map[string]plainScript
}

// author is one statement of the manifest.
type author struct {
	start  int
	number int // within the segment, from 1
	batch  bool
	json   *out.StatementJSON
}

// BadBundle is the error of a bundle that is not what was reviewed.
type BadBundle struct {
	Problems []string
	// Other holds where all that is wrong is that another one was expected.
	Other bool
}

func (e *BadBundle) Error() string {
	if e.Other {
		return "this bundle is not the expected one: " + strings.Join(e.Problems, "; ")
	}
	return "this bundle is not as it was made: " + strings.Join(e.Problems, "; ")
}

// bundleFiles are the files of a bundle.
var bundleFiles = []string{out.ReadmeFile, out.SumsFile, out.ManifestFile, out.PreflightFile, out.RollbackFile, out.UpgradeFile, out.VerifyFile}

// Load checks the files of one bundle and gives what [Run] needs: that there
// are these files and no others with the checksums of SHA256SUMS, the digest
// where one is expected; that the manifest is one that this version writes, to
// the byte, and the digests of its plan and of the way back follow from it; that
// each script has its plan's digest, and upgrade.sql and rollback.sql hold
// exactly the manifest's statements, each where it should stand and sent by
// itself, and end as scripts do; that no script uses a command of psql which
// this program's scripts do not use. The error is a [BadBundle].
func Load(files []out.File, expect string) (*Bundle, error) {
	b := &Bundle{scripts: map[string]string{}, main: out.UpgradeFile, authors: map[string]map[int]author{}}
	digest, problems := out.Check(files)
	b.Digest = digest
	for _, f := range files {
		if !slices.Contains(bundleFiles, f.Name) {
			problems = append(problems, fmt.Sprintf("%q is no file of a bundle", f.Name))
		}
		b.scripts[f.Name] = string(f.Data)
	}
	for _, name := range bundleFiles {
		if _, ok := b.scripts[name]; !ok {
			problems = append(problems, fmt.Sprintf("%q is missing", name))
		}
	}
	sound := len(problems) == 0
	if expect != "" && !strings.EqualFold(expect, digest) {
		problems = append(problems, fmt.Sprintf("its digest is %s, not %s", digest, term.Sanitize(expect)))
	}
	if len(problems) > 0 {
		slices.Sort(problems)
		return nil, &BadBundle{Problems: slices.Compact(problems), Other: sound}
	}
	if err := b.read(); err != nil {
		return nil, &BadBundle{Problems: []string{err.Error()}}
	}
	return b, nil
}

// read looks into the files.
func (b *Bundle) read() error {
	text := b.scripts[out.ManifestFile]
	if err := decode(text, &b.Manifest); err != nil {
		return fmt.Errorf("%s: %w", out.ManifestFile, err)
	}
	if got := planDigest(&b.Manifest); got != b.Manifest.PlanDigest {
		return fmt.Errorf("%s: what it says will happen has the digest %s, not %s", out.ManifestFile, got, term.Sanitize(b.Manifest.PlanDigest))
	}
	back := b.Manifest.Rollback
	if back == nil {
		return fmt.Errorf("%s does not tell of %s, as earlier versions wrote it: make the bundle anew, or apply it with the version that made it", out.ManifestFile, out.RollbackFile)
	}
	if got := planDigest(wayBack(&b.Manifest)); got != back.PlanDigest {
		return fmt.Errorf("%s: the way back that it tells of has the digest %s, not %s", out.ManifestFile, got, term.Sanitize(back.PlanDigest))
	}
	if b.Plain() {
		b.plain = map[string]plainScript{}
	}
	for _, script := range [...]struct {
		name, digest string
		steps        []out.StepJSON
	}{
		{out.PreflightFile, b.Manifest.PlanDigest, nil},
		{out.VerifyFile, b.Manifest.PlanDigest, nil},
		{out.RollbackFile, back.PlanDigest, back.Steps},
		{out.UpgradeFile, b.Manifest.PlanDigest, b.Manifest.Steps},
	} {
		if !strings.Contains(b.scripts[script.name], "\n-- plan      sha256 "+script.digest+"\n") {
			return fmt.Errorf("%s is not of the plan %s", script.name, script.digest[:12])
		}
		if err := b.script(script.name, script.steps); err != nil {
			return err
		}
	}
	return nil
}

// wayBack is the manifest that the way back would have by itself.
func wayBack(m *out.Manifest) *out.Manifest {
	back := *m
	back.Direction, back.From, back.To, back.Steps = string(graph.Downgrade), m.To, m.From, m.Rollback.Steps
	return &back
}

// script looks into one script; steps are those of the manifest, none where it
// does not know the script's statements.
func (b *Bundle) script(name string, steps []out.StepJSON) error {
	split := psql.Check
	if b.plain != nil {
		split = psql.Split
	}
	sent, err := split(b.scripts[name])
	if err != nil {
		return fmt.Errorf("%s, %s", name, term.Sanitize(err.Error()))
	}
	if b.plain != nil {
		b.plain[name] = plainScript{list: sent}
	}
	if name != b.main && name != out.RollbackFile {
		return nil
	}
	last, err := b.place(name, steps, sent)
	if err == nil && b.plain != nil {
		err = b.mark(name, steps)
	}
	if err == nil && !ends(b.scripts[name][last:], sent, last, b.plain != nil) {
		err = fmt.Errorf("%s does not end where a script does", name)
	}
	return err
}

// endMark begins a script's end, behind which stand the statements that say where
// the database stands and give the lock back.
const endMark = "\n-- ======== the end\n"

// ends tells whether a script ends with its own last statements: rest is what
// stands behind the last of the manifest's, from an offset on.
func ends(rest string, sent []psql.Statement, offset int, plain bool) bool {
	at := strings.LastIndex(rest, endMark) // an author's comment may look like it
	if at < 0 {
		return false
	}
	n := slices.IndexFunc(sent, func(s psql.Statement) bool { return s.Start > offset+at })
	return n >= 0 && len(sent)-n == map[bool]int{false: 2, true: 3}[plain]
}

// Plain tells whether the scripts are of the plain dialect.
func (b *Bundle) Plain() bool {
	first, _, _ := strings.Cut(b.scripts[out.UpgradeFile], "\n")
	return strings.Contains(first, "plain SQL for any client")
}

// decode reads a manifest that must be as [out.WriteManifest] writes it: no
// field twice, in other letters, unknown or out of its place.
func decode(text string, m *out.Manifest) error {
	d := json.NewDecoder(strings.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(m); err != nil {
		return fmt.Errorf("it cannot be read: %s", term.Sanitize(err.Error()))
	}
	if m.Format != out.ManifestFormat {
		return fmt.Errorf("it has the format %d, this version reads %d", m.Format, out.ManifestFormat)
	}
	var again bytes.Buffer
	e := json.NewEncoder(&again)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(m); err != nil || again.String() != text {
		return fmt.Errorf("it is not as this program writes it")
	}
	return nil
}

// place finds each statement of a manifest's steps in a script: in order, without
// overlaps, and sent by itself, or as the text that a block runs in batches. It
// gives the place behind the last one.
func (b *Bundle) place(name string, steps []out.StepJSON, sent []psql.Statement) (behind int, err error) {
	script, from := b.scripts[name], 0
	b.authors[name] = map[int]author{}
	for i := range steps {
		for n := range steps[i].Segments {
			segment := &steps[i].Segments[n]
			for k := range segment.Statements {
				st := &segment.Statements[k]
				where := fmt.Sprintf("statement %d of segment %d of %q", k+1, segment.Number, steps[i].Revision)
				if st.Offset == nil || st.Length == nil {
					return 0, fmt.Errorf("%s: %s has no place in %s", out.ManifestFile, where, name)
				}
				start, length := *st.Offset, *st.Length
				if start < from || length <= 0 || length > len(script) || start > len(script)-length {
					return 0, fmt.Errorf("%s: the place of %s in %s is not behind the one before it", out.ManifestFile, where, name)
				}
				if script[start:start+length] != st.SQL {
					return 0, fmt.Errorf("%s is not what stands at its place in %s", where, name)
				}
				from = start + length
				end, ok := standsAlone(script, &sent, start, from, segment.Batch != nil)
				if !ok {
					return 0, fmt.Errorf("%s is not sent by itself by %s", where, name)
				}
				b.authors[name][end] = author{start: start, number: k + 1, batch: segment.Batch != nil, json: st}
			}
		}
	}
	return from, nil
}

// standsAlone tells whether a range of the script is one of the texts that it
// sends, but for comments before it; in batches, whether it stands within a
// block. It gives the place of the semicolon that sends it. What comes before is
// taken off the list.
func standsAlone(script string, sent *[]psql.Statement, start, end int, batch bool) (semicolon int, ok bool) {
	for len(*sent) > 0 && (*sent)[0].End <= start {
		*sent = (*sent)[1:]
	}
	if len(*sent) == 0 {
		return 0, false
	}
	s := (*sent)[0]
	if batch {
		return s.End - 1, s.Start < start && end < s.End && strings.HasPrefix(script[s.Start:], "DO $sqlbundle") && strings.Contains(script[s.Start:start], batchMark)
	}
	return end, s.End == end+1 && script[end] == ';' && onlyComments(script[s.Start:start])
}

// batchMark stands in the first line of a block that runs a statement in batches.
const batchMark = " -- in batches of "

// onlyComments tells whether a text is made of blanks and comments.
func onlyComments(text string) bool {
	for text != "" {
		switch {
		case strings.HasPrefix(text, "--"):
			i := strings.IndexAny(text, "\r\n")
			if i < 0 {
				return false
			}
			text = text[i:]
		case strings.HasPrefix(text, "/*"):
			depth, i := 0, 0
			for ; i < len(text); i++ {
				if strings.HasPrefix(text[i:], "/*") {
					depth++
					i++
				} else if strings.HasPrefix(text[i:], "*/") {
					depth--
					i++
					if depth == 0 {
						break
					}
				}
			}
			if depth > 0 {
				return false
			}
			text = text[i+1:]
		case strings.IndexByte(" \t\r\n\f\v", text[0]) >= 0:
			text = text[1:]
		default:
			return false
		}
	}
	return true
}
